package dev.parley.internal.app;

import dev.parley.Converter;
import dev.parley.Request;
import dev.parley.RoomOptions;
import dev.parley.ServerConfig;
import dev.parley.ServerListener;
import dev.parley.auth.Authenticator;
import dev.parley.auth.CredentialSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Everything that an application has registered. Mutable until the start; one thread only. */
public final class AppDefinition {
  /** How instances of a type come about, where a lambda or an instance says it. */
  public sealed interface Provision {
    /** The type that parameters ask for. */
    Class<?> type();

    /** An instance of the caller's, never closed here. */
    record Instance(Class<?> type, Object instance) implements Provision {}

    /** One for the application, made at start-up. */
    record Once(Class<?> type, Supplier<?> provider) implements Provision {}

    /** One for each connection or request. */
    record PerConnection(Class<?> type, Function<Request, ?> provider) implements Provision {}
  }

  /** A type that is an identity. */
  public record Identity(
      Class<?> type, Authenticator<?> authenticator, List<CredentialSource> sources) {}

  /** Files to serve. */
  public sealed interface StaticSource {
    /** The path in front of the names. */
    String prefix();

    /** From a folder. */
    record Folder(String prefix, Path folder) implements StaticSource {}

    /** From the class path. */
    record Resources(String prefix, String resources) implements StaticSource {}
  }

  private final GroupDefinition root = new GroupDefinition(null, "");
  private final List<Provision> provisions = new ArrayList<>();
  private final List<Identity> identities = new ArrayList<>();
  private final List<Function<Class<?>, Optional<?>>> containers = new ArrayList<>();
  private final Map<Class<?>, Converter<?>> converters = new LinkedHashMap<>();
  private final List<StaticSource> staticSources = new ArrayList<>();
  private final List<String> corsOrigins = new ArrayList<>();
  private final Map<String, RoomOptions> roomOptions = new LinkedHashMap<>();
  private final List<ServerListener> listeners = new ArrayList<>();
  private UnaryOperator<ServerConfig.Builder> configChange = UnaryOperator.identity();

  /** The outermost group. */
  public GroupDefinition root() {
    return root;
  }

  /** Adds a change of options. */
  public void config(UnaryOperator<ServerConfig.Builder> change) {
    var before = configChange;
    configChange = builder -> change.apply(before.apply(builder));
  }

  /** Provides an instance. */
  public void provideInstance(Class<?> type, Object instance) {
    provisions.add(new Provision.Instance(type, instance));
  }

  /** Provides an instance for the application. */
  public void provideOnce(Class<?> type, Supplier<?> provider) {
    provisions.add(new Provision.Once(type, provider));
  }

  /** Provides an instance for each connection. */
  public void providePerConnection(Class<?> type, Function<Request, ?> provider) {
    provisions.add(new Provision.PerConnection(type, provider));
  }

  /** Adds another container. */
  public void container(Function<Class<?>, Optional<?>> container) {
    containers.add(container);
  }

  /** Makes a type an identity. */
  public void identity(
      Class<?> type, Authenticator<?> authenticator, List<CredentialSource> sources) {
    identities.add(new Identity(type, authenticator, List.copyOf(sources)));
  }

  /** Adds a converter. */
  public void converter(Class<?> type, Converter<?> converter) {
    converters.put(type, converter);
  }

  /** Serves a folder. */
  public void staticFolder(String prefix, Path folder) {
    staticSources.add(new StaticSource.Folder(prefix, folder));
  }

  /** Serves a folder of the class path. */
  public void staticResources(String prefix, String resources) {
    staticSources.add(new StaticSource.Resources(prefix, resources));
  }

  /** Allows origins. */
  public void cors(List<String> origins) {
    corsOrigins.addAll(origins);
  }

  /** Sets options of rooms. */
  public void rooms(String pattern, RoomOptions options) {
    roomOptions.put(pattern, options);
  }

  /** Adds an observer. */
  public void listener(ServerListener listener) {
    listeners.add(listener);
  }

  /** The options: what the code says, overridden by system properties and the environment. */
  public ServerConfig resolveConfig() {
    return configChange.apply(ServerConfig.builder()).withOverrides().build();
  }

  /** What lambdas and instances provide. */
  public List<Provision> provisions() {
    return List.copyOf(provisions);
  }

  /** The identities. */
  public List<Identity> identities() {
    return List.copyOf(identities);
  }

  /** The other containers, in the order in which they are asked. */
  public List<Function<Class<?>, Optional<?>>> containers() {
    return List.copyOf(containers);
  }

  /** The converters by type. */
  public Map<Class<?>, Converter<?>> converters() {
    return Map.copyOf(converters);
  }

  /** The files to serve. */
  public List<StaticSource> staticSources() {
    return List.copyOf(staticSources);
  }

  /** The origins that may call HTTP routes. */
  public List<String> corsOrigins() {
    return List.copyOf(corsOrigins);
  }

  /** The options of rooms by pattern. */
  public Map<String, RoomOptions> roomOptions() {
    return Map.copyOf(roomOptions);
  }

  /** The observers. */
  public List<ServerListener> listeners() {
    return List.copyOf(listeners);
  }
}
