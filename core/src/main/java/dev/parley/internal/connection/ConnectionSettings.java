package dev.parley.internal.connection;

import dev.parley.ServerConfig;
import dev.parley.internal.deflate.Deflation;
import dev.parley.internal.limit.Hits;
import dev.parley.internal.protocol.FrameReader;
import dev.parley.internal.time.TimeSource;
import java.util.Optional;

/** What all connections of a server share. */
public record ConnectionSettings(
    ServerConfig config,
    TimeSource time,
    FrameReader.Limits readerLimits,
    Hits hits,
    MemoryBudget inboundMemory,
    MemoryBudget outboundMemory,
    Optional<Deflation> deflation) {
  /** Makes the settings of a server. */
  public static ConnectionSettings of(ServerConfig config, TimeSource time, Hits hits) {
    return new ConnectionSettings(
        config,
        time,
        new FrameReader.Limits(true, config.maxMessageBytes(), config.maxFragments()),
        hits,
        new MemoryBudget(Direction.INBOUND, config.limits().maxInboundBytes()),
        new MemoryBudget(Direction.OUTBOUND, config.limits().maxOutboundBytes()),
        Deflation.of(config.compression()));
  }
}
