/** The one source of time. */
@NullMarked
package dev.parley.internal.time;

import org.jspecify.annotations.NullMarked;
