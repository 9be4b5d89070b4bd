package dev.parley.internal.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ConfigurationException;
import dev.parley.CookieParam;
import dev.parley.Get;
import dev.parley.HeaderParam;
import dev.parley.Post;
import dev.parley.Problem;
import dev.parley.Provides;
import dev.parley.QueryParam;
import dev.parley.spi.Constraints;
import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConstraintsTest {
  @TempDir private Path folder;

  @Test
  void constraintThatNothingChecksIsRefused() {
    class Api {
      @Get("/own")
      void own(@QueryParam @Min(1) int page) {}

      @Get("/element")
      void element(@QueryParam List<@NotBlank String> tags) {}

      @Get("/custom")
      void custom(@QueryParam @Lucky int number) {}

      @Get("/wrapped")
      void wrapped(@QueryParam RoomName room) {}

      @Get("/group")
      void group(Paging paging) {}

      @Post("/body")
      void body(Order order) {}

      @Post("/many")
      void many(Map<String, List<Order>> orders) {}

      @Post("/sealed")
      void sealed(@dev.parley.Body Command command) {}

      @Provides
      StringBuilder provider(@HeaderParam @NotBlank String from) {
        return new StringBuilder();
      }
    }

    assertThat(AssembledApp.problemsOf(new Api()))
        .hasSize(9)
        .allSatisfy(problem ->
            assertThat(problem)
                .endsWith(
                    "it carries constraints that nothing checks.\n"
                        + "  Add the dependency dev.parley:parley-validation."));
  }

  @Test
  void unconstrainedTypesNeedNobodyToCheck() {
    class Api {
      @Post("/body")
      void body(Tree tree) {}

      @Get("/tags")
      void tags(@QueryParam List<String> tags) {}
    }

    assertThat(AssembledApp.problemsOf(new Api())).isEmpty();
  }

  @Test
  void parametersAreCheckedOnceTheyAreRead() throws Exception {
    class Api {
      @Get("/x")
      String x(
          @QueryParam @Min(1) int page,
          @QueryParam @Min(1) int token,
          @QueryParam @Size(min = 1) List<String> tags,
          @QueryParam Optional<RoomName> room,
          @QueryParam List<RoomName> rooms) {
        return "fine";
      }
    }
    var app = withConstraints(new Api());

    assertThat(app.get("/x?page=1&token=1&tags=a&room=a&rooms=b").text()).isEqualTo("fine");
    assertThat(app.get("/x?page=0&token=0").text())
        .isEqualTo(
            """
            {"detail":[\
            {"in":"query","name":"page","message":"Parameter 0 is 0.","value":"0"},\
            {"in":"query","name":"token","message":"Parameter 1 is 0.","value":null},\
            {"in":"query","name":"tags","message":"Parameter 2 is [].","value":null}]}\
            """);
    assertThat(app.get("/x?page=1&token=1&tags=a&room=bad&rooms=good&rooms=bad").text())
        .isEqualTo(
            """
            {"detail":[\
            {"in":"query","name":"room","message":"Bad room.","value":"bad"},\
            {"in":"query","name":"rooms","message":"Bad room.","value":"bad"}]}\
            """);
    assertThat(app.get("/x?page=x&token=1&tags=a").text()).doesNotContain("Parameter 0");
  }

  @Test
  void groupsAreCheckedAndNamedAsOnTheWire() throws Exception {
    class Api {
      @Get("/x")
      String x(Filter filter, Free free) {
        return "fine";
      }
    }
    var app = withConstraints(new Api());

    assertThat(app.get("/x?p=1", "Cookie: c=1").text()).isEqualTo("fine");
    assertThat(app.get("/x?p=0", "Cookie: c=0").text())
        .isEqualTo(
            """
            {"detail":[\
            {"in":"query","name":"p","message":"Too small.","value":"0"},\
            {"in":"cookie","name":"c","message":"Too small.","value":null},\
            {"in":"query","name":"paging","message":"Whole group.","value":null},\
            {"in":"query","name":"nothing.such","message":"Odd.","value":null},\
            {"in":"query","name":"cookie.below","message":"Below.","value":null}]}\
            """
                .replace(
                    "\"in\":\"query\",\"name\":\"cookie.below\"",
                    "\"in\":\"cookie\",\"name\":\"c\""));
  }

  @Test
  void bodyParametersAreCheckedToo() throws Exception {
    class Api {
      @Post("/x")
      String x(@Size(min = 1) List<String> tags) {
        return "fine";
      }
    }
    var app = withConstraints(new Api());

    assertThat(app.post("/x", "[\"a\"]").text()).isEqualTo("fine");
    assertThat(app.post("/x", "[]").text())
        .isEqualTo(
            "{\"detail\":[{\"in\":\"body\",\"name\":\"\",\"message\":\"Parameter 0 is"
                + " [].\",\"value\":null}]}");
  }

  @Test
  void staticMethodsCannotBeChecked() throws Exception {
    class Api {
      @Get("/x")
      static void x(@QueryParam @Min(1) int page) {}

      @Get("/y")
      static String y(@QueryParam int page) {
        return "fine";
      }
    }

    assertThat(problems(new Api()))
        .singleElement()
        .asString()
        .endsWith(
            "Api.x is static: the constraints on its parameters are not checked. Remove 'static'.");
  }

  private AssembledApp withConstraints(Object routes) throws Exception {
    var services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(Constraints.class.getName()), PositiveConstraints.class.getName());
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      return AssembledApp.of(routes);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private List<String> problems(Object routes) throws Exception {
    try {
      withConstraints(routes);
      return List.of();
    } catch (ConfigurationException refused) {
      return refused.problems();
    }
  }

  /** Wants numbers that are positive, lists that are not empty, and no bad rooms. */
  public static final class PositiveConstraints implements Constraints {
    @Override
    public List<Problem> check(String in, Object value) {
      return switch (value) {
        case RoomName(var name) when name.equals("bad") ->
            List.of(new Problem(in, "name", "Bad room.", null));
        case Filter(var paging, var cookie) -> {
          var problems = new ArrayList<Problem>();
          if (paging.page() < 1) {
            problems.add(new Problem(in, "paging.page", "Too small.", "0"));
          }
          if (cookie < 1) {
            problems.add(new Problem(in, "cookie", "Too small.", "0"));
            problems.add(new Problem(in, "paging", "Whole group.", null));
            problems.add(new Problem(in, "nothing.such", "Odd.", null));
            problems.add(new Problem(in, "cookie.below", "Below.", null));
          }
          yield problems;
        }
        default -> List.of();
      };
    }

    @Override
    public Optional<ParameterCheck> forMethod(@Nullable Object target, Method method) {
      return target == null ? Optional.empty() : Optional.of(PositiveConstraints::checkOne);
    }

    private static List<String> checkOne(int parameter, @Nullable Object value) {
      boolean wrong =
          switch (value) {
            case Integer number -> number < 1;
            case List<?> list -> list.isEmpty() && parameter < 4;
            case null, default -> false;
          };
      return wrong ? List.of("Parameter " + parameter + " is " + value + ".") : List.of();
    }
  }

  @Constraint(validatedBy = {})
  @Retention(RetentionPolicy.RUNTIME)
  @interface Lucky {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
  }

  record RoomName(@Size(max = 20) String name) {}

  record Paging(@QueryParam("p") @Min(1) int page) {}

  record Filter(Paging paging, @CookieParam("c") @Min(1) int cookie) {}

  record Free(@QueryParam Optional<String> anything) {}

  record Order(List<@NotBlank String> items) {}

  record Tree(String name, List<Tree> children) {}

  sealed interface Command {}

  record Plain() implements Command {}

  record Place(Order order) implements Command {}
}
