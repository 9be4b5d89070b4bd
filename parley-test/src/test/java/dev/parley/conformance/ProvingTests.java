package dev.parley.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The tests of this module that prove something, by the rows of the page. */
final class ProvingTests {
  private static final Comparator<Method> BY_NAME = Comparator.comparing(ProvingTests::name);

  private final Map<String, List<Method>> byRow = new TreeMap<>();

  /** Finds them among the compiled classes. */
  ProvingTests() {
    for (var type : testClasses()) {
      for (var method : type.getDeclaredMethods()) {
        var proves = method.getAnnotation(Proves.class);
        if (proves != null) {
          rows(proves)
              .forEach(row -> byRow.computeIfAbsent(row, none -> new ArrayList<>()).add(method));
        }
      }
    }
    byRow.values().forEach(tests -> tests.sort(BY_NAME));
  }

  private static Stream<String> rows(Proves proves) {
    return Stream.of(
            Arrays.stream(proves.rfc6455()).map(number -> "RFC 6455 " + number),
            Arrays.stream(proves.rfc7692()).map(number -> "RFC 7692 " + number),
            Arrays.stream(proves.rfc8441()).map(number -> "RFC 8441 " + number),
            Arrays.stream(proves.checklist()).mapToObj(number -> "Checklist " + number))
        .flatMap(rows -> rows);
  }

  private static List<Class<?>> testClasses() {
    try {
      var folder =
          Path.of(ProvingTests.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (var files = Files.walk(folder)) {
        return files
            .map(file -> folder.relativize(file).toString())
            .filter(file -> file.endsWith("Test.class"))
            .<Class<?>>map(ProvingTests::load)
            .toList();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Class<?> load(String file) {
    String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
    try {
      return Class.forName(name, false, ProvingTests.class.getClassLoader());
    } catch (ClassNotFoundException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The numbers of all rows that anything is proven for. */
  List<String> rows() {
    return List.copyOf(byRow.keySet());
  }

  /** The tests of one row, by name. */
  List<Method> of(String row) {
    return byRow.getOrDefault(row, List.of());
  }

  /** All tests that have not run. */
  List<String> notRun() {
    return byRow.values().stream()
        .flatMap(List::stream)
        .filter(test -> Outcomes.of(test).isEmpty())
        .map(ProvingTests::name)
        .distinct()
        .sorted()
        .toList();
  }

  /** How the page calls a test. */
  static String name(Method test) {
    return test.getDeclaringClass().getSimpleName() + "." + test.getName();
  }
}
