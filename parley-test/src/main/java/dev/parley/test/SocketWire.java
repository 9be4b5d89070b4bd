package dev.parley.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** A wire over a TCP socket: one virtual thread reads, another one writes. */
final class SocketWire implements Wire {
  /** Small, so that a test that stops reading is soon felt by the server. */
  private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;

  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int READ_BYTES = 16 * 1024;

  private final Socket socket;
  private final Listener listener;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("parley-test-writer").factory());
  private final Monitor gate = new Monitor();
  private boolean reading = true;

  private SocketWire(Socket socket, Listener listener) {
    this.socket = socket;
    this.listener = listener;
  }

  static SocketWire connect(InetSocketAddress address, Listener listener) {
    try {
      var socket = new Socket();
      socket.setTcpNoDelay(true);
      socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
      socket.connect(address, CONNECT_TIMEOUT_MILLIS);
      var wire = new SocketWire(socket, listener);
      Thread.ofVirtual().name("parley-test-reader").start(wire::read);
      return wire;
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "Cannot connect to " + address + ": " + failure.getMessage() + ".", failure);
    }
  }

  @Override
  public SocketAddress localAddress() {
    return socket.getLocalSocketAddress();
  }

  @Override
  public CompletableFuture<Void> send(byte[] bytes) {
    try {
      return CompletableFuture.runAsync(() -> write(bytes), writer);
    } catch (RejectedExecutionException closed) {
      return CompletableFuture.failedFuture(closed);
    }
  }

  @Override
  public void finishSending() {
    writer.execute(() -> {
      try {
        socket.shutdownOutput();
      } catch (IOException gone) {
        // The server was faster.
      }
    });
  }

  @Override
  public void stopReading() {
    gate.change(() -> reading = false);
  }

  @Override
  public void resumeReading() {
    gate.change(() -> reading = true);
  }

  @Override
  public void reset() {
    try {
      // Closing with a linger time of zero sends RST in place of FIN.
      socket.setSoLinger(true, 0);
    } catch (IOException gone) {
      // There is nobody left to reset.
    }
    close();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException gone) {
      // It is closed, which was the aim.
    }
    writer.shutdownNow();
    resumeReading();
  }

  private void write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void read() {
    byte[] buffer = new byte[READ_BYTES];
    try {
      InputStream in = socket.getInputStream();
      int count = in.read(buffer);
      while (count >= 0) {
        gate.await(() -> reading);
        listener.received(Arrays.copyOf(buffer, count));
        count = in.read(buffer);
      }
      gate.await(() -> reading);
      listener.ended(End.FINISHED);
    } catch (IOException failure) {
      listener.ended(End.RESET);
    }
  }
}
