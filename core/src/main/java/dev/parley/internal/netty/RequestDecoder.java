package dev.parley.internal.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one request at a time: what comes behind it is not looked at before {@link #next}, as it
 * may be something else than a request. Knows whether the head of a request has begun and not
 * ended, and refuses what {@link HeadCheck} finds.
 */
final class RequestDecoder extends HttpRequestDecoder {
  private enum Mode {
    HEAD,
    BODY,
    WAITING,
    DISCARDING
  }

  private Mode mode = Mode.HEAD;
  private final HeadCheck check;

  /** How many bytes at the beginning of what is there have been looked at. */
  private int checkedBytes;

  private boolean inHead;

  /** Whether something of the head has been looked at. */
  private boolean begun;

  /** What has come of a head at first, if that was not all; null most of the time. */
  private byte @Nullable [] firstPiece;

  RequestDecoder(HttpDecoderConfig config, int maxFields) {
    super(config);
    this.check = new HeadCheck(maxFields);
  }

  @Override
  protected void decode(ChannelHandlerContext channel, ByteBuf bytes, List<Object> decoded)
      throws Exception {
    switch (mode) {
      case WAITING -> Turns.of(channel.channel()).pause();
      case DISCARDING -> bytes.skipBytes(bytes.readableBytes());
      case BODY -> decodeMore(channel, bytes, decoded);
      case HEAD -> {
        int unchecked = bytes.readableBytes() - checkedBytes;
        if (check.finds(bytes, bytes.readerIndex() + checkedBytes, unchecked)) {
          decoded.add(unreadable(new UnreadableHead(check.hasTooManyFields())));
          bytes.skipBytes(bytes.readableBytes());
          discard();
          return;
        }
        int from = bytes.readerIndex();
        decodeMore(channel, bytes, decoded);
        checkedBytes = bytes.readableBytes();
        if (inHead && !begun) {
          firstPiece = ByteBufUtil.getBytes(bytes, from, bytes.writerIndex() - from);
        }
        begun = true;
      }
    }
  }

  private void decodeMore(ChannelHandlerContext channel, ByteBuf bytes, List<Object> decoded)
      throws Exception {
    super.decode(channel, bytes, decoded);
    inHead = decoded.isEmpty();
    if (inHead) {
      return;
    }
    if (decoded.getLast() instanceof LastHttpContent) {
      mode = Mode.WAITING;
    } else if (decoded.getFirst() instanceof HttpRequest) {
      mode = Mode.BODY;
    }
  }

  private static HttpRequest unreadable(UnreadableHead why) {
    var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
    request.setDecoderResult(DecoderResult.failure(why));
    return request;
  }

  /** Why a head is not read. Nobody asks where it was thrown, and clients may send many. */
  static final class UnreadableHead extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean tooManyFields;

    private UnreadableHead(boolean tooManyFields) {
      super(null, null, false, false);
      this.tooManyFields = tooManyFields;
    }

    boolean hasTooManyFields() {
      return tooManyFields;
    }
  }

  /** Goes on with the request behind the last one. Event loop. */
  void next(ChannelHandlerContext requests) throws Exception {
    if (mode != Mode.WAITING) {
      return;
    }
    mode = Mode.HEAD;
    check.restart();
    checkedBytes = 0;
    begun = false;
    Turns.of(requests.channel()).resume();
    channelRead(requests.pipeline().context(this), Unpooled.EMPTY_BUFFER);
  }

  /**
   * What has come of a head since the last call, if it is the beginning and not all of it; null
   * otherwise. Event loop.
   */
  byte @Nullable [] takeFirstPiece() {
    byte[] piece = firstPiece;
    firstPiece = null;
    return piece;
  }

  /** Tells whether something has come behind the last request. Event loop. */
  boolean holdsMore() {
    return undecodedBytes() > 0;
  }

  /** How much has come that is not decoded yet. Event loop. */
  int undecodedBytes() {
    return actualReadableBytes();
  }

  /** Drops whatever comes. Event loop. */
  void discard() {
    mode = Mode.DISCARDING;
  }

  /** Tells whether a part of a head has come; of no meaning within a body. Event loop. */
  boolean isInHead() {
    return inHead;
  }
}
