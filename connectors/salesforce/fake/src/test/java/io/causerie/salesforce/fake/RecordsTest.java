package io.causerie.salesforce.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.salesforce.fake.fault.HttpFault;
import io.causerie.salesforce.fake.store.Actor;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries and records over REST. */
class RecordsTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00.500Z"));
  private final FakeSalesforce salesforce = FakeSalesforce.with().clock(clock).page(3).start();
  private String ada = "";
  private String ben = "";
  private Rest rest = new Rest("", "");

  @BeforeEach
  void people() {
    ada = salesforce.org().user("ada@acme.example", "Ada", "Stone");
    ben = salesforce.org().user("ben@acme.example", "Ben", "Okafor");
    rest = Rest.as(salesforce, ada);
  }

  @AfterEach
  void close() {
    salesforce.close();
  }

  private String insert(String type, Map<String, Object> values) {
    return salesforce.org().insert(ada, type, values);
  }

  private static List<String> all(JsonNode records, String pointer) {
    List<String> found = new ArrayList<>();
    records.forEach(r -> found.add(r.at(pointer).asText()));
    return found;
  }

  private static void refused(Rest.Answer answer, int status, String code) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().get(0).path("errorCode").asText()).isEqualTo(code);
  }

  @Test
  void aQueryComesInPagesAndTellsWhatIsLeftOfTheDay() {
    for (int i = 0; i < 7; i++) {
      insert("Account", Map.of("Name", "Acme " + i));
    }
    Rest.Answer first = rest.query("SELECT Id, Name FROM Account ORDER BY SystemModstamp, Id");
    assertThat(first.json().path("totalSize").asInt()).isEqualTo(7);
    List<String> names = new ArrayList<>(all(first.json().path("records"), "/Name"));
    JsonNode page = first.json();
    while (!page.path("done").asBoolean()) {
      page = rest.get(page.path("nextRecordsUrl").asText()).json();
      names.addAll(all(page.path("records"), "/Name"));
    }

    assertThat(names).hasSize(7).startsWith("Acme 0").endsWith("Acme 6");
    assertThat(first.whole().headers().firstValue("Sforce-Limit-Info"))
        .hasValue("api-usage=1/100000");
    salesforce.rest().forgetLocators();
    refused(rest.get(first.json().path("nextRecordsUrl").asText()), 400, "INVALID_QUERY_LOCATOR");
  }

  @Test
  void manyShareASecondSoTheIdDecides() {
    String one = insert("Account", Map.of("Name", "One"));
    String two = insert("Account", Map.of("Name", "Two"));
    clock.tick(Duration.ofSeconds(2));
    String three = insert("Account", Map.of("Name", "Three"));

    JsonNode after =
        rest.query(
                "SELECT Id, SystemModstamp FROM Account WHERE SystemModstamp > 2026-11-23T08:00:00Z"
                    + " OR (SystemModstamp = 2026-11-23T08:00:00.000+0000 AND Id > '"
                    + one
                    + "') ORDER BY SystemModstamp, Id LIMIT 10")
            .json()
            .path("records");

    assertThat(all(after, "/Id")).containsExactly(two, three);
    assertThat(after.get(0).path("SystemModstamp").asText())
        .isEqualTo("2026-11-23T08:00:00.000+0000");
    assertThat(after.get(0).at("/attributes/url").asText())
        .isEqualTo("/services/data/v62.0/sobjects/Account/" + two);
  }

  @Test
  void relationshipsAreFollowedAndThoseOfManyObjectsGiveANameOnly() {
    String account = insert("Account", Map.of("Name", "Acme", "Type", "Customer"));
    String contact = insert("Contact", Map.of("LastName", "Ek", "AccountId", account));
    insert(
        "Task",
        Map.of(
            "Subject", "Call", "WhoId", contact, "WhatId", account, "ActivityDate", "2026-11-30"));

    JsonNode task =
        rest.query(
                "SELECT Subject, Who.Name, Who.Type, What.Name, What.Type, Owner.Name, Account.Name, ActivityDate"
                    + " FROM Task WHERE What.Name = 'acme' AND Who.Type IN ('Contact','Lead')")
            .json()
            .path("records")
            .get(0);

    assertThat(task.at("/Who/Name").asText()).isEqualTo("Ek");
    assertThat(task.at("/Who/Type").asText()).isEqualTo("Contact");
    assertThat(task.at("/Who/attributes/type").asText()).isEqualTo("Name");
    assertThat(task.at("/What/Name").asText()).isEqualTo("Acme");
    assertThat(task.at("/What/Type").asText()).as("no field of the account's").isEqualTo("Account");
    assertThat(task.at("/Owner/Name").asText()).isEqualTo("Ada Stone");
    assertThat(task.get("Account").isNull()).isTrue();
    assertThat(task.path("ActivityDate").asText()).isEqualTo("2026-11-30");
    refused(rest.query("SELECT What.Industry FROM Task"), 400, "INVALID_FIELD");
  }

  @Test
  void queriesThatAreWrongAreRefused() {
    refused(rest.query("SELECT Id FROM Nothing"), 400, "INVALID_TYPE");
    refused(rest.query("SELECT Shoes FROM Account"), 400, "INVALID_FIELD");
    refused(rest.query("SELECT Id FROM Account WHERE"), 400, "MALFORMED_QUERY");
    refused(
        rest.query("SELECT Id FROM Account WHERE Name = 'a' AND Name = 'b' OR Name = 'c'"),
        400,
        "MALFORMED_QUERY");
    refused(
        rest.query("SELECT Id FROM Account WHERE SystemModstamp > '2026-11-23T08:00:00Z'"),
        400,
        "INVALID_FIELD");
    refused(rest.query("SELECT Id FROM FeedItem WHERE Body LIKE '%x%'"), 400, "INVALID_FIELD");
    assertThat(
            rest.query("SELECT Id FROM Account WHERE Name = '" + "x".repeat(20_000) + "'").status())
        .isEqualTo(414);
  }

  @Test
  void whatIsDeletedIsFoundByQueryAllUntilTheBinIsEmptied() {
    String id = insert("Account", Map.of("Name", "Acme"));
    String deleted = "SELECT Id FROM Account WHERE IsDeleted = true";
    salesforce.org().delete(ada, id);

    assertThat(rest.query(deleted).json().path("totalSize").asInt()).isZero();
    assertThat(rest.queryAll(deleted).json().path("totalSize").asInt()).isEqualTo(1);
    refused(rest.get("/sobjects/Account/" + id), 404, "ENTITY_IS_DELETED");
    JsonNode told =
        rest.get(
                "/sobjects/Account/deleted/?start=2026-11-23T07%3A00%3A00Z&end="
                    + Rest.encoded("2026-11-23T09:00:00+00:00"))
            .json();
    assertThat(told.at("/deletedRecords/0/id").asText()).isEqualTo(id);

    salesforce.org().purge(id);
    assertThat(rest.queryAll(deleted).json().path("totalSize").asInt()).isZero();
    refused(
        rest.get(
            "/sobjects/FeedComment/deleted/?start=2026-11-23T07:00:00Z&end=2026-11-23T09:00:00Z"),
        400,
        "INVALID_TYPE");
  }

  @Test
  void aMergeNamesTheWinnerAndTakesTheChildrenAlongWithoutAWord() {
    salesforce.bus().select("Account", "Contact");
    String winner = insert("Account", Map.of("Name", "Acme"));
    String loser = insert("Account", Map.of("Name", "Acme Inc"));
    String contact = insert("Contact", Map.of("LastName", "Ek", "AccountId", loser));
    int before = salesforce.bus().size();
    clock.tick(Duration.ofSeconds(5));

    salesforce
        .org()
        .commit(
            Actor.person(ada),
            t -> {
              t.merge(winner, List.of(loser));
              return winner;
            });

    assertThat(salesforce.bus().size()).as("a deletion and an update").isEqualTo(before + 2);
    JsonNode gone =
        rest.queryAll("SELECT MasterRecordId FROM Account WHERE Id = '" + loser + "'").json();
    assertThat(gone.at("/records/0/MasterRecordId").asText()).isEqualTo(winner);
    JsonNode moved =
        rest.query("SELECT AccountId FROM Contact WHERE SystemModstamp >= 2026-11-23T08:00:05Z")
            .json();
    assertThat(moved.at("/records/0/AccountId").asText()).isEqualTo(winner);
    assertThat(contact).startsWith("003");
  }

  @Test
  void manyAreReadAndWrittenAtOnce() {
    JsonNode made =
        rest.json(
                "POST",
                "/composite/sobjects",
                "{\"records\":[{\"attributes\":{\"type\":\"Account\"},\"Name\":\"A\"},"
                    + "{\"attributes\":{\"type\":\"Account\"},\"Shoes\":1}]}")
            .json();
    String id = made.get(0).path("id").asText();
    assertThat(made.get(1).at("/errors/0/statusCode").asText()).isEqualTo("INVALID_FIELD");

    JsonNode read =
        rest.json(
                "POST",
                "/composite/sobjects/Account",
                "{\"ids\":[\"" + id + "\",\"001000000000000\"],\"fields\":[\"Id\",\"Name\"]}")
            .json();

    assertThat(read.get(0).path("Name").asText()).isEqualTo("A");
    assertThat(read.get(1).isNull()).isTrue();
  }

  @Test
  void recordsAreWrittenByWhoeverIsSignedInAndEventsTellByWhichClient() {
    salesforce.bus().select("Account");
    String id =
        rest.json(
                "POST",
                "/sobjects/Account",
                "{\"Name\":\"Acme\"}",
                "Sforce-Call-Options",
                "client=Causerie")
            .json()
            .path("id")
            .asText();
    assertThat(rest.json("PATCH", "/sobjects/Account/" + id, "{\"Industry\":\"Steel\"}").status())
        .isEqualTo(204);
    refused(
        rest.json("PATCH", "/sobjects/Account/" + id, "{\"CreatedById\":\"" + ben + "\"}"),
        400,
        "INVALID_FIELD_FOR_INSERT_UPDATE");

    JsonNode row = rest.get("/sobjects/Account/" + id + "?fields=Industry,CreatedById").json();
    assertThat(row.path("Industry").asText()).isEqualTo("Steel");
    assertThat(row.path("CreatedById").asText()).isEqualTo(ada);
    try (Caller caller = new Caller(salesforce, salesforce.sessions().open(ada, "test"))) {
      var events = caller.earliest("/data/AccountChangeEvent", 2).events(2);
      assertThat(caller.read(events.get(0)).get("ChangeEventHeader"))
          .asString()
          .contains("com/salesforce/api/rest/62.0;client=Causerie");
    }
  }

  @Test
  void aDescriptionTellsLengthsAndWhatMayBeWritten() {
    JsonNode fields = rest.get("/sobjects/FeedComment/describe").json().path("fields");
    JsonNode body = null;
    for (JsonNode field : fields) {
      body = field.path("name").asText().equals("CommentBody") ? field : body;
    }
    assertThat(body).isNotNull();
    assertThat(body.path("length").asInt()).isEqualTo(10_000);
    assertThat(body.path("createable").asBoolean()).isTrue();
    assertThat(body.path("filterable").asBoolean()).isFalse();
  }

  @Test
  void whoMayReadIsAskedForOneUserAndTwoHundredRecords() {
    String open = insert("Account", Map.of("Name", "Open"));
    String hidden = insert("Account", Map.of("Name", "Hidden"));
    salesforce.org().hide(hidden, ben);
    String asked =
        "SELECT RecordId, HasReadAccess FROM UserRecordAccess WHERE UserId = '%s' AND RecordId IN (%s)";

    JsonNode answer = rest.query(asked.formatted(ben, "'" + open + "','" + hidden + "'")).json();

    assertThat(all(answer.path("records"), "/HasReadAccess")).containsExactly("true", "false");
    assertThat(
            Rest.as(salesforce, ben)
                .query("SELECT Id FROM Account")
                .json()
                .path("totalSize")
                .asInt())
        .isEqualTo(1);
    refused(
        rest.query(asked.formatted(ben, ("'" + open + "',").repeat(200) + "'" + open + "'")),
        400,
        "MALFORMED_QUERY");
  }

  @Test
  void requestsGoWrongAsATestWantsIt() {
    salesforce.faults().http("GET .*/limits", HttpFault.UNAVAILABLE);
    assertThat(rest.get("/limits").status()).isEqualTo(503);
    salesforce.faults().http("/limits", HttpFault.LIMIT);
    refused(rest.get("/limits"), 403, "REQUEST_LIMIT_EXCEEDED");
    salesforce.faults().http("/limits", HttpFault.SESSION);
    refused(rest.get("/limits"), 401, "INVALID_SESSION_ID");
    salesforce.faults().http("/limits", HttpFault.CUT, 3);
    assertThatThrownBy(() -> rest.get("/limits")).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void anAnswerIsLostAfterTheWrite() {
    salesforce.faults().http("POST .*/sobjects/Account", HttpFault.ANSWER_LOST);
    assertThatThrownBy(() -> rest.json("POST", "/sobjects/Account", "{\"Name\":\"Acme\"}"))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(rest.query("SELECT COUNT() FROM Account").json().path("totalSize").asInt())
        .isEqualTo(1);

    salesforce.faults().http("POST .*/sobjects/Account", HttpFault.ANSWER_WRONG);
    assertThat(rest.json("POST", "/sobjects/Account", "{\"Name\":\"Acme\"}").status())
        .isEqualTo(503);
    assertThat(rest.query("SELECT COUNT() FROM Account").json().path("totalSize").asInt())
        .isEqualTo(2);
  }

  @Test
  void aRequestHangsUntilItIsLetGo() throws Exception {
    salesforce.faults().http("GET .*/limits", HttpFault.HANG);
    CompletableFuture<Integer> hanging =
        CompletableFuture.supplyAsync(() -> rest.get("/limits").status());
    Eventually.until("it hangs", () -> salesforce.faults().hanging() == 1);
    assertThat(rest.get("/limits").status()).as("others do not wait").isEqualTo(200);
    assertThat(hanging).isNotDone();

    salesforce.faults().release();

    // Whoever reads may ask again where the line was cut.
    assertThat(hanging.handle((status, error) -> error != null || status == 200).get()).isTrue();
  }

  @Test
  void aLongTransactionCommitsWithAnOldTime() {
    insert("Account", Map.of("Name", "Now"));
    clock.tick(Duration.ofSeconds(30));
    String late =
        salesforce
            .org()
            .commit(
                Actor.person(ada).at(clock.instant().minusSeconds(40)),
                t -> t.insert("Account", Map.of("Name", "Late")));

    JsonNode first =
        rest.query("SELECT Id FROM Account ORDER BY SystemModstamp, Id").json().at("/records/0");

    assertThat(first.path("Id").asText()).isEqualTo(late);
  }

  @Test
  void theDayHasAnEnd() {
    salesforce.rest().allow(1);
    assertThat(rest.get("/limits").status()).isEqualTo(200);
    refused(rest.get("/limits"), 403, "REQUEST_LIMIT_EXCEEDED");
  }
}
