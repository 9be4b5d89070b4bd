package dev.parley.internal.inject;

import org.jspecify.annotations.Nullable;

/** Where the value of a parameter comes from, once it is known who provides it. */
sealed interface Argument {
  /** The value for one call. */
  @Nullable Object value(Instances instances) throws Throwable;

  /** A value of the request. */
  record Read(String where, RequestReader reader) implements Argument {
    @Override
    public @Nullable Object value(Instances instances) {
      throw new IllegalStateException("Values of the request are read before all others.");
    }
  }

  /** The scope itself. */
  record CurrentScope() implements Argument {
    @Override
    public Object value(Instances instances) {
      return instances;
    }
  }

  /** An instance that must be there. */
  record Instance(Provider provider) implements Argument {
    @Override
    public Object value(Instances instances) throws Throwable {
      return Absent.refuse(instances.instance(provider));
    }
  }

  /** An instance, or an empty {@link java.util.Optional}. */
  record Maybe(Provider provider) implements Argument {
    @Override
    public Object value(Instances instances) throws Throwable {
      return Absent.toOptional(instances.instance(provider));
    }
  }

  /** What opens instances. */
  record Anew(Provider provider) implements Argument {
    @Override
    public Object value(Instances instances) {
      return new FreshInstances(provider, instances);
    }
  }
}
