package dev.parley.test;

import dev.parley.App;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test of a class a {@link TestClient} of its own, and looks for leaks.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final ParleyExtension parley = ParleyExtension.of(() -> Chat.app());
 *
 * @Test
 * void echoes(TestClient client) { ... }
 * }</pre>
 *
 * <p>After each test the client is closed with its server; a handler that goes on then fails the
 * test. At the end of the class a thread that still works for a connection, and a network buffer
 * that nobody released, fail the class. For that the leak detection of Netty is set to its
 * strictest level.
 */
public final class ParleyExtension implements ParameterResolver, AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(ParleyExtension.class);

  private final Function<App, TestClient> way;
  private final Supplier<App> app;
  private final Consumer<TestClient> options;

  private ParleyExtension(
      Function<App, TestClient> way, Supplier<App> app, Consumer<TestClient> options) {
    this.way = way;
    this.app = app;
    this.options = options;
  }

  /**
   * Makes the extension with clients in memory; see {@link TestClient#of(App)}.
   *
   * @param app makes the application of a test
   * @return the extension
   */
  public static ParleyExtension of(Supplier<App> app) {
    return new ParleyExtension(TestClient::of, app, client -> {});
  }

  /**
   * Makes the extension with clients over a port; see {@link TestClient#overTcp(App)}.
   *
   * @param app makes the application of a test
   * @return the extension
   */
  public static ParleyExtension overTcp(Supplier<App> app) {
    return new ParleyExtension(TestClient::overTcp, app, client -> {});
  }

  /**
   * Returns the extension with something done to each client before its test: overrides, headers,
   * the deadline.
   *
   * @param more what to do
   * @return a new extension
   */
  public ParleyExtension with(Consumer<TestClient> more) {
    return new ParleyExtension(way, app, options.andThen(more));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == TestClient.class;
  }

  @Override
  public TestClient resolveParameter(ParameterContext parameter, ExtensionContext test) {
    test.getParent()
        .ifPresent(testClass ->
            testClass
                .getStore(NAMESPACE)
                .computeIfAbsent(LeakCheck.class, key -> new LeakCheck(), LeakCheck.class));
    return test.getStore(NAMESPACE)
        .computeIfAbsent(TestClient.class, key -> client(), TestClient.class);
  }

  @Override
  public void afterEach(ExtensionContext test) {
    @Nullable TestClient client =
        test.getStore(NAMESPACE).remove(TestClient.class, TestClient.class);
    if (client != null) {
      client.close();
    }
  }

  private TestClient client() {
    var client = way.apply(app.get());
    options.accept(client);
    return client;
  }
}
