package dev.parley.internal.binding;

import dev.parley.InvalidRequestException;
import dev.parley.Problem;
import dev.parley.Request;
import dev.parley.internal.inject.RequestReader;
import dev.parley.internal.inject.Sneaky;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a record whose components are parameters. */
final class GroupReader implements RequestReader {
  private final Class<?> type;
  private final Map<String, RequestReader> components;
  private final MethodHandle constructor;
  private final GroupCheck check;

  /**
   * Creates a reader.
   *
   * @param type the record
   * @param components what reads its components, by name and in order
   * @param check what else must hold
   */
  GroupReader(Class<?> type, SequencedMap<String, RequestReader> components, GroupCheck check) {
    this.type = type;
    this.components = Collections.unmodifiableMap(new LinkedHashMap<>(components));
    this.constructor = Handles.of(Handles.canonicalConstructor(type));
    this.check = check;
  }

  /** Checks a record against the constraints on its components. */
  @FunctionalInterface
  interface GroupCheck {
    /** Of a group without constraints, or within another group. */
    GroupCheck NONE = _ -> List.of();

    /** What is wrong, each with the path of the component as its name. */
    List<Problem> problems(Object group);
  }

  @Override
  public @Nullable Object read(Request request, List<Problem> problems) {
    int before = problems.size();
    var values = new ArrayList<@Nullable Object>(components.size());
    components.values().forEach(component -> values.add(component.read(request, problems)));
    return problems.size() == before ? create(values.toArray(), problems) : null;
  }

  @Override
  public Set<String> pathParams() {
    var names = new LinkedHashSet<String>();
    components.values().forEach(component -> names.addAll(component.pathParams()));
    return names;
  }

  private @Nullable Object create(@Nullable Object[] values, List<Problem> problems) {
    try {
      var group = (Object) constructor.invokeExact(values);
      check.problems(group).forEach(problem -> problems.add(onTheWire(problem)));
      return group;
    } catch (InvalidRequestException invalid) {
      problems.addAll(invalid.problems());
    } catch (IllegalArgumentException unfit) {
      var words = Names.words(type.getSimpleName());
      problems.add(new Problem("query", words, "Expected a valid " + words + ".", null));
    } catch (Throwable failure) {
      throw Sneaky.unchecked(failure);
    }
    return null;
  }

  /** Names the parameter instead of the component that it became. */
  private Problem onTheWire(Problem problem) {
    return source(problem.name())
        .map(source -> source.problem(problem.message(), problem.value()))
        .orElse(problem);
  }

  private Optional<TextSource> source(String path) {
    int dot = path.indexOf('.');
    return switch (components.get(dot < 0 ? path : path.substring(0, dot))) {
      case TextReader reader -> Optional.of(reader.source());
      case GroupReader nested when dot >= 0 -> nested.source(path.substring(dot + 1));
      case null, default -> Optional.empty();
    };
  }
}
