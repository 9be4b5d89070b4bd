package spring;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;

/** Spring Boot on Tomcat, with virtual threads. */
@SpringBootApplication
@EnableWebSocket
public class SpringPeer implements WebSocketConfigurer {
  private static final Map<String, WebSocketSession> MEMBERS = new ConcurrentHashMap<>();

  private static final class Echo extends AbstractWebSocketHandler {
    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message)
        throws Exception {
      session.sendMessage(message);
    }

    @Override
    protected void handleBinaryMessage(WebSocketSession session, BinaryMessage message)
        throws Exception {
      session.sendMessage(message);
    }
  }

  private static final class Room extends AbstractWebSocketHandler {
    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
      MEMBERS.put(
          session.getId(), new ConcurrentWebSocketSessionDecorator(session, 10_000, 1 << 20));
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message)
        throws Exception {
      for (var member : MEMBERS.values()) {
        member.sendMessage(message);
      }
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
      MEMBERS.remove(session.getId());
    }
  }

  @Override
  public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
    registry.addHandler(new Echo(), "/ws/echo").addHandler(new Room(), "/ws/room");
  }

  public static void main(String[] arguments) {
    SpringApplication.run(
        SpringPeer.class,
        "--server.address=127.0.0.1",
        "--server.port=" + arguments[0],
        "--server.tomcat.accept-count=4096",
        "--server.tomcat.max-connections=20000",
        "--spring.threads.virtual.enabled=true",
        "--spring.main.banner-mode=off",
        "--logging.level.root=off");
  }
}
