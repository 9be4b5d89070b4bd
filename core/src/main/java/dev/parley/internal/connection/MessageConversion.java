package dev.parley.internal.connection;

import dev.parley.MalformedMessageException;
import dev.parley.Message;
import dev.parley.WebSocketClosedException;
import dev.parley.WrongMessageKindException;
import dev.parley.internal.json.JsonCodec;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** From messages to what a receive was asked for. */
final class MessageConversion {
  private MessageConversion() {}

  static String text(Message message) {
    return switch (message) {
      case Message.Text(var text) -> text;
      case Message.Binary binary ->
          throw new WrongMessageKindException("Expected a text message, got a binary one.", binary);
      case Message.Disconnect(var reason) -> throw new WebSocketClosedException(reason);
    };
  }

  static byte[] bytes(Message message) {
    return switch (message) {
      case Message.Binary(var bytes) -> bytes;
      case Message.Text text ->
          throw new WrongMessageKindException("Expected a binary message, got a text one.", text);
      case Message.Disconnect(var reason) -> throw new WebSocketClosedException(reason);
    };
  }

  static JsonNode json(Message message, JsonCodec codec) {
    return codec.readTree(jsonText(message));
  }

  static <T> T typed(Message message, JsonCodec codec, Class<T> type) {
    return codec.readMessage(jsonText(message), type);
  }

  private static String jsonText(Message message) {
    return switch (message) {
      case Message.Text(var text) -> text;
      case Message.Binary(var bytes) -> decode(bytes);
      case Message.Disconnect(var reason) -> throw new WebSocketClosedException(reason);
    };
  }

  private static String decode(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException notUtf8) {
      throw new MalformedMessageException("A JSON message is not UTF-8.", "");
    }
  }
}
