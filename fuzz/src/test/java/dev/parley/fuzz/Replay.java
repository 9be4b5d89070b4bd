package dev.parley.fuzz;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Inputs that are kept, once more, without a fuzzer. */
final class Replay {
  private Replay() {}

  /**
   * Replays all inputs of all targets, from the folders {@code corpus} and {@code target/found}.
   */
  public static void main(String... arguments) throws Throwable {
    for (var target : targets(Path.of("targets")).entrySet()) {
      int count = 0;
      for (var folder : List.of(Path.of("corpus"), Path.of("target", "found"))) {
        if (Files.isDirectory(folder.resolve(target.getKey()))) {
          count += replay(folder.resolve(target.getKey()), target.getValue());
        }
      }
      System.out.printf("%-10s %6d inputs%n", target.getKey(), count);
    }
  }

  /** The targets by name. */
  static Map<String, MethodHandle> targets(Path list)
      throws IOException, ReflectiveOperationException {
    var targets = new LinkedHashMap<String, MethodHandle>();
    for (var line : Files.readAllLines(list)) {
      var nameAndClass = line.split(" ");
      targets.put(
          nameAndClass[0],
          MethodHandles.publicLookup()
              .findStatic(
                  Class.forName(nameAndClass[1]),
                  "fuzzerTestOneInput",
                  MethodType.methodType(void.class, byte[].class)));
    }
    return targets;
  }

  /** Replays the inputs of a folder. Returns how many there are. */
  static int replay(Path folder, MethodHandle target) throws IOException {
    List<Path> inputs;
    try (var files = Files.list(folder)) {
      inputs = files.sorted().toList();
    }
    for (var input : inputs) {
      try {
        target.invokeExact(Files.readAllBytes(input));
      } catch (Throwable found) {
        throw new AssertionError("Input " + input, found);
      }
    }
    return inputs.size();
  }
}
