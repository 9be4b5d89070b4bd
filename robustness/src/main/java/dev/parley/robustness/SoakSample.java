package dev.parley.robustness;

import org.jspecify.annotations.Nullable;

/**
 * What a server holds at a time, and what its well-behaved clients have noticed.
 *
 * @param seconds since the beginning
 * @param residentBytes resident memory
 * @param descriptors open files and sockets
 * @param sockets open sockets: connections, and the one that listens
 * @param echo echoes since the last sample, from when they were due
 * @param failures what has failed for well-behaved clients so far
 * @param server what the server itself says; not with every sample, as it collects its garbage
 */
record SoakSample(
    double seconds,
    long residentBytes,
    int descriptors,
    int sockets,
    Latency echo,
    long failures,
    @Nullable ServerFigures server) {}
