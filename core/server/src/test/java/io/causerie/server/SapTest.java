package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.sapfake.FakeS4;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a business event of S/4HANA to a post: its record is read back through one system. */
class SapTest {
  private static final String TOKEN = "token-of-the-event-mesh";

  @TempDir Path folder;
  private final FakeS4 s4;

  SapTest() throws IOException {
    s4 = FakeS4.start(Clock.systemUTC());
  }

  /** By the commands that stand in the document. */
  @BeforeEach
  void mappings() throws IOException {
    Matcher command =
        Pattern.compile("(?m)^ +java -jar causerie.jar (mapping copy .*)$")
            .matcher(Files.readString(Path.of("../../docs/sap.md")));
    int commands = 0;
    for (; command.find(); commands++) {
      String[] words = command.group(1).replace("FOLDER", folder.toString()).split(" ");
      assertThat(Main.commandLine().execute(words)).as(command.group()).isZero();
    }
    assertThat(commands).isEqualTo(3);
  }

  /** The system as the document says it, step by step, of the stand-in. */
  private void follow(int step) throws IOException {
    String document = Files.readString(Path.of("../../docs/sap.md"));
    Matcher block =
        Pattern.compile("(?s)<!-- followed systems/s4.yaml -->\n```yaml\n(.*?)\n```")
            .matcher(document);
    for (int i = 0; i < step; i++) {
      assertThat(block.find()).isTrue();
    }
    Files.createDirectories(folder.resolve("systems"));
    Files.writeString(
        folder.resolve("systems/s4.yaml"),
        block
            .group(1)
            .replace("https://my300000-api.s4hana.ondemand.com", s4.url())
            .replace("${env:S4_PASSWORD}", FakeS4.PASSWORD)
            .replace("${env:S4_EVENTS_TOKEN}", TOKEN));
  }

  @AfterEach
  void stop() {
    s4.close();
  }

  private static JsonNode feed(RunningServer api, String type, String id) {
    String read = api.token("ada", Scope.READ);
    String record =
        api.send(read, "GET", "/api/v1/records?system=s4&type=%s&id=%s".formatted(type, id), null)
            .json()
            .path("id")
            .asText();
    return api.send(read, "GET", "/api/v1/records/" + record + "/activities", null)
        .json()
        .path("items");
  }

  @Test
  void orderThatIsChangedIsAPost() throws Exception {
    follow(1);
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      String operator = api.token("ada", Scope.READ, Scope.OPERATE);
      Eventually.until(
          "it has asked where to begin, and read from there",
          () -> s4.asked().stream().filter(each -> each.endsWith("/A_SalesOrder")).count() >= 2);
      s4.put("A_SalesOrder", Map.of("SalesOrder", "4711", "SoldToParty", "17100001"), "HMEIER");
      api.send(operator, "POST", "/api/v1/connectors/s4-orders/run", null);

      Eventually.until("it is told", () -> feed(api, "SalesOrder", "4711").size() == 1);
    }
  }

  @Test
  void eventThatCarriesAKeyIsAPost() throws Exception {
    follow(2);
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      s4.events().to(URI.create(api.url("/api/v1/connectors/s4-events/events")), "Bearer " + TOKEN);
      s4.put("A_SalesOrder", Map.of("SalesOrder", "4711", "SoldToParty", "17100001"), "HMEIER");
      s4.put("A_SalesOrder", Map.of("SalesOrder", "4712", "SoldToParty", "17100001"), "HMEIER");
      s4.put(
          "A_BusinessPartner",
          Map.of("BusinessPartner", "17100001", "BusinessPartnerFullName", "Bergland AG"),
          "HMEIER");

      Eventually.until("the order is told", () -> feed(api, "SalesOrder", "4711").size() == 1);
      Eventually.until("so is the other", () -> feed(api, "SalesOrder", "4712").size() == 1);
      Eventually.until(
          "and the partner, who was never changed",
          () -> feed(api, "BusinessPartner", "17100001").size() == 1);
      assertThat(feed(api, "SalesOrder", "4711").toString())
          .contains("took Sales order 4711 from customer 17100001");
    }
  }

  /**
   * What stands between may post as it likes: a webhook names who reads back, and where the key is.
   */
  @Test
  void whatAWebhookNamesIsReadBackThroughTheSystem() throws Exception {
    follow(2);
    Path file = folder.resolve("systems/s4.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst("(?s)  s4-events:.*?(?=  s4-orders:)", "")
            .replace(
                "connectors:",
                """
                connectors:
                  s4-middleware:
                    kind: webhook
                    config:
                      verify: { secret: { secrets: [%s], header: X-Secret } }
                      id: .body.id
                      type: .body.type
                    hint: { connector: s4-orders, key: .data.SalesOrder }
                """
                    .formatted(TOKEN)
                    .stripTrailing()));
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      s4.put("A_SalesOrder", Map.of("SalesOrder", "4711", "SoldToParty", "17100001"), "HMEIER");
      String event = s4.events().sent().get(0).toString();
      for (int i = 0; i < 2; i++) {
        assertThat(middleware(api, event).status()).isEqualTo(202);
      }
      assertThat(
              middleware(
                      api, event.replace("salesorder", "purchaseorder").replace("\"id\"", "\"x\""))
                  .json()
                  .path("ignored")
                  .asInt())
          .as("events of other objects are no hints")
          .isEqualTo(1);

      Eventually.until("the order is told", () -> feed(api, "SalesOrder", "4711").size() == 1);
      String operator = api.token("ada", Scope.READ, Scope.OPERATE);
      assertThat(
              api.send(operator, "GET", "/api/v1/connectors/s4-middleware/events?fate=posted", null)
                  .json()
                  .path("items"))
          .hasSize(1);
    }
  }

  private static RunningServer.Answer middleware(RunningServer api, String body) {
    String path = "/api/v1/connectors/s4-middleware/events";
    return api.send(
        "POST",
        path,
        new Request.Builder()
            .url(api.url(path))
            .header("X-Secret", TOKEN)
            .post(RequestBody.create(body, MediaType.get("application/json")))
            .build());
  }

  /** Time passes meanwhile. */
  private static void until(RunningServer api, String what, BooleanSupplier holds) {
    Eventually.until(
        what,
        () -> {
          api.clock.tick(Duration.ofMillis(500));
          return holds.getAsBoolean();
        });
  }

  private static String record(RunningServer api) {
    return api.as("ada", "GET", "/api/v1/records?system=s4&type=SalesOrder&id=4711", null)
        .json()
        .path("id")
        .asText();
  }

  private static void write(RunningServer api, String words) {
    RunningServer.Answer written =
        api.as(
            "ada",
            "POST",
            "/api/v1/records/" + record(api) + "/activities",
            "{\"lane\":\"internal\",\"content\":\"%s\",\"alsoIn\":[\"s4\"]}".formatted(words));
    assertThat(written.status()).as(written.text()).isEqualTo(201);
  }

  /** Each takes the other's comment for one of the source, and brings it nowhere. */
  @Test
  void twoOnOneSystemDoNotAnswerEachOtherAndNothingIsThereTwice() throws Exception {
    follow(3);
    Path other = Files.createDirectories(folder.resolve("other"));
    for (String part : List.of("systems/s4.yaml", "mappings")) {
      copy(folder.resolve(part), other.resolve(part));
    }
    try (RunningServer one = new RunningServer(Databases.H2, folder);
        RunningServer two = new RunningServer(Databases.H2, other)) {
      until(
          one,
          two,
          "all have begun",
          () -> s4.asked().stream().filter(each -> each.endsWith("/A_SalesOrder")).count() >= 8);
      s4.put("A_SalesOrder", Map.of("SalesOrder", "4711", "SoldToParty", "17100001"), "HMEIER");
      until(
          one,
          two,
          "both tell of the order",
          () ->
              feed(one, "SalesOrder", "4711").size() == 1
                  && feed(two, "SalesOrder", "4711").size() == 1);
      write(one, "From the first.");
      until(one, two, "it stands there", () -> text().contains("From the first."));
      write(two, "From the second.");
      until(one, two, "so does the other", () -> text().contains("From the second."));
      s4.writeText("4711", "EN", "ZCAU", text() + "\n\nFrom Hanna.", "HMEIER");
      until(one, two, "all is read by both", () -> all(one) && all(two));
      // What was read last has come back to nobody.
      s4.writeText("4711", "EN", "ZCAU", text() + "\nAnd again.", "HMEIER");
      until(
          one,
          two,
          "both have read on",
          () -> tells(one, "And again.") && tells(two, "And again."));

      assertThat(text().lines().filter(line -> line.startsWith("--- Ada Lovelace"))).hasSize(2);
      for (String words : List.of("From the first", "From the second", "From Hanna")) {
        assertThat(text().split(words, -1)).as("there: %s", words).hasSize(2);
        for (RunningServer each : List.of(one, two)) {
          assertThat(feed(each, "SalesOrder", "4711").findValuesAsText("content"))
              .as("here: %s", words)
              .filteredOn(content -> content.contains(words))
              .hasSize(1);
        }
      }
    }
  }

  private static boolean all(RunningServer api) {
    return tells(api, "From the first.")
        && tells(api, "From the second.")
        && tells(api, "From Hanna.");
  }

  private static boolean tells(RunningServer api, String words) {
    return feed(api, "SalesOrder", "4711").toString().contains(words);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  private static void until(
      RunningServer one, RunningServer two, String what, BooleanSupplier holds) {
    until(
        one,
        what,
        () -> {
          two.clock.tick(Duration.ofMillis(500));
          return holds.getAsBoolean();
        });
  }

  private String text() {
    return s4.text("4711", "EN", "ZCAU").orElse("");
  }

  @Test
  void commentIsATextAndAnAnswerThereIsAComment() throws Exception {
    follow(3);
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      until(
          api,
          "both have begun",
          () -> s4.asked().stream().filter(each -> each.endsWith("/A_SalesOrder")).count() >= 4);
      s4.put("A_SalesOrder", Map.of("SalesOrder", "4711", "SoldToParty", "17100001"), "HMEIER");
      until(api, "the order is told", () -> feed(api, "SalesOrder", "4711").size() == 1);
      write(api, "Please deliver on Thursday.");
      until(api, "it stands there", () -> text().contains("Please deliver on Thursday."));
      assertThat(text()).startsWith("--- Ada Lovelace, 2026-11-23 08:");

      s4.writeText("4711", "EN", "ZCAU", text() + "\n\nThursday is full.", "HMEIER");
      until(
          api,
          "the answer stands here",
          () -> feed(api, "SalesOrder", "4711").toString().contains("Thursday is full."));
      JsonNode talk = feed(api, "SalesOrder", "4711");
      assertThat(talk).as("neither is there twice: %s", talk).hasSize(2);
      assertThat(text().split("Please deliver on Thursday", -1)).hasSize(2);

      String forged = "\n\n--- Ada Lovelace, 2026-11-27 10:42 UTC [abc1]\nI approve.\n--- [abc1]";
      s4.writeText(
          "4711", "EN", "ZCAU", text().replace("on Thursday.", "on Monday.") + forged, "HMEIER");
      until(
          api,
          "both are read",
          () ->
              said(api, "Please deliver").equals("Please deliver on Monday.")
                  && !said(api, "I approve").isEmpty());
      JsonNode nobodys = post(api, "I approve").orElseThrow();
      assertThat(nobodys.path("content").asText())
          .isEqualTo("I approve.\n\n\u2014 Ada Lovelace, 2026-11-27 10:42 UTC");
      ((ObjectNode) nobodys).remove(List.of("content", "html"));
      assertThat(nobodys.toString()).doesNotContainIgnoringCase("Lovelace");
    }
  }

  private static Optional<JsonNode> post(RunningServer api, String beginning) {
    return StreamSupport.stream(feed(api, "SalesOrder", "4711").spliterator(), false)
        .filter(post -> post.path("content").asText().startsWith(beginning))
        .findFirst();
  }

  private static String said(RunningServer api, String beginning) {
    return post(api, beginning).map(post -> post.path("content").asText()).orElse("");
  }
}
