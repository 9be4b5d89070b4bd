package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MainMethodTest { // JLS 25, section 12.1.4
  private static final List<String> CALLS = new ArrayList<>();

  @BeforeEach
  void forget() {
    CALLS.clear();
  }

  static class Both {
    void main(String[] arguments) {
      CALLS.add("with " + List.of(arguments));
    }

    static void main() {
      CALLS.add("without");
    }
  }

  @Test
  void prefersTheOneWithArguments() throws Throwable {
    MainMethod.of(Both.class).call(List.of("a", "-b"));

    assertThat(CALLS).containsExactly("with [a, -b]");
  }

  static class Child extends Both {}

  @Test
  void findsAnInheritedOne() throws Throwable {
    MainMethod.of(Child.class).call(List.of());

    assertThat(CALLS).containsExactly("with []");
  }

  static class PrivateWithArguments {
    @SuppressWarnings("unused")
    private static void main(String[] arguments) {
      CALLS.add("private");
    }

    protected static void main() {
      CALLS.add("protected");
    }
  }

  @Test
  void passesOverAPrivateOne() throws Throwable {
    MainMethod.of(PrivateWithArguments.class).call(List.of());

    assertThat(CALLS).containsExactly("protected");
  }

  static class NotVoid {
    static int main() {
      return 1;
    }
  }

  @Test
  void refusesAClassWithoutOne() {
    assertThatExceptionOfType(UserProblem.class)
        .isThrownBy(() -> MainMethod.of(NotVoid.class))
        .withMessage(
            NotVoid.class.getName()
                + " has no main method; add: void main() { Parley.run(this); }");
  }

  abstract static class Abstract {
    void main() {}
  }

  record NeedsValue(int value) {
    void main() {}
  }

  @Test
  void refusesAClassThatCannotBeMade() {
    assertThatExceptionOfType(UserProblem.class)
        .isThrownBy(() -> MainMethod.of(Abstract.class).call(List.of()))
        .withMessageContaining("cannot be made");
    assertThatExceptionOfType(UserProblem.class)
        .isThrownBy(() -> MainMethod.of(NeedsValue.class).call(List.of()))
        .withMessageContaining("a constructor without parameters");
  }

  static class Failing {
    static void main() {
      throw new IllegalStateException("oops");
    }
  }

  static class FailingConstructor {
    FailingConstructor() {
      throw new IllegalStateException("never made");
    }

    void main() {}
  }

  @Test
  void throwsWhatItThrowsWithItsOwnPartOfTheTrace() {
    var failure = catchThrowable(() -> MainMethod.of(Failing.class).call(List.of()));

    assertThat(failure).isInstanceOf(IllegalStateException.class).hasMessage("oops");
    assertThat(failure.getStackTrace()).hasSize(1);
    assertThat(failure.getStackTrace()[0].getMethodName()).isEqualTo("main");
  }

  @Test
  void throwsWhatTheConstructorThrows() {
    var failure = catchThrowable(() -> MainMethod.of(FailingConstructor.class).call(List.of()));

    assertThat(failure).hasMessage("never made");
  }
}
