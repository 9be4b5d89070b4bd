/** From annotated methods to endpoints. */
@NullMarked
package dev.parley.internal.binding;

import org.jspecify.annotations.NullMarked;
