package dev.parley.internal.netty;

import dev.parley.Headers;
import dev.parley.internal.http.HeaderMemory;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/**
 * The head of a request while its body is awaited, without the objects of the decoder, of which
 * there are five for each field: there may be thousands that wait.
 */
record DecodedHead(
    String method, String target, HttpVersion version, Headers headers, boolean keepsAlive) {
  /** Takes the fields out of a request, which its decoder keeps until the body has come. */
  static DecodedHead takenFrom(HttpRequest request) {
    var head =
        new DecodedHead(
            request.method().name(),
            request.uri(),
            request.protocolVersion(),
            Headers.of(request.headers().entries()),
            HttpUtil.isKeepAlive(request));
    request.headers().clear();
    return head;
  }

  /** Tells whether it says that it is of HTTP/1.1. */
  boolean isOfHttp11() {
    return version.equals(HttpVersion.HTTP_1_1);
  }

  /** About how much memory it takes that others do not share. */
  int heldBytes() {
    return target.length() + HeaderMemory.heldBytes(headers);
  }
}
