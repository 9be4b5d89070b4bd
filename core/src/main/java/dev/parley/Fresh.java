package dev.parley;

/**
 * Opens a dependency for one unit of work instead of for the whole connection.
 *
 * <p>Take {@code Fresh<Db>} instead of {@code Db} where a scarce resource must not be held while a
 * socket idles: {@code try (var db = dbs.open()) { ... }}.
 *
 * @param <T> the type of the dependency
 */
@FunctionalInterface
public interface Fresh<T> {
  /**
   * Makes a new instance by the provider of the type. The caller closes it.
   *
   * @return the instance
   */
  T open();
}
