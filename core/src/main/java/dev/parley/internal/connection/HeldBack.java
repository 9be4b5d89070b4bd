package dev.parley.internal.connection;

/** Bytes that were read from a line but not taken apart yet. Event loop only. */
final class HeldBack {
  private final LoopContext context;
  private byte[] bytes;
  private int from;
  private int to;

  /** Copies bytes into memory of an event loop. */
  HeldBack(LoopContext context, byte[] buffer, int offset, int length) {
    this.context = context;
    this.bytes = context.takeSpare(length);
    this.to = length;
    System.arraycopy(buffer, offset, bytes, 0, length);
  }

  /** Where the bytes are, from {@link #from} on. */
  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  /** How many bytes wait. */
  int count() {
    return to - from;
  }

  /** How much memory they hold. */
  int heldBytes() {
    return bytes.length;
  }

  /** The first of them do not wait any more. */
  void taken(int count) {
    from += count;
  }

  /** Adds what was read behind them. */
  void add(byte[] buffer, int offset, int length) {
    if (length > bytes.length - to) {
      makeRoom(length);
    }
    System.arraycopy(buffer, offset, bytes, to, length);
    to += length;
  }

  /** Much at once: what is added may be a byte each time. */
  private void makeRoom(int length) {
    int waiting = count();
    byte[] before = bytes;
    int spare = Math.min(waiting, LoopContext.SCRATCH_BYTES);
    bytes = context.takeSpare(waiting + Math.max(length, spare));
    System.arraycopy(before, from, bytes, 0, waiting);
    context.giveSpare(before);
    from = 0;
    to = waiting;
  }

  /** Gives the memory back; all are taken. */
  void release() {
    context.giveSpare(bytes);
  }
}
