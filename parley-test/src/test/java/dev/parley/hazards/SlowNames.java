package dev.parley.hazards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names of this JVM: those of one domain are looked up in a file, whose reader waits in the
 * operating system, as the resolver of the C library waits there for an answer.
 */
public final class SlowNames extends InetAddressResolverProvider {
  static final String DOMAIN = ".slow.test";

  private static volatile @Nullable Path answers;

  /** Has look-ups read a file, which holds one address. */
  static void answerWhenWritten(Path file) {
    answers = file;
  }

  @Override
  public InetAddressResolver get(Configuration configuration) {
    return new Resolver(configuration.builtinResolver());
  }

  @Override
  public String name() {
    return "slow names of tests";
  }

  private record Resolver(InetAddressResolver others) implements InetAddressResolver {
    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      var file = answers;
      if (!host.endsWith(DOMAIN) || file == null) {
        return others.lookupByName(host, policy);
      }
      try {
        return Stream.of(InetAddress.ofLiteral(Files.readString(file)));
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      return others.lookupByAddress(address);
    }
  }
}
