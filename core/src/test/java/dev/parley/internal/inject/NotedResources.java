package dev.parley.internal.inject;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Resources that note when they are opened and closed. */
abstract class NotedResources {
  final List<String> events = new ArrayList<>();

  /** Notes when it is opened and closed. */
  class Resource implements AutoCloseable {
    final String name;

    Resource(String name) {
      this.name = name;
      events.add("open " + name);
    }

    @Override
    public void close() throws IOException {
      events.add("close " + name);
    }
  }

  final class A extends Resource {
    A() {
      super("a");
    }
  }

  final class B extends Resource {
    B() {
      super("b");
    }
  }

  final class C extends Resource {
    C() {
      super("c");
    }
  }
}
