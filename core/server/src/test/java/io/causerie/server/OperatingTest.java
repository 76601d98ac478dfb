package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.server.RunningServer.Answer;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class OperatingTest {
  private static final String CONNECTOR = "/api/v1/connectors/orders";

  @Parameter Databases databases = Databases.H2;
  @TempDir Path folder;
  private RunningServer api;

  @BeforeEach
  void start() {
    api = new RunningServer(databases, folder);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private Answer operate(String method, String path, @Nullable String body) {
    return api.send(api.token("ada", Scope.OPERATE), method, path, body);
  }

  private JsonNode connector() {
    return operate("GET", CONNECTOR, null).json();
  }

  @Test
  void operatorSeesEachConnectorWithItsFates() {
    api.event("1", "{\"id\":\"1\",\"version\":1,\"status\":\"open\"}");
    api.event("2", "{\"version\":1}");

    JsonNode connector = operate("GET", "/api/v1/connectors", null).json().at("/items/0");

    assertThat(connector.path("name").asText()).isEqualTo("orders");
    assertThat(connector.path("kind").asText()).isEqualTo("cloudevents");
    assertThat(connector.path("mode").asText()).isEqualTo("push");
    assertThat(connector.at("/lastDay/posted").asInt()).isEqualTo(1);
    assertThat(connector.at("/lastDay/failed").asInt()).isEqualTo(1);
    assertThat(connector.path("lastHour").asInt()).isEqualTo(2);
    assertThat(operate("GET", "/api/v1/systems", null).json().at("/items/0/connectors/0").asText())
        .isEqualTo("orders");
    assertThat(operate("GET", "/api/v1/connectors/none", null).status()).isEqualTo(404);
    assertThat(api.as("ada", "GET", "/api/v1/connectors", null).status()).isEqualTo(403);
  }

  @Test
  void connectorThatNeverPostedIsToldOfInWords() {
    assertThat(connector().has("still")).isFalse();
    api.clock.tick(Duration.ofHours(2));
    Eventually.until("it is told of", () -> connector().has("still"));

    JsonNode still = connector().path("still");
    assertThat(still.path("reason").asText()).isEqualTo("never");
    assertThat(still.path("message").asText()).startsWith("nothing has come since it was set up");
    assertThat(still.at("/phrases/message/code").asText()).isEqualTo("still.never-came");
    api.event("1", "{\"id\":\"1\",\"version\":1,\"status\":\"open\"}");
    Eventually.until(
        "it is alive",
        () -> {
          api.clock.tick(Duration.ofSeconds(20));
          return !connector().has("still");
        });
  }

  @Test
  void failedEventsAreGroupedReplayedAndDiscardedByTheirCause() {
    for (int i = 0; i < 3; i++) {
      api.event("no-id-" + i, "{\"version\":" + i + "}");
    }
    api.event("bad-link", "{\"id\":\"1\",\"url\":\"javascript:alert(1)\"}");
    JsonNode causes = connector().path("causes");
    assertThat(causes).hasSize(2);
    assertThat(causes.at("/0/cause").asText()).isEqualTo(".id missing");
    assertThat(causes.at("/0/events").asInt()).isEqualTo(3);
    assertThat(
            operate("GET", CONNECTOR + "/events?fate=failed&cause=.id%20missing", null)
                .json()
                .path("items"))
        .hasSize(3);

    Answer replayed = operate("POST", CONNECTOR + "/events/replay", "{\"cause\":\".id missing\"}");
    assertThat(replayed.json().path("replayed").asInt()).isEqualTo(3);
    assertThat(replayed.json().path("failed").asInt()).as("nothing was mended").isEqualTo(3);

    Answer discarded =
        operate(
            "POST",
            CONNECTOR + "/events/discard",
            "{\"cause\":\".id missing\",\"reason\":\"a test of the sender\"}");
    assertThat(discarded.json().path("discarded").asInt()).isEqualTo(3);
    assertThat(connector().path("causes")).hasSize(1);
    JsonNode given = operate("GET", CONNECTOR + "/events?fate=ignored", null).json().at("/items/0");
    assertThat(given.path("reason").asText()).isEqualTo("discarded by ada: a test of the sender");
    assertThat(given.path("data").isObject()).as("its bytes stay").isTrue();
    String again = "{\"ids\":[\"%s\"]}".formatted(given.path("id").asText());
    JsonNode left = operate("POST", CONNECTOR + "/events/replay", again).json();
    assertThat(left.path("replayed").asInt()).isZero();
    assertThat(left.path("notFailed").asInt()).as("and it is said why").isEqualTo(1);
  }

  private List<String> found(String query) {
    return operate("GET", CONNECTOR + "/events?" + query, null)
        .json()
        .path("items")
        .findValuesAsText("eventId");
  }

  @Test
  void eventsAreFoundByIdSubjectAndReason() {
    api.event("zz_1", "{\"version\":1}");
    api.event("zzq1", "{\"version\":1}");
    api.event("link", "{\"id\":\"1\",\"url\":\"javascript:alert(1)\"}");

    assertThat(found("q=ZZ_")).as("an underscore is itself").containsExactly("zz_1");
    assertThat(found("fate=failed&q=zz")).containsExactly("zzq1", "zz_1");
    assertThat(found("q=record.url")).as("by its reason").containsExactly("link");
    assertThat(found("fate=failed&cause=.id%20missing&q=link")).isEmpty();
    assertThat(found("q=nothing")).isEmpty();
    JsonNode page = operate("GET", CONNECTOR + "/events?q=zz&limit=1", null).json();
    assertThat(found("q=zz&limit=1&cursor=" + page.path("next").asText())).containsExactly("zz_1");
  }

  @Test
  void whatIsNotChosenIsNotTouched() {
    api.event("no-id", "{\"version\":1}");

    for (String body : new String[] {"{}", "{\"ids\":[],\"all\":true}", "{\"all\":false}"}) {
      assertThat(operate("POST", CONNECTOR + "/events/replay", body).status())
          .as(body)
          .isEqualTo(400);
    }
    assertThat(operate("POST", CONNECTOR + "/events/discard", "{\"all\":true}").status())
        .as("without a reason")
        .isEqualTo(400);
    assertThat(connector().path("causes")).hasSize(1);
  }

  @Test
  void pausedConnectorAsksItsSourceToComeBackAndLosesNothing() {
    operate("POST", CONNECTOR + "/pause", "{\"reason\":\"moving house\"}");
    Eventually.until(
        "the pause holds", () -> api.event("1", "{\"id\":\"1\",\"version\":1}").status() == 503);
    Answer asked = api.event("1", "{\"id\":\"1\",\"version\":1}");
    assertThat(asked.headers()).containsKey("Retry-After");
    assertThat(asked.problem()).isEqualTo("paused");
    assertThat(asked.text()).doesNotContain("database");
    assertThat(connector().at("/paused/reason").asText()).isEqualTo("moving house");
    assertThat(connector().path("state").asText()).isEqualTo("paused");

    operate("POST", CONNECTOR + "/resume", null);
    Eventually.until(
        "it goes on", () -> api.event("1", "{\"id\":\"1\",\"version\":1}").status() == 202);
    assertThat(connector().path("state").asText()).isEqualTo("running");
  }

  @Test
  void headIsAnsweredWhereABalancerAsksAndRefusedElsewhere() {
    assertThat(api.send(null, "HEAD", "/health/live", null).status()).isEqualTo(200);
    assertThat(api.send(null, "HEAD", "/health/ready", null).status()).isEqualTo(200);
    assertThat(api.send(null, "HEAD", "/api/v1/connectors", null).status()).isEqualTo(405);
    assertThat(api.send(api.token("ada", Scope.OPERATE), "HEAD", CONNECTOR, null).status())
        .isEqualTo(405);
  }

  @Test
  void rehearsalIsOneOrAnError() {
    for (String dry : new String[] {"TRUE", "1", "maybe", ""}) {
      for (String act : new String[] {"/remap?dry=", "/remap/records?dry="}) {
        assertThat(
                operate("POST", CONNECTOR + act + dry, "{\"from\":\"2026-01-01T00:00:00Z\"}")
                    .problem())
            .as(act + dry)
            .isEqualTo("invalid-request");
      }
    }
    assertThat(operate("GET", CONNECTOR + "/events?warned=maybe", null).status()).isEqualTo(400);
    assertThat(
            operate("POST", CONNECTOR + "/events/discard", "{\"all\":true,\"reason\":\"  \"}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void mappingIsProposedFromWhatCame() {
    String proposal = CONNECTOR + "/mappings/proposal";
    Answer none = operate("GET", proposal, null);
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.text()).contains("send one, then propose again");
    api.event("1", "{\"id\":\"1\",\"name\":\"First\",\"status\":\"open\",\"version\":1}");
    api.event("2", "{\"id\":\"1\",\"name\":\"First\",\"status\":\"paid\",\"version\":2}");

    JsonNode proposed = operate("GET", proposal, null).json();

    assertThat(proposed.path("events").asInt()).isEqualTo(2);
    assertThat(proposed.path("seen").asInt()).isEqualTo(2);
    assertThat(proposed.path("mapping").asText()).contains("title: .name", "field: status");
  }

  @Test
  void nobodyIsToldDuringABulkLoad() {
    String bulkLoad = CONNECTOR + "/bulk-load";
    for (String body :
        new String[] {"{}", "{\"for\":\"two hours\"}", "{\"for\":\"P8D\"}", "{\"for\":\"PT0S\"}"}) {
      assertThat(operate("PUT", bulkLoad, body).status()).as(body).isEqualTo(400);
    }
    operate("PUT", bulkLoad, "{\"for\":\"PT2H\",\"reason\":\"the archive\"}");
    assertThat(connector().at("/bulkLoad/reason").asText()).isEqualTo("the archive");
    assertThat(api.event("1", "{\"id\":\"1\",\"version\":1}").json().path("ignored").asInt())
        .isEqualTo(1);
    operate("DELETE", bulkLoad, null);
    assertThat(connector().has("bulkLoad")).isFalse();
    assertThat(api.event("2", "{\"id\":\"2\",\"version\":1}").json().path("posted").asInt())
        .isEqualTo(1);
    assertThat(operate("GET", "/api/v1/audit", null).json().findValuesAsText("action"))
        .contains("announce-bulk-load", "end-bulk-load");
  }

  @Test
  void senderSaysThatHerEventsArePartOfABulkLoad() {
    Map<String, String> quiet = Map.of("Causerie-Quiet", "true");
    assertThat(api.event("1", "{\"id\":\"1\",\"version\":1}", quiet).json().path("ignored").asInt())
        .isEqualTo(1);
    assertThat(api.event("2", "{\"id\":\"2\"}", Map.of("Causerie-Quiet", "yes")).problem())
        .isEqualTo("invalid-request");
    Map<String, String> attribute = Map.of("ce-causeriequiet", "true");
    assertThat(
            api.event("3", "{\"id\":\"3\",\"version\":1}", attribute)
                .json()
                .path("ignored")
                .asInt())
        .isEqualTo(1);
  }

  @Test
  void readingIsRefusedWhereTheSourcePushes() {
    for (String action :
        new String[] {"run", "backfill", "reset", "reconcile", "confirm", "dismiss"}) {
      assertThat(operate("POST", CONNECTOR + "/" + action, null).problem())
          .isEqualTo("invalid-request");
    }
  }

  @Test
  void whateverAnOperatorDoesIsAudited() {
    operate("POST", CONNECTOR + "/pause", null);
    api.clock.tick(Duration.ofSeconds(1));
    api.send(api.token("grace", Scope.OPERATE), "POST", CONNECTOR + "/resume", null);

    JsonNode lines = operate("GET", "/api/v1/audit", null).json().path("items");

    assertThat(lines).hasSize(2);
    assertThat(lines.at("/0/action").asText()).isEqualTo("resume");
    assertThat(lines.at("/0/who").asText()).isEqualTo("grace");
    assertThat(lines.at("/1/who").asText()).isEqualTo("ada");
    assertThat(lines.at("/1/connector").asText()).isEqualTo("orders");
  }

  @Test
  void whatIsMaskedIsNotShownToOperators() {
    api.event("1", "{\"id\":\"1\",\"contact\":\"jana\",\"items\":[{\"sku\":\"A\",\"price\":7}]}");

    JsonNode data = operate("GET", CONNECTOR + "/events", null).json().at("/items/0/data");

    assertThat(data.toString())
        .isEqualTo(
            "{\"id\":\"1\",\"contact\":\"•••\",\"items\":[{\"sku\":\"A\",\"price\":\"•••\"}]}");
    assertThat(api.record("jana", "1")).as("the mapping saw it").isNotEmpty();
  }

  @Test
  void postsOfATimeAreSaidAnew() {
    api.event("1", "{\"id\":\"1\",\"version\":1,\"status\":\"open\"}");
    String range = "{\"from\":\"2026-11-23T00:00:00Z\",\"to\":\"2026-11-24T00:00:00Z\"}";

    Answer dry = operate("POST", CONNECTOR + "/remap?dry=true", range);
    assertThat(dry.json().path("posts").asInt()).isEqualTo(1);
    assertThat(dry.json().path("different").asInt()).as("the mapping is the same").isZero();
    assertThat(operate("GET", "/api/v1/audit", null).json().path("items")).isEmpty();
    assertThat(operate("POST", CONNECTOR + "/remap", range).status()).isEqualTo(200);
    assertThat(operate("GET", "/api/v1/audit", null).json().at("/items/0/action").asText())
        .isEqualTo("remap");
    JsonNode lines = operate("GET", "/api/v1/audit", null).json().path("items");
    assertThat(lines.at("/0/detail").asText()).endsWith(" new").contains(" differ, ");
    assertThat(lines.at("/1/detail").asText()).endsWith(": begun");
    assertThat(operate("POST", CONNECTOR + "/remap", "{\"from\":\"yesterday\"}").status())
        .isEqualTo(400);
  }

  @Test
  void recordsAreSaidAnew() {
    api.event("1", "{\"id\":\"1\",\"version\":1,\"status\":\"open\"}");
    String path = CONNECTOR + "/remap/records";

    Answer dry = operate("POST", path + "?dry=true", null);
    assertThat(dry.status()).isEqualTo(200);
    assertThat(dry.json().path("records").asInt()).isEqualTo(1);
    assertThat(dry.json().path("different").asInt()).as("the mapping is the same").isZero();
    assertThat(operate("GET", "/api/v1/audit", null).json().path("items")).isEmpty();
    assertThat(operate("POST", path, null).status()).isEqualTo(200);
    assertThat(operate("GET", "/api/v1/audit", null).json().at("/items/0/action").asText())
        .isEqualTo("remap-records");
  }

  @Test
  void liveTellsOperatorsWhenAConnectorChanges() throws Exception {
    String path = "/api/v1/live?topic=connectors";
    assertThat(api.send(api.token("ada", Scope.READ), "GET", path, null).status())
        .as("not an operator")
        .isEqualTo(403);
    var request =
        new okhttp3.Request.Builder()
            .url(api.url(path))
            .header("Authorization", "Bearer " + api.token("ada", Scope.READ, Scope.OPERATE))
            .build();
    try (var response = new okhttp3.OkHttpClient().newCall(request).execute()) {
      var source = response.body().source();
      assertThat(source.readUtf8Line()).contains("ready");
      operate("POST", CONNECTOR + "/pause", null);
      String line = "";
      while (!line.contains("connectors")) {
        line = String.valueOf(source.readUtf8Line());
      }
      assertThat(line).contains("\"what\":\"connectors\"");
    }
  }

  @Test
  void mappingIsTriedInEachLanguageAndStoresNothing() {
    String mapping =
        "record: { type: Order, id: .id, title: '\\\"Order \\\\(.id)\\\"' }\\n"
            + "track: [ { field: status, label: { en: Status, fr: Statut } } ]\\n"
            + "posts: [ { when: changed, summary: { en: 'changed {changes}', fr: 'a modifié {changes}' } } ]";
    Answer tried =
        operate(
            "POST",
            "/api/v1/mappings/preview",
            "{\"mapping\":\"%s\",\"event\":{\"id\":\"7\",\"status\":\"S\"},\"before\":{\"id\":\"7\",\"status\":\"O\"}}"
                .formatted(mapping));

    assertThat(tried.json().path("problems")).isEmpty();
    assertThat(tried.json().at("/seen/posts/0/summary/en").asText())
        .isEqualTo("changed Status: O → S");
    assertThat(tried.json().at("/seen/posts/0/summary/fr").asText())
        .isEqualTo("a modifié Statut\u00a0: O → S");
    Answer same =
        operate(
            "POST",
            "/api/v1/mappings/preview",
            "{\"mapping\":\"%s\",\"event\":{\"id\":\"7\",\"status\":\"S\"},\"before\":{\"id\":\"7\",\"status\":\"S\"}}"
                .formatted(mapping));
    assertThat(same.json().at("/seen/posts")).isEmpty();
    assertThat(same.json().at("/seen/nothing").asText()).startsWith("unchanged");
    assertThat(same.json().at("/seen/others/0/when").asText()).isEqualTo("changed");
    Answer wrong =
        operate(
            "POST",
            "/api/v1/mappings/preview",
            "{\"mapping\":\"record: { typ: Order }\",\"event\":{}}");
    assertThat(wrong.json().at("/problems/0/message").asText()).contains("type");
    assertThat(operate("GET", CONNECTOR + "/events", null).json().path("items")).isEmpty();
  }

  @Test
  void pathThatNoStoredEventHasIsTold() {
    api.event("1", "{\"id\":\"1\",\"version\":1,\"name\":\"One\"}");
    api.event("2", "{\"id\":\"2\",\"version\":1,\"name\":null}");

    JsonNode unseen = operate("GET", CONNECTOR + "/unseen", null).json();
    assertThat(unseen.path("events").asInt()).isEqualTo(2);
    assertThat(unseen.path("items").findValuesAsText("path")).doesNotContain(".id", ".version");

    Answer tried =
        operate(
            "POST",
            "/api/v1/mappings/preview",
            "{\"mapping\":\"record: { type: Order, id: .id, title: .nmae }\",\"event\":{\"id\":\"7\"},"
                + "\"connector\":\"orders\"}");
    assertThat(tried.json().path("unseen")).hasSize(1);
    assertThat(tried.json().at("/unseen/0/path").asText()).isEqualTo(".nmae");
    assertThat(tried.json().at("/unseen/0/near").asText()).isEqualTo(".name");
    assertThat(tried.json().at("/unseen/0/text").asText())
        .isEqualTo("no event of the last 2 has `.nmae`; did you mean `.name`?");
    assertThat(operate("GET", "/api/v1/connectors/none/unseen", null).status()).isEqualTo(404);
    assertThat(api.as("ada", "GET", CONNECTOR + "/unseen", null).status()).isEqualTo(403);
  }

  @Test
  void costlyExpressionOfAPreviewEndsByItselfAndLeavesNoThreadBusy() {
    String digits = "(1,2,3,4,5,6,7,8,9,10)";
    String costly =
        "first(%1$s as $a | %1$s as $b | %1$s as $c | %1$s as $d | %1$s as $e | %1$s as $f | %1$s as $g | select(false))"
            .formatted(digits);

    Answer tried =
        operate(
            "POST",
            "/api/v1/mappings/preview",
            "{\"mapping\":\"record: { type: Order, id: '%s' }\",\"event\":{\"id\":\"7\"}}"
                .formatted(costly));

    assertThat(tried.json().path("outcome").asText()).isEqualTo("failed");
    assertThat(tried.json().path("reason").asText()).contains("more than 2000000 steps");
    Eventually.until(
        "no thread of a preview works on",
        () ->
            Thread.getAllStackTraces().entrySet().stream()
                .filter(e -> e.getKey().getName().equals("causerie-preview"))
                .noneMatch(
                    e ->
                        java.util.Arrays.stream(e.getValue())
                            .anyMatch(f -> f.getClassName().startsWith("io.causerie.model.jq"))));
  }

  @Test
  void oddFieldIsPostedWithAWarningThatTellsNoValue() {
    Answer tried =
        operate(
            "POST",
            "/api/v1/mappings/preview",
            "{\"mapping\":\"record: { type: Order, id: .id }\\ntrack: [{ field: due, type: date }]\","
                + "\"event\":{\"id\":\"7\",\"due\":\"secret 4711\"}}");

    assertThat(tried.json().path("outcome").asText()).isEqualTo("seen");
    assertThat(tried.json().at("/warnings/0").asText())
        .contains("track due (.due) is not a date")
        .doesNotContain("4711");
    assertThat(tried.json().at("/seen/fields/0/value").asText()).isEqualTo("secret 4711");
  }

  @Test
  void valueIsNotFoundByWhatAReasonSays() {
    api.event("link", "{\"id\":\"1\",\"url\":\"secret-4711\"}");

    JsonNode event = operate("GET", CONNECTOR + "/events?fate=failed", null).json().at("/items/0");
    assertThat(event.path("reason").asText()).contains("record.url").doesNotContain("4711");
    assertThat(event.path("cause").asText()).doesNotContain("4711");
    assertThat(found("q=4711")).isEmpty();
  }

  @Test
  void onlyJsonIsTakenForJson() {
    assertThat(
            api.send(
                    api.token("ada", Scope.OPERATE),
                    "POST",
                    "/api/v1/mappings/preview",
                    null,
                    "Content-Type",
                    "application/jsonx")
                .status())
        .isEqualTo(415);
  }

  @Test
  void mappingsAreShownAsTheyWereWritten() throws IOException {
    JsonNode mapping = operate("GET", CONNECTOR + "/mappings", null).json().at("/items/0");

    Path file = folder.resolve(mapping.path("file").asText());
    assertThat(mapping.path("text").asText()).isEqualTo(Files.readString(file));
  }
}
