package io.causerie.amqp;

import io.causerie.spi.Door;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.qpid.jms.message.JmsMessage;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;
import org.jspecify.annotations.Nullable;

/**
 * A message as it came.
 *
 * @param id what its sender calls it; empty: nothing
 * @param contentType empty: nothing was said
 * @param properties those of the application, as AMQP has them
 * @param data not copied, never changed by anyone
 * @param fault why it could not be read; absent: it could
 */
record Received(
    String id,
    String contentType,
    Map<String, Object> properties,
    byte[] data,
    Door.@Nullable Fault fault) {

  static Received of(Message message) {
    String id = "";
    String type = "";
    try {
      id = Objects.requireNonNullElse(message.getJMSMessageID(), "");
      Map<String, Object> properties = new TreeMap<>();
      if (message instanceof JmsMessage own
          && own.getFacade() instanceof AmqpJmsMessageFacade amqp) {
        type = amqp.getContentType() == null ? "" : amqp.getContentType().toString();
        for (String name : amqp.getApplicationPropertyNames(new HashSet<>())) {
          Object value = amqp.getApplicationProperty(name);
          if (value != null) {
            properties.put(name, value);
          }
        }
      }
      return new Received(id, type, properties, data(message), null);
    } catch (NoBytes e) {
      return new Received(
          id,
          type,
          Map.of(),
          new byte[0],
          new Door.Fault(AmqpWording.NO_EVENT.with(), AmqpWording.NO_BYTES.with()));
    } catch (JMSException | RuntimeException | StackOverflowError e) {
      return new Received(id, type, Map.of(), new byte[0], AmqpWording.notRead(e));
    }
  }

  /** Its kind alone, in lower case. */
  String mediaType() {
    return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static final class NoBytes extends Exception {
    private static final long serialVersionUID = 1;
  }

  private static byte[] data(Message message) throws JMSException, NoBytes {
    if (message instanceof BytesMessage bytes) {
      byte[] data = new byte[Math.toIntExact(bytes.getBodyLength())];
      bytes.readBytes(data);
      return data;
    }
    if (message instanceof TextMessage text) {
      String said = text.getText();
      return said == null ? new byte[0] : said.getBytes(StandardCharsets.UTF_8);
    }
    // Objects, maps and streams are others' classes: nothing of them is made here.
    throw new NoBytes();
  }

  /** Without its data, which may be confidential. */
  @Override
  public String toString() {
    return "Received[" + id + ", " + data.length + " bytes]";
  }
}
