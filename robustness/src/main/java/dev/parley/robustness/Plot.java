package dev.parley.robustness;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One figure over time, as a picture (SVG).
 *
 * @param title what is shown
 * @param unit its unit; empty for a number
 * @param points where it was
 * @param warmUpSeconds from where on it counts
 * @param trend the line through what counts
 */
record Plot(
    String title, String unit, List<Trend.Point> points, double warmUpSeconds, Trend trend) {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 190;
  private static final int LEFT = 70;
  private static final int RIGHT = 12;
  private static final int TOP = 30;
  private static final int BOTTOM = 30;

  /** Every height that {@link #highest} gives divides by it without a rest. */
  private static final int STEPS = 5;

  Plot {
    points = List.copyOf(points);
  }

  String svg() {
    var line =
        points.stream()
            .map(each -> point(each.seconds(), each.value()))
            .collect(Collectors.joining(" "));
    return String.format(
        Locale.ROOT,
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="sans-serif" font-size="12">
        <rect width="100%%" height="100%%" fill="#fff"/>
        <text x="0" y="16" font-size="14">%s%s</text>
        <rect x="%d" y="%d" width="%.1f" height="%d" fill="#f2f2f2"/>
        %s    <polyline points="%s" fill="none" stroke="#2b6cb0" stroke-width="1.5"/>
        <line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="#c53030" stroke-dasharray="5 4"/>
        </svg>
        """,
        WIDTH,
        HEIGHT,
        WIDTH,
        HEIGHT,
        title,
        unit.isEmpty() ? "" : ", " + unit,
        LEFT,
        TOP,
        x(warmUpSeconds) - LEFT,
        HEIGHT - TOP - BOTTOM,
        grid(),
        line,
        x(warmUpSeconds),
        y(trend.atBegin()),
        x(lastSecond()),
        y(trend.atEnd()));
  }

  private String grid() {
    var grid = new StringBuilder();
    for (int i = 0; i <= STEPS; i++) {
      double value = highest() * i / STEPS;
      grid.append(
          String.format(
              Locale.ROOT,
              "<line x1='%d' y1='%.1f' x2='%d' y2='%.1f' stroke='#ddd'/>"
                  + "<text x='%d' y='%.1f' text-anchor='end'>%s</text>\n",
              LEFT,
              y(value),
              WIDTH - RIGHT,
              y(value),
              LEFT - 6,
              y(value) + 4,
              i == 0 ? "0" : Page.number(value)));
    }
    double minutes = lastSecond() / 60;
    double step = Math.max(1, Math.ceil(minutes / 10));
    for (double minute = 0; minute <= minutes; minute += step) {
      grid.append(
          String.format(
              Locale.ROOT,
              "<text x='%.1f' y='%d' text-anchor='middle'>%.0f%s</text>\n",
              x(minute * 60),
              HEIGHT - BOTTOM + 16,
              minute,
              minute == 0 ? " min" : ""));
    }
    return grid.toString();
  }

  private double lastSecond() {
    return points.getLast().seconds();
  }

  /** The top of the plot; the bottom is zero, so that nothing looks larger than it is. */
  private double highest() {
    double most = points.stream().mapToDouble(Trend.Point::value).max().orElse(1);
    if (most == 0) {
      return 1;
    }
    double unit = Math.pow(10, Math.floor(Math.log10(Math.max(most, 1))));
    return Math.ceil(most * 1.05 / unit * 2) / 2 * unit;
  }

  private double x(double seconds) {
    return LEFT + seconds / Math.max(1, lastSecond()) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - value / highest() * (HEIGHT - TOP - BOTTOM);
  }

  private String point(double seconds, double value) {
    return String.format(Locale.ROOT, "%.1f,%.1f", x(seconds), y(value));
  }
}
