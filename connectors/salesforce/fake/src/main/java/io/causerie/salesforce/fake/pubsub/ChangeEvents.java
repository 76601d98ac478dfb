package io.causerie.salesforce.fake.pubsub;

import io.causerie.salesforce.fake.pubsub.Bitmaps.Place;
import io.causerie.salesforce.fake.store.Change;
import io.causerie.salesforce.fake.store.Change.Kind;
import io.causerie.salesforce.fake.store.Commit;
import io.causerie.salesforce.fake.store.Field;
import io.causerie.salesforce.fake.store.FieldType;
import io.causerie.salesforce.fake.store.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Change events in Avro. */
final class ChangeEvents {
  /** A text longer than this, before and after, comes as what differs. */
  private static final int DIFF = 1_000;

  private ChangeEvents() {}

  /**
   * What an event tells.
   *
   * @param type of the change: CREATE, GAP_UPDATE ...
   * @param change null where it has no values
   * @param enriched fields that a channel adds
   */
  record Told(
      List<String> ids,
      String type,
      int sequence,
      Commit commit,
      @Nullable Change change,
      Set<String> enriched) {}

  private static Schema branch(Schema union, Schema.Type type) {
    return union.getTypes().stream().filter(s -> s.getType() == type).findFirst().orElseThrow();
  }

  static byte[] encode(EventSchema schema, Told told) {
    GenericRecord event = new GenericData.Record(schema.avro());
    Change change = told.change();
    List<Place> changed = new ArrayList<>();
    List<Place> nulled = new ArrayList<>();
    List<Place> diffs = new ArrayList<>();
    if (change != null && change.kind() != Kind.DELETE) {
      boolean update = change.kind() == Kind.UPDATE;
      for (Schema.Field field :
          schema.avro().getFields().subList(1, schema.avro().getFields().size())) {
        Field own = schema.type().field(field.name()).orElse(null);
        if (own == null) {
          continue;
        }
        Set<String> fields = update ? change.fields() : Set.of();
        if (own.whole()) {
          event.put(
              field.pos(), compound(schema, field, own, change, update, fields, changed, nulled));
        } else if (!update || fields.contains(own.name())) {
          Object value = avro(own, change.row().get(own.name()));
          if (update) {
            changed.add(Place.of(field.pos()));
            if (value == null) {
              nulled.add(Place.of(field.pos()));
            }
            String diff = diff(own, change);
            if (diff != null) {
              diffs.add(Place.of(field.pos()));
              value = diff;
            }
          }
          event.put(field.pos(), value);
        }
      }
    }
    enrich(schema, event, told);
    event.put(0, header(schema, told, changed, nulled, diffs));
    return bytes(schema.avro(), event);
  }

  private static void enrich(EventSchema schema, GenericRecord event, Told told) {
    for (String name : told.enriched()) {
      Field own = schema.type().field(name).orElse(null);
      Change change = told.change();
      if (own != null && change != null && event.get(name) == null) {
        event.put(name, avro(own, change.row().get(name)));
      }
    }
  }

  private static @Nullable GenericRecord compound(
      EventSchema schema,
      Schema.Field field,
      Field own,
      Change change,
      boolean update,
      Set<String> fields,
      Collection<Place> changed,
      Collection<Place> nulled) {
    Schema inner = branch(field.schema(), Schema.Type.RECORD);
    GenericRecord record = new GenericData.Record(inner);
    boolean some = false;
    for (Field part : schema.type().parts(own.name())) {
      Schema.Field place = inner.getField(part.part());
      if (place == null || (update && !fields.contains(part.name()))) {
        continue;
      }
      Object value = avro(part, change.row().get(part.name()));
      some |= update || value != null;
      record.put(place.pos(), value);
      if (update) {
        changed.add(new Place(field.pos(), place.pos()));
        if (value == null) {
          nulled.add(new Place(field.pos(), place.pos()));
        }
      }
    }
    return some ? record : null;
  }

  private static GenericRecord header(
      EventSchema schema,
      Told told,
      Collection<Place> changed,
      Collection<Place> nulled,
      Collection<Place> diffs) {
    Schema shape = schema.avro().getFields().get(0).schema();
    GenericRecord header = new GenericData.Record(shape);
    Commit commit = told.commit();
    header.put("entityName", schema.type().name());
    header.put("recordIds", told.ids());
    header.put(
        "changeType",
        new GenericData.EnumSymbol(shape.getField("changeType").schema(), told.type()));
    header.put("changeOrigin", commit.origin());
    header.put("transactionKey", commit.key());
    header.put("sequenceNumber", told.sequence());
    header.put("commitTimestamp", commit.at().toEpochMilli() / 1000 * 1000);
    header.put("commitNumber", commit.number());
    header.put("commitUser", commit.user());
    header.put("nulledFields", Bitmaps.of(nulled));
    header.put("diffFields", Bitmaps.of(diffs));
    header.put("changedFields", Bitmaps.of(changed));
    return header;
  }

  private static @Nullable Object avro(Field field, @Nullable Object value) {
    if (value instanceof Instant instant) {
      return instant.toEpochMilli();
    }
    if (value instanceof LocalDate date) {
      return date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
    return field.type() == FieldType.ID ? String.valueOf(value) : value;
  }

  /** What differs of a long text, as a unified diff of one piece. */
  private static @Nullable String diff(Field field, Change change) {
    Row before = change.before();
    Row after = change.after();
    if (field.type() != FieldType.TEXTAREA
        || before == null
        || after == null
        || before.text(field.name()).length() <= DIFF
        || after.text(field.name()).length() <= DIFF) {
      return null;
    }
    List<String> old = before.text(field.name()).lines().toList();
    List<String> now = after.text(field.name()).lines().toList();
    int same = 0;
    while (same < Math.min(old.size(), now.size()) && old.get(same).equals(now.get(same))) {
      same++;
    }
    int tail = 0;
    while (tail < Math.min(old.size(), now.size()) - same
        && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
      tail++;
    }
    StringBuilder diff = new StringBuilder("--- \n+++ \n");
    diff.append(
        "@@ -%d,%d +%d,%d @@\n"
            .formatted(same + 1, old.size() - same - tail, same + 1, now.size() - same - tail));
    old.subList(same, old.size() - tail)
        .forEach(line -> diff.append('-').append(line).append('\n'));
    now.subList(same, now.size() - tail)
        .forEach(line -> diff.append('+').append(line).append('\n'));
    return diff.toString();
  }

  private static byte[] bytes(Schema schema, GenericRecord event) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      new GenericDatumWriter<GenericRecord>(schema).write(event, encoder);
      encoder.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
