package dev.parley.benchmarks;

/** Text as HTML. */
final class Html {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1d232a; --soft: #66707c; --ground: #ffffff;
        --line: #dfe3e8; --bar: #b4bcc6; --own: #0b6bcb; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --soft: #98a2ae;
        --ground: #14181d; --line: #2c333b; --bar: #56606c; --own: #4c9df0; } }
      body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; background: var(--ground);
        color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
      h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; font-size: 1.2rem; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
      th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--line); text-align: right; }
      th:first-child, td:first-child { text-align: left; }
      th { color: var(--soft); font-weight: 500; }
      svg { display: block; max-width: 100%; height: auto; margin: 1.2rem 0; }
      svg text { fill: var(--ink); font: 13px system-ui, sans-serif; }
      svg .title { font-weight: 600; } svg .unit, svg .value { fill: var(--soft); }
      svg .peer { fill: var(--bar); } svg .parley { fill: var(--own); }
      svg line { stroke: var(--ink); stroke-width: 1.5; }
      """;

  private Html() {}

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;");
  }

  /** A page that needs nothing beside itself. */
  static String page(String title, String body) {
    return "<!doctype html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n"
        + "<meta name='viewport' content='width=device-width, initial-scale=1'>\n<title>"
        + escape(title)
        + "</title>\n<style>\n"
        + STYLE
        + "</style>\n</head>\n<body>\n"
        + body
        + "</body>\n</html>\n";
  }
}
