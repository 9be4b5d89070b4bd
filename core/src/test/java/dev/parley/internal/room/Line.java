package dev.parley.internal.room;

import dev.parley.CloseReason;
import dev.parley.WebSocket;
import dev.parley.internal.deflate.MessageDeflation;
import dev.parley.internal.protocol.FrameWriter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/** A connection whose peer reads at once, or not at all. */
final class Line implements MemberConnection {
  private final String id;
  private final ExecutorService loop;
  private final List<String> frames = new ArrayList<>();
  private final List<Runnable> whenEnded = new ArrayList<>();
  private final List<Runnable> whenDrained = new ArrayList<>();
  private volatile boolean stalled;
  private volatile boolean open = true;
  private volatile int queued;
  private volatile int kept;
  private final List<byte[]> raw = new ArrayList<>();
  private volatile MessageDeflation deflation;
  volatile CloseReason closedWith;

  Line(String id, ExecutorService loop) {
    this.id = id;
    this.loop = loop;
  }

  WebSocket socket() {
    return (WebSocket)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {WebSocket.class, MemberSource.class},
            (proxy, method, arguments) -> this);
  }

  /** What has arrived, once the loop has done what it was asked so far. */
  List<String> got() {
    return onLoop(() -> List.copyOf(frames));
  }

  /** The frames that have arrived, as they are. */
  List<byte[]> gotRaw() {
    return onLoop(() -> List.copyOf(raw));
  }

  /** Has publications compressed for it. */
  Line agreedTo(MessageDeflation agreed) {
    deflation = agreed;
    return this;
  }

  List<String> firstLetters() {
    return got().stream().map(text -> text.substring(0, 1)).toList();
  }

  void stall() {
    onLoop(() -> stalled = true);
  }

  void resume() {
    onLoop(() -> {
      stalled = false;
      return drain();
    });
  }

  void drainOnce() {
    onLoop(this::drain);
  }

  private boolean drain() {
    queued = 0;
    var actions = List.copyOf(whenDrained);
    whenDrained.clear();
    actions.forEach(Runnable::run);
    return true;
  }

  void end() {
    onLoop(() -> {
      open = false;
      whenEnded.forEach(Runnable::run);
      return true;
    });
  }

  /** How many bytes rooms keep for it. */
  int kept() {
    return onLoop(() -> kept);
  }

  private <T> T onLoop(Supplier<T> work) {
    // Twice: what the first round asks the loop to do comes before the second.
    CompletableFuture.runAsync(() -> {}, loop).join();
    return CompletableFuture.supplyAsync(work, loop).join();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Executor loop() {
    return loop;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public MessageDeflation deflation() {
    return deflation;
  }

  @Override
  public int queuedBytes() {
    return queued;
  }

  @Override
  public void enqueue(byte[] frame) {
    raw.add(frame);
    frames.add(new String(payloadOf(frame), StandardCharsets.UTF_8));
    if (stalled) {
      queued += frame.length;
    }
  }

  @Override
  public void whenDrained(Runnable action) {
    whenDrained.add(action);
  }

  @Override
  public void closeSlow(CloseReason reason) {
    closedWith = reason;
  }

  @Override
  public void whenEnded(Runnable action) {
    whenEnded.add(action);
  }

  @Override
  public void forgetWhenEnded(Runnable action) {
    whenEnded.remove(action);
  }

  /** How many rooms the connection would leave if it ended now. */
  int remembered() {
    return onLoop(whenEnded::size);
  }

  @Override
  public void roomKeeps(int bytesMore) {
    kept += bytesMore;
  }

  private static byte[] payloadOf(byte[] frame) {
    return Arrays.copyOfRange(frame, FrameWriter.payloadAt(frame), frame.length);
  }
}
