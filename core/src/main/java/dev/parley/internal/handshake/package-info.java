/** The rules of the opening handshake (RFC 6455, section 4.2), free of any network library. */
@NullMarked
package dev.parley.internal.handshake;

import org.jspecify.annotations.NullMarked;
