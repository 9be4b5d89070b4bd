package dev.parley.internal.binding;

import java.lang.reflect.Member;
import java.util.Locale;

/** How things are called in messages and on the wire. */
final class Names {
  private Names() {}

  /** {@code Chat.chat}. */
  static String of(Member member) {
    return of(member.getDeclaringClass()) + "." + member.getName();
  }

  /** The name of a class without its package: {@code Chat}, {@code Chat.User}. */
  static String of(Class<?> type) {
    var name = type.getTypeName();
    return name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
  }

  /** The words that a name in camel case is made of: {@code room name}. */
  static String words(String camelCase) {
    return separated(camelCase, " ");
  }

  /** A name in camel case as a header: {@code user-agent}. */
  static String kebabCase(String camelCase) {
    return separated(camelCase.replace('_', '-'), "-");
  }

  private static String separated(String camelCase, String separator) {
    return camelCase
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", separator)
        .toLowerCase(Locale.ROOT);
  }
}
