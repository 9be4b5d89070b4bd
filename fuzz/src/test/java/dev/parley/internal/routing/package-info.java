/** Inside of the package, to reach what is not public. */
@NullMarked
package dev.parley.internal.routing;

import org.jspecify.annotations.NullMarked;
