package dev.parley.internal.connection;

import dev.parley.CloseReason;
import dev.parley.Limit;
import dev.parley.internal.deflate.MessageDeflation;
import dev.parley.internal.room.MemberConnection;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A connection as rooms see it. */
final class MemberView implements MemberConnection {
  private static final VarHandle ROOMS;

  static {
    try {
      ROOMS = MethodHandles.lookup().findVarHandle(MemberView.class, "rooms", int.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private final Connection connection;

  /** How many rooms it is in; changed by any thread. */
  private volatile int rooms;

  /**
   * What a room does when the connection ends; null while there is none. Most connections are in
   * one room, and a set of one is ten times as large. Event loop only.
   */
  private @Nullable Runnable whenEnded;

  /** What further rooms do. Event loop only. */
  private @Nullable Set<Runnable> moreWhenEnded;

  MemberView(Connection connection) {
    this.connection = connection;
  }

  @Override
  public String id() {
    return connection.task().id();
  }

  @Override
  public Executor loop() {
    return connection.transport().loop();
  }

  @Override
  public boolean isOpen() {
    return connection.isOpen();
  }

  @Override
  public boolean enterRoom() {
    int entered = (int) ROOMS.getAndAdd(this, 1) + 1;
    boolean fits = entered <= connection.config().limits().maxRoomsPerConnection();
    if (!fits) {
      connection
          .settings()
          .hits()
          .hit(Limit.ROOMS_PER_CONNECTION, connection.task().handshake().remoteAddress());
    }
    return fits;
  }

  @Override
  public void leaveRoom() {
    ROOMS.getAndAdd(this, -1);
  }

  @Override
  public @Nullable MessageDeflation deflation() {
    var agreed = connection.deflation();
    return agreed == null ? null : agreed.messages();
  }

  @Override
  public int queuedBytes() {
    return connection.outbound().queuedBytes();
  }

  @Override
  public void enqueue(byte[] frame) {
    if (connection.isOpen()) {
      connection.outbound().enqueue(frame);
    }
  }

  @Override
  public void whenDrained(Runnable action) {
    connection.outbound().whenDrained(action);
  }

  @Override
  public void roomKeeps(int bytesMore) {
    connection.outbound().roomKeeps(bytesMore);
  }

  @Override
  public void closeSlow(CloseReason reason) {
    connection.closeSlow(reason);
  }

  @Override
  public void whenEnded(Runnable action) {
    if (connection.hasEnded()) {
      action.run();
      return;
    }
    if (whenEnded == null) {
      whenEnded = action;
      return;
    }
    if (moreWhenEnded == null) {
      moreWhenEnded = new LinkedHashSet<>(2);
    }
    moreWhenEnded.add(action);
  }

  @Override
  public void forgetWhenEnded(Runnable action) {
    if (action.equals(whenEnded)) {
      whenEnded = null;
    } else if (moreWhenEnded != null) {
      moreWhenEnded.remove(action);
    }
  }

  /** Has the rooms forget the connection. Event loop only. */
  void ended() {
    var action = whenEnded;
    var more = moreWhenEnded;
    whenEnded = null;
    moreWhenEnded = null;
    if (action != null) {
      action.run();
    }
    if (more != null) {
      more.forEach(Runnable::run);
    }
  }
}
