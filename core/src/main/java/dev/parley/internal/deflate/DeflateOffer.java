package dev.parley.internal.deflate;

import dev.parley.internal.handshake.Extension;
import dev.parley.internal.handshake.Extension.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * An offer of permessage-deflate that keeps to RFC 7692, section 7.1.
 *
 * @param serverTakeover whether the server may take its context from message to message
 * @param clientTakeover whether the client may do the same
 * @param serverWindowBits the largest window that the server may use; empty if the client does not
 *     mind
 */
record DeflateOffer(boolean serverTakeover, boolean clientTakeover, OptionalInt serverWindowBits) {
  private static final String NAME = "permessage-deflate";
  private static final String SERVER_FORGETS = "server_no_context_takeover";
  private static final String CLIENT_FORGETS = "client_no_context_takeover";
  private static final String SERVER_WINDOW = "server_max_window_bits";
  private static final String CLIENT_WINDOW = "client_max_window_bits";

  /** 8 to 15 without leading zeros (section 7.1.2.1). */
  private static final Pattern WINDOW_BITS = Pattern.compile("[89]|1[0-5]");

  /** The first offer that can be accepted. */
  static Optional<DeflateOffer> firstOf(List<Extension> offers) {
    return offers.stream()
        .filter(offer -> offer.name().equals(NAME) && isProper(offer.parameters()))
        .map(offer -> of(offer.parameters()))
        .findFirst();
  }

  private static boolean isProper(List<Parameter> parameters) {
    var seen = new HashSet<String>();
    return parameters.stream()
        .allMatch(parameter -> isProper(parameter) && seen.add(parameter.name()));
  }

  private static boolean isProper(Parameter parameter) {
    var value = parameter.value();
    boolean bits = value.filter(WINDOW_BITS.asMatchPredicate()).isPresent();
    return switch (parameter.name()) {
      case SERVER_FORGETS, CLIENT_FORGETS -> value.isEmpty();
      case SERVER_WINDOW -> bits;
      case CLIENT_WINDOW -> bits || value.isEmpty();
      default -> false;
    };
  }

  private static DeflateOffer of(List<Parameter> parameters) {
    var bits =
        parameters.stream()
            .filter(parameter -> parameter.name().equals(SERVER_WINDOW))
            .mapToInt(parameter -> Integer.parseInt(parameter.value().orElseThrow()))
            .findFirst();
    return new DeflateOffer(
        !has(parameters, SERVER_FORGETS), !has(parameters, CLIENT_FORGETS), bits);
  }

  private static boolean has(List<Parameter> parameters, String name) {
    return parameters.stream().anyMatch(parameter -> parameter.name().equals(name));
  }
}
