package dev.parley.internal.inject;

import dev.parley.Fresh;

/** Opens instances beside the one that the scope keeps; what they build on comes from the scope. */
record FreshInstances(Provider provider, Instances instances) implements Fresh<Object> {
  @Override
  public Object open() {
    try {
      return Absent.refuse(provider.make(instances).instance());
    } catch (Throwable failure) {
      throw Sneaky.unchecked(failure);
    }
  }
}
