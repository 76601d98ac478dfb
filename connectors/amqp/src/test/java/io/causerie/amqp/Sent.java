package io.causerie.amqp;

import jakarta.jms.BytesMessage;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.qpid.jms.message.JmsMessage;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;
import org.apache.qpid.proton.amqp.Symbol;

/** Messages as senders make them. */
final class Sent {
  private Sent() {}

  /** Attributes as properties, the data as it is. */
  static EmbeddedBroker.Made binary(Map<String, Object> attributes, String type, String data) {
    return session -> {
      BytesMessage message = session.createBytesMessage();
      message.writeBytes(data.getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, Object> each : attributes.entrySet()) {
        facade(message).setApplicationProperty(each.getKey(), each.getValue());
      }
      return typed(message, type);
    };
  }

  /** The whole event as the data. */
  static EmbeddedBroker.Made structured(String type, String event) {
    return binary(Map.of(), type, event);
  }

  private static Message typed(Message message, String type) {
    facade(message).setContentType(type.isEmpty() ? null : Symbol.valueOf(type));
    return message;
  }

  private static AmqpJmsMessageFacade facade(Message message) {
    return (AmqpJmsMessageFacade) ((JmsMessage) message).getFacade();
  }
}
