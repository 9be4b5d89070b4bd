/** Inside of the package, to reach what is not public. */
@NullMarked
package dev.parley.internal.handshake;

import org.jspecify.annotations.NullMarked;
