package dev.parley.fuzz;

import java.util.List;

/**
 * What bytes of frames mean.
 *
 * @param events whole messages and control frames, as {@code kind hex}
 * @param end {@code close 1000 ...}, {@code fail 1002}, or {@code open}
 * @param open the message that has begun and not ended, as {@code kind hex}; empty if none has
 */
record Outcome(List<String> events, String end, String open) {}
