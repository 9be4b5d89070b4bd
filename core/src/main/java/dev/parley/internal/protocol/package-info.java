/** Frames on the wire (RFC 6455, section 5), free of any network library. */
@NullMarked
package dev.parley.internal.protocol;

import org.jspecify.annotations.NullMarked;
