/** Inside of the package, to reach what is not public. */
@NullMarked
package dev.parley.internal.netty;

import org.jspecify.annotations.NullMarked;
