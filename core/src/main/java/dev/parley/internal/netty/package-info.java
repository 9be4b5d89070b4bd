/** The network: event loops, HTTP codec, sockets. */
@NullMarked
package dev.parley.internal.netty;

import org.jspecify.annotations.NullMarked;
