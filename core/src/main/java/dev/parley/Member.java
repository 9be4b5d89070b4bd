package dev.parley;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody in a room.
 *
 * @param connectionId the {@link WebSocket#id()} of the connection
 * @param identity who it is, where that was said on joining
 * @param joinedAt when it joined
 */
public record Member(String connectionId, Optional<Object> identity, Instant joinedAt) {}
