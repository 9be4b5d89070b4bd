package dev.parley.internal.inject;

import java.lang.reflect.Type;

/** What one parameter of a handler or provider takes, before it is known who provides it. */
public sealed interface Input {
  /** Which parameter it is, for messages: {@code parameter 'room' of Chat.chat}. */
  String where();

  /** A value of the request. */
  record FromRequest(String where, RequestReader reader) implements Input {}

  /** A dependency. */
  record FromContainer(String where, Type type) implements Input {}

  /** The scope itself; for what the engine provides. */
  record CurrentScope() implements Input {
    @Override
    public String where() {
      return "the scope";
    }
  }
}
