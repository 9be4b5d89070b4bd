/** Inside of the package, to reach what is not public. */
@NullMarked
package dev.parley.internal.deflate;

import org.jspecify.annotations.NullMarked;
