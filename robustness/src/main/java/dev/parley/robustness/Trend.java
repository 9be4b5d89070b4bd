package dev.parley.robustness;

import java.util.List;

/**
 * The straight line that fits a series best (least squares).
 *
 * @param atBegin where it begins
 * @param atEnd where it ends
 */
record Trend(double atBegin, double atEnd) {
  /** One value at a time. */
  record Point(double seconds, double value) {}

  static Trend of(List<Point> points) {
    double meanX = points.stream().mapToDouble(Point::seconds).average().orElse(0);
    double meanY = points.stream().mapToDouble(Point::value).average().orElse(0);
    double covariance = 0;
    double variance = 0;
    for (var point : points) {
      covariance += (point.seconds() - meanX) * (point.value() - meanY);
      variance += (point.seconds() - meanX) * (point.seconds() - meanX);
    }
    double slope = variance == 0 ? 0 : covariance / variance;
    return new Trend(
        meanY + slope * (points.getFirst().seconds() - meanX),
        meanY + slope * (points.getLast().seconds() - meanX));
  }

  /** How much it grew; less than zero if it shrank. */
  double growth() {
    return atEnd - atBegin;
  }
}
