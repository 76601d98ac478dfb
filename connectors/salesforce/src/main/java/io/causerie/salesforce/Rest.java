package io.causerie.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.http.Address;
import io.causerie.http.Answer;
import io.causerie.http.Json;
import io.causerie.http.Request;
import io.causerie.http.SystemClient;
import io.causerie.spi.SourceException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The org's REST API of one version. Used by many threads. */
final class Rest {
  private static final int MOST_PAGES = 1000;

  private final SystemClient client;
  private final Address data;
  private final String caller;
  private final Limits limits;

  /**
   * @param data of the API's version, a folder
   * @param caller whose name Salesforce writes into what it changes
   */
  Rest(SystemClient client, Address data, String caller, Limits limits) {
    this.client = client;
    this.data = data;
    this.caller = caller;
    this.limits = limits;
  }

  /**
   * Rows.
   *
   * @param done whether there is no more of this query
   * @param date when it was answered, by the org's clock
   */
  record Rows(List<ObjectNode> rows, boolean done, @Nullable Instant date, long total) {}

  /** The first rows of a query; those in the recycle bin only where it is asked for. */
  Rows query(String soql, boolean deleted) throws SourceException {
    Answer answer = get(data.below(deleted ? "queryAll" : "query").with("q", soql));
    return rows(answer);
  }

  /** Every row of a query that has few. */
  List<ObjectNode> all(String soql, boolean deleted) throws SourceException {
    Answer answer = get(data.below(deleted ? "queryAll" : "query").with("q", soql));
    List<ObjectNode> rows = new ArrayList<>();
    for (int page = 0; page < MOST_PAGES; page++) {
      rows.addAll(rows(answer).rows());
      Optional<Address> next = next(answer);
      if (next.isEmpty()) {
        return rows;
      }
      answer = get(next.get());
    }
    throw client.faults().half(answer, null);
  }

  private Rows rows(Answer answer) throws SourceException {
    JsonNode json = Json.read(answer, client.faults());
    List<ObjectNode> rows = new ArrayList<>();
    for (JsonNode row : json.path("records")) {
      if (row instanceof ObjectNode object) {
        strip(object);
        rows.add(object);
      }
    }
    if (!json.path("records").isArray() && !json.has("totalSize")) {
      throw client.faults().half(answer, null);
    }
    return new Rows(
        rows,
        json.path("done").asBoolean(true),
        answer.date().orElse(null),
        json.path("totalSize").asLong());
  }

  private Optional<Address> next(Answer answer) throws SourceException {
    JsonNode next = Json.read(answer, client.faults()).path("nextRecordsUrl");
    return next.isTextual() ? data.resolve(next.asText()).filter(data::isBeside) : Optional.empty();
  }

  /** What tells of the protocol only. */
  private static void strip(ObjectNode row) {
    row.remove("attributes");
    row.forEach(
        value -> {
          if (value instanceof ObjectNode inner) {
            strip(inner);
          }
        });
  }

  /** What the org says of an object: its fields, above all. */
  JsonNode describe(String object) throws SourceException {
    return Json.read(get(data.below("sobjects").below(object).below("describe")), client.faults());
  }

  /**
   * What was deleted within some time.
   *
   * @param ids by when
   * @param covered up to when all of it is told: what takes long to commit is told later
   */
  record Deleted(Map<String, Instant> ids, Instant covered) {}

  Deleted deleted(String object, Instant from, Instant to) throws SourceException {
    Address address =
        data.below("sobjects")
            .below(object)
            .below("deleted")
            .asFolder()
            .with("start", Times.literal(from))
            .with("end", Times.literal(to));
    JsonNode json = Json.read(get(address), client.faults());
    Map<String, Instant> deleted = new LinkedHashMap<>();
    for (JsonNode row : json.path("deletedRecords")) {
      Times.read(row.path("deletedDate").asText())
          .ifPresent(when -> deleted.put(row.path("id").asText(), when));
    }
    Instant covered = Times.read(json.path("latestDateCovered").asText()).orElse(to);
    return new Deleted(deleted, covered.isBefore(to) ? covered : to);
  }

  Answer get(Address address) throws SourceException {
    Answer answer = send(Request.get(address));
    if (!answer.isOk()) {
      throw Faults.answered(answer, client.faults());
    }
    return answer;
  }

  /** Whatever is answered. */
  Answer send(Request request) throws SourceException {
    Answer answer =
        client.send(
            request
                .header("Accept", "application/json")
                .header("Sforce-Call-Options", "client=" + caller));
    limits.seen(answer);
    return answer;
  }

  /** With a body in JSON. */
  Request with(String method, Address address, JsonNode body) {
    return Request.with(
        method, address, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** What lies below the API's version. */
  Address at(String... segments) {
    Address address = data;
    for (String segment : segments) {
      address = address.below(segment);
    }
    return address;
  }

  SystemClient client() {
    return client;
  }

  String host() {
    return data.host();
  }
}
