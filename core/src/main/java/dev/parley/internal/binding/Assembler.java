package dev.parley.internal.binding;

import dev.parley.Request;
import dev.parley.internal.app.AppDefinition;
import dev.parley.internal.json.JsonCodec;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** From what an application registered to what can run. */
public final class Assembler {
  private Assembler() {}

  /**
   * Binds every route and wires every dependency.
   *
   * @param definition what was registered
   * @param frameworkInstances what the engine gives, by exactly its type; asked for when it is
   *     needed
   * @param json reads bodies
   * @throws dev.parley.ConfigurationException with everything that does not fit together
   */
  public static Assembly assemble(
      AppDefinition definition, Map<Class<?>, Supplier<?>> frameworkInstances, JsonCodec json) {
    return assemble(definition, frameworkInstances, json, Map.of());
  }

  /**
   * Binds every route and wires every dependency, some of them replaced by a test.
   *
   * @param definition what was registered
   * @param frameworkInstances what the engine gives, by exactly its type; asked for when it is
   *     needed
   * @param json reads bodies
   * @param overrides what replaces the provider of exactly a type, at every level; the test closes
   *     what it returns
   * @throws dev.parley.ConfigurationException with everything that does not fit together
   */
  public static Assembly assemble(
      AppDefinition definition,
      Map<Class<?>, Supplier<?>> frameworkInstances,
      JsonCodec json,
      Map<Class<?>, Function<Request, ?>> overrides) {
    throw new UnsupportedOperationException();
  }
}
