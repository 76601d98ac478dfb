package io.causerie.amqp;

import io.causerie.model.PlainText;
import io.causerie.model.Sha256;
import io.causerie.model.SourceEvent;
import io.causerie.spi.Door;
import io.causerie.spi.SourceRow;
import io.causerie.spi.cloudevents.Attributes;
import io.causerie.spi.cloudevents.EventWording;
import io.causerie.spi.cloudevents.JsonFormat;
import io.causerie.spi.cloudevents.NotAnEvent;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;

/**
 * The AMQP protocol binding of CloudEvents 1.0.2: binary content mode, and structured in JSON. What
 * is no event becomes a row that cannot be read, and never an exception: it would come again and
 * again.
 */
final class Messages {
  private static final String STRUCTURED = "application/cloudevents";

  /** The specification has the one, and the other where a name must be that of a variable. */
  private static final List<String> PREFIXES = List.of("cloudEvents:", "cloudEvents_");

  /** Of what is no event so much is kept. */
  private static final int SHOWN = 4096;

  private final int maxSize;

  Messages(int maxSize) {
    this.maxSize = maxSize;
  }

  SourceRow row(Received message) {
    try {
      if (message.fault() != null) {
        return broken(message, message.fault());
      }
      if (message.data().length > maxSize) {
        throw new NotAnEvent(AmqpWording.TOO_LARGE.with(message.data().length, maxSize));
      }
      return row(event(message));
    } catch (NotAnEvent e) {
      return broken(message, new Door.Fault(AmqpWording.NO_EVENT.with(), e.phrase()));
    } catch (RuntimeException | StackOverflowError e) {
      return broken(message, AmqpWording.notRead(e));
    }
  }

  private static SourceRow row(SourceEvent event) {
    String key = event.type() + " " + event.id() + " " + event.source();
    return new SourceRow(key.length() <= SourceRow.MAX_KEY ? key : Sha256.hex(key), "", event);
  }

  private static SourceRow broken(Received message, Door.Fault fault) {
    byte[] data = message.data();
    byte[] kept = data.length <= SHOWN ? data : Arrays.copyOf(data, SHOWN);
    String said = PlainText.storable(PlainText.cut(message.id(), 300));
    String id = said.isBlank() ? Sha256.hex(data) : said;
    String type = message.contentType();
    SourceEvent made =
        new SourceEvent(
            "causerie:broken",
            "broken",
            id,
            null,
            null,
            type.isEmpty() || type.length() > 256 ? null : PlainText.storable(type),
            Map.of(),
            kept);
    return SourceRow.unreadable("broken " + id, "", made, fault);
  }

  private static SourceEvent event(Received message) throws NotAnEvent {
    String type = message.mediaType();
    if (type.equals(STRUCTURED) || type.equals(STRUCTURED + "+json")) {
      return JsonFormat.event(JsonFormat.text(message.data()));
    }
    if (type.startsWith(STRUCTURED)) {
      throw new NotAnEvent(AmqpWording.FORMAT.with());
    }
    Attributes attributes = new Attributes();
    boolean any = false;
    for (Map.Entry<String, Object> property : message.properties().entrySet()) {
      for (String prefix : PREFIXES) {
        if (property.getKey().startsWith(prefix)) {
          String name = property.getKey().substring(prefix.length());
          attributes.put(name, text(name, property.getValue()));
          any = true;
        }
      }
    }
    if (any) {
      if (JsonFormat.isJson(type)) {
        JsonFormat.requireJson(JsonFormat.text(message.data()));
      }
      return attributes.event(
          message.contentType().isEmpty() ? null : message.contentType(), message.data());
    }
    // A broker or a bridge may have lost what its content is called.
    boolean unnamed = type.isEmpty() || type.equals("application/octet-stream");
    if ((unnamed || JsonFormat.isJson(type)) && JsonFormat.isOfEvents(message.data())) {
      return JsonFormat.event(JsonFormat.text(message.data()));
    }
    throw new NotAnEvent(AmqpWording.NO_ATTRIBUTES.with());
  }

  /** Attributes as AMQP has them: a time is no text there. */
  private static String text(String name, Object value) throws NotAnEvent {
    if (value instanceof Date time) {
      return time.toInstant().toString();
    }
    if (value instanceof Binary bytes) {
      byte[] copy = new byte[bytes.getLength()];
      bytes.asByteBuffer().get(copy);
      return Base64.getEncoder().encodeToString(copy);
    }
    if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean) {
      return String.valueOf(value);
    }
    throw new NotAnEvent(EventWording.NO_SCALAR.with(PlainText.cut(name, 64)));
  }
}
