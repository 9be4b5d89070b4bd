/** Compression of messages (permessage-deflate, RFC 7692), free of any network library. */
@NullMarked
package dev.parley.internal.deflate;

import org.jspecify.annotations.NullMarked;
