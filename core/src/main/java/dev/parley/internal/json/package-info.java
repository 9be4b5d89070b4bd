/** Messages and bodies as JSON. */
@NullMarked
package dev.parley.internal.json;

import org.jspecify.annotations.NullMarked;
