package dev.parley.internal.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GenericTypeTest {
  @SuppressWarnings({"unused", "rawtypes"})
  private static final class Fields<T extends Comparable<T>> {
    List<String> list;
    List<? extends Number> upper;
    Map<? super Integer, ?> lower;
    List<String>[] array;
    T variable;
    List raw;
    Map.Entry<String, int[]> entry;
  }

  @Test
  void writesTypesAsInTheSource() {
    assertThat(GenericType.text(field("list"))).isEqualTo("java.util.List<java.lang.String>");
    assertThat(GenericType.shortText(field("upper"))).isEqualTo("List<? extends Number>");
    assertThat(GenericType.shortText(field("lower")))
        .isEqualTo("Map<? super Integer, ? extends Object>");
    assertThat(GenericType.shortText(field("array"))).isEqualTo("List<String>[]");
    assertThat(GenericType.shortText(field("variable"))).isEqualTo("T");
    assertThat(GenericType.shortText(field("raw"))).isEqualTo("List");
    assertThat(GenericType.shortText(field("entry"))).isEqualTo("Map.Entry<String, int[]>");
  }

  @Test
  void findsTheClass() {
    assertThat(GenericType.raw(field("list"))).isEqualTo(List.class);
    assertThat(GenericType.raw(field("array"))).isEqualTo(List[].class);
    assertThat(GenericType.raw(field("variable"))).isEqualTo(Comparable.class);
    assertThat(GenericType.raw(argument(field("upper")))).isEqualTo(Number.class);
    assertThat(GenericType.raw(int.class)).isEqualTo(int.class);
  }

  @Test
  void findsTheArgument() {
    assertThat(GenericType.argumentOf(field("list"), List.class)).contains(String.class);
    assertThat(GenericType.argumentOf(field("list"), Optional.class)).isEmpty();
    assertThat(GenericType.argumentOf(field("raw"), List.class)).isEmpty();
  }

  @Test
  void boxesPrimitives() {
    assertThat(GenericType.boxed(int.class)).isEqualTo(Integer.class);
    assertThat(GenericType.boxed(String.class)).isEqualTo(String.class);
    assertThat(GenericType.boxed(field("list"))).isEqualTo(field("list"));
  }

  interface Top<A, B> {}

  interface Middle<X> extends Top<X, List<X>> {}

  static class Bottom implements Middle<String> {}

  static class Erased<T> implements Middle<T> {}

  @Test
  void followsArgumentsUpwards() {
    assertThat(GenericType.namesOfAll(Bottom.class))
        .contains(
            GenericTypeTest.class.getName() + "$Middle<java.lang.String>",
            GenericTypeTest.class.getName()
                + "$Top<java.lang.String, java.util.List<java.lang.String>>",
            "java.lang.Object");
    assertThat(GenericType.namesOfAll(Erased.class))
        .contains(
            GenericTypeTest.class.getName() + "$Middle", GenericTypeTest.class.getName() + "$Top");
  }

  @Test
  void refusesTypesOfNoKnownKind() {
    var strange =
        new Type() {
          @Override
          public String getTypeName() {
            return "strange";
          }
        };

    assertThat(GenericType.text(strange)).isEqualTo("strange");
    assertThatThrownBy(() -> GenericType.raw(strange)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Type field(String name) {
    try {
      return Fields.class.getDeclaredField(name).getGenericType();
    } catch (NoSuchFieldException missing) {
      throw new AssertionError(missing);
    }
  }

  private static Type argument(Type type) {
    return GenericType.argumentOf(type, List.class).orElseThrow();
  }
}
