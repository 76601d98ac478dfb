package io.causerie.salesforce.fake.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.salesforce.fake.store.Field;
import io.causerie.salesforce.fake.store.FieldType;
import io.causerie.salesforce.fake.store.ObjectType;

/** What an object is, in the words of its description. */
final class Describe {
  private Describe() {}

  static ObjectNode summary(ObjectType type, String root) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", type.name())
            .put("label", label(type.name()))
            .put("labelPlural", label(type.name()) + "s")
            .put("keyPrefix", type.prefix())
            .put("custom", type.custom())
            .put("createable", true)
            .put("updateable", true)
            .put("deletable", true)
            .put("queryable", true)
            .put("retrieveable", true)
            .put("feedEnabled", !type.name().startsWith("Feed"))
            // The object reference gives comments neither getUpdated nor getDeleted.
            .put("replicateable", !type.name().equals("FeedComment"));
    node.putObject("urls")
        .put("sobject", root + "/sobjects/" + type.name())
        .put("describe", root + "/sobjects/" + type.name() + "/describe");
    return node;
  }

  static ObjectNode whole(ObjectType type, String root) {
    ObjectNode node = summary(type, root);
    ArrayNode fields = node.putArray("fields");
    type.fields().forEach(field -> fields.add(field(type, field)));
    node.putArray("childRelationships");
    node.putArray("recordTypeInfos");
    return node;
  }

  private static String label(String name) {
    return name.replace("__c", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ");
  }

  private static ObjectNode field(ObjectType type, Field field) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", field.name())
            .put("label", label(field.name()))
            .put("type", field.type().described())
            .put("length", field.type().numeric() ? 0 : field.length())
            .put("byteLength", field.type().numeric() ? 0 : field.length() * 3)
            .put("custom", field.custom())
            .put("createable", field.createable())
            .put("updateable", field.updateable())
            .put("filterable", field.filterable())
            .put("sortable", field.type() != FieldType.ADDRESS)
            .put("nillable", field.type() != FieldType.BOOLEAN && field.createable())
            .put("nameField", field.equals(type.nameField()))
            .put("namePointing", field.polymorphic())
            .put("compoundFieldName", field.compound())
            .put("relationshipName", field.relationship())
            .put("soapType", soap(field.type()));
    ArrayNode references = node.putArray("referenceTo");
    field.references().forEach(references::add);
    node.putArray("picklistValues");
    return node;
  }

  private static String soap(FieldType type) {
    return switch (type) {
      case ID, REFERENCE -> "tns:ID";
      case BOOLEAN -> "xsd:boolean";
      case INT -> "xsd:int";
      case DOUBLE, PERCENT, CURRENCY -> "xsd:double";
      case DATE -> "xsd:date";
      case DATETIME -> "xsd:dateTime";
      case ADDRESS -> "urn:address";
      default -> "xsd:string";
    };
  }
}
