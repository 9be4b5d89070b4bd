package dev.parley.internal.json;

import dev.parley.Problem;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Compares a JSON value with a Java type and finds everything that does not fit. */
final class JsonShape {
  private static final int MAX_PROBLEMS = 50;
  private static final Set<Class<?>> WHOLE =
      Set.of(
          byte.class,
          Byte.class,
          short.class,
          Short.class,
          int.class,
          Integer.class,
          long.class,
          Long.class,
          BigInteger.class);
  private static final Set<Class<?>> NUMBER =
      Set.of(float.class, Float.class, double.class, Double.class, BigDecimal.class);

  private final String in;
  private final List<Problem> problems = new ArrayList<>();

  private JsonShape(String in) {
    this.in = in;
  }

  /** Finds what does not fit, as far as the shape tells. */
  static List<Problem> problems(String in, JsonNode value, Type type) {
    var shape = new JsonShape(in);
    shape.compare("", value, type);
    return shape.problems;
  }

  /** Makes a problem of what Jackson found beyond the shape: its place, not its words. */
  static Problem problem(String in, JacksonException failure) {
    var path = new StringBuilder();
    for (var step : failure.getPath()) {
      if (step.getPropertyName() != null) {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      } else {
        path.append('[').append(step.getIndex()).append(']');
      }
    }
    return new Problem(in, path.toString(), "The value does not fit.", null);
  }

  private void compare(String path, JsonNode value, Type type) {
    var raw = raw(type);
    if (raw == Optional.class) {
      if (!value.isNull()) {
        compare(path, value, argument(type, 0));
      }
    } else if (SealedMessages.isFamily(raw)) {
      compareFamily(path, value, raw);
    } else if (raw.isRecord()) {
      compareRecord(path, value, raw);
    } else if (Collection.class.isAssignableFrom(raw) || raw.isArray()) {
      compareList(path, value, raw.isArray() ? raw.getComponentType() : argument(type, 0));
    } else if (Map.class.isAssignableFrom(raw)) {
      compareMap(path, value, argument(type, 1));
    } else {
      compareScalar(path, value, raw);
    }
  }

  private void compareFamily(String path, JsonNode value, Class<?> family) {
    if (!value.isObject()) {
      add(path, "an object", value);
      return;
    }
    var property = SealedMessages.property(family);
    var records = SealedMessages.recordsByName(family);
    var name = value.get(property);
    if (name == null) {
      add(join(path, property), "Missing; expected one of " + names(records) + ".");
    } else if (!name.isString() || !records.containsKey(name.stringValue())) {
      add(join(path, property), "Unknown; expected one of " + names(records) + ".");
    } else {
      compareRecord(path, value, records.get(name.stringValue()));
    }
  }

  private static String names(Map<String, Class<?>> records) {
    return String.join(", ", records.keySet());
  }

  private void compareRecord(String path, JsonNode value, @Nullable Class<?> type) {
    if (!value.isObject() || type == null) {
      add(path, "an object", value);
      return;
    }
    for (RecordComponent component : type.getRecordComponents()) {
      var field = value.get(component.getName());
      String at = join(path, component.getName());
      if (field != null && !field.isNull()) {
        compare(at, field, component.getGenericType());
      } else if (MessageIntrospector.isRequired(component)) {
        add(at, field == null ? "Missing." : "Expected a value, got null.");
      }
    }
  }

  private void compareList(String path, JsonNode value, Type element) {
    if (!value.isArray()) {
      add(path, "an array", value);
      return;
    }
    for (int i = 0; i < value.size(); i++) {
      compare(path + "[" + i + "]", value.get(i), element);
    }
  }

  private void compareMap(String path, JsonNode value, Type element) {
    if (!value.isObject()) {
      add(path, "an object", value);
      return;
    }
    value
        .properties()
        .forEach(entry -> compare(join(path, entry.getKey()), entry.getValue(), element));
  }

  private void compareScalar(String path, JsonNode value, Class<?> type) {
    if (CharSequence.class.isAssignableFrom(type)) {
      require(value.isString(), path, "a string", value);
    } else if (WHOLE.contains(type)) {
      require(value.isIntegralNumber(), path, "a whole number", value);
    } else if (NUMBER.contains(type)) {
      require(value.isNumber(), path, "a number", value);
    } else if (type == boolean.class || type == Boolean.class) {
      require(value.isBoolean(), path, "true or false", value);
    } else if (type.isEnum()) {
      compareEnum(path, value, type);
    }
  }

  private void compareEnum(String path, JsonNode value, Class<?> type) {
    var names = Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
    if (!value.isString() || !names.contains(value.stringValue())) {
      add(path, "Expected one of " + String.join(", ", names) + ".");
    }
  }

  private void require(boolean fits, String path, String expected, JsonNode value) {
    if (!fits) {
      add(path, expected, value);
    }
  }

  private void add(String path, String expected, JsonNode got) {
    add(path, "Expected " + expected + ", got " + kind(got) + ".");
  }

  private void add(String path, String message) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(new Problem(in, path, message, null));
    }
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "an array";
      case BOOLEAN -> "a boolean";
      case NULL -> "null";
      case NUMBER -> value.isIntegralNumber() ? "a whole number" : "a number";
      case OBJECT -> "an object";
      case STRING -> "a string";
      case BINARY, MISSING, POJO -> "nothing";
    };
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static Class<?> raw(Type type) {
    return switch (type) {
      case Class<?> named -> named;
      case ParameterizedType parameterized -> (Class<?>) parameterized.getRawType();
      default -> Object.class;
    };
  }

  private static Type argument(Type type, int index) {
    return type instanceof ParameterizedType parameterized
        ? parameterized.getActualTypeArguments()[index]
        : Object.class;
  }
}
