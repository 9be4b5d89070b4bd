package dev.parley;

/**
 * Where every program starts: {@code void main() { Parley.run(this); }}.
 *
 * <p>{@link #create()} gives an {@link App} where more is to be said than the routes.
 */
public final class Parley {
  private Parley() {}

  /**
   * Serves the routes of objects until the process is asked to stop (SIGTERM, SIGINT), then shuts
   * down in order and returns.
   *
   * @param routes objects with annotated methods, such as {@code this}
   * @throws ConfigurationException if the routes cannot work; nothing has been opened then
   */
  public static void run(Object... routes) {
    create().routes(routes).run();
  }

  /**
   * Creates an application without routes.
   *
   * @return the application
   */
  public static App create() {
    return new App();
  }
}
