package io.causerie.salesforce.fake.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.salesforce.fake.fault.Faults;
import io.causerie.salesforce.fake.soql.Soql;
import io.causerie.salesforce.fake.store.Field;
import io.causerie.salesforce.fake.store.Ids;
import io.causerie.salesforce.fake.store.ObjectType;
import io.causerie.salesforce.fake.store.Org;
import io.causerie.salesforce.fake.store.Refused;
import io.causerie.salesforce.fake.store.Row;
import io.causerie.salesforce.fake.store.Values;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Queries and records. */
final class DataRoutes {
  /** An address longer than this is refused before anybody reads it. */
  static final int ADDRESS = 16_384;

  private static final int BATCH = 200;
  private static final int READ = 2_000;

  private final Org org;
  private final Faults faults;
  private final Soql soql;
  private final Writes writes;
  private final int page;
  private final Map<String, List<ObjectNode>> locators = new ConcurrentHashMap<>();
  private final AtomicLong lastLocator = new AtomicLong();

  DataRoutes(Org org, Faults faults, int page) {
    this.org = org;
    this.faults = faults;
    this.soql = new Soql(org);
    this.writes = new Writes(org);
    this.page = page;
  }

  void answer(Call call) {
    switch (call.at(0)) {
      case "query" -> query(call, false);
      case "queryAll" -> query(call, true);
      case "sobjects" -> objects(call);
      case "composite" -> composite(call);
      default -> throw Refused.notFound();
    }
  }

  private void query(Call call, boolean deleted) {
    if (!call.at(1).isEmpty()) {
      page(call, call.at(1));
      return;
    }
    String text =
        call.exchange()
            .query("q")
            .orElseThrow(() -> new Refused(400, "MALFORMED_QUERY", "a query is needed"));
    Soql.Result result = soql.run(text, call.user(), deleted, call.root());
    List<ObjectNode> records = result.records();
    int size = page;
    String options = call.exchange().header("Sforce-Query-Options").orElse("");
    if (options.startsWith("batchSize=")) {
      size = Math.min(page, Math.max(200, Integer.parseInt(options.substring(10).strip())));
    }
    String locator = "";
    if (records.size() > size) {
      locator = "01gFk" + "%010d".formatted(lastLocator.incrementAndGet()) + "IAQ";
      locators.put(locator, records);
    }
    call.exchange().answer(page(call, result.total(), records, locator, 0, size));
  }

  private void page(Call call, String name) {
    int dash = name.lastIndexOf('-');
    String locator = dash < 0 ? name : name.substring(0, dash);
    List<ObjectNode> records = locators.get(locator);
    if (records == null) {
      throw new Refused(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
    }
    int from = dash < 0 ? page : Integer.parseInt(name.substring(dash + 1));
    call.exchange().answer(page(call, records.size(), records, locator, from, page));
  }

  private static ObjectNode page(
      Call call, int total, List<ObjectNode> records, String locator, int from, int size) {
    int to = Math.min(records.size(), from + size);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("totalSize", total);
    answer.put("done", to == records.size());
    if (to < records.size()) {
      answer.put("nextRecordsUrl", call.root() + "/query/" + locator + "-" + to);
    }
    ArrayNode array = answer.putArray("records");
    records.subList(Math.min(from, to), to).forEach(array::add);
    return answer;
  }

  /** Cursors of queries end, as they do when an instance moves. */
  void forgetLocators() {
    locators.clear();
  }

  private void objects(Call call) {
    if (call.at(1).isEmpty()) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      answer.put("encoding", "UTF-8").put("maxBatchSize", BATCH);
      ArrayNode all = answer.putArray("sobjects");
      org.types().forEach(type -> all.add(Describe.summary(type, call.root())));
      call.exchange().answer(answer);
      return;
    }
    ObjectType type = org.type(call.at(1));
    String third = call.at(2);
    switch (third) {
      case "" -> {
        if (call.method().equals("POST")) {
          String id = writes.create(call, type, call.exchange().json());
          call.exchange().answer(201, Writes.done(id));
        } else {
          ObjectNode answer = JsonNodeFactory.instance.objectNode();
          answer.set("objectDescribe", Describe.summary(type, call.root()));
          call.exchange().answer(answer);
        }
      }
      case "describe" -> call.exchange().answer(Describe.whole(type, call.root()));
      case "deleted" -> deleted(call, type);
      case "updated" -> updated(call, type);
      default -> record(call, type, third);
    }
  }

  private void record(Call call, ObjectType type, String id) {
    Row row =
        org.row(id)
            .filter(r -> r.type().equals(type) && org.reads(call.user(), r))
            .orElseThrow(Refused::notFound);
    if (row.deleted()) {
      throw new Refused(404, "ENTITY_IS_DELETED", "entity is deleted");
    }
    switch (call.method()) {
      case "GET" -> {
        List<String> fields =
            call.exchange()
                .query("fields")
                .map(f -> Arrays.asList(f.split(",")))
                .orElseGet(() -> type.fields().stream().map(Field::name).toList());
        known(type, fields);
        call.exchange().answer(soql.written(row, fields, call.root()));
      }
      case "PATCH" -> {
        writes.update(call, row, call.exchange().json());
        call.exchange().answer(204, null);
      }
      case "DELETE" -> {
        writes.delete(call, row);
        call.exchange().answer(204, null);
      }
      default -> throw notAllowed(call);
    }
  }

  private static void known(ObjectType type, List<String> fields) {
    for (String field : fields) {
      if (type.field(field).isEmpty()) {
        throw Refused.noColumn(field, type.name());
      }
    }
  }

  static Refused notAllowed(Call call) {
    return new Refused(
        405, "METHOD_NOT_ALLOWED", "HTTP Method '" + call.method() + "' not allowed.");
  }

  private record Window(Instant start, Instant end) {}

  private Window window(Call call) {
    try {
      Instant start = Values.instant(call.exchange().query("start").orElse(""));
      Instant end = Values.instant(call.exchange().query("end").orElse(""));
      if (!end.isAfter(start.plusSeconds(60)) && !end.equals(start.plusSeconds(60))) {
        throw new Refused(400, "INVALID_REPLICATION_DATE", "startDate before endDate");
      }
      if (start.isBefore(org.now().minus(Duration.ofDays(30)))) {
        throw new Refused(400, "INVALID_REPLICATION_DATE", "startDate before org replication date");
      }
      return new Window(start, end);
    } catch (DateTimeException e) {
      throw new Refused(400, "INVALID_REPLICATION_DATE", "no time");
    }
  }

  private void deleted(Call call, ObjectType type) {
    replicated(type);
    Window window = window(call);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode records = answer.putArray("deletedRecords");
    Instant covered = window.end().minus(faults.coversLate());
    org.deletions(type.name())
        .forEach(
            (id, at) -> {
              if (!at.isBefore(window.start()) && at.isBefore(covered)) {
                records.addObject().put("id", id).putPOJO("deletedDate", Values.written(at));
              }
            });
    answer.putPOJO("earliestDateAvailable", Values.written(org.now().minus(Duration.ofDays(15))));
    answer.putPOJO("latestDateCovered", Values.written(covered));
    call.exchange().answer(answer);
  }

  private void updated(Call call, ObjectType type) {
    replicated(type);
    Window window = window(call);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode ids = answer.putArray("ids");
    for (Row row : org.all(type.name())) {
      Instant at = row.instant("SystemModstamp");
      if (!row.deleted() && !at.isBefore(window.start()) && at.isBefore(window.end())) {
        ids.add(row.id());
      }
    }
    answer.putPOJO("latestDateCovered", Values.written(window.end()));
    call.exchange().answer(answer);
  }

  private static void replicated(ObjectType type) {
    if (type.name().equals("FeedComment")) {
      throw new Refused(400, "INVALID_TYPE", "sObject type 'FeedComment' is not replicateable");
    }
  }

  /** Many records at once: read, made, changed, deleted; each by itself unless all are one. */
  private void composite(Call call) {
    if (!call.at(1).equals("sobjects")) {
      throw Refused.notFound();
    }
    if (!call.at(2).isEmpty()) {
      readMany(call, org.type(call.at(2)));
      return;
    }
    ArrayNode answers = JsonNodeFactory.instance.arrayNode();
    if (call.method().equals("DELETE")) {
      List<String> ids = List.of(call.exchange().query("ids").orElse("").split(","));
      batch(ids.size());
      for (String id : ids) {
        answers.add(
            writes.tried(
                () -> {
                  writes.delete(call, org.live(id));
                  return id;
                }));
      }
    } else {
      JsonNode body = call.exchange().json();
      batch(body.path("records").size());
      for (JsonNode record : body.path("records")) {
        String object = record.path("attributes").path("type").asText();
        answers.add(
            writes.tried(
                () -> {
                  if (call.method().equals("PATCH")) {
                    Row row = org.live(record.path("id").asText(record.path("Id").asText()));
                    writes.update(call, row, record);
                    return row.id();
                  }
                  return writes.create(call, org.type(object), record);
                }));
      }
    }
    call.exchange().answer(answers);
  }

  private static void batch(int size) {
    if (size > BATCH) {
      throw new Refused(
          400, "EXCEEDED_ID_LIMIT", "record limit reached. cannot submit more than 200 records");
    }
  }

  private void readMany(Call call, ObjectType type) {
    List<String> ids = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    if (call.method().equals("POST")) {
      JsonNode body = call.exchange().json();
      body.path("ids").forEach(id -> ids.add(id.asText()));
      body.path("fields").forEach(field -> fields.add(field.asText()));
    } else {
      ids.addAll(List.of(call.exchange().query("ids").orElse("").split(",")));
      fields.addAll(List.of(call.exchange().query("fields").orElse("").split(",")));
    }
    if (ids.size() > READ) {
      throw new Refused(400, "EXCEEDED_ID_LIMIT", "cannot retrieve more than 2000 records");
    }
    known(type, fields);
    ArrayNode answer = JsonNodeFactory.instance.arrayNode();
    for (String id : ids) {
      org.row(Ids.full(id))
          .filter(r -> r.type().equals(type) && !r.deleted() && org.reads(call.user(), r))
          .ifPresentOrElse(
              row -> answer.add(soql.written(row, fields, call.root())), answer::addNull);
    }
    call.exchange().answer(answer);
  }
}
