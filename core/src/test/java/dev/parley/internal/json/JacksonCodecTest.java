package dev.parley.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.parley.ConfigurationException;
import dev.parley.Discriminator;
import dev.parley.HttpException;
import dev.parley.InvalidMessageException;
import dev.parley.InvalidRequestException;
import dev.parley.Json;
import dev.parley.MalformedMessageException;
import dev.parley.MessageType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonCodecTest {
  private final JsonCodec json = JacksonCodec.create();

  enum Colour {
    RED,
    GREEN
  }

  record Item(String name, int count) {}

  record Everything(
      String text,
      long whole,
      double number,
      boolean flag,
      Colour colour,
      List<Item> items,
      Map<String, Item> byName,
      Optional<String> maybe,
      @Nullable Item extra,
      UUID id,
      Instant at) {}

  sealed interface Command permits Say, Move, Quit {}

  record Say(String text) implements Command {}

  @MessageType("go")
  record Move(int x, int y) implements Command {}

  record Quit() implements Command {}

  @Discriminator("kind")
  sealed interface Shape permits Round, Angular {}

  record Round(double radius) implements Shape {}

  sealed interface Angular extends Shape permits Square {}

  record Square(double side) implements Angular {}

  record Drawing(List<Shape> shapes) {}

  sealed interface One permits Both {}

  sealed interface Other permits Both {}

  record Both(int x) implements One, Other {}

  sealed interface Twins permits First.Twin, Second.Twin {}

  static final class First {
    record Twin() implements Twins {}
  }

  static final class Second {
    record Twin() implements Twins {}
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "species")
  @JsonSubTypes(@JsonSubTypes.Type(value = Cat.class, name = "cat"))
  sealed interface Animal permits Cat {}

  record Cat(String name) implements Animal {}

  // --- any value ---

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":[1,null,true]} | {"a":[1,null,true]}
          null                | null
          12345678901234567890123 | 12345678901234567890123
          "x"                 | "x"
          {"a":1,"a":2}       | {"a":2}
          """)
  void readsAnyValue(String text, String expected) {
    assertThat(json.readTree(text).toString()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a",
        "NaN",
        "Infinity",
        "{} {}",
        "nul",
        "'x'",
        "{a:1}",
        "01",
        "[1,]"
      })
  void refusesWhatIsNoJson(String text) {
    assertThatThrownBy(() -> json.readTree(text))
        .isInstanceOfSatisfying(
            MalformedMessageException.class,
            malformed -> assertThat(malformed.raw()).isEqualTo(text));
  }

  @Test
  void refusesJsonThatIsTooDeep() {
    assertThatThrownBy(() -> json.readTree("[".repeat(100_000)))
        .isInstanceOf(MalformedMessageException.class);
    assertThatThrownBy(() -> json.readTree("[".repeat(5_000) + "]".repeat(5_000)))
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void refusesNumbersWithoutEnd() {
    assertThatThrownBy(() -> json.readTree("1".repeat(100_000)))
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void tellsWhereJsonIsMalformedWithoutRepeatingIt() {
    assertThatThrownBy(() -> json.readTree("{\"password\": hunter2}"))
        .hasMessageMatching("Malformed JSON at line 1, column \\d+\\.");
  }

  // --- records ---

  @Test
  void readsRecordOfEverything() {
    var value =
        json.readMessage(
            """
            {"text":"t","whole":9007199254740993,"number":1.5,"flag":true,"colour":"RED",
             "items":[{"name":"n","count":1}],"byName":{"k":{"name":"n","count":2}},"maybe":"m",
             "extra":null,"id":"00000000-0000-0000-0000-000000000001","at":"2026-01-02T03:04:05Z",
             "unknown":[1,2]}
            """,
            Everything.class);

    assertThat(value)
        .isEqualTo(
            new Everything(
                "t",
                9007199254740993L,
                1.5,
                true,
                Colour.RED,
                List.of(new Item("n", 1)),
                Map.of("k", new Item("n", 2)),
                Optional.of("m"),
                null,
                new UUID(0, 1),
                Instant.parse("2026-01-02T03:04:05Z")));
  }

  @Test
  void leavesOutWhatIsOptionalOrNullable() {
    var value =
        json.readMessage(
            """
            {"text":"","whole":1,"number":1,"flag":false,"colour":"GREEN","items":[],"byName":{},
             "id":"00000000-0000-0000-0000-000000000001","at":"2026-01-02T03:04:05Z"}
            """,
            Everything.class);

    assertThat(value.maybe()).isEmpty();
    assertThat(value.extra()).isNull();
  }

  @Test
  void listsEveryProblemWithItsPath() {
    assertThatThrownBy(() ->
            json.readMessage(
                """
                {"text":1,"whole":1.5,"number":"x","flag":"true","colour":"BLUE",
                 "items":[{"name":"n","count":1},{"name":null}],"byName":{"k":7},"maybe":3,
                 "extra":[],"id":true}
                """,
                Everything.class))
        .isInstanceOfSatisfying(
            InvalidMessageException.class,
            invalid ->
                assertThat(invalid.problems())
                    .allMatch(problem -> problem.in().equals("message"))
                    .extracting(problem -> problem.name() + ": " + problem.message())
                    .containsExactly(
                        "text: Expected a string, got a whole number.",
                        "whole: Expected a whole number, got a number.",
                        "number: Expected a number, got a string.",
                        "flag: Expected true or false, got a string.",
                        "colour: Expected one of RED, GREEN.",
                        "items[1].name: Expected a value, got null.",
                        "items[1].count: Missing.",
                        "byName.k: Expected an object, got a whole number.",
                        "maybe: Expected a string, got a whole number.",
                        "extra: Expected an object, got an array.",
                        "at: Missing."));
  }

  @Test
  void namesPlaceOfWhatOnlyReadingFinds() {
    var text = "{\"name\":\"n\",\"count\":99999999999}";

    assertThatThrownBy(() -> json.readMessage(text, Item.class))
        .isInstanceOfSatisfying(
            InvalidMessageException.class,
            invalid ->
                assertThat(invalid.problems())
                    .singleElement()
                    .satisfies(problem -> {
                      assertThat(problem.name()).isEqualTo("count");
                      assertThat(problem.message()).isEqualTo("The value does not fit.");
                    }));
    record Ids(List<UUID> ids) {}
    assertThatThrownBy(() -> json.readMessage("{\"ids\":[\"x\"]}", Ids.class))
        .isInstanceOfSatisfying(
            InvalidMessageException.class,
            invalid -> assertThat(invalid.problems().getFirst().name()).isEqualTo("ids[0]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          null  | got null
          true  | got a boolean
          1     | got a whole number
          1.5   | got a number
          "x"   | got a string
          [1]   | got an array
          """)
  void refusesOtherValueThanObject(String text, String got) {
    assertThatThrownBy(() -> json.readMessage(text, Item.class)).hasMessageContaining(got);
  }

  @Test
  void refusesMapAndListOfOtherShape() {
    record Lists(List<String> list, String[] array, Map<String, Integer> map, List<?> any) {}
    assertThatThrownBy(() ->
            json.readMessage("{\"list\":{},\"array\":[1],\"map\":[],\"any\":[{}]}", Lists.class))
        .isInstanceOfSatisfying(
            InvalidMessageException.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(problem -> problem.name() + ": " + problem.message())
                    .containsExactly(
                        "list: Expected an array, got an object.",
                        "array[0]: Expected a string, got a whole number.",
                        "map: Expected an object, got an array."));
  }

  public static final class Bean {
    public String name = "";
    public int count;
  }

  @Test
  void readsAndWritesClassesThatAreNoRecords() {
    record Holder(Bean bean, Optional<Boolean> flag, Object any) {}
    var holder =
        json.readMessage(
            "{\"bean\":{\"name\":\"n\",\"count\":2},\"flag\":null,\"any\":[1]}", Holder.class);

    assertThat(holder.bean().count).isEqualTo(2);
    assertThat(holder.flag()).isEmpty();
    assertThat(written(holder))
        .isEqualTo("{\"bean\":{\"name\":\"n\",\"count\":2},\"flag\":null,\"any\":[1]}");
    assertThatThrownBy(
            () -> json.readMessage("{\"bean\":{\"count\":\"x\"},\"any\":1}", Holder.class))
        .isInstanceOfSatisfying(
            InvalidMessageException.class,
            invalid -> assertThat(invalid.problems().getFirst().name()).isEqualTo("bean.count"));
  }

  @Test
  void tellsWhatIsWrongWithBoxesAndEnums() {
    record Boxes(Boolean flag, Colour colour, Optional<Integer> maybe) {}
    assertThatThrownBy(
            () -> json.readMessage("{\"flag\":1,\"colour\":5,\"maybe\":null}", Boxes.class))
        .isInstanceOfSatisfying(
            InvalidMessageException.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(problem -> problem.message())
                    .containsExactly(
                        "Expected true or false, got a whole number.",
                        "Expected one of RED, GREEN."));
  }

  @Test
  void tellsAtMost50Problems() {
    record Numbers(List<Integer> numbers) {}
    var text = "{\"numbers\":[" + "\"x\",".repeat(99) + "\"x\"]}";

    assertThatThrownBy(() -> json.readMessage(text, Numbers.class))
        .isInstanceOfSatisfying(
            InvalidMessageException.class, invalid -> assertThat(invalid.problems()).hasSize(50));
  }

  // --- sealed messages ---

  @Test
  void readsSealedMessagesByTheirType() {
    assertThat(json.readMessage("{\"type\":\"say\",\"text\":\"hi\"}", Command.class))
        .isEqualTo(new Say("hi"));
    assertThat(json.readMessage("{\"y\":2,\"x\":1,\"type\":\"go\"}", Command.class))
        .isEqualTo(new Move(1, 2));
    assertThat(json.readMessage("{\"type\":\"quit\"}", Command.class)).isEqualTo(new Quit());
  }

  @Test
  void readsNestedFamilyByItsOwnDiscriminator() {
    assertThat(json.readMessage("{\"kind\":\"square\",\"side\":2}", Shape.class))
        .isEqualTo(new Square(2));
    assertThat(json.readMessage("{\"shapes\":[{\"kind\":\"round\",\"radius\":1}]}", Drawing.class))
        .isEqualTo(new Drawing(List.of(new Round(1))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"text":"x"}          | type | Missing; expected one of say, go, quit.
          {"type":"shout"}      | type | Unknown; expected one of say, go, quit.
          {"type":5}            | type | Unknown; expected one of say, go, quit.
          {"type":"say"}        | text | Missing.
          {"type":"go","x":1.5} | x    | Expected a whole number, got a number.
          """)
  void tellsWhatIsWrongWithSealedMessage(String text, String name, String message) {
    assertThatThrownBy(() -> json.readMessage(text, Command.class))
        .isInstanceOfSatisfying(
            InvalidMessageException.class,
            invalid -> {
              assertThat(invalid.problems().getFirst().name()).isEqualTo(name);
              assertThat(invalid.problems().getFirst().message()).isEqualTo(message);
            });
  }

  @Test
  void refusesSealedMessageThatIsNoObject() {
    assertThatThrownBy(() -> json.readMessage("[]", Command.class))
        .hasMessage("Expected an object, got an array.");
  }

  @Test
  void writesTypeOfSealedMessageFirst() {
    assertThat(written(new Say("hi"))).isEqualTo("{\"type\":\"say\",\"text\":\"hi\"}");
    assertThat(written(new Square(2))).isEqualTo("{\"kind\":\"square\",\"side\":2.0}");
    assertThat(written(List.of(new Move(1, 2)))).isEqualTo("[{\"type\":\"go\",\"x\":1,\"y\":2}]");
    assertThat(written(new Drawing(List.of(new Round(1)))))
        .isEqualTo("{\"shapes\":[{\"kind\":\"round\",\"radius\":1.0}]}");
  }

  @Test
  void writesRecordOfTwoFamiliesWithoutType() {
    assertThat(written(new Both(1))).isEqualTo("{\"x\":1}");
  }

  @Test
  void readsRecordOfFamilyByItselfWithOrWithoutType() {
    assertThat(json.readMessage("{\"text\":\"hi\"}", Say.class)).isEqualTo(new Say("hi"));
    assertThat(json.readMessage("{\"type\":\"say\",\"text\":\"hi\"}", Say.class))
        .isEqualTo(new Say("hi"));
  }

  @Test
  void honoursJacksonsOwnAnnotations() {
    assertThat(json.readMessage("{\"species\":\"cat\",\"name\":\"Tom\"}", Animal.class))
        .isEqualTo(new Cat("Tom"));
  }

  @Test
  void refusesFamilyWithTwoRecordsOfOneNameAtStartUp() {
    assertThatThrownBy(() -> json.check(Twins.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("are both 'twin'")
        .hasMessageContaining("@MessageType");
    json.check(Command.class);
    json.check(Item.class);
  }

  // --- bodies ---

  @Test
  void readsBodies() {
    assertThat(json.readBody(bytes("{\"name\":\"n\",\"count\":1}"), Item.class))
        .isEqualTo(new Item("n", 1));
  }

  @Test
  void refusesBodyThatIsNoJsonOrNoUtf8With400() {
    assertThatThrownBy(() -> json.readBody(bytes("{"), Item.class))
        .isInstanceOfSatisfying(
            HttpException.class, refused -> assertThat(refused.status()).isEqualTo(400));
    assertThatThrownBy(() -> json.readBody(new byte[] {'"', (byte) 0xff, '"'}, Item.class))
        .isInstanceOfSatisfying(
            HttpException.class,
            refused -> assertThat(refused.detail()).isEqualTo("The body is not UTF-8."));
    assertThatThrownBy(() -> json.readBody(new byte[0], Item.class))
        .isInstanceOf(HttpException.class);
  }

  @Test
  void refusesBodyThatDoesNotFitNamingEachField() {
    assertThatThrownBy(() -> json.readBody(bytes("{\"name\":5}"), Item.class))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            invalid ->
                assertThat(invalid.problems())
                    .allMatch(problem -> problem.in().equals("body"))
                    .extracting(problem -> problem.name())
                    .containsExactly("name", "count"));
  }

  // --- writing ---

  @Test
  void writesCompactlyInOrderAndWithoutEscapes() {
    assertThat(written(Json.object("z", 1, "a", "\u00e4\u20ac", "n", null)))
        .isEqualTo("{\"z\":1,\"a\":\"\u00e4\u20ac\",\"n\":null}");
  }

  @Test
  void writesTimesNumbersAndOptionals() {
    assertThat(
            written(
                Json.object(
                    "at", Instant.parse("2026-01-02T03:04:05Z"),
                    "day", LocalDate.of(2026, 1, 2),
                    "for", Duration.ofMinutes(90),
                    "some", Optional.of(1),
                    "none", Optional.empty(),
                    "big", new BigInteger("12345678901234567890123"),
                    "decimal", new BigDecimal("1.10"),
                    "float", 1.5f)))
        .isEqualTo(
            "{\"at\":\"2026-01-02T03:04:05Z\",\"day\":\"2026-01-02\",\"for\":\"PT1H30M\",\"some\":1,"
                + "\"none\":null,\"big\":12345678901234567890123,\"decimal\":1.10,\"float\":1.5}");
  }

  @Test
  void refusesToWriteWhatJsonHasNoNumberFor() {
    for (Object value : List.of(Double.NaN, Double.POSITIVE_INFINITY, Float.NaN)) {
      assertThatThrownBy(() -> json.write(List.of(value)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cannot be written as JSON");
    }
  }

  private String written(Object value) {
    return new String(json.write(value), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
