package dev.parley.hazards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Action;
import java.io.FileInputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a handler cannot be taken off its thread for. Its event loop goes on with another thread;
 * the watchdog sees to that.
 */
class HoldingTest {
  @TempDir private Path folder;

  @BeforeEach
  void aHandlerMayHoldAThread() {
    Street.assumeThatAHandlerMayHoldAThread();
  }

  /** What a test does to let the handler go on. */
  private interface Release {
    void run() throws Exception;
  }

  /**
   * The handler holds a thread, the others are served, and it goes on: for the first time on its
   * event loop, for the second time where it was put for that.
   */
  private static void assertOthersGoOn(Action hold, Release release) throws Exception {
    try (var street = Street.with(hold)) {
      for (var text : new String[] {"once", "again"}) {
        street.begin(text);

        street.assertNeighboursAreServedMeanwhile();

        street.assertAThreadCarriesTheHandler();
        release.run();
        street.assertEnds(text);
      }
      street.assertNeighboursAreServed();
    }
  }

  @Test
  void handlerThatReadsAFileHoldsItsThreadOnly() throws Exception {
    var pipe = Pipe.in(folder);
    assertOthersGoOn(() -> assertThat(pipe.read()).isEqualTo("x"), () -> pipe.write("x"));
  }

  @Test
  void handlerThatReadsAStreamOfAFileHoldsItsThreadOnly() throws Exception {
    var pipe = Pipe.in(folder);
    assertOthersGoOn(
        () -> {
          try (var stream = new FileInputStream(pipe.path().toFile())) {
            assertThat(stream.read()).isEqualTo('x');
          }
        },
        () -> pipe.write("x"));
  }

  @Test
  void handlerThatLooksUpANameHoldsItsThreadOnly() throws Exception {
    var pipe = Pipe.in(folder);
    var names = new AtomicInteger();
    SlowNames.answerWhenWritten(pipe.path());
    assertOthersGoOn(
        () -> {
          // Another name each time: the JDK remembers them.
          var name = names.incrementAndGet() + SlowNames.DOMAIN;
          assertThat(InetAddress.getByName(name).getAddress()).containsExactly(127, 0, 0, 2);
        },
        () -> pipe.write("127.0.0.2"));
  }

  @Test
  void handlerThatComputesHoldsItsThreadOnly() throws Exception {
    var rounds = new AtomicInteger();
    assertOthersGoOn(
        () -> {
          int before = rounds.get();
          while (rounds.get() == before) {
            Thread.onSpinWait();
          }
        },
        rounds::incrementAndGet);
  }

  @Test
  void handlerThatIsInANativeCallHoldsItsThreadOnly() throws Exception {
    var pipe = Pipe.in(folder);
    assertOthersGoOn(() -> CLibrary.open(pipe.path()), pipe::open);
  }

  @Test
  void handlerWhoseClassIsInitialisedHoldsItsThreadOnly() throws Exception {
    try (var street = Street.with(() -> assertThat(SlowClass.VALUE).isEqualTo(1))) {
      street.begin("it");

      street.assertNeighboursAreServedMeanwhile();

      street.assertAThreadCarriesTheHandler();
      INITIALISED.countDown();
      street.assertEnds("it");
    }
  }

  /** Only what initialises the class waits for something; the others wait for the class. */
  @Test
  void handlersThatWaitForAClassHoldTheirThreadsOnly() throws Exception {
    try (var first = Street.with(() -> assertThat(OtherSlowClass.VALUE).isEqualTo(1));
        var second = Street.with(() -> assertThat(OtherSlowClass.VALUE).isEqualTo(1))) {
      first.begin("it");
      if (Street.loopsCarryHandlers()) {
        // With two threads in all, the scheduler of the JDK has none left then.
        second.begin("it");
        second.assertNeighboursAreServedMeanwhile();
      }
      first.assertNeighboursAreServedMeanwhile();

      OTHER_INITIALISED.countDown();
      first.assertEnds("it");
      if (Street.loopsCarryHandlers()) {
        second.assertEnds("it");
      }
    }
  }

  private static final CountDownLatch INITIALISED = new CountDownLatch(1);
  private static final CountDownLatch OTHER_INITIALISED = new CountDownLatch(1);

  private static int waitFor(CountDownLatch latch) {
    try {
      latch.await();
      return 1;
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static final class SlowClass {
    static final int VALUE = waitFor(INITIALISED);
  }

  private static final class OtherSlowClass {
    static final int VALUE = waitFor(OTHER_INITIALISED);
  }

  /** Functions of the C library. */
  private static final class CLibrary {
    private static final MethodHandle FOPEN =
        function(
            "fopen",
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    private static final MethodHandle FCLOSE =
        function("fclose", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
      var linker = Linker.nativeLinker();
      return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }

    /** Opens a file, which waits until another process or thread writes it, if it is a pipe. */
    static void open(Path path) throws Exception {
      try (var arena = Arena.ofConfined()) {
        var file =
            (MemorySegment)
                FOPEN.invokeExact(arena.allocateFrom(path.toString()), arena.allocateFrom("r"));
        int failed = (int) FCLOSE.invokeExact(file);
        assertThat(failed).isZero();
      } catch (Exception | Error failure) {
        throw failure;
      } catch (Throwable failure) {
        throw new IllegalStateException(failure);
      }
    }
  }
}
