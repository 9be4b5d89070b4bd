package dev.parley.internal.binding;

import dev.parley.Converter;
import dev.parley.HttpException;
import dev.parley.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * A converter that says what it expects, and never what its code threw.
 *
 * @param expected what it reads, with its article: {@code a whole number}
 * @param reading reads it
 */
record Described(String expected, Reading reading) implements Converter<Object> {
  /** Reads a value; throws anything if the text is none. */
  @FunctionalInterface
  interface Reading {
    Object read(String text) throws Throwable;
  }

  @Override
  public Object convert(String text) {
    try {
      return reading.read(text);
    } catch (HttpException | InvalidRequestException | Error meant) {
      throw meant;
    } catch (Throwable unfit) {
      throw new IllegalArgumentException("Expected " + expected + ".", unfit);
    }
  }

  /** What to say where a value is missing. */
  static String missing(Converter<?> converter) {
    return converter instanceof Described(var expected, _)
        ? "Missing; expected " + expected + "."
        : "Missing.";
  }

  /**
   * What to say where a value does not convert.
   *
   * @param secret whether the text must not be repeated, which a converter of the user might do
   */
  static String message(Converter<?> converter, IllegalArgumentException unfit, boolean secret) {
    @Nullable String message = unfit.getMessage();
    boolean own = converter instanceof Described;
    return message == null || (secret && !own) ? "Expected a valid value." : message;
  }
}
