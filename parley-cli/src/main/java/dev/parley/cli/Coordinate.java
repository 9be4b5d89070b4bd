package dev.parley.cli;

import java.util.regex.Pattern;

/**
 * A library in a Maven repository.
 *
 * @param group such as {@code com.h2database}
 * @param artifact such as {@code h2}
 * @param version such as {@code 2.3.232}
 * @param classifier such as {@code linux-x86_64}; empty for the main jar
 */
record Coordinate(String group, String artifact, String version, String classifier) {
  private static final Pattern TEXT =
      Pattern.compile("([\\w.-]+):([\\w.-]+):([\\w.+-]+)(?::([\\w.-]+))?");

  /**
   * Reads {@code group:artifact:version} or {@code group:artifact:version:classifier}.
   *
   * @param text what a file says
   * @param file the name of the file, for the error
   */
  static Coordinate parse(String text, String file) {
    var matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new UserProblem(
          "//DEPS '%s' in %s is no library; expected group:artifact:version, for example"
                  .formatted(text, file)
              + " com.h2database:h2:2.3.232.");
    }
    var classifier = matcher.group(4);
    return new Coordinate(
        matcher.group(1), matcher.group(2), matcher.group(3), classifier == null ? "" : classifier);
  }

  /** Whether the version may change its contents. */
  boolean isSnapshot() {
    return version.endsWith("-SNAPSHOT");
  }

  /** Whether the command brings the library along, so that nobody has to fetch it. */
  boolean isOwn() {
    return group.equals("dev.parley")
        && (artifact.equals("parley")
            || artifact.equals("parley-jwt")
            || artifact.equals("parley-validation"));
  }

  @Override
  public String toString() {
    var main = group + ":" + artifact + ":" + version;
    return classifier.isEmpty() ? main : main + ":" + classifier;
  }
}
