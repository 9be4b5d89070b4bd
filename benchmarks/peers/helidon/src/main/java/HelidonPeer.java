import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.logging.LogManager;

/** Helidon: a virtual thread for each connection. */
final class HelidonPeer {
  /** Only one thread may send on a session at a time. */
  private static final Map<WsSession, ReentrantLock> MEMBERS = new ConcurrentHashMap<>();

  private HelidonPeer() {}

  private static final class Echo implements WsListener {
    @Override
    public void onMessage(WsSession session, String text, boolean last) {
      session.send(text, last);
    }

    @Override
    public void onMessage(WsSession session, BufferData bytes, boolean last) {
      session.send(bytes, last);
    }
  }

  private static final class Room implements WsListener {
    @Override
    public void onOpen(WsSession session) {
      MEMBERS.put(session, new ReentrantLock());
    }

    @Override
    public void onMessage(WsSession session, String text, boolean last) {
      publish(member -> member.send(text, last));
    }

    @Override
    public void onMessage(WsSession session, BufferData bytes, boolean last) {
      byte[] copy = bytes.readBytes();
      publish(member -> member.send(BufferData.create(copy), last));
    }

    private static void publish(Consumer<WsSession> send) {
      MEMBERS.forEach(
          (member, lock) -> {
            lock.lock();
            try {
              send.accept(member);
            } catch (RuntimeException gone) {
              MEMBERS.remove(member);
            } finally {
              lock.unlock();
            }
          });
    }

    @Override
    public void onClose(WsSession session, int status, String reason) {
      MEMBERS.remove(session);
    }

    @Override
    public void onError(WsSession session, Throwable problem) {
      MEMBERS.remove(session);
    }
  }

  public static void main(String[] arguments) {
    LogManager.getLogManager().reset();
    WebServer.builder()
        .host("127.0.0.1")
        .port(Integer.parseInt(arguments[0]))
        .addRouting(
            WsRouting.builder().endpoint("/ws/echo", Echo::new).endpoint("/ws/room", Room::new))
        .build()
        .start();
  }
}
