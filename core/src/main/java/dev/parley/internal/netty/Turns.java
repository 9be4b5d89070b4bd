package dev.parley.internal.netty;

import dev.parley.internal.connection.LoopContext;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has what comes on a channel wait for its turn until the channel has become a connection: whoever
 * knocks at the door must not keep those waiting who are in. Little is read ahead of that. Event
 * loop only.
 */
final class Turns extends ChannelInboundHandlerAdapter implements Runnable {
  /** How much is handled in one turn. */
  static final int BYTES_PER_TURN = 4 * 1024;

  /**
   * How much is handled before it is seen how long that took: it may be a thousand chunks. The
   * first piece is handled at once, as most of it is a head.
   */
  private static final int BYTES_PER_LOOK = 1024;

  /** How many reads may wait, so that reading need not be turned off for most of them. */
  private static final int MOST_WAITING = 2;

  /** How long a rest is: with one for each KiB, 20 KiB a second are read. */
  private static final long REST_MILLIS = 50;

  private final LoopContext context;
  private final Reads reads = new Reads();

  /** What has come and had no turn yet. */
  private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>(1);

  /** The end of the input, which comes after what waits; null most of the time. */
  private @Nullable Object end;

  /** Whether the input has ended: a channel of epoll must not be told to read then. */
  private boolean inputEnded;

  private @Nullable ChannelHandlerContext channel;

  /** Whether a turn is coming. */
  private boolean due;

  /** Whether the one behind has enough for now. */
  private boolean paused;

  /** Whether the one behind has a rest. */
  private boolean resting;

  /** Whether something has been handed on. */
  private boolean begun;

  /** Whether a request has been served: then little goes on at once. */
  private boolean known;

  Turns(LoopContext context) {
    this.context = context;
  }

  /** The turns of a channel whose requests are read. */
  static Turns of(Channel channel) {
    return Objects.requireNonNull(channel.pipeline().get(Turns.class));
  }

  /** Says that the client has been served before. */
  void known() {
    known = true;
  }

  /** Says that many speak on the channel, so that much is read at once. */
  void shared() {
    known = true;
    reads.becomeLarge();
  }

  /** Tells whether everything that has come has been handed on. */
  boolean isEmpty() {
    return waiting.isEmpty() && end == null && !inputEnded;
  }

  /** Hands nothing on, and reads nothing. */
  void pause() {
    paused = true;
    readUnlessFull();
  }

  /** Goes on after {@link #pause}, when no {@link #rest} is left. */
  void resume() {
    paused = false;
    readUnlessFull();
    await();
  }

  /** Does the same as {@link #pause} for a while: what costs most must not take all of the time. */
  void rest() {
    if (!resting && channel != null) {
      resting = true;
      readUnlessFull();
      channel.executor().schedule(this::endRest, REST_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void endRest() {
    resting = false;
    readUnlessFull();
    await();
  }

  private boolean handsOn() {
    return !paused && !resting;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    channel = added;
    added.channel().config().setRecvByteBufAllocator(reads);
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      from.fireChannelRead(message);
    } else if (known && handsOn() && waiting.isEmpty() && bytes.readableBytes() <= BYTES_PER_TURN) {
      from.fireChannelRead(bytes);
    } else {
      waiting.add(bytes);
      readUnlessFull();
      await();
    }
  }

  private void await() {
    if (channel != null && !due && handsOn() && (!waiting.isEmpty() || end != null)) {
      due = true;
      context.later(this);
    }
  }

  @Override
  public void run() {
    due = false;
    var to = channel;
    if (to == null || !handsOn()) {
      return;
    }
    long begun = System.nanoTime();
    int handed = 0;
    while (channel != null && handsOn() && !waiting.isEmpty() && handed < BYTES_PER_TURN) {
      handed += handOn(to);
      if (System.nanoTime() - begun >= LoopContext.TURN_NANOS) {
        break;
      }
    }
    if (channel != null) {
      goOn(to);
    }
  }

  /** Hands on some of what waits. Returns how many bytes. */
  private int handOn(ChannelHandlerContext to) {
    var next = waiting.remove();
    if (begun && next.readableBytes() > BYTES_PER_LOOK) {
      var some = next.readRetainedSlice(BYTES_PER_LOOK);
      waiting.addFirst(next);
      next = some;
    }
    begun = true;
    int bytes = next.readableBytes();
    to.fireChannelRead(next);
    to.fireChannelReadComplete();
    return bytes;
  }

  private void goOn(ChannelHandlerContext to) {
    if (waiting.isEmpty() && handsOn() && end != null) {
      var event = end;
      end = null;
      to.fireUserEventTriggered(event);
    }
    readUnlessFull();
    await();
  }

  private void readUnlessFull() {
    if (channel != null && !inputEnded) {
      channel.channel().config().setAutoRead(handsOn() && waiting.size() < MOST_WAITING);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext from, Object event) {
    inputEnded |= event instanceof ChannelInputShutdownEvent;
    if (waiting.isEmpty() && handsOn()) {
      from.fireUserEventTriggered(event);
    } else if (end == null) {
      end = event;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext from) {
    drop();
    from.fireChannelInactive();
  }

  /** Drops what waits. */
  void drop() {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
  }

  /** Everything that waits goes on at once. */
  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    channel = null;
    reads.becomeLarge();
    for (var bytes = waiting.poll(); bytes != null; bytes = waiting.poll()) {
      removed.fireChannelRead(bytes);
    }
    if (end != null) {
      removed.fireUserEventTriggered(end);
    }
    if (!inputEnded) {
      removed.channel().config().setAutoRead(true);
    }
  }
}
