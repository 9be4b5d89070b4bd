package dev.parley.internal.json;

import dev.parley.ConfigurationException;
import dev.parley.HttpException;
import dev.parley.InvalidMessageException;
import dev.parley.InvalidRequestException;
import dev.parley.MalformedMessageException;
import dev.parley.Problem;
import dev.parley.spi.Constraints;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** JSON by Jackson: strict, and with every problem told in plain words. */
public final class JacksonCodec implements JsonCodec {
  private final JsonMapper mapper = mapper();
  private final Optional<Constraints> constraints =
      ServiceLoader.load(Constraints.class).findFirst();

  /** Creates a codec; reading and writing share its caches. */
  public static JacksonCodec create() {
    return new JacksonCodec();
  }

  private JacksonCodec() {}

  private static JsonMapper mapper() {
    var builder =
        JsonMapper.builder()
            .annotationIntrospector(new MessageIntrospector())
            .addModule(FiniteNumbers.module())
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.REQUIRE_TYPE_ID_FOR_SUBTYPES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    for (var shape :
        List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
      builder.withCoercionConfig(
          LogicalType.Textual, config -> config.setCoercion(shape, CoercionAction.Fail));
    }
    return builder.build();
  }

  @Override
  public JsonNode readTree(String text) {
    try {
      var tree = mapper.readTree(text);
      if (tree.isMissingNode()) {
        throw new MalformedMessageException("An empty message is no JSON.", text);
      }
      return tree;
    } catch (StreamReadException malformed) {
      throw new MalformedMessageException(malformed(malformed), text);
    } catch (JacksonException trailing) {
      throw new MalformedMessageException("Something follows the JSON value.", text);
    }
  }

  @Override
  public <T> T readMessage(String text, Class<T> type) {
    T value;
    try {
      value = requireValue(mapper.readerFor(type).readValue(text));
    } catch (JacksonException failure) {
      throw new InvalidMessageException(problems("message", readTree(text), type, failure));
    }
    var violations = violations("message", value);
    if (!violations.isEmpty()) {
      throw new InvalidMessageException(violations);
    }
    return value;
  }

  private List<Problem> violations(String in, Object value) {
    return constraints.map(found -> found.check(in, value)).orElse(List.of());
  }

  @Override
  public Object readBody(byte[] utf8, Type type) {
    var javaType = mapper.constructType(type);
    Object value;
    try {
      value = requireValue(mapper.readerFor(javaType).readValue(utf8));
    } catch (JacksonException failure) {
      var tree = bodyTree(utf8);
      throw new InvalidRequestException(problems("body", tree, type, failure));
    }
    var violations = violations("body", value);
    if (!violations.isEmpty()) {
      throw new InvalidRequestException(violations);
    }
    return value;
  }

  private JsonNode bodyTree(byte[] utf8) {
    try {
      return readTree(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException notUtf8) {
      throw new HttpException(400, "The body is not UTF-8.");
    } catch (MalformedMessageException malformed) {
      throw new HttpException(400, String.valueOf(malformed.getMessage()));
    }
  }

  private static List<Problem> problems(
      String in, JsonNode tree, Type type, JacksonException failure) {
    var found = JsonShape.problems(in, tree, type);
    return found.isEmpty() ? List.of(JsonShape.problem(in, failure)) : found;
  }

  private static <T> T requireValue(@Nullable T value) {
    if (value == null) {
      throw new NullValue();
    }
    return value;
  }

  /** A JSON {@code null} where a value is expected. */
  private static final class NullValue extends JacksonException {
    private static final long serialVersionUID = 1L;

    NullValue() {
      super("null");
    }
  }

  private static String malformed(JacksonException failure) {
    var place = failure.getLocation();
    return place == null
        ? "Malformed JSON."
        : "Malformed JSON at line " + place.getLineNr() + ", column " + place.getColumnNr() + ".";
  }

  @Override
  public byte[] write(@Nullable Object value) {
    try {
      return mapper.writeValueAsBytes(value);
    } catch (JacksonException failure) {
      throw new IllegalArgumentException(
          "A value cannot be written as JSON: " + failure.getOriginalMessage(), failure);
    }
  }

  @Override
  public void check(Type type) {
    if (type instanceof Class<?> named && SealedMessages.isFamily(named)) {
      SealedMessages.recordsByName(named);
    }
    try {
      mapper.readerFor(mapper.constructType(type));
    } catch (IllegalArgumentException | JacksonException unreadable) {
      throw new ConfigurationException(
          type.getTypeName() + " cannot be read from JSON: " + unreadable.getMessage());
    }
  }
}
