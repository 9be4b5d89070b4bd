package dev.parley.cli.start;

/** The first class that runs: it works on any Java since 11 and says what is missing. */
public final class Start {
  private static final int NEEDED = 25;

  private Start() {}

  /**
   * Starts the command, or says which Java it needs.
   *
   * @param args the arguments of the command
   * @throws ReflectiveOperationException if the command's own classes are missing
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    int feature = Runtime.version().feature();
    if (feature < NEEDED) {
      System.err.println(
          "parley needs Java " + NEEDED + " or newer, but is being run by Java " + feature + ".");
      System.exit(1);
    }
    Class.forName("dev.parley.cli.ParleyCommand")
        .getMethod("main", String[].class)
        .invoke(null, (Object) args);
  }
}
