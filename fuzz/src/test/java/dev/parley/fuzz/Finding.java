package dev.parley.fuzz;

import java.util.Objects;

/** Something that must not be: the input that led to it is kept. */
public final class Finding extends AssertionError {
  private static final long serialVersionUID = 1L;

  /** Creates a finding with a sentence on what was expected. */
  public Finding(String message) {
    super(message);
  }

  /** Creates a finding for an exception that must not come out. */
  public Finding(String message, Throwable cause) {
    super(message, cause);
  }

  /** Requires that something holds. */
  public static void unless(boolean holds, String message) {
    if (!holds) {
      throw new Finding(message);
    }
  }

  /** Requires that two ways lead to the same. */
  public static void unlessEqual(Object expected, Object actual, String what) {
    if (!Objects.equals(expected, actual)) {
      throw new Finding(what + ":\n expected " + expected + "\n but was  " + actual);
    }
  }
}
