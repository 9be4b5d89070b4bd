package dev.parley.internal.inject;

import java.util.List;
import java.util.Set;

/**
 * What a route needs before its handler can run.
 *
 * @param source where it was declared, for messages
 * @param path its path template
 * @param pathParams the names of the parameters of its template
 * @param hasWebSocket whether there is a connection: true for a WebSocket route
 * @param required the types to resolve first, in order
 * @param inputs what the handler takes
 */
public record RouteNeeds(
    String source,
    String path,
    Set<String> pathParams,
    boolean hasWebSocket,
    List<Class<?>> required,
    List<Input> inputs) {}
