package dev.parley.robustness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a soak has shown.
 *
 * @param seconds how long it ran
 * @param samples every sample
 * @param cpuShare how much of a core the server used
 * @param traffic what the well-behaved did
 * @param abuse what the others got
 * @param complaints warnings and errors in the log
 */
record SoakResult(
    double seconds,
    List<SoakSample> samples,
    double cpuShare,
    SoakTraffic.Counts traffic,
    Outcome abuse,
    List<String> complaints) {
  /** From here on everything has to be flat; of a short run the last two thirds count. */
  private static final double WARM_UP_SECONDS = 180;

  private static final Pattern GRAVE = Pattern.compile("ERROR|LEAK|OutOf\\w*Memory|Terminating");

  SoakResult {
    samples = List.copyOf(samples);
    complaints = List.copyOf(complaints);
  }

  /**
   * One figure, and whether it is flat.
   *
   * @param first what the first sample that counts says
   * @param last what the last sample says
   * @param mostGrowth how much the trend may grow
   */
  record Verdict(
      SoakFigure figure,
      double first,
      double last,
      double least,
      double most,
      Trend trend,
      double mostGrowth) {

    boolean isFlat() {
      return trend.growth() <= mostGrowth;
    }

    /** In one word. */
    String inShort() {
      return !figure.isJudged() ? "shown only" : isFlat() ? "pass" : "fail";
    }
  }

  double warmUpSeconds() {
    return Math.min(WARM_UP_SECONDS, seconds / 3);
  }

  List<Verdict> verdicts() {
    return Arrays.stream(SoakFigure.values())
        .filter(figure -> !counted(figure).isEmpty())
        .map(this::verdict)
        .toList();
  }

  private List<Trend.Point> counted(SoakFigure figure) {
    return figure.points(samples).stream()
        .filter(point -> point.seconds() >= warmUpSeconds())
        .toList();
  }

  private Verdict verdict(SoakFigure figure) {
    var points = counted(figure);
    var values = points.stream().mapToDouble(Trend.Point::value).summaryStatistics();
    return new Verdict(
        figure,
        points.getFirst().value(),
        points.getLast().value(),
        values.getMin(),
        values.getMax(),
        Trend.of(points),
        figure.mostGrowth(values.getAverage()));
  }

  /** What is wrong; empty if nothing grew and nobody well-behaved noticed anything. */
  List<String> faults() {
    var faults = new ArrayList<String>();
    Arrays.stream(SoakFigure.values())
        .filter(figure -> counted(figure).isEmpty())
        .forEach(figure -> faults.add(figure.title() + " is not known"));
    verdicts().stream()
        .filter(verdict -> !verdict.isFlat())
        .forEach(verdict -> faults.add(verdict.figure().title() + " grows"));
    traffic.failures().forEach((what, count) -> faults.add(count + " times: " + what));
    complaints.stream().filter(GRAVE.asPredicate()).forEach(faults::add);
    return faults;
  }
}
