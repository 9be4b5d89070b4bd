package dev.parley;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a request or a message, told to the peer that sent it.
 *
 * @param in where the value came from: {@code path}, {@code query}, {@code header}, {@code cookie},
 *     {@code body} or {@code message}
 * @param name the parameter, or the path of the field within the JSON ({@code items[2].price})
 * @param message what was expected, as a sentence
 * @param value the value as it came; null where it is missing or may be a secret
 */
public record Problem(String in, String name, String message, @Nullable String value) {}
