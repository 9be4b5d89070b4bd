package dev.parley.internal.binding;

import dev.parley.Converter;
import dev.parley.HttpException;
import dev.parley.InvalidRequestException;
import dev.parley.Problem;
import dev.parley.Request;
import dev.parley.internal.inject.RequestReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a parameter from the texts under one name: of the path, the query, headers or cookies.
 *
 * @param source where the texts are
 * @param target what they become
 * @param check what else must hold
 */
record TextReader(TextSource source, Target target, ValueCheck check) implements RequestReader {
  /**
   * What the texts become.
   *
   * @param shape how many values, and in what
   * @param converter reads one value
   * @param defaultValue stands for values that are missing
   */
  record Target(Shape shape, Converter<?> converter, Optional<Object> defaultValue) {}

  @Override
  public @Nullable Object read(Request request, List<Problem> problems) {
    int before = problems.size();
    var texts = source.texts(request);
    var value = texts.isEmpty() ? ofNone(problems) : convert(texts, problems);
    if (problems.size() == before) {
      var told = texts.isEmpty() ? null : source.place().one(texts);
      check.problems(value).forEach(message -> problems.add(source.problem(message, told)));
    }
    return value;
  }

  @Override
  public Set<String> pathParams() {
    return source.place() == TextPlace.PATH ? Set.of(source.name()) : Set.of();
  }

  private @Nullable Object ofNone(List<Problem> problems) {
    if (target.defaultValue().isPresent()) {
      return target.defaultValue().get();
    }
    if (target.shape() != Shape.ONE) {
      return target.shape().wrap(List.of());
    }
    if (source.place() == TextPlace.PATH) {
      throw new IllegalArgumentException("The path has no parameter '" + source.name() + "'.");
    }
    problems.add(source.problem(Described.missing(target.converter()), null));
    return null;
  }

  private @Nullable Object convert(List<String> texts, List<Problem> problems) {
    int before = problems.size();
    var wanted = target.shape().takesAll() ? texts : List.of(source.place().one(texts));
    var values = new ArrayList<@Nullable Object>(wanted.size());
    for (var text : wanted) {
      values.add(convert(text, problems));
    }
    return problems.size() == before ? target.shape().wrap(values) : null;
  }

  private @Nullable Object convert(String text, List<Problem> problems) {
    try {
      return target.converter().convert(text);
    } catch (InvalidRequestException invalid) {
      problems.addAll(invalid.problems());
    } catch (IllegalArgumentException unfit) {
      if (source.place() == TextPlace.PATH) {
        throw new HttpException(404, "Not Found");
      }
      var message = Described.message(target.converter(), unfit, source.isSecret());
      problems.add(source.problem(message, text));
    }
    return null;
  }
}
