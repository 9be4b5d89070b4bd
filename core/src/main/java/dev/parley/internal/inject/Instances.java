package dev.parley.internal.inject;

import org.jspecify.annotations.Nullable;

/** Where providers find the instances that they build on: the application or one scope of it. */
interface Instances {
  /** The instance of a provider, made if need be; {@link Absent} if there is none. */
  Object instance(Provider provider) throws Throwable;

  /** The values that a provider takes from the request, at their places among its arguments. */
  @Nullable Object[] read(Provider provider);
}
