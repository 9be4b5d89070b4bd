package dev.parley.robustness;

/**
 * How an attacking line behaves.
 *
 * @param opening what it writes at once
 * @param handshake whether it awaits 101 before its flow begins
 * @param flow what it writes then
 * @param reading whether it reads what the server says
 * @param ending how it leaves
 * @param returns whether another line takes its place when it has ended
 */
record Behaviour(
    byte[] opening, boolean handshake, Flow flow, Reading reading, Ending ending, boolean returns) {

  /** Whether a line reads. */
  enum Reading {
    ALWAYS,
    /** Until the handshake is answered, and then never again. */
    UNTIL_OPENED,
    NEVER
  }

  /** How a line leaves. */
  enum Ending {
    /** In order (FIN). */
    FIN,
    /** By cutting (RST). */
    RESET
  }

  /** Lines that open a WebSocket, read, and come again when they have ended. */
  static Behaviour websocket(String path, Flow flow) {
    return new Behaviour(Frames.handshake(path), true, flow, Reading.ALWAYS, Ending.RESET, true);
  }

  /** Lines that write whatever they want, read, and come again when they have ended. */
  static Behaviour raw(byte[] opening, Flow flow) {
    return new Behaviour(opening, false, flow, Reading.ALWAYS, Ending.RESET, true);
  }

  Behaviour withReading(Reading changed) {
    return new Behaviour(opening, handshake, flow, changed, ending, returns);
  }

  Behaviour withEnding(Ending changed) {
    return new Behaviour(opening, handshake, flow, reading, changed, returns);
  }

  /** The same, but nobody takes the place of a line that has ended. */
  Behaviour once() {
    return new Behaviour(opening, handshake, flow, reading, ending, false);
  }
}
