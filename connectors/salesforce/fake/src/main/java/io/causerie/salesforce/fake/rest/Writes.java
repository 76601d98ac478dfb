package io.causerie.salesforce.fake.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.salesforce.fake.store.Field;
import io.causerie.salesforce.fake.store.ObjectType;
import io.causerie.salesforce.fake.store.Org;
import io.causerie.salesforce.fake.store.Refused;
import io.causerie.salesforce.fake.store.Row;
import io.causerie.salesforce.fake.store.Transaction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the REST API lets a user write. */
final class Writes {
  /** Of posts and comments, with a right of its own; InsertedById then tells who it really was. */
  private static final Set<String> OF_OTHERS = Set.of("CreatedById", "CreatedDate");

  private final Org org;

  Writes(Org org) {
    this.org = org;
  }

  static ObjectNode done(String id) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", id).put("success", true).putArray("errors");
    return node;
  }

  static ObjectNode error(Refused refused) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("message", refused.message()).put("errorCode", refused.code());
    if (!refused.fields().isEmpty()) {
      ArrayNode fields = node.putArray("fields");
      refused.fields().forEach(fields::add);
    }
    return node;
  }

  /** One of many: what is wrong with it is told in its place. */
  ObjectNode tried(Supplier<String> work) {
    try {
      return done(work.get());
    } catch (Refused e) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("success", false);
      node.putArray("errors")
          .addObject()
          .put("statusCode", e.code())
          .put("message", e.message())
          .putArray("fields");
      return node;
    }
  }

  private Map<String, @Nullable Object> read(
      Call call, ObjectType type, JsonNode body, boolean creating) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    body.properties()
        .forEach(
            entry -> {
              String name = entry.getKey();
              if (name.equals("attributes") || (!creating && name.equalsIgnoreCase("id"))) {
                return;
              }
              Field field = type.field(name).orElseThrow(() -> Refused.noColumn(name, type.name()));
              boolean forOthers =
                  creating
                      && type.name().startsWith("Feed")
                      && OF_OTHERS.contains(field.name())
                      && org.mayInsertForOthers(call.user());
              if (!forOthers && !(creating ? field.createable() : field.updateable())) {
                throw new Refused(
                    400,
                    "INVALID_FIELD_FOR_INSERT_UPDATE",
                    "Unable to create/update fields: " + field.name() + ".",
                    field.name());
              }
              values.put(field.name(), plain(entry.getValue()));
            });
    return values;
  }

  private static @Nullable Object plain(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL, MISSING -> null;
      case BOOLEAN -> value.booleanValue();
      case NUMBER -> value.numberValue();
      default -> value.asText();
    };
  }

  String create(Call call, ObjectType type, JsonNode body) {
    Map<String, @Nullable Object> values = read(call, type, body, true);
    return org.commit(call.actor(), t -> insert(call, t, type, values));
  }

  private static String insert(
      Call call, Transaction transaction, ObjectType type, Map<String, @Nullable Object> values) {
    if (type.name().equals("FeedComment")) {
      Row item = transaction.live(String.valueOf(values.get("FeedItemId")));
      values.put("ParentId", item.get("ParentId"));
      values.putIfAbsent("CommentType", "TextComment");
      values.put("InsertedById", call.user());
      String id = transaction.insert(type.name(), values);
      Row comment = transaction.live(id);
      transaction.update(
          item.id(),
          Map.of(
              "CommentCount",
              item.number("CommentCount") + 1,
              "LastModifiedDate",
              comment.instant("CreatedDate")));
      return id;
    }
    if (type.name().equals("FeedItem")) {
      transaction.live(String.valueOf(values.get("ParentId")));
      values.putIfAbsent("Type", "TextPost");
      values.put("InsertedById", call.user());
    }
    return transaction.insert(type.name(), values);
  }

  void update(Call call, Row row, JsonNode body) {
    Map<String, @Nullable Object> values = read(call, row.type(), body, false);
    org.commit(
        call.actor(),
        t -> {
          t.update(row.id(), values);
          return row.id();
        });
  }

  void delete(Call call, Row row) {
    org.commit(
        call.actor(),
        t -> {
          t.delete(row.id());
          return row.id();
        });
  }
}
