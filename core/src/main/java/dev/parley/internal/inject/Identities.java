package dev.parley.internal.inject;

import dev.parley.ConfigurationException;
import dev.parley.HttpException;
import dev.parley.Request;
import dev.parley.Scope;
import dev.parley.auth.Authenticator;
import dev.parley.auth.CredentialSource;
import dev.parley.auth.Tickets;
import dev.parley.internal.app.AppDefinition;
import dev.parley.internal.inject.Declaration.Ownership;
import dev.parley.internal.limit.Identified;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the identity of whoever sent a request from the first credential that is found in it. */
public final class Identities implements Declaration.Making {
  private final Class<?> type;
  private final Authenticator<?> authenticator;
  private final List<CredentialSource> sources;

  private Identities(AppDefinition.Identity identity) {
    this.type = identity.type();
    this.authenticator = identity.authenticator();
    this.sources = identity.sources();
  }

  /**
   * Declares an identity as a dependency of connection scope.
   *
   * @throws ConfigurationException if no credential could ever be found
   */
  public static Declaration declare(AppDefinition.Identity identity) {
    var name = GenericType.shortText(identity.type());
    if (identity.sources().isEmpty()) {
      throw new ConfigurationException(
          "Identity %s has no source of credentials. Name one, such as CredentialSource.bearer()."
              .formatted(name));
    }
    var where = "the identity " + name;
    var inputs = new ArrayList<Input>();
    inputs.add(new Input.FromContainer(where, Request.class));
    inputs.add(new Input.CurrentScope());
    if (identity.sources().contains(CredentialSource.ticket())) {
      inputs.add(new Input.FromContainer(where, Tickets.class));
    }
    return new Declaration(
        identity.type(),
        Scope.CONNECTION,
        Ownership.BORROWED,
        "app.identity",
        List.copyOf(inputs),
        new Identities(identity));
  }

  @Override
  public Object make(@Nullable Object[] arguments) {
    for (var source : sources) {
      var credential = source.find(argument(arguments[0], Request.class));
      if (credential.isPresent()) {
        return identity(source, credential.get(), arguments)
            .<Object>map(identity -> counted(identity, arguments))
            .orElseGet(() -> new Absent(() -> refused("The credential is not valid.")));
      }
    }
    return new Absent(() -> refused("A credential is missing."));
  }

  private Optional<?> identity(
      CredentialSource source, String credential, @Nullable Object[] arguments) {
    return switch (source) {
      case CredentialSource.Ticket _ ->
          argument(arguments[2], Tickets.class).redeem(credential, type);
      case CredentialSource.Subprotocol(var marker) -> {
        argument(arguments[1], RequestScope.class).choose(marker);
        yield authenticator.authenticate(credential);
      }
      case CredentialSource.Query _,
          CredentialSource.Cookie _,
          CredentialSource.Bearer _,
          CredentialSource.ClientCertificate _ ->
          authenticator.authenticate(credential);
    };
  }

  /** Counts a connection for its user. */
  private static Object counted(Object identity, @Nullable Object[] arguments) {
    if (argument(arguments[1], RequestScope.class).webSocket().orElse(null)
        instanceof Identified connection) {
      connection.identified(identity);
    }
    return identity;
  }

  private static <T> T argument(@Nullable Object argument, Class<T> type) {
    return Objects.requireNonNull(type.cast(argument));
  }

  private HttpException refused(String detail) {
    var refusal = new HttpException(401, detail);
    return sources.contains(CredentialSource.bearer())
        ? refusal.withHeader("WWW-Authenticate", "Bearer")
        : refusal;
  }
}
