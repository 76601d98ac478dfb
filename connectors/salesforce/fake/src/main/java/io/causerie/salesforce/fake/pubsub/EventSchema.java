package io.causerie.salesforce.fake.pubsub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.salesforce.fake.store.Field;
import io.causerie.salesforce.fake.store.FieldType;
import io.causerie.salesforce.fake.store.ObjectType;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * The schema of an object's change events, as its fields are now.
 *
 * @param id a digest of it, so that it is another one when a field is added
 */
record EventSchema(String id, String json, Schema avro, ObjectType type) {
  /** Change events do not have them. */
  private static final Set<String> LEFT_OUT =
      Set.of("Id", "IsDeleted", "SystemModstamp", "MasterRecordId");

  static EventSchema of(ObjectType type) {
    Builder builder = new Builder();
    String json = builder.schema(type).toString();
    return new EventSchema(digest(json), json, new Schema.Parser().parse(json), type);
  }

  /** AccountChangeEvent, Project__ChangeEvent. */
  static String eventName(String object) {
    return (object.endsWith("__c") ? object.substring(0, object.length() - 1) : object)
        + "ChangeEvent";
  }

  private static String digest(String text) {
    try {
      byte[] md5 = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(md5);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Records are described where they occur first, and named afterwards. */
  private static final class Builder {
    private boolean address;

    private ObjectNode node() {
      return JsonNodeFactory.instance.objectNode();
    }

    private ObjectNode record(String name) {
      return node().put("type", "record").put("name", name);
    }

    ObjectNode schema(ObjectType type) {
      ObjectNode schema = record(eventName(type.name())).put("namespace", "com.sforce.eventbus");
      ArrayNode fields = schema.putArray("fields");
      ObjectNode header =
          fields.addObject().put("name", "ChangeEventHeader").put("doc", "Data:ComplexValueType");
      header.set("type", header());
      for (Field field : type.fields()) {
        if (field.compound() == null && !LEFT_OUT.contains(field.name())) {
          field(fields, field);
        }
      }
      return schema;
    }

    private ObjectNode header() {
      ObjectNode header = record("ChangeEventHeader");
      ArrayNode fields = header.putArray("fields");
      plain(fields, "entityName", "string");
      list(fields, "recordIds");
      ObjectNode kind = fields.addObject().put("name", "changeType");
      ObjectNode kinds = kind.putObject("type").put("type", "enum").put("name", "ChangeType");
      ArrayNode symbols = kinds.putArray("symbols");
      List.of(
              "CREATE",
              "UPDATE",
              "DELETE",
              "UNDELETE",
              "GAP_CREATE",
              "GAP_UPDATE",
              "GAP_DELETE",
              "GAP_UNDELETE",
              "GAP_OVERFLOW",
              "SNAPSHOT")
          .forEach(symbols::add);
      plain(fields, "changeOrigin", "string");
      plain(fields, "transactionKey", "string");
      plain(fields, "sequenceNumber", "int");
      plain(fields, "commitTimestamp", "long");
      plain(fields, "commitNumber", "long");
      plain(fields, "commitUser", "string");
      list(fields, "nulledFields");
      list(fields, "diffFields");
      list(fields, "changedFields");
      return header;
    }

    private static void plain(ArrayNode fields, String name, String type) {
      fields.addObject().put("name", name).put("type", type);
    }

    private static void list(ArrayNode fields, String name) {
      fields
          .addObject()
          .put("name", name)
          .putObject("type")
          .put("type", "array")
          .put("items", "string");
    }

    private void field(ArrayNode fields, Field field) {
      ObjectNode node = fields.addObject().put("name", field.name());
      ArrayNode union = node.putArray("type").add("null");
      switch (field.type()) {
        case ADDRESS -> {
          if (address) {
            union.add("Address");
          } else {
            address = true;
            ObjectNode record = record("Address");
            ArrayNode parts = record.putArray("fields");
            for (String part :
                List.of(
                    "Street",
                    "City",
                    "State",
                    "PostalCode",
                    "Country",
                    "StateCode",
                    "CountryCode")) {
              optional(parts, part, "string");
            }
            optional(parts, "Latitude", "double");
            optional(parts, "Longitude", "double");
            optional(parts, "GeocodeAccuracy", "string");
            union.add(record);
          }
        }
        case PERSON_NAME -> union.add(name("PersonName"));
        case SWITCHABLE_NAME -> union.add("string").add(name("Switchable_PersonName"));
        default -> union.add(primitive(field.type()));
      }
      node.put(
          "doc", field.name().equals("CreatedDate") ? "CreatedDate:DateTime" : field.type().doc());
      node.putNull("default");
    }

    private ObjectNode name(String record) {
      ObjectNode name = record(record);
      ArrayNode parts = name.putArray("fields");
      List.of("Salutation", "FirstName", "LastName").forEach(p -> optional(parts, p, "string"));
      return name;
    }

    private static void optional(ArrayNode fields, String name, String type) {
      ObjectNode field = fields.addObject().put("name", name);
      field.putArray("type").add("null").add(type);
      field.putNull("default");
    }

    private static String primitive(FieldType type) {
      return switch (type) {
        case BOOLEAN -> "boolean";
        case INT -> "int";
        case DOUBLE, PERCENT, CURRENCY -> "double";
        case DATE, DATETIME -> "long";
        default -> "string";
      };
    }
  }
}
