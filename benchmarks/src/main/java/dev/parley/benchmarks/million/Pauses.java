package dev.parley.benchmarks.million;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;

/** How long the collector stopped all threads, as the flight recorder tells. */
final class Pauses implements AutoCloseable {
  private final RecordingStream recording = new RecordingStream();

  /** In milliseconds. Guarded by itself. */
  private final List<Double> pauses = new ArrayList<>();

  Pauses() {
    recording.enable("jdk.GCPhasePause");
    recording.onEvent("jdk.GCPhasePause", this::add);
    recording.startAsync();
  }

  private void add(RecordedEvent event) {
    synchronized (pauses) {
      pauses.add(event.getDuration().toNanos() / 1e6);
    }
  }

  /** Ends the recording and tells the number of pauses, the longest, and their sum. */
  String end() {
    recording.stop();
    synchronized (pauses) {
      double longest = pauses.stream().mapToDouble(Double::doubleValue).max().orElse(0);
      double sum = pauses.stream().mapToDouble(Double::doubleValue).sum();
      return String.format(
          Locale.ROOT, "%d, longest %.1f ms, sum %.1f ms", pauses.size(), longest, sum);
    }
  }

  @Override
  public void close() {
    recording.close();
  }
}
