package dev.parley.internal.netty;

import dev.parley.internal.connection.ConnectionSettings;
import dev.parley.internal.connection.LineListener;
import dev.parley.internal.connection.LoopContext;
import dev.parley.internal.connection.Transport;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A line on a stream of HTTP/2 (RFC 8441, section 5). */
final class Http2Transport implements Transport {
  private final Channel stream;
  private final LoopContext context;
  private final ConnectionSettings settings;
  private @Nullable LineListener listener;

  /** Whether the answer to the handshake, which is no data here, has been written. */
  private boolean answered;

  /** Whether END_STREAM has been written. */
  private boolean ended;

  private boolean closing;

  Http2Transport(Channel stream, LoopContext context, ConnectionSettings settings) {
    this.stream = stream;
    this.context = context;
    this.settings = settings;
  }

  /** Says who is told what happens. Event loop, before anything is written. */
  void listener(LineListener lineListener) {
    listener = lineListener;
  }

  @Override
  public Executor loop() {
    return context.loop();
  }

  @Override
  public int idleBytes() {
    return IdleBytes.STREAM;
  }

  /**
   * Writes chunks as they are: they may have to wait until the peer gives the stream room, as those
   * of a thousand streams may, and a publication is the same for all of them.
   */
  @Override
  public void write(List<byte[]> chunks, int totalBytes) {
    if (!answered) {
      // The first chunk is the whole answer, as HTTP/1.1.
      answered = true;
      var answer = Http2Answer.of(chunks.getFirst());
      stream.write(new DefaultHttp2HeadersFrame(answer.headers()));
      chunks.set(0, answer.body());
    }
    var data = Unpooled.wrappedBuffer(chunks.size(), chunks.toArray(byte[][]::new));
    var told = Objects.requireNonNull(listener);
    stream
        .writeAndFlush(new DefaultHttp2DataFrame(data))
        .addListener(done -> told.sent(totalBytes));
  }

  @Override
  public void pauseReading() {
    Http2Window.close(stream);
  }

  @Override
  public void resumeReading() {
    Http2Window.open(stream);
  }

  @Override
  public void finishWriting() {
    if (!ended) {
      ended = true;
      stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true));
    }
  }

  /** Ends the stream, and resets it if the peer does not end it as well. */
  @Override
  public void closeOnceWritten() {
    if (closing) {
      return;
    }
    closing = true;
    finishWriting();
    var timer =
        settings
            .time()
            .schedule(settings.config().closeTimeout(), () -> loop().execute(stream::close));
    stream.closeFuture().addListener(closed -> timer.cancel());
  }

  @Override
  public void abort() {
    stream.close();
  }
}
