package dev.parley.robustness;

import java.nio.ByteBuffer;

/** An answer of HTTP/1.1, and the frames of a WebSocket behind it. */
final class Http1Answer implements Answer {
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final int CLOSE = 8;
  private static final int STATUS_BEGIN = 9;
  private static final int STATUS_END = 12;

  private final StringBuilder head = new StringBuilder();
  private int status;

  /** Whether it is an answer of another protocol. */
  private boolean foreign;

  private int lineEnds;
  private boolean frames;
  private int headerBytes;
  private int headerLength = 2;
  private int opcode;
  private long length;
  private long payloadLeft;
  private int codeBytes;
  private int closeCode;

  @Override
  public boolean isOpened() {
    return frames;
  }

  @Override
  public String fate(String ending) {
    if (codeBytes == 2) {
      boolean compresses = head.indexOf("permessage-deflate") >= 0;
      return "close " + closeCode + (compresses ? ", compressed" : "");
    }
    return (status == 0 ? "no answer" : Integer.toString(status)) + ", " + ending;
  }

  @Override
  public void take(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (frames) {
        takeFrames(bytes);
      } else if (foreign || (status > 0 && status != SWITCHING_PROTOCOLS)) {
        bytes.position(bytes.limit());
      } else {
        takeHead(bytes.get());
      }
    }
  }

  private void takeHead(byte next) {
    head.append((char) next);
    if (head.length() == STATUS_END) {
      foreign = head.indexOf("HTTP/1.") != 0;
      status = foreign ? 0 : Integer.parseInt(head.substring(STATUS_BEGIN));
    }
    lineEnds = next == '\n' ? lineEnds + 1 : next == '\r' ? lineEnds : 0;
    frames = lineEnds == 2 && status == SWITCHING_PROTOCOLS;
  }

  private void takeFrames(ByteBuffer bytes) {
    if (payloadLeft == 0) {
      takeHeader(bytes.get() & 0xff);
      return;
    }
    if (opcode == CLOSE && codeBytes < 2) {
      closeCode = (closeCode << 8) | (bytes.get() & 0xff);
      codeBytes++;
      payloadLeft--;
      return;
    }
    int count = (int) Math.min(payloadLeft, bytes.remaining());
    bytes.position(bytes.position() + count);
    payloadLeft -= count;
  }

  private void takeHeader(int next) {
    if (headerBytes == 0) {
      opcode = next & 0x0f;
    } else if (headerBytes == 1) {
      headerLength = next == LENGTH_16 ? 4 : next == LENGTH_64 ? 10 : 2;
      length = headerLength == 2 ? next : 0;
    } else {
      length = (length << 8) | next;
    }
    headerBytes++;
    if (headerBytes >= 2 && headerBytes == headerLength) {
      headerBytes = 0;
      headerLength = 2;
      payloadLeft = length;
    }
  }
}
