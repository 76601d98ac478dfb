package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  @BeforeEach
  void mappings() throws IOException {
    Files.createDirectories(folder.resolve("mappings/s4hana"));
    for (String from :
        List.of(
            "odata/s4hana/sales-order.yaml",
            "sap/s4hana/business-partner.yaml",
            "sap/s4hana/sales-order-texts.yaml")) {
      Path file =
          Path.of(
              "../../connectors/%s/src/main/resources/io/causerie/%s"
                  .formatted(from.split("/")[0], from));
      Files.copy(file, folder.resolve("mappings/s4hana").resolve(file.getFileName()));
    }
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

  /** Time passes meanwhile. */
  private static void until(RunningServer api, String what, BooleanSupplier holds) {
    Eventually.until(
        what,
        () -> {
          api.clock.tick(Duration.ofMillis(500));
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
      String record =
          api.as("ada", "GET", "/api/v1/records?system=s4&type=SalesOrder&id=4711", null)
              .json()
              .path("id")
              .asText();
      RunningServer.Answer written =
          api.as(
              "ada",
              "POST",
              "/api/v1/records/" + record + "/activities",
              "{\"lane\":\"internal\",\"content\":\"Please deliver on Thursday.\",\"alsoIn\":[\"s4\"]}");
      assertThat(written.status()).as(written.text()).isEqualTo(201);
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
    }
  }
}
