package io.causerie.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.http.Json;
import io.causerie.model.SourceEvent;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes rows of what a query or an event tells. A key is {@code Opportunity/006...}, a version the
 * moment of the change.
 */
final class Rows {
  private static final Pattern KEY = Pattern.compile("(\\w{1,80})/([0-9A-Za-z]{15,18})");
  private static final String DELETED = "IsDeleted";
  private static final String MERGER = "merged/";

  private final String source;

  Rows(String system, String connector) {
    this.source = "/" + system + "/" + connector;
  }

  /** A key in its parts. */
  record Key(String object, String id) {
    static Optional<Key> parse(String key) {
      Matcher parts = KEY.matcher(key);
      return parts.matches()
          ? Optional.of(new Key(parts.group(1), parts.group(2)))
          : Optional.empty();
    }

    String text() {
      return object + "/" + id;
    }
  }

  static Instant changed(String object, ObjectNode row) throws SourceException {
    return Times.read(row.path(Soql.CHANGED).asText())
        .orElseThrow(
            () ->
                Faults.badAnswer(
                    SalesforceWording.NO_ROW.with(object, Soql.CHANGED),
                    SalesforceWording.CHECK_FIELDS.with()));
  }

  static String id(String object, ObjectNode row) throws SourceException {
    String id = row.path("Id").asText();
    if (Key.parse(object + "/" + id).isEmpty()) {
      throw Faults.badAnswer(
          SalesforceWording.NO_ROW.with(object, "Id"), SalesforceWording.CHECK_FIELDS.with());
    }
    return id;
  }

  /** A record as a query tells it; one in the recycle bin is gone, or has become another. */
  SourceRow read(String object, ObjectNode record) throws SourceException {
    Instant changed = changed(object, record);
    String id = id(object, record);
    boolean deleted = record.path(DELETED).asBoolean();
    ObjectNode data = record.deepCopy();
    data.remove(DELETED);
    data.remove(Soql.CHANGED);
    String master = data.path(Declared.MASTER).asText("");
    if (master.isEmpty() || master.equals("null")) {
      data.remove(Declared.MASTER);
    } else if (deleted) {
      String key = object + "/" + id;
      return row(object, key, changed, MERGER + key + "@" + changed, changed, merged(id, master));
    }
    return deleted ? gone(object, id, changed) : row(object, id, changed, data);
  }

  /**
   * An item of a feed, or a comment.
   *
   * @param type of its event
   */
  SourceRow said(String type, String object, String id, Instant when, ObjectNode record)
      throws SourceException {
    String key = object + "/" + id;
    return row(type, key, when, key + "@" + when, when, record);
  }

  /** The same, which is not there any more. */
  SourceRow unsaid(String type, String object, String id, Instant when) throws SourceException {
    ObjectNode data = Json.MAPPER.createObjectNode().put("Id", id);
    SourceRow row = said(type, object, id, when, data);
    return SourceRow.gone(row.key(), row.version(), row.event());
  }

  private static ObjectNode merged(String id, String master) {
    return Json.MAPPER.createObjectNode().put("Id", id).put(Declared.MASTER, master);
  }

  SourceRow gone(String object, String id, Instant when) throws SourceException {
    SourceRow row = row(object, id, when, Json.MAPPER.createObjectNode().put("Id", id));
    return SourceRow.gone(row.key(), row.version(), row.event());
  }

  /**
   * What an event tells of one of its records.
   *
   * @param user what is known of who made the change; empty where nothing is
   */
  SourceRow changed(Change change, String id, Optional<ObjectNode> user) throws SourceException {
    Change.Header header = change.header();
    ObjectNode data = Json.MAPPER.createObjectNode();
    data.put("Id", id);
    change.values().forEach(data::set);
    data.put("LastModifiedById", header.user());
    user.ifPresent(who -> data.set("LastModifiedBy", who));
    if (data.path("LastModifiedDate").isMissingNode() || data.path("LastModifiedDate").isNull()) {
      data.put("LastModifiedDate", Times.written(header.committed()));
    }
    if (header.type() == Change.Type.CREATE && !data.path("CreatedById").isTextual()) {
      data.put("CreatedById", header.user());
    }
    data.set("ChangeEventHeader", header.json(change.changed()));
    Instant version = Times.read(data.path("LastModifiedDate").asText()).orElse(header.committed());
    SourceRow row =
        row(
            header.object(),
            header.object() + "/" + id,
            version,
            header.transaction() + "/" + header.sequence() + "/" + id,
            header.committed(),
            data);
    // Two changes of one second have one time: a census is to look at what only an event has told.
    String told = row.version() + " event";
    return header.type().isDeletion()
        ? SourceRow.gone(row.key(), told, row.event())
        : new SourceRow(row.key(), told, row.event());
  }

  boolean isMerged(SourceRow row) {
    return row.event().id().startsWith(MERGER);
  }

  /** Of a record of which an event did not tell everything: the rest is to be read. */
  SourceRow partly(SourceRow told) {
    SourceEvent event = told.event();
    return SourceRow.named(
        told.key(),
        told.version(),
        new SourceEvent(
            event.source(),
            event.type(),
            event.id() + "/rest",
            event.subject(),
            event.time(),
            event.contentType(),
            Map.of(),
            event.data()));
  }

  /** A record that was changed in a transaction of which not all was told: it is to be read. */
  SourceRow missed(String object, String id, String transaction, Instant committed)
      throws SourceException {
    SourceRow row =
        row(
            object,
            object + "/" + id,
            committed,
            transaction + "/hole/" + id,
            committed,
            Json.MAPPER.createObjectNode().put("Id", id));
    return SourceRow.named(row.key(), row.version(), row.event());
  }

  private SourceRow row(String object, String id, Instant changed, ObjectNode data)
      throws SourceException {
    String key = object + "/" + id;
    return row(object, key, changed, key + "@" + changed, changed, data);
  }

  private SourceRow row(
      String type, String key, Instant version, String eventId, Instant time, JsonNode data)
      throws SourceException {
    try {
      return new SourceRow(
          key,
          version.toString(),
          new SourceEvent(
              source,
              type,
              eventId,
              key,
              time,
              "application/json",
              Map.of(),
              data.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      throw Faults.badAnswer(
          SalesforceWording.NOT_TAKEN.with(type, String.valueOf(e.getMessage())),
          SalesforceWording.LESS.with());
    }
  }
}
