package dev.parley.internal.binding;

import dev.parley.HttpException;
import dev.parley.InvalidRequestException;
import dev.parley.Problem;
import dev.parley.Request;
import dev.parley.internal.http.JsonBody;
import dev.parley.internal.inject.RequestReader;
import dev.parley.internal.json.JsonCodec;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request: as it is for a text or bytes, else as JSON.
 *
 * @param type the type of the parameter
 * @param json reads JSON
 * @param check what else must hold
 */
record BodyReader(Type type, JsonCodec json, ValueCheck check) implements RequestReader {
  @Override
  public @Nullable Object read(Request request, List<Problem> problems) {
    try {
      var value = value(request);
      check.problems(value).forEach(message -> problems.add(problem(message)));
      return value;
    } catch (InvalidRequestException invalid) {
      problems.addAll(invalid.problems());
      return null;
    }
  }

  private Object value(Request request) {
    if (type == byte[].class) {
      return request.body();
    }
    if (type == String.class) {
      return text(request.body());
    }
    JsonBody.requireJson(request.headers());
    return json.readBody(request.body(), type);
  }

  private static String text(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException notUtf8) {
      throw new HttpException(400, "The body is not UTF-8.");
    }
  }

  private static Problem problem(String message) {
    return new Problem("body", "", message, null);
  }
}
