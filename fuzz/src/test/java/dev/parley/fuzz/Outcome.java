package dev.parley.fuzz;

import java.util.List;
import java.util.Set;

/**
 * What bytes of frames mean.
 *
 * @param events whole messages and control frames, as {@code kind hex}
 * @param ends {@code close 1000 ...}, {@code fail 1002}, or {@code open}; more than one where a
 *     message breaks several rules and the cuts decide which is noticed first
 * @param open what is told of the message that has begun and not ended, as {@code kind hex}; empty
 *     if none has, or if it is told whole
 */
public record Outcome(List<String> events, Set<String> ends, String open) {
  boolean isOpen() {
    return ends.contains("open");
  }
}
