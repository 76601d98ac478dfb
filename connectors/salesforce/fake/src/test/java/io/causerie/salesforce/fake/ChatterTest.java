package io.causerie.salesforce.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.salesforce.fake.fault.HttpFault;
import io.causerie.salesforce.fake.page.Margin;
import io.causerie.salesforce.fake.store.Actor;
import io.causerie.testkit.SettableClock;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Posts and comments. */
class ChatterTest {
  private static final String ELEMENTS = "/chatter/feed-elements";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));
  private final FakeSalesforce salesforce = FakeSalesforce.with().clock(clock).start();
  private String ada = "";
  private String ben = "";
  private String account = "";
  private Rest rest = new Rest("", "");

  @BeforeEach
  void people() {
    ada = salesforce.org().user("ada@acme.example", "Ada", "Stone");
    ben = salesforce.org().user("ben@acme.example", "Ben", "Okafor");
    account = salesforce.org().insert(ada, "Account", Map.of("Name", "Acme"));
    rest = Rest.as(salesforce, ada);
  }

  @AfterEach
  void close() {
    salesforce.close();
  }

  private static String segments(String... segments) {
    return "\"body\":{\"messageSegments\":[" + String.join(",", segments) + "]}";
  }

  private static String text(String text) {
    return "{\"type\":\"Text\",\"text\":\"" + text + "\"}";
  }

  private JsonNode post(String text) {
    Rest.Answer answer =
        rest.json(
            "POST",
            ELEMENTS,
            "{\"feedElementType\":\"FeedItem\",\"subjectId\":\"%s\",%s}"
                .formatted(account, segments(text(text))));
    assertThat(answer.status()).isEqualTo(201);
    return answer.json();
  }

  private static String items(String post) {
    return ELEMENTS + "/" + post + "/capabilities/comments/items";
  }

  private JsonNode comment(Rest as, String post, String more, String text) {
    Rest.Answer answer = as.json("POST", items(post), "{" + more + segments(text(text)) + "}");
    assertThat(answer.status()).isEqualTo(201);
    return answer.json();
  }

  @Test
  void aPostMentionsAndIsARecordOfWhoWroteIt() {
    JsonNode made =
        rest.json(
                "POST",
                ELEMENTS,
                "{\"feedElementType\":\"FeedItem\",\"subjectId\":\"%s\",%s}"
                    .formatted(
                        account,
                        segments(
                            text("Blocked, "), "{\"type\":\"Mention\",\"id\":\"" + ben + "\"}")))
            .json();

    assertThat(made.at("/body/text").asText()).isEqualTo("Blocked, @Ben Okafor");
    assertThat(made.at("/body/messageSegments/1/record/id").asText()).isEqualTo(ben);
    JsonNode row =
        rest.query(
                "SELECT Body, CreatedById, InsertedById, Type FROM FeedItem WHERE ParentId = '"
                    + account
                    + "'")
            .json()
            .at("/records/0");
    assertThat(row.path("Body").asText()).isEqualTo("Blocked, @Ben Okafor");
    assertThat(row.path("CreatedById").asText()).isEqualTo(ada);
    assertThat(row.path("InsertedById").asText()).isEqualTo(ada);
    assertThat(row.path("Type").asText()).isEqualTo("TextPost");
  }

  @Test
  void anIntegrationMayInsertForAnotherWithARightOfItsOwn() {
    String body =
        "{\"ParentId\":\"%s\",\"Body\":\"Hello\",\"CreatedById\":\"%s\"}".formatted(account, ben);
    assertThat(rest.json("POST", "/sobjects/FeedItem", body).status()).isEqualTo(400);

    salesforce.org().insertsForOthers(ada);
    String id = rest.json("POST", "/sobjects/FeedItem", body).json().path("id").asText();

    JsonNode row = rest.get("/sobjects/FeedItem/" + id).json();
    assertThat(row.path("CreatedById").asText()).isEqualTo(ben);
    assertThat(row.path("InsertedById").asText()).isEqualTo(ada);
  }

  @Test
  void threeCommentsComeWithAPostAndTheOthersWhenAsked() {
    String post = post("Order?").path("id").asText();
    for (int i = 1; i <= 5; i++) {
      clock.tick(Duration.ofSeconds(1));
      comment(rest, post, "", "No " + i);
    }

    JsonNode page = rest.get(ELEMENTS + "/" + post).json().at("/capabilities/comments/page");
    assertThat(page.path("total").asInt()).isEqualTo(5);
    assertThat(page.path("items")).hasSize(3);
    assertThat(page.at("/items/2/body/text").asText()).isEqualTo("No 5");
    JsonNode all = rest.get(items(post) + "?pageSize=4").json();
    assertThat(all.path("items")).hasSize(4);
    JsonNode rest2 = rest.get(all.path("nextPageUrl").asText()).json();
    assertThat(rest2.at("/items/0/body/text").asText()).isEqualTo("No 5");
    JsonNode feed = rest.get("/chatter/feeds/record/" + account + "/feed-elements").json();
    assertThat(feed.at("/elements/0/id").asText()).isEqualTo(post);
    JsonNode row = rest.get("/sobjects/FeedItem/" + post).json();
    assertThat(row.path("LastModifiedDate").asText()).isEqualTo("2026-11-23T08:00:05.000+0000");
    assertThat(row.path("CommentCount").asInt()).isEqualTo(5);
  }

  @Test
  void anAnswerStandsBelowAComment() {
    String post = post("Order?").path("id").asText();
    String first = comment(rest, post, "", "Yes").path("id").asText();
    String below = "\"threadParentId\":\"" + first + "\",";

    JsonNode second = comment(Rest.as(salesforce, ben), post, below, "No");

    assertThat(second.path("threadParentId").asText()).isEqualTo(first);
    JsonNode row = rest.get("/sobjects/FeedComment/" + second.path("id").asText()).json();
    assertThat(row.path("ThreadParentId").asText()).isEqualTo(first);
    assertThat(row.path("FeedItemId").asText()).isEqualTo(post);
    assertThat(row.path("ParentId").asText()).isEqualTo(account);
  }

  @Test
  void whatIsOnesOwnIsChangedAndTakenBackAndNothingElse() {
    String post = post("Order?").path("id").asText();
    String id = comment(rest, post, "", "Yes").path("id").asText();
    Rest other = Rest.as(salesforce, ben);
    String editable = "/chatter/comments/" + id + "/capabilities/edit/is-editable-by-me";
    String changed = "{" + segments(text("No")) + "}";

    assertThat(rest.get(editable).json().path("isEditableByMe").asBoolean()).isTrue();
    assertThat(other.get(editable).json().path("isEditableByMe").asBoolean()).isFalse();
    assertThat(other.json("PATCH", "/chatter/comments/" + id, changed).status()).isEqualTo(403);
    assertThat(
            rest.json("PATCH", "/chatter/comments/" + id, changed).json().at("/body/text").asText())
        .isEqualTo("No");
    assertThat(other.json("DELETE", "/chatter/comments/" + id, "").status()).isEqualTo(403);
    assertThat(rest.json("DELETE", "/chatter/comments/" + id, "").status()).isEqualTo(204);
    assertThat(rest.get("/chatter/comments/" + id).status()).isEqualTo(404);
    salesforce.org().moderates(ben);
    assertThat(other.json("DELETE", ELEMENTS + "/" + post, "").status()).isEqualTo(204);
  }

  @Test
  void aDeletedCommentLeavesNoTraceUnlessTheOrgKeepsIt() {
    String post = post("Order?").path("id").asText();
    String deleted = "SELECT Id FROM FeedComment WHERE IsDeleted = true";
    rest.json(
        "DELETE", "/chatter/comments/" + comment(rest, post, "", "A").path("id").asText(), "");
    assertThat(rest.queryAll(deleted).json().path("totalSize").asInt()).isZero();

    salesforce.org().commentsLeaveATrace(true);
    rest.json(
        "DELETE", "/chatter/comments/" + comment(rest, post, "", "B").path("id").asText(), "");
    assertThat(rest.queryAll(deleted).json().path("totalSize").asInt()).isEqualTo(1);
  }

  @Test
  void aTrackedChangeHasNoBodyAndStays() {
    String id = salesforce.chatter().tracked(Actor.person(ada), account);

    JsonNode row = rest.get("/sobjects/FeedItem/" + id).json();

    assertThat(row.path("Type").asText()).isEqualTo("TrackedChange");
    assertThat(row.get("Body").isNull()).isTrue();
    assertThat(rest.json("DELETE", ELEMENTS + "/" + id, "").status()).isEqualTo(403);
  }

  @Test
  void aBodyHasItsLengthAndTheRecordItsReaders() {
    Rest.Answer tooLong =
        rest.json(
            "POST",
            ELEMENTS,
            "{\"feedElementType\":\"FeedItem\",\"subjectId\":\"%s\",%s}"
                .formatted(account, segments(text("x".repeat(10_001)))));
    assertThat(tooLong.json().at("/0/errorCode").asText()).isEqualTo("STRING_TOO_LONG");

    String post = post("Order?").path("id").asText();
    salesforce.org().hide(account, ben);
    assertThat(Rest.as(salesforce, ben).get(ELEMENTS + "/" + post).status()).isEqualTo(404);
  }

  @Test
  void anAnswerIsLostAfterTheCommentWasWritten() {
    String post = post("Order?").path("id").asText();
    salesforce.faults().http("POST .*comments/items", HttpFault.ANSWER_LOST);

    assertThatThrownBy(() -> comment(rest, post, "", "Once"))
        .isInstanceOf(UncheckedIOException.class);

    assertThat(rest.get(items(post)).json().at("/items/0/body/text").asText()).isEqualTo("Once");
  }

  @Test
  void causerieStandsBesideTheRecordAndIsToldWhoReads() throws Exception {
    Margin margin = new Margin("http://127.0.0.1:1", "crm", "salesforce", "s".repeat(32));
    try (FakeSalesforce beside = FakeSalesforce.with().clock(clock).margin(margin).start()) {
      String user = beside.org().user("ada@acme.example", "Ada", "Stone");
      String id = beside.org().insert(user, "Account", Map.of("Name", "Acme"));
      Rest person = new Rest(beside.address(), "");
      String record = "/lightning/r/Account/" + id;

      String page = person.send("GET", record + "/view", "text/plain", "").text();
      String token =
          person.send("GET", record + "/token?as=ada%40acme.example", "text/plain", "").text();

      assertThat(page).contains("system=\"crm\" type=\"Account\" record=\"" + id + "\"");
      String[] parts = token.split("\\.", -1);
      assertThat(parts).hasSize(3);
      JsonNode claims = Rest.JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      assertThat(claims.path("sub").asText()).isEqualTo("ada");
      assertThat(claims.at("/record/title").asText()).isEqualTo("Acme");
    }
  }

  @Test
  void aPersonReadsAndWritesOnThePage() {
    Rest person = new Rest(salesforce.address(), "");
    String record = "/lightning/r/Account/" + account;

    person.form(record + "/post", Map.of("as", "ben@acme.example", "text", "Who <b>calls?"));
    String item =
        rest.query("SELECT Id, CreatedById FROM FeedItem").json().at("/records/0/Id").asText();
    person.form(
        record + "/comment", Map.of("as", "ada@acme.example", "entry", item, "text", "I do"));
    person.form(
        record + "/field", Map.of("as", "ada@acme.example", "field", "Industry", "value", "Steel"));

    Rest.Answer page = person.send("GET", record + "/view", "text/plain", "");
    assertThat(page.text())
        .contains("Who &lt;b&gt;calls?")
        .contains("I do")
        .contains("Ben Okafor")
        .contains("value=\"Steel\"");
    assertThat(person.send("GET", "/lightning", "text/plain", "").text()).contains("Acme");
  }
}
