package dev.parley.internal.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.App;
import dev.parley.Get;
import dev.parley.HttpException;
import dev.parley.Parley;
import dev.parley.WebSocketRoute;
import dev.parley.auth.CredentialSource;
import dev.parley.internal.binding.AssembledApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdentitiesTest {
  private final List<String> checked = new ArrayList<>();

  private AssembledApp app(CredentialSource... sources) {
    return AssembledApp.of(definition(sources));
  }

  private App definition(CredentialSource... sources) {
    final class Routes {
      @Get("/me")
      String me(User user, User again) {
        assertThat(user).isSameAs(again);
        return user.name();
      }

      @Get("/maybe")
      String maybe(Optional<User> user) {
        return user.map(User::name).orElse("nobody");
      }

      @WebSocketRoute("/ws")
      void ws(User user) {}

      @WebSocketRoute("/open")
      void open(Optional<User> user) {}
    }
    return Parley.create().routes(new Routes()).identity(User.class, this::check, sources);
  }

  private Optional<User> check(String credential) {
    checked.add(credential);
    return credential.startsWith("good-")
        ? Optional.of(new User(credential.substring(5)))
        : Optional.empty();
  }

  record User(String name) {}

  @Test
  void findsCredentialInEverySource() {
    var app =
        app(
            CredentialSource.cookie("session"),
            CredentialSource.query("token"),
            CredentialSource.bearer());

    assertThat(app.get("/me", "Cookie: session=good-ann").text()).isEqualTo("ann");
    assertThat(app.get("/me?token=good-bob").text()).isEqualTo("bob");
    assertThat(app.get("/me", "Authorization: bearer good-eve").text()).isEqualTo("eve");
    assertThat(checked).containsExactly("good-ann", "good-bob", "good-eve");
  }

  @Test
  void firstCredentialFoundCounts() {
    var app = app(CredentialSource.cookie("session"), CredentialSource.query("token"));

    var answer = app.get("/me?token=good-bob", "Cookie: session=bad");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text()).isEqualTo("{\"detail\":\"The credential is not valid.\"}");
    assertThat(checked).containsExactly("bad");
  }

  @Test
  void missingCredentialIsRefused() {
    var answer = app(CredentialSource.query("token")).get("/me");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text()).isEqualTo("{\"detail\":\"A credential is missing.\"}");
    assertThat(answer.headers().first("www-authenticate")).isEmpty();
  }

  @Test // RFC 9110, section 11.6.1
  void challengeNamesBearerWhereItIsASource() {
    var app = app(CredentialSource.query("token"), CredentialSource.bearer());

    assertThat(app.get("/me").headers().first("www-authenticate")).contains("Bearer");
    assertThat(app.get("/me?token=bad").headers().first("www-authenticate")).contains("Bearer");
  }

  @Test
  void optionalIdentityIsEmptyInstead() {
    var app = app(CredentialSource.query("token"));

    assertThat(app.get("/maybe").text()).isEqualTo("nobody");
    assertThat(app.get("/maybe?token=bad").text()).isEqualTo("nobody");
    assertThat(app.get("/maybe?token=good-bob").text()).isEqualTo("bob");
  }

  @Test
  void requirementOfIdentityRefuses() {
    var app =
        Parley.create()
            .identity(User.class, this::check, CredentialSource.bearer())
            .requires(User.class)
            .get("/x", request -> request.dependency(User.class).name());

    assertThat(AssembledApp.of(app).get("/x").status()).isEqualTo(401);
    assertThat(AssembledApp.of(app).get("/x", "Authorization: Bearer good-x").text())
        .isEqualTo("x");
  }

  @Test
  void ticketIsTheIdentityItself() {
    final class Routes {
      @Get("/me")
      String me(String name) {
        return name;
      }
    }
    var app =
        AssembledApp.of(
            Parley.create()
                .routes(new Routes())
                .identity(
                    String.class,
                    credential -> {
                      throw new AssertionError(credential);
                    },
                    CredentialSource.ticket()));

    assertThat(app.get("/me?ticket=t-alice").text()).isEqualTo("alice");
    assertThat(app.get("/me?ticket=unknown").status()).isEqualTo(401);
  }

  @Test
  void credentialInSubprotocolsChoosesItsMarker() throws Throwable {
    var app = app(CredentialSource.subprotocol("bearer"));
    var chosen = new ArrayList<Optional<String>>();

    app.connect(
        "/ws",
        scope -> chosen.add(scope.chosenSubprotocol()),
        "Sec-WebSocket-Protocol: bearer, good-ann");
    app.connect(
        "/open",
        scope -> chosen.add(scope.chosenSubprotocol()),
        "Sec-WebSocket-Protocol: bearer, bad");
    app.connect(
        "/open", scope -> chosen.add(scope.chosenSubprotocol()), "Sec-WebSocket-Protocol: chat");

    assertThat(chosen)
        .containsExactly(Optional.of("bearer"), Optional.of("bearer"), Optional.empty());
    assertThatExceptionOfType(HttpException.class)
        .isThrownBy(() -> app.connect("/ws"))
        .satisfies(refused -> assertThat(refused.status()).isEqualTo(401));
  }

  @Test
  void overrideReplacesIdentity() {
    var app =
        AssembledApp.of(
            definition(CredentialSource.bearer()),
            java.util.Map.of(User.class, _ -> new User("fake")));

    assertThat(app.get("/me").text()).isEqualTo("fake");
    assertThat(app.get("/maybe").text()).isEqualTo("fake");
  }
}
