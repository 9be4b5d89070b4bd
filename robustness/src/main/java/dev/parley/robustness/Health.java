package dev.parley.robustness;

import java.util.Map;

/**
 * What well-behaved clients noticed in a while.
 *
 * @param echo from the intended time of a message to its echo; a message without one counts with
 *     its age
 * @param unanswered messages whose echo had not come at the end, after a second or more
 * @param lost connections that ended without having been asked to
 * @param newcomer connect, handshake, echo and close of clients that came new
 * @param http HTTP requests of clients that came new
 * @param failures what went wrong, and how often
 */
record Health(
    Latency echo,
    int unanswered,
    int lost,
    Latency newcomer,
    Latency http,
    Map<String, Long> failures) {}
