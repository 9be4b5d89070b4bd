package dev.parley.internal.http;

import dev.parley.Headers;
import java.nio.file.Path;

/**
 * A response ready to be written: content length, date and connection headers are added by the
 * network.
 */
public record HttpReply(int status, Headers headers, Content content) {
  /** What follows the headers. */
  public sealed interface Content {
    /** Bytes in memory. */
    record Bytes(byte[] bytes) implements Content {}

    /** A part of a file, sent without reading it into memory at once. */
    record FilePart(Path file, long offset, long length) implements Content {}
  }
}
