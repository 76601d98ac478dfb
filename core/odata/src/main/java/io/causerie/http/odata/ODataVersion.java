package io.causerie.http.odata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The two versions of the protocol: what their answers look like. */
enum ODataVersion {
  V2,
  V4;

  boolean isV2() {
    return this == V2;
  }

  /** The entities of a page; absent where the answer is no page. */
  Optional<List<ObjectNode>> entities(JsonNode answer) {
    JsonNode list =
        switch (this) {
          // Some V2 services leave "results" out.
          case V2 ->
              answer.path("d").isArray() ? answer.path("d") : answer.path("d").path("results");
          case V4 -> answer.path("value");
        };
    if (!list.isArray()) {
      return Optional.empty();
    }
    List<ObjectNode> entities = new ArrayList<>();
    for (JsonNode element : list) {
      if (!(element instanceof ObjectNode entity)) {
        return Optional.empty();
      }
      entities.add(entity);
    }
    return Optional.of(entities);
  }

  /** The one entity of an answer to a read by key. */
  Optional<ObjectNode> entity(JsonNode answer) {
    JsonNode one =
        switch (this) {
          // SAP Cloud for Customer wraps a single entity in "results" too.
          case V2 ->
              answer.path("d").path("results").isObject()
                  ? answer.path("d").path("results")
                  : answer.path("d");
          case V4 -> answer;
        };
    return one instanceof ObjectNode entity ? Optional.of(entity) : Optional.empty();
  }

  Optional<String> etag(ObjectNode entity) {
    JsonNode etag =
        switch (this) {
          case V2 -> entity.path("__metadata").path("etag");
          case V4 -> entity.has("@odata.etag") ? entity.path("@odata.etag") : entity.path("@etag");
        };
    return etag.isTextual() ? Optional.of(etag.asText()) : Optional.empty();
  }

  /** What a service says went wrong, in its own words; empty where it says nothing. */
  static String errorText(JsonNode answer) {
    JsonNode error = answer.has("error") ? answer.path("error") : answer.path("odata.error");
    JsonNode message = error.path("message");
    String text = message.isObject() ? message.path("value").asText() : message.asText();
    String code = error.path("code").asText();
    return code.isEmpty() || text.isEmpty() ? text : text + " (" + code + ")";
  }

  /**
   * Takes out what tells of the protocol and not of the record, and would make the same record look
   * changed when it is read in another way.
   */
  void strip(ObjectNode entity) {
    switch (this) {
      case V2 -> stripDeep(entity);
      case V4 ->
          entity.remove(
              List.of("@odata.context", "@context", "@odata.metadataEtag", "@metadataEtag"));
    }
  }

  private static void stripDeep(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove("__metadata");
      object.properties().removeIf(e -> e.getValue().isObject() && e.getValue().has("__deferred"));
    }
    node.forEach(ODataVersion::stripDeep);
  }
}
