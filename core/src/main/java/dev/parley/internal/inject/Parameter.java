package dev.parley.internal.inject;

import java.lang.reflect.Type;

/** What one parameter of a handler or provider takes, before it is known who provides it. */
public sealed interface Parameter {
  /** Which parameter it is, for messages: {@code parameter 'room' of Chat.chat}. */
  String where();

  /** A value of the request. */
  record FromRequest(String where, RequestReader reader) implements Parameter {}

  /** A dependency. */
  record FromContainer(String where, Type type) implements Parameter {}

  /** The scope itself; for what the engine provides. */
  record CurrentScope() implements Parameter {
    @Override
    public String where() {
      return "the scope";
    }
  }
}
