package dev.parley;

import dev.parley.internal.app.GroupDefinition;

/** Routes under a common path; see {@link RouteGroup#router}. */
public final class Router extends RouteGroup<Router> {
  Router(GroupDefinition definition) {
    super(definition);
  }

  @Override
  Router self() {
    return this;
  }
}
