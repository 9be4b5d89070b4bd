/** HTTP/2 over real sockets, frame by frame. */
@NullMarked
package dev.parley.http2;

import org.jspecify.annotations.NullMarked;
