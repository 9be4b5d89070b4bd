package dev.parley.internal.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.App;
import dev.parley.Handshake;
import dev.parley.Parley;
import dev.parley.Request;
import dev.parley.WebSocket;
import dev.parley.internal.binding.AssembledApp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RequestScopeTest {
  record Db(AtomicInteger closed) implements AutoCloseable {
    Db() {
      this(new AtomicInteger());
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  record Other(Object of) {}

  @Test
  void threadsThatAskAtOnceShareOneInstance() throws Exception {
    var made = new AtomicInteger();
    var proceed = new CountDownLatch(1);
    var scope =
        scopeOf(
            Parley.create()
                .providePerConnection(
                    Db.class,
                    _ -> {
                      made.incrementAndGet();
                      await(proceed);
                      return new Db();
                    }));
    List<Thread> asking = new ArrayList<>();
    List<Db> got = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 8; i++) {
      asking.add(Thread.ofVirtual().start(() -> got.add(scope.get(Db.class))));
    }
    awaitWaiting(asking, 8);

    proceed.countDown();
    for (var thread : asking) {
      thread.join();
    }

    assertThat(made).hasValue(1);
    assertThat(got).hasSize(8).allSatisfy(db -> assertThat(db).isSameAs(got.getFirst()));
  }

  @Test
  void nextThreadTriesAgainWhereOneFailed() throws Exception {
    var calls = new AtomicInteger();
    var proceed = new CountDownLatch(1);
    var scope =
        scopeOf(
            Parley.create()
                .providePerConnection(
                    Db.class,
                    _ -> {
                      if (calls.incrementAndGet() == 1) {
                        await(proceed);
                        throw new IllegalStateException("first");
                      }
                      return new Db();
                    }));
    var first = new FutureTask<>(() -> scope.get(Db.class));
    var second = new FutureTask<>(() -> scope.get(Db.class));
    var one = Thread.ofVirtual().start(first);
    awaitWaiting(List.of(one), 1);
    var other = Thread.ofVirtual().start(second);
    awaitWaiting(List.of(other), 1);

    proceed.countDown();

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(first::get)
        .withMessageContaining("first");
    assertThat(second.get()).isNotNull();
  }

  @Test
  void whatIsMadeTooLateIsClosedAtOnce() throws Exception {
    var proceed = new CountDownLatch(1);
    var db = new Db();
    var scope =
        scopeOf(
            Parley.create()
                .providePerConnection(
                    Db.class,
                    _ -> {
                      await(proceed);
                      return db;
                    }));
    var late = new FutureTask<>(() -> scope.get(Db.class));
    var thread = Thread.ofVirtual().start(late);
    awaitWaiting(List.of(thread), 1);
    var waiting = new FutureTask<>(() -> scope.get(Db.class));
    awaitWaiting(List.of(Thread.ofVirtual().start(waiting)), 1);

    scope.close();
    proceed.countDown();

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(late::get)
        .withMessageContaining("was asked for after its scope had ended");
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(waiting::get)
        .withMessageContaining("was asked for after its scope had ended");
    assertThat(db.closed()).hasValue(1);
  }

  @Test
  void failureAfterTheEndIsTheOneOfTheProvider() throws Exception {
    var scopes = new ArrayList<RequestScope>();
    var scope =
        scopeOf(
            Parley.create()
                .providePerConnection(
                    Db.class,
                    _ -> {
                      close(scopes.getFirst());
                      throw new IllegalStateException("mine");
                    })
                .providePerConnection(
                    Other.class,
                    _ -> {
                      close(scopes.getFirst());
                      return new Other("not closeable");
                    }));
    scopes.add(scope);

    assertThatThrownBy(() -> scope.get(Db.class)).hasMessage("mine");
    var second =
        scopeOf(
            Parley.create()
                .providePerConnection(
                    Other.class,
                    _ -> {
                      close(scopes.getFirst());
                      return new Other("");
                    }));
    scopes.set(0, second);
    assertThatThrownBy(() -> second.get(Other.class)).hasMessageContaining("had ended");
  }

  @Test
  void closedScopeMakesNothing() throws Exception {
    var scope = scopeOf(Parley.create().providePerConnection(Db.class, _ -> new Db()));
    var db = scope.get(Db.class);

    scope.close();
    scope.close();

    assertThat(db.closed()).hasValue(1);
    assertThatThrownBy(() -> scope.get(Db.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "RequestScopeTest.Db (app.providePerConnection) was asked for after its scope had"
                + " ended.");
  }

  @Test
  void providerThatAsksForItselfIsNamed() {
    var scopes = new ArrayList<RequestScope>();
    var scope =
        scopeOf(
            Parley.create().providePerConnection(Db.class, _ -> scopes.getFirst().get(Db.class)));
    scopes.add(scope);

    assertThatThrownBy(() -> scope.get(Db.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("asks for itself while it is being made.");
  }

  @Test
  void waitingEndsWithAnInterrupt() throws Exception {
    var proceed = new CountDownLatch(1);
    var scope =
        scopeOf(
            Parley.create()
                .providePerConnection(
                    Db.class,
                    _ -> {
                      await(proceed);
                      return new Db();
                    }));
    var maker = Thread.ofVirtual().start(() -> scope.get(Db.class));
    awaitWaiting(List.of(maker), 1);
    var outcome = new CompletableFuture<Boolean>();
    var waiter =
        Thread.ofVirtual()
            .start(() -> {
              try {
                scope.get(Db.class);
              } catch (IllegalStateException interrupted) {
                outcome.complete(Thread.currentThread().isInterrupted());
              }
            });
    awaitWaiting(List.of(waiter), 1);

    waiter.interrupt();

    assertThat(outcome.get(10, TimeUnit.SECONDS)).isTrue();
    proceed.countDown();
    maker.join();
  }

  @Test
  void sameFailureTwiceIsToldOnce() throws Exception {
    var failure = new IOException("same");
    record Failing(IOException failure, int number) implements AutoCloseable {
      @Override
      public void close() throws IOException {
        throw failure;
      }
    }
    record AlsoFailing(IOException failure) implements AutoCloseable {
      @Override
      public void close() throws IOException {
        throw failure;
      }
    }
    var scope =
        scopeOf(
            Parley.create()
                .providePerConnection(Failing.class, _ -> new Failing(failure, 1))
                .providePerConnection(AlsoFailing.class, _ -> new AlsoFailing(failure)));
    scope.get(Failing.class);
    scope.get(AlsoFailing.class);

    assertThatThrownBy(scope::close).isSameAs(failure).hasNoSuppressedExceptions();
  }

  @Test
  void knowsItsRequestAndConnection() {
    var request = AssembledApp.unused(Handshake.class);
    var ws = AssembledApp.unused(WebSocket.class);
    var dependencies = AssembledApp.of(Parley.create()).assembly().dependencies();

    var scope = dependencies.openScope(request, Optional.of(ws));

    assertThat(scope.request()).isSameAs(request);
    assertThat(scope.webSocket()).containsSame(ws);
    assertThat(scope.get(Request.class)).isSameAs(request);
    assertThat(scope.get(Handshake.class)).isSameAs(request);
    assertThat(scope.get(WebSocket.class)).isSameAs(ws);
    assertThat(scope.chosenSubprotocol()).isEmpty();
  }

  @Test
  void plainRequestIsNoHandshake() {
    var dependencies = AssembledApp.of(Parley.create()).assembly().dependencies();
    var scope = dependencies.openScope(AssembledApp.unused(Request.class), Optional.empty());

    assertThatThrownBy(() -> scope.get(Handshake.class))
        .hasMessage("A Handshake was asked for in an HTTP request; take the Request.");
    assertThatThrownBy(() -> scope.get(WebSocket.class))
        .hasMessage("A WebSocket was asked for in an HTTP request.");
  }

  private static RequestScope scopeOf(App app) {
    return AssembledApp.of(app)
        .assembly()
        .dependencies()
        .openScope(AssembledApp.unused(Request.class), Optional.empty());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private static void close(RequestScope scope) {
    try {
      scope.close();
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  /** Waits until threads wait for something, as all of them do here sooner or later. */
  private static void awaitWaiting(List<Thread> threads, int count) {
    while (threads.stream().filter(thread -> thread.getState() == Thread.State.WAITING).count()
        < count) {
      Thread.onSpinWait();
    }
  }
}
