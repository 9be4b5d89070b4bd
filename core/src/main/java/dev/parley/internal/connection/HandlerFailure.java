package dev.parley.internal.connection;

import dev.parley.CloseCode;
import dev.parley.CloseReason;
import dev.parley.HttpException;
import dev.parley.InvalidMessageException;
import dev.parley.InvalidRequestException;
import dev.parley.MalformedMessageException;
import dev.parley.ReceiveTimeoutException;
import dev.parley.WebSocketClosedException;
import dev.parley.WebSocketException;
import dev.parley.WrongMessageKindException;
import dev.parley.internal.routing.ErrorMappings;
import java.util.Optional;

/** What an exception of a handler becomes after acceptance. */
final class HandlerFailure {
  private static final int CREDENTIALS_GONE = 4401;
  private static final int FORBIDDEN = 4403;

  private HandlerFailure() {}

  /** Tells whether an exception only says that the connection has ended. */
  static boolean isNormalEnd(Throwable failure, Connection connection) {
    return failure instanceof WebSocketClosedException
        || (connection.hasEnded()
            && (failure instanceof InterruptedException
                || failure instanceof java.util.concurrent.CancellationException
                || failure instanceof java.nio.channels.ClosedByInterruptException));
  }

  /** The close reason for an exception; empty for one that nothing maps, a crash. */
  static Optional<CloseReason> closeReason(Throwable failure, ErrorMappings mappings) {
    try {
      var mapped = mappings.find(failure);
      if (mapped.isPresent()) {
        return mapped.map(reply -> CloseReason.of(reply.closeCode(), reply.message()));
      }
    } catch (RuntimeException mapping) {
      failure.addSuppressed(mapping);
      return Optional.empty();
    }
    return switch (failure) {
      case WebSocketException own -> Optional.of(own.closeReason());
      case HttpException http -> Optional.of(ofStatus(http));
      case WrongMessageKindException wrong -> reason(CloseCode.UNSUPPORTED_DATA, wrong);
      case MalformedMessageException malformed -> reason(CloseCode.INVALID_PAYLOAD, malformed);
      case InvalidMessageException invalid -> reason(CloseCode.POLICY_VIOLATION, invalid);
      case InvalidRequestException invalid -> reason(CloseCode.POLICY_VIOLATION, invalid);
      case ReceiveTimeoutException timeout -> reason(CloseCode.POLICY_VIOLATION, timeout);
      default -> Optional.empty();
    };
  }

  private static Optional<CloseReason> reason(int code, RuntimeException failure) {
    return Optional.of(CloseReason.of(code, String.valueOf(failure.getMessage())));
  }

  private static CloseReason ofStatus(HttpException http) {
    int code =
        switch (http.status()) {
          case 401 -> CREDENTIALS_GONE;
          case 403 -> FORBIDDEN;
          default -> http.status() < 500 ? CloseCode.POLICY_VIOLATION : CloseCode.INTERNAL_ERROR;
        };
    return CloseReason.of(code, http.detail());
  }
}
