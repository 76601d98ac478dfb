package io.causerie.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Reads events of Change Data Capture; what is not declared is not even taken out. Stateless. */
final class ChangeReader {
  private static final String HEADER = "ChangeEventHeader";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** An event that is not what its schema says. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** What a text, and an array, of an event has at most; it comes as a number that may be any. */
  private static final int MOST = 64 << 20;

  static {
    // Where Avro looks for its limits. It makes room for as much as is said before it reads it.
    for (String of : List.of("string.maxLength", "bytes.maxLength", "collectionItems.maxLength")) {
      String name = "org.apache.avro.limits." + of;
      if (System.getProperty(name) == null) {
        System.setProperty(name, String.valueOf(MOST));
      }
    }
  }

  private final Declared declared;

  /**
   * @param declared the fields that may be read, by the names that SOQL has for them
   */
  ChangeReader(Declared declared) {
    this.declared = declared;
  }

  /**
   * A schema of events.
   *
   * @throws UnreadableException if it is none
   */
  static Schema schema(String json) throws UnreadableException {
    try {
      return new Schema.Parser().parse(json);
    } catch (RuntimeException | StackOverflowError e) {
      // Avro says so in as many ways as of bytes.
      throw new UnreadableException(e.getClass().getSimpleName(), e);
    }
  }

  Change read(Schema schema, byte[] payload) throws UnreadableException {
    try {
      GenericRecord event =
          new GenericDatumReader<GenericRecord>(schema)
              .read(null, DecoderFactory.get().binaryDecoder(payload, null));
      return new Event(schema, event).change();
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Avro says in many ways that bytes are not what their schema says; how deep they go is one.
      throw new UnreadableException(e.getClass().getSimpleName(), e);
    }
  }

  /** One event on its way through. */
  private final class Event {
    private final Schema schema;
    private final GenericRecord event;
    private final Change.Header header;
    private final Map<String, JsonNode> values = new LinkedHashMap<>();
    private final Set<String> partial = new LinkedHashSet<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private boolean foreign;

    Event(Schema schema, GenericRecord event) {
      this.schema = schema;
      this.event = event;
      this.header = header((GenericRecord) event.get(HEADER));
    }

    Change change() {
      if (header.type().isWhole()) {
        everything(true);
      } else if (header.type() == Change.Type.UPDATE) {
        changed();
      }
      return new Change(
          header,
          values,
          header.type().isWhole(),
          List.copyOf(changed),
          List.copyOf(partial),
          foreign);
    }

    private void changed() {
      // What has a value was changed, or is told along by the channel.
      everything(false);
      foreign = false;
      GenericRecord head = (GenericRecord) event.get(HEADER);
      texts(head, "changedFields").forEach(bitmap -> each(bitmap, false));
      texts(head, "nulledFields").forEach(bitmap -> each(bitmap, false));
      // A difference of two texts, and not the text.
      texts(head, "diffFields").forEach(bitmap -> each(bitmap, true));
      partial.forEach(values::remove);
    }

    /**
     * @param empty whether what has no value is empty
     */
    private void everything(boolean empty) {
      for (Schema.Field field : schema.getFields()) {
        if (field.name().equals(HEADER)) {
          continue;
        }
        Object value = event.get(field.pos());
        Schema compound = compound(field.schema());
        if (compound != null && !(value instanceof CharSequence)) {
          for (Schema.Field part : compound.getFields()) {
            Object inner = value == null ? null : ((GenericRecord) value).get(part.pos());
            if (empty || inner != null) {
              put(Compound.name(field.name(), compound, part.name()), part, inner);
            }
          }
        }
        if ((compound == null || isName(field, compound)) && !(value instanceof GenericRecord)) {
          if (empty || value != null) {
            put(field.name(), field, value);
          }
        }
        if (compound != null && value instanceof GenericRecord && isName(field, compound)) {
          name(field, (GenericRecord) value);
        }
      }
    }

    /**
     * The whole name, as SOQL puts it together; empty parts leave no blank. Where one of them was
     * changed, those that were not are missing, and it is to be read.
     */
    private void name(Schema.Field field, GenericRecord parts) {
      List<String> name = new ArrayList<>();
      for (String part : List.of("FirstName", "MiddleName", "LastName", "Suffix")) {
        Schema.Field of = parts.getSchema().getField(part);
        if (of != null && parts.get(of.pos()) != null) {
          name.add(parts.get(of.pos()).toString());
        }
      }
      if (declared.has(header.object(), field.name())) {
        values.put(field.name(), JSON.textNode(String.join(" ", name)));
      }
    }

    private void each(String text, boolean difference) {
      Bitmap bitmap = Bitmap.parse(text);
      if (bitmap.within() < 0) {
        for (int position : bitmap.fields()) {
          field(schema.getFields().get(position), difference);
        }
        return;
      }
      Schema.Field outer = schema.getFields().get(bitmap.within());
      Schema compound = compound(outer.schema());
      if (compound == null) {
        throw new IllegalArgumentException(outer.name() + " has no parts");
      }
      for (int position : bitmap.fields()) {
        part(outer, compound, compound.getFields().get(position), difference);
      }
    }

    private void field(Schema.Field field, boolean difference) {
      if (field.name().equals(HEADER)) {
        return;
      }
      Schema compound = compound(field.schema());
      Object value = event.get(field.pos());
      if (compound != null && (value instanceof GenericRecord || !isName(field, compound))) {
        compound.getFields().forEach(part -> part(field, compound, part, difference));
      } else if (difference) {
        needsReading(field.name());
      } else {
        noted(field.name(), field, value);
      }
    }

    private void part(Schema.Field outer, Schema compound, Schema.Field part, boolean difference) {
      Object value = event.get(outer.pos());
      String name = Compound.name(outer.name(), compound, part.name());
      if (difference) {
        needsReading(name);
      } else {
        noted(name, part, value instanceof GenericRecord parts ? parts.get(part.pos()) : null);
      }
      if (isName(outer, compound)) {
        needsReading(outer.name());
      }
    }

    private void needsReading(String name) {
      if (declared.has(header.object(), name)) {
        partial.add(name);
      }
    }

    private void put(String name, Schema.Field field, @Nullable Object value) {
      boolean wanted = declared.has(header.object(), name);
      if (wanted) {
        values.put(name, json(field, value));
      }
      boolean told = wanted || declared.follows(header.object(), name);
      foreign |= told && isForeign(field) && !Declared.SYSTEM.contains(name);
    }

    private void noted(String name, Schema.Field field, @Nullable Object value) {
      put(name, field, value);
      if (declared.has(header.object(), name)) {
        changed.add(name);
      }
    }
  }

  private static boolean isName(Schema.Field field, Schema compound) {
    return field.name().equals("Name") && Compound.isPersonName(compound);
  }

  /** The type of a compound value, among the others that the field may have. */
  private static @Nullable Schema compound(Schema type) {
    if (type.getType() == Schema.Type.RECORD) {
      return type;
    }
    if (type.getType() == Schema.Type.UNION) {
      for (Schema one : type.getTypes()) {
        if (one.getType() == Schema.Type.RECORD) {
          return one;
        }
      }
    }
    return null;
  }

  private static boolean isForeign(Schema.Field field) {
    return String.valueOf(field.doc()).startsWith("ForeignKey:");
  }

  /** {@code Data:DateTime}, {@code CreatedDate:DateTime}, {@code Data:DateOnly:00N...}. */
  private static String type(Schema.Field field) {
    String doc = field.doc();
    String[] words = doc == null ? new String[0] : doc.split(":", 3);
    return words.length > 1 ? words[1] : "";
  }

  private static JsonNode json(Schema.Field field, @Nullable Object value) {
    if (value == null) {
      return JSON.nullNode();
    }
    if (value instanceof Boolean truth) {
      return JSON.booleanNode(truth);
    }
    if (value instanceof Integer || value instanceof Long) {
      long number = ((Number) value).longValue();
      return switch (type(field)) {
        case "DateTime" -> JSON.textNode(Times.written(Times.ofMillis(number)));
        case "DateOnly" -> JSON.textNode(Times.day(number));
        case "TimeOnly" -> JSON.textNode(Times.timeOfDay(number));
        default -> JSON.numberNode(number);
      };
    }
    if (value instanceof Double || value instanceof Float) {
      // In plain digits: what has an exponent reads as another number to people.
      return DecimalNode.valueOf(new BigDecimal(new BigDecimal(value.toString()).toPlainString()));
    }
    return JSON.textNode(value.toString());
  }

  private static Change.Header header(GenericRecord head) {
    return new Change.Header(
        text(head, "entityName"),
        texts(head, "recordIds"),
        Change.Type.valueOf(text(head, "changeType")),
        text(head, "changeOrigin"),
        text(head, "transactionKey"),
        ((Number) head.get("sequenceNumber")).intValue(),
        Times.ofMillis(((Number) head.get("commitTimestamp")).longValue()),
        ((Number) head.get("commitNumber")).longValue(),
        text(head, "commitUser"));
  }

  private static String text(GenericRecord head, String name) {
    return head.get(name).toString();
  }

  /** None where an older schema does not have the field. */
  private static List<String> texts(GenericRecord head, String name) {
    if (!head.hasField(name)) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Object text : (Iterable<?>) head.get(name)) {
      texts.add(text.toString());
    }
    return texts;
  }
}
