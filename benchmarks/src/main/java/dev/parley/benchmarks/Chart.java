package dev.parley.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * Bars, one below the other, with their spread.
 *
 * @param title what all bars show
 * @param figure what their length is
 * @param bars from top to bottom
 */
record Chart(String title, Figure figure, List<Bar> bars) {
  private static final int WIDTH = 760;
  private static final int LABEL_WIDTH = 230;
  private static final int VALUE_WIDTH = 150;
  private static final int TOP = 34;
  private static final int STEP = 24;
  private static final int THICKNESS = 15;

  /** One server, or one server in one scenario. */
  record Bar(String label, Spread spread, boolean isParley) {}

  Chart {
    bars = List.copyOf(bars);
  }

  /** A picture of its own, coloured by the classes of the page around it. */
  String svg() {
    var svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox='0 0 %d %d' width='%d' height='%d' role='img' aria-label='%s'>",
            WIDTH,
            height(),
            WIDTH,
            height(),
            Html.escape(title)));
    svg.append(
        String.format(
            Locale.ROOT, "<text class='title' x='0' y='16'>%s</text>", Html.escape(title)));
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class='unit' x='%d' y='16' text-anchor='end'>%s, less is better</text>",
            WIDTH,
            Html.escape(figure.title())));
    for (int i = 0; i < bars.size(); i++) {
      appendBar(svg, bars.get(i), TOP + i * STEP);
    }
    return svg.append("</svg>\n").toString();
  }

  int height() {
    return TOP + bars.size() * STEP + 8;
  }

  private double longest() {
    return bars.stream()
        .mapToDouble(bar -> bar.spread().median() + bar.spread().halfRange())
        .max()
        .orElse(1);
  }

  private void appendBar(StringBuilder svg, Bar bar, int top) {
    double scale = (WIDTH - LABEL_WIDTH - VALUE_WIDTH) / Math.max(longest(), 1e-9);
    double length = bar.spread().median() * scale;
    double from = LABEL_WIDTH + Math.max(0, length - bar.spread().halfRange() * scale);
    double to = LABEL_WIDTH + length + bar.spread().halfRange() * scale;
    int middle = top + THICKNESS / 2;
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x='%d' y='%d' text-anchor='end'>%s</text>",
            LABEL_WIDTH - 8,
            middle + 5,
            Html.escape(bar.label())));
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class='%s' x='%d' y='%d' width='%.1f' height='%d' rx='2'/>",
            bar.isParley() ? "parley" : "peer",
            LABEL_WIDTH,
            top,
            Math.max(length, 1),
            THICKNESS));
    svg.append(
        String.format(
            Locale.ROOT, "<line x1='%.1f' y1='%d' x2='%.1f' y2='%d'/>", from, middle, to, middle));
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class='value' x='%.1f' y='%d'>%s ± %s</text>",
            to + 6,
            middle + 5,
            figure.format(bar.spread().median()),
            figure.format(bar.spread().halfRange())));
  }
}
