package dev.parley.broker;

import java.util.Optional;

/**
 * One thing sent to a room.
 *
 * @param kind what kind of message members get
 * @param payload its content; text as UTF-8. It belongs to whoever publishes, who may change it
 *     once {@link Broker#publish} has returned. Nobody else changes it
 * @param key what it supersedes older publications by; see {@link dev.parley.SlowPolicy.KeepLatest}
 * @param excludedConnectionId the connection that does not get it
 */
public record Publication(
    Kind kind, byte[] payload, Optional<String> key, Optional<String> excludedConnectionId) {
  /** The kinds of messages (RFC 6455, section 5.6). */
  public enum Kind {
    /** Text. */
    TEXT,
    /** Bytes. */
    BINARY
  }
}
