package dev.parley.internal.http;

import dev.parley.Headers;
import java.net.SocketAddress;

/** The start line and headers of a request as they came. */
public record RequestHead(
    String method, String target, String scheme, Headers headers, SocketAddress remoteAddress) {}
