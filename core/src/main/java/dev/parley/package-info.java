/**
 * WebSocket services in plain, straight-line Java: everything that the signature of a handler
 * needs.
 *
 * <p>Start with {@link dev.parley.Parley}, {@link dev.parley.WebSocketRoute} and {@link
 * dev.parley.WebSocket}.
 */
@NullMarked
package dev.parley;

import org.jspecify.annotations.NullMarked;
