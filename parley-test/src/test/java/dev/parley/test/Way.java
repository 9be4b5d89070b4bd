package dev.parley.test;

import dev.parley.App;
import java.time.Duration;

/** The two ways to a server that the client starts. What holds for one holds for the other. */
public enum Way {
  IN_MEMORY {
    @Override
    public TestClient to(App app) {
      return TestClient.of(app);
    }
  },
  OVER_TCP {
    @Override
    public TestClient to(App app) {
      return TestClient.overTcp(app);
    }
  };

  /** Short enough for tests that wait in vain, long enough for a busy machine. */
  static final Duration IN_VAIN = Duration.ofMillis(200);

  public abstract TestClient to(App app);
}
