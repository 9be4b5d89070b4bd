package dev.parley.benchmarks.names;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * Names whose look-up takes 10 ms on every machine. It waits in the operating system, as the
 * resolver of the C library does: the thread cannot be taken off its carrier meanwhile.
 */
public final class SlowNames extends InetAddressResolverProvider {
  private static final String DOMAIN = ".slow.test";
  private static final int MICROS = 10_000;

  /** Called by the JDK. */
  public SlowNames() {}

  @Override
  public InetAddressResolver get(Configuration configuration) {
    return new Resolver(configuration.builtinResolver());
  }

  @Override
  public String name() {
    return "slow names of the benchmarks";
  }

  private record Resolver(InetAddressResolver others) implements InetAddressResolver {
    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      if (!host.endsWith(DOMAIN)) {
        return others.lookupByName(host, policy);
      }
      CLibrary.sleep();
      return Stream.of(InetAddress.getLoopbackAddress());
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      return others.lookupByAddress(address);
    }
  }

  /** Loaded where it is needed, as this takes time and memory. */
  private static final class CLibrary {
    @SuppressWarnings("restricted")
    private static final MethodHandle USLEEP =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("usleep"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    static void sleep() {
      try {
        int _ = (int) USLEEP.invokeExact(MICROS);
      } catch (RuntimeException | Error failure) {
        throw failure;
      } catch (Throwable failure) {
        throw new IllegalStateException(failure);
      }
    }
  }
}
