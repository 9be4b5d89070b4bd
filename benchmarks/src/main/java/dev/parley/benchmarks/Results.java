package dev.parley.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** A run, as it is kept: the environment in the first line, one sample in each other one. */
record Results(Environment environment, List<Sample> samples) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  Results {
    samples = List.copyOf(samples);
  }

  static Results read(Path file) {
    try {
      var lines = Files.readAllLines(file);
      var samples = new ArrayList<Sample>();
      for (var line : lines.subList(1, lines.size())) {
        samples.add(JSON.readValue(line, Sample.class));
      }
      return new Results(JSON.readValue(lines.getFirst(), Environment.class), samples);
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot read " + file, failure);
    }
  }

  /** Begins a file with the environment. */
  static void begin(Path file, Environment environment) {
    write(file, environment, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
  }

  /** Adds a sample, so that a run that is stopped loses nothing. */
  static void append(Path file, Sample sample) {
    write(file, sample, StandardOpenOption.APPEND);
  }

  private static void write(Path file, Object value, StandardOpenOption... options) {
    var all = new ArrayList<>(List.of(options));
    all.add(StandardOpenOption.WRITE);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(
          file, JSON.writeValueAsString(value) + "\n", all.toArray(StandardOpenOption[]::new));
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot write " + file, failure);
    }
  }

  /** The scenarios that were measured, in order. */
  List<Scenario> scenarios() {
    return Scenarios.all().stream()
        .filter(scenario -> samples.stream().anyMatch(of(scenario)))
        .toList();
  }

  private static java.util.function.Predicate<Sample> of(Scenario scenario) {
    return sample -> sample.scenario().equals(scenario.name());
  }

  /** The peers that were measured in a scenario, in the order of the versions. */
  List<String> peers(Scenario scenario) {
    return environment.versions().keySet().stream()
        .filter(peer -> !samples(scenario, peer).isEmpty())
        .toList();
  }

  List<Sample> samples(Scenario scenario, String peer) {
    return samples.stream()
        .filter(of(scenario))
        .filter(sample -> sample.peer().equals(peer))
        .toList();
  }

  /** Median and spread; empty where the figure was not measured. */
  Spread spread(Scenario scenario, String peer, Figure figure) {
    return spread(new Aim.Side(scenario.name(), peer), figure);
  }

  /** The same for a side of an aim. */
  Spread spread(Aim.Side side, Figure figure) {
    return Spread.of(values(side, figure).values().stream().toList());
  }

  /** The ratios of one side to another within each round, as drift between rounds cancels out. */
  Spread ratio(Figure figure, Aim.Side side, Aim.Side base) {
    var values = values(side, figure);
    var bases = values(base, figure);
    return Spread.of(
        values.entrySet().stream()
            .mapMulti((Map.Entry<Integer, Double> value, Consumer<Double> ratios) -> {
              var other = bases.get(value.getKey());
              if (other != null && other > 0) {
                ratios.accept(value.getValue() / other);
              }
            })
            .toList());
  }

  /** By round. */
  private Map<Integer, Double> values(Aim.Side side, Figure figure) {
    return samples.stream()
        .filter(sample -> sample.scenario().equals(side.scenario()))
        .filter(sample -> sample.peer().equals(side.peer()) && sample.has(figure))
        .collect(
            Collectors.toMap(
                Sample::round, sample -> sample.figure(figure), (first, again) -> first));
  }

  long errors(Scenario scenario, String peer) {
    return samples(scenario, peer).stream().mapToLong(Sample::errors).sum();
  }

  boolean isDisturbed(Scenario scenario, String peer) {
    return samples(scenario, peer).stream().anyMatch(Sample::isDisturbed);
  }
}
