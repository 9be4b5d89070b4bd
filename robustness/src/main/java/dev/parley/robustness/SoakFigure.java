package dev.parley.robustness;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is looked at, and how much of it may seem to grow without being a leak. */
enum SoakFigure {
  HEAP("heap", "Heap after a full collection", "MiB", 1) {
    @Override
    @Nullable Number of(SoakSample sample) {
      return told(sample, ServerFigures::heapBytes);
    }
  },
  DIRECT("direct", "Memory outside of the heap, known to the JVM", "MiB", 1) {
    @Override
    @Nullable Number of(SoakSample sample) {
      return told(sample, ServerFigures::directBytes);
    }
  },
  RESIDENT("resident", "Resident memory of the process", "MiB", 8) {
    @Override
    Number of(SoakSample sample) {
      return sample.residentBytes();
    }
  },
  DESCRIPTORS("descriptors", "Open descriptors", "", 8) {
    @Override
    Number of(SoakSample sample) {
      return sample.descriptors();
    }
  },
  SOCKETS("sockets", "Open sockets", "", 8) {
    @Override
    Number of(SoakSample sample) {
      return sample.sockets();
    }
  },
  PLATFORM_THREADS("threads", "Threads of the operating system", "", 2) {
    @Override
    @Nullable Number of(SoakSample sample) {
      return told(sample, ServerFigures::platformThreads);
    }
  },
  VIRTUAL_THREADS("virtual-threads", "Virtual threads", "", 8) {
    @Override
    @Nullable Number of(SoakSample sample) {
      return told(sample, ServerFigures::virtualThreads);
    }
  },
  ECHO("echo", "Echo, median between two samples", "ms", 5) {
    @Override
    Number of(SoakSample sample) {
      return sample.echo().p50();
    }
  },
  /** Is shown and not judged: it tells about what else the machine does, too. */
  ECHO_P99("echo-p99", "Echo, p99 between two samples", "ms", Double.POSITIVE_INFINITY) {
    @Override
    Number of(SoakSample sample) {
      return sample.echo().p99();
    }
  };

  private static final double MEBI = 1024 * 1024;
  private static final double MOST_SHARE = 0.05;

  private final String file;
  private final String title;
  private final String unit;
  private final double small;

  SoakFigure(String file, String title, String unit, double small) {
    this.file = file;
    this.title = title;
    this.unit = unit;
    this.small = small;
  }

  /** Bytes, milliseconds or a number; null where a sample does not tell. */
  abstract @Nullable Number of(SoakSample sample);

  private static @Nullable Number told(SoakSample sample, Function<ServerFigures, Number> figure) {
    var server = sample.server();
    return server == null ? null : figure.apply(server);
  }

  String file() {
    return file;
  }

  String title() {
    return title;
  }

  String unit() {
    return unit;
  }

  /** Whether its growth is a fault. */
  boolean isJudged() {
    return Double.isFinite(small);
  }

  /** How much the trend may grow from the end of the warm-up to the end, in units. */
  double mostGrowth(double mean) {
    return Math.max(small, MOST_SHARE * mean);
  }

  /** What samples tell about it, in units. */
  List<Trend.Point> points(List<SoakSample> samples) {
    return samples.stream().flatMap(this::point).toList();
  }

  private Stream<Trend.Point> point(SoakSample sample) {
    var value = of(sample);
    if (value == null) {
      return Stream.empty();
    }
    double scale = unit.equals("MiB") ? MEBI : 1;
    return Stream.of(new Trend.Point(sample.seconds(), value.doubleValue() / scale));
  }

  /** A value with its unit. */
  String format(double value) {
    return unit.isEmpty()
        ? String.format(Locale.ROOT, "%.1f", value)
        : String.format(Locale.ROOT, "%.2f %s", value, unit);
  }
}
