package io.causerie.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.http.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an event of Change Data Capture tells.
 *
 * @param values what is told of the record, by the names that SOQL has for it; null: cleared
 * @param whole whether a field that is missing in {@code values} is empty; else it is unchanged
 * @param changed which of them were changed, where the event says so; the others are told along
 * @param partial fields that were changed and are not told whole, so that they have to be read
 * @param foreign whether the key of another record was changed, of which more is to be read
 */
record Change(
    Header header,
    Map<String, JsonNode> values,
    boolean whole,
    List<String> changed,
    List<String> partial,
    boolean foreign) {
  Change {
    values = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(values));
    changed = List.copyOf(changed);
    partial = List.copyOf(partial);
  }

  /** What happened; how the names are read is in {@link #isGap}. */
  enum Type {
    CREATE,
    UPDATE,
    DELETE,
    UNDELETE,
    GAP_CREATE,
    GAP_UPDATE,
    GAP_DELETE,
    GAP_UNDELETE,
    GAP_OVERFLOW,
    SNAPSHOT;

    /** Whether the records are named, and what became of them has to be read. */
    boolean isGap() {
      return switch (this) {
        case GAP_CREATE, GAP_UPDATE, GAP_UNDELETE -> true;
        case CREATE, UPDATE, DELETE, UNDELETE, GAP_DELETE, GAP_OVERFLOW, SNAPSHOT -> false;
      };
    }

    boolean isDeletion() {
      return this == DELETE || this == GAP_DELETE;
    }

    /** Whether all of the record is told. */
    boolean isWhole() {
      return this == CREATE || this == UNDELETE || this == SNAPSHOT;
    }
  }

  /**
   * The {@code ChangeEventHeader}.
   *
   * @param origin {@code changeOrigin}; empty where nothing is said, which need not be a human
   */
  record Header(
      String object,
      List<String> ids,
      Type type,
      String origin,
      String transaction,
      int sequence,
      Instant committed,
      long number,
      String user) {
    private static final Pattern CLIENT = Pattern.compile("(?:^|;)client=([^;]*)");

    Header {
      ids = List.copyOf(ids);
    }

    /**
     * The client that made the change, from {@code com/salesforce/api/rest/62.0;client=causerie}:
     * Salesforce's own have a slash behind it.
     */
    Optional<String> client() {
      Matcher client = CLIENT.matcher(origin);
      return client.find()
          ? Optional.of(client.group(1).replaceAll("/+$", "")).filter(name -> !name.isEmpty())
          : Optional.empty();
    }

    /** For the mapping, and so that two changes of one second are two. */
    ObjectNode json(Iterable<String> changed) {
      ObjectNode json = Json.MAPPER.createObjectNode();
      json.put("changeType", type.name())
          .put("changeOrigin", origin)
          .put("transactionKey", transaction)
          .put("sequenceNumber", sequence)
          .put("commitTimestamp", committed.toEpochMilli())
          .put("commitNumber", number)
          .put("commitUser", user);
      ArrayNode names = json.putArray("changedFields");
      changed.forEach(names::add);
      return json;
    }
  }
}
