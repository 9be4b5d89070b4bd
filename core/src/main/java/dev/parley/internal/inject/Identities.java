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
import java.util.ArrayList;
import java.util.List;
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
    var name = GenericType.text(identity.type());
    if (identity.sources().isEmpty()) {
      throw new ConfigurationException(
          "Identity %s has no source of credentials. Name one, such as CredentialSource.bearer()."
              .formatted(name));
    }
    var where = "the identity " + name;
    var parameters = new ArrayList<Parameter>();
    parameters.add(new Parameter.FromContainer(where, Request.class));
    parameters.add(new Parameter.CurrentScope());
    if (identity.sources().contains(CredentialSource.ticket())) {
      parameters.add(new Parameter.FromContainer(where, Tickets.class));
    }
    return new Declaration(
        identity.type(),
        Scope.CONNECTION,
        Ownership.BORROWED,
        "app.identity",
        List.copyOf(parameters),
        new Identities(identity));
  }

  @Override
  public Object make(@Nullable Object[] arguments) {
    var scope = (RequestScope) arguments[1];
    for (var source : sources) {
      var credential = source.find(scope.request());
      if (credential.isPresent()) {
        return identity(source, credential.get(), arguments)
            .<Object>map(identity -> identity)
            .orElseGet(() -> new Absent(() -> refused("The credential is not valid.")));
      }
    }
    return new Absent(() -> refused("A credential is missing."));
  }

  private Optional<?> identity(
      CredentialSource source, String credential, @Nullable Object[] arguments) {
    return switch (source) {
      case CredentialSource.Ticket _ -> ((Tickets) arguments[2]).redeem(credential, type);
      case CredentialSource.Subprotocol(var marker) -> {
        ((RequestScope) arguments[1]).choose(marker);
        yield authenticator.authenticate(credential);
      }
      case CredentialSource.Query _, CredentialSource.Cookie _, CredentialSource.Bearer _ ->
          authenticator.authenticate(credential);
    };
  }

  private HttpException refused(String detail) {
    var refusal = new HttpException(401, detail);
    return sources.contains(CredentialSource.bearer())
        ? refusal.withHeader("WWW-Authenticate", "Bearer")
        : refusal;
  }
}
