package dev.parley.internal.app;

import dev.parley.App;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lets the test kit see what was registered without making it public API. */
public final class AppAccess {
  private static volatile @Nullable Function<App, AppDefinition> definitionOf;

  private AppAccess() {}

  /** Called once by {@link App} itself. */
  public static void open(Function<App, AppDefinition> access) {
    definitionOf = access;
  }

  /** Returns what an application has registered. */
  public static AppDefinition definitionOf(App app) {
    var access = definitionOf;
    if (access == null) {
      throw new IllegalStateException("App is not initialised.");
    }
    return access.apply(app);
  }
}
