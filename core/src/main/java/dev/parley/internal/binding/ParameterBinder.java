package dev.parley.internal.binding;

import dev.parley.ConfigurationException;
import dev.parley.internal.inject.GenericType;
import dev.parley.internal.inject.Input;
import dev.parley.internal.json.JsonCodec;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds out what each parameter of a method takes, by the first rule that fits: its annotation; a
 * record whose components carry annotations; in an HTTP handler the body; else a dependency.
 */
final class ParameterBinder {
  private final TextParameters texts;
  private final Groups groups;
  private final JsonCodec json;
  private final ConstraintSupport constraints;

  ParameterBinder(Converters converters, JsonCodec json, ConstraintSupport constraints) {
    this.texts = new TextParameters(converters, constraints);
    this.groups = new Groups(texts);
    this.json = json;
    this.constraints = constraints;
  }

  /**
   * Binds every parameter of a method.
   *
   * @param provided tells which types have a provider, and so are no body
   * @throws ConfigurationException with every parameter that cannot be bound
   */
  List<Input> bind(BoundMethod method, Role role, Predicate<Type> provided) {
    var parameters = method.method().getParameters();
    var sites = new ArrayList<Site>();
    for (int i = 0; i < parameters.length; i++) {
      sites.add(Site.of(parameters[i], i));
    }
    var check = constraints.ofMethod(method, sites);
    var body = Bodies.find(method.source(), sites, role, provided);
    var problems = new ArrayList<String>();
    var inputs = new ArrayList<Input>();
    for (int i = 0; i < parameters.length; i++) {
      int place = i;
      ValueCheck ofPlace =
          check.<ValueCheck>map(all -> value -> all.check(place, value)).orElse(ValueCheck.NONE);
      try {
        inputs.add(bind(sites.get(i), ofPlace, body));
      } catch (ConfigurationException bad) {
        problems.addAll(bad.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return inputs;
  }

  private Input bind(Site site, ValueCheck check, Optional<Site> body) {
    var text = texts.reader(site, check);
    boolean isBody = body.filter(site::equals).isPresent();
    if (text.isPresent()) {
      if (isBody) {
        throw site.refused("it comes from the body or from elsewhere, not from both. Keep one.");
      }
      return new Input.FromRequest(site.where(), text.get());
    }
    if (isBody) {
      return body(site, check);
    }
    if (Groups.isGroup(site.type())) {
      constraints.require(site, site.type());
      var type = GenericType.raw(site.type());
      return new Input.FromRequest(site.where(), groups.reader(type, constraints.ofGroup(type)));
    }
    return new Input.FromContainer(site.where(), site.type());
  }

  private Input body(Site site, ValueCheck check) {
    constraints.require(site, site.type());
    try {
      json.check(site.type());
    } catch (ConfigurationException unreadable) {
      throw site.refused(String.valueOf(unreadable.getMessage()));
    }
    return new Input.FromRequest(site.where(), new BodyReader(site.type(), json, check));
  }
}
