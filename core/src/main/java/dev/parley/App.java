package dev.parley;

import dev.parley.auth.Authenticator;
import dev.parley.auth.CredentialSource;
import dev.parley.internal.app.AppAccess;
import dev.parley.internal.app.AppDefinition;
import dev.parley.internal.app.Startup;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * An application before it runs: its routes, dependencies and options.
 *
 * <p>Not safe for use from several threads. An application may be started more than once; each
 * {@link Server} has dependencies and rooms of its own.
 */
public final class App extends RouteGroup<App> {
  private final AppDefinition app;

  App() {
    this(new AppDefinition());
  }

  private App(AppDefinition app) {
    super(app.root());
    this.app = app;
  }

  @Override
  App self() {
    return this;
  }

  /**
   * Sets options in code; system properties and environment variables override them.
   *
   * @param change changes the options
   * @return this application
   */
  public App config(UnaryOperator<ServerConfig.Builder> change) {
    app.config(change);
    return this;
  }

  /**
   * Provides an instance that the caller owns: it is not closed with the application.
   *
   * @param type the type that parameters ask for
   * @param instance the instance
   * @param <T> the type
   * @return this application
   */
  public <T> App provide(Class<T> type, T instance) {
    app.provideInstance(type, instance);
    return this;
  }

  /**
   * Provides one instance for the application, made at start-up; an {@link AutoCloseable} one is
   * closed when the server has stopped.
   *
   * @param type the type that parameters ask for
   * @param provider makes the instance; a {@link Provides} method where it needs dependencies
   *     itself
   * @param <T> the type
   * @return this application
   */
  public <T> App provideOnce(Class<T> type, Supplier<? extends T> provider) {
    app.provideOnce(type, provider);
    return this;
  }

  /**
   * Provides an instance for each connection or request; an {@link AutoCloseable} one is closed
   * after the handler has ended.
   *
   * @param type the type that parameters ask for
   * @param provider makes an instance for a request
   * @param <T> the type
   * @return this application
   */
  public <T> App providePerConnection(Class<T> type, Function<Request, ? extends T> provider) {
    app.providePerConnection(type, provider);
    return this;
  }

  /**
   * Asks another container for every type that this application does not provide itself: {@code
   * app.dependencies(type -> Optional.of(spring.getBean(type)))}.
   *
   * @param container looks a type up at start-up; empty if it does not know the type. What it
   *     returns is of application scope, and the container closes it
   * @return this application
   */
  public App dependencies(Function<Class<?>, Optional<?>> container) {
    app.container(container);
    return this;
  }

  /**
   * Makes an identity a parameter of handlers. A missing or invalid credential is refused with 401,
   * or is an empty {@link Optional} where the parameter is one.
   *
   * @param type the type of the identity
   * @param authenticator checks credentials
   * @param sources where the credential is looked for, in this order
   * @param <I> the type
   * @return this application
   */
  public <I> App identity(
      Class<I> type, Authenticator<? extends I> authenticator, CredentialSource... sources) {
    app.identity(type, authenticator, List.of(sources));
    return this;
  }

  /**
   * Registers a converter for parameters.
   *
   * @param type the type that parameters declare
   * @param converter reads it from text
   * @param <T> the type
   * @return this application
   */
  public <T> App converter(Class<T> type, Converter<? extends T> converter) {
    app.converter(type, converter);
    return this;
  }

  /**
   * Serves files of a folder for GET and HEAD where no route matches. Files are found at the time
   * of the request; nothing outside the folder and no hidden file is served.
   *
   * @param prefix the path in front of the names; {@code /} for all
   * @param folder the folder
   * @return this application
   */
  public App staticFiles(String prefix, Path folder) {
    app.staticFolder(prefix, folder);
    return this;
  }

  /**
   * Serves files from the class path for GET and HEAD where no route matches.
   *
   * @param prefix the path in front of the names; {@code /} for all
   * @param resources the folder on the class path, for example {@code /public}
   * @return this application
   */
  public App staticResources(String prefix, String resources) {
    app.staticResources(prefix, resources);
    return this;
  }

  /**
   * Allows pages of other origins to call the HTTP routes (the CORS protocol of the Fetch
   * standard).
   *
   * @param origins exact origins, or patterns such as {@code https://*.example.com}
   * @return this application
   */
  public App cors(String... origins) {
    app.cors(List.of(origins));
    return this;
  }

  /**
   * Sets the options of rooms by name; the exact name counts, else the longest pattern that fits.
   *
   * @param pattern a name, or the beginning of names followed by {@code *}
   * @param options the options
   * @return this application
   */
  public App rooms(String pattern, RoomOptions options) {
    app.rooms(pattern, options);
    return this;
  }

  /**
   * Adds an observer.
   *
   * @param listener the observer
   * @return this application
   */
  public App listener(ServerListener listener) {
    app.listener(listener);
    return this;
  }

  /**
   * Starts serving.
   *
   * @return the running server, which listens already
   * @throws ConfigurationException if routes, dependencies or options do not fit together
   * @throws java.io.UncheckedIOException if the port is taken
   */
  public Server start() {
    return Startup.start(app);
  }

  /**
   * Serves until the process is asked to stop (SIGTERM, SIGINT), then shuts down in order and
   * returns.
   *
   * @throws ConfigurationException if routes, dependencies or options do not fit together
   */
  public void run() {
    Startup.run(app);
  }

  static {
    AppAccess.open(app -> app.app);
  }
}
