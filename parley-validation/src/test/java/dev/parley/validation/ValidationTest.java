package dev.parley.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Body;
import dev.parley.CloseReason;
import dev.parley.Json;
import dev.parley.Post;
import dev.parley.QueryParam;
import dev.parley.WebSocket;
import dev.parley.WebSocketRoute;
import dev.parley.test.HandshakeRefusedException;
import dev.parley.test.TestClient;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidationTest {
  record Item(@Min(1) int count) {}

  record Order(@NotBlank String customer, @Size(min = 1) List<@Valid Item> items) {}

  sealed interface Command permits Say {}

  record Say(@NotBlank @Size(max = 5) String text) implements Command {}

  static final class Shop {
    @Post("/orders")
    String order(Order order) {
      return order.customer();
    }

    @Post("/items")
    int items(@Body List<Item> items) {
      return items.size();
    }

    @WebSocketRoute("/page")
    void page(WebSocket ws, @QueryParam @Min(1) int page) {
      ws.sendText("page " + page);
    }

    @WebSocketRoute("/say")
    void say(WebSocket ws) {
      for (var command : ws.messages(Command.class, problems -> ws.sendJson(problems))) {
        ws.sendJson(command);
      }
    }

    @WebSocketRoute("/strict")
    void strict(WebSocket ws) {
      ws.receive(Say.class);
    }
  }

  @Test
  void acceptsBodyThatFits() {
    try (var client = TestClient.of(new Shop())) {
      var order = Json.object("customer", "Ann", "items", List.of(Json.object("count", 1)));

      assertThat(client.post("/orders", order).text()).isEqualTo("Ann");
    }
  }

  @Test
  void listsEveryViolationOfBodyWithItsPath() {
    try (var client = TestClient.of(new Shop())) {
      var order = Json.object("customer", " ", "items", List.of(Json.object("count", 0)));

      var response = client.post("/orders", order);

      assertThat(response.status()).isEqualTo(422);
      assertThat(response.text())
          .isEqualTo(
              "{\"detail\":["
                  + "{\"in\":\"body\",\"name\":\"customer\",\"message\":\"Must not be blank.\",\"value\":null},"
                  + "{\"in\":\"body\",\"name\":\"items[0].count\",\"message\":\"Must be greater than or equal to"
                  + " 1.\",\"value\":null}]}");
    }
  }

  @Test
  void checksElementsOfListBody() {
    try (var client = TestClient.of(new Shop())) {
      var response =
          client.post("/items", List.of(Json.object("count", 1), Json.object("count", 0)));

      assertThat(response.status()).isEqualTo(422);
      assertThat(response.json().findValuesAsString("name")).containsExactly("[1].count");
    }
  }

  @Test
  void refusesParameterBeforeUpgrade() {
    try (var client = TestClient.of(new Shop())) {
      try (var ws = client.websocket("/page?page=1")) {
        assertThat(ws.receiveText()).isEqualTo("page 1");
      }
      assertThatThrownBy(() -> client.websocket("/page?page=0"))
          .isInstanceOfSatisfying(
              HandshakeRefusedException.class,
              refused -> {
                assertThat(refused.response().status()).isEqualTo(422);
                assertThat(refused.response().text())
                    .contains("\"name\":\"page\"", "Must be greater than or equal to 1.");
              });
    }
  }

  @Test
  void answersInvalidMessageAndGoesOn() {
    try (var client = TestClient.of(new Shop());
        var ws = client.websocket("/say")) {
      ws.sendText("{\"type\":\"say\",\"text\":\"too long\"}");
      assertThat(ws.receiveText()).contains("\"name\":\"text\"", "Size must be between 0 and 5.");
      ws.sendText("{\"type\":\"say\",\"text\":\"hi\"}");
      assertThat(ws.receiveText()).isEqualTo("{\"type\":\"say\",\"text\":\"hi\"}");
    }
  }

  @Test
  void closesWith1008WhereNobodyAnswersInvalidMessage() {
    try (var client = TestClient.of(new Shop());
        var ws = client.websocket("/strict")) {
      ws.sendText("{\"text\":\" \"}");
      assertThat(ws.expectClose()).isEqualTo(CloseReason.of(1008, "Must not be blank."));
    }
  }
}
