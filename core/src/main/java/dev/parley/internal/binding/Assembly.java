package dev.parley.internal.binding;

import dev.parley.internal.http.Conversions;
import dev.parley.internal.inject.Dependencies;
import dev.parley.internal.routing.ErrorMappings;
import dev.parley.internal.routing.RouteTree;
import java.util.List;

/**
 * What an application is made of, checked and ready to run.
 *
 * @param routes every route, by path
 * @param dependencies what handlers take; to be started before the first connection
 * @param conversions reads values from the text of parameters
 * @param rootErrors what exceptions become where no route says so
 * @param warnings what works, but is surely not meant
 */
public record Assembly(
    RouteTree routes,
    Dependencies dependencies,
    Conversions conversions,
    ErrorMappings rootErrors,
    List<String> warnings) {}
