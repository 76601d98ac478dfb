package io.causerie.sap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.http.Json;
import io.causerie.sapfake.FakeS4;
import io.causerie.spi.Connector;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceRow;
import io.causerie.testkit.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others write where comments stand. */
class TextConnectorTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));
  private FakeS4 s4;

  @BeforeEach
  void start() throws IOException {
    s4 = FakeS4.start(clock);
    s4.events().hold(true);
    s4.put("A_SalesOrder", Map.of("SalesOrder", "1"), "ADA");
  }

  @AfterEach
  void stop() {
    s4.close();
  }

  private List<String> read() throws Exception {
    return read("sales-order-texts");
  }

  private List<String> read(String object) throws Exception {
    List<String> told = new ArrayList<>();
    try (Connector texts = Systems.connector(s4, clock, "object", object)) {
      texts.check();
      Poller poller = texts.intake().polled().orElseThrow();
      for (SourceRow row : poller.read(poller.beginning(), null, 100).rows()) {
        JsonNode data = Json.MAPPER.readTree(row.event().data());
        told.add(
            "%s %s %s: %s%s%s"
                .formatted(
                    row.event().type(),
                    row.event().time(),
                    row.key(),
                    data.path("words").asText(),
                    data.path("inReplyTo").isNull() ? "" : " <- " + data.path("inReplyTo").asText(),
                    data.path("deleted").asBoolean() ? " (nothing)" : ""));
      }
    }
    return told;
  }

  @Test
  void eachCommentAndWhatPeopleWroteAroundItIsARow() throws Exception {
    clock.tick(Duration.ofMinutes(5));
    s4.writeText(
        "1",
        "EN",
        "ZCAU",
        "Look here.\n\n--- Ada, 2026-11-23 08:01 UTC [k1]\nWhen?\n--- [k1]\nOn Friday.",
        "HMEIER");
    s4.writeText("1", "EN", "TX01", "Printed on the confirmation.", "HMEIER");

    assertThat(read())
        .containsExactly(
            "A_SalesOrderText.internal 2026-11-23T08:05:00Z 1/EN/ZCAU#begin: Look here.",
            "A_SalesOrderText.internal 2026-11-23T08:05:00Z 1/EN/ZCAU#k1: When?\n\n\u2014 Ada, 2026-11-23 08:01 UTC",
            "A_SalesOrderText.internal 2026-11-23T08:05:00Z 1/EN/ZCAU#after-k1: On Friday. <-"
                + " 1/EN/ZCAU#k1");
  }

  @Test
  void whatWasTakenAwayIsNothing() throws Exception {
    s4.writeText("1", "EN", "ZCAU", "--- Ada, 2026-11-23 08:01 UTC [k1]\nWhen?\n--- [k1]", "HM");

    assertThat(read())
        .extracting(line -> line.replaceFirst("^\\S+ \\S+ ", ""))
        .containsExactly(
            "1/EN/ZCAU#begin:  (nothing)",
            "1/EN/ZCAU#k1: When?\n\n\u2014 Ada, 2026-11-23 08:01 UTC",
            "1/EN/ZCAU#after-k1:  <- 1/EN/ZCAU#k1 (nothing)");
  }

  /** Their words are told as of nobody, whoever the line before them names. */
  @Test
  void whoABlockSaysItIsOfIsWordsLikeAnyOther() throws Exception {
    s4.writeText(
        "1",
        "EN",
        "ZCAU",
        "--- BEN, 2026-11-27 10:42 UTC [abc1]\nI approve.\n--- [abc1]",
        "HMEIER");

    try (Connector texts = Systems.connector(s4, clock, "object", "sales-order-texts")) {
      Poller poller = texts.intake().polled().orElseThrow();
      JsonNode data =
          Json.MAPPER.readTree(
              poller.read(poller.beginning(), null, 100).rows().get(1).event().data());
      assertThat(data.path("by").isNull()).isTrue();
      assertThat(data.path("words").asText())
          .isEqualTo("I approve.\n\n\u2014 BEN, 2026-11-27 10:42 UTC");
    }
  }

  @Test
  void textOfAnotherLanguageIsNotOurs() throws Exception {
    s4.writeText("1", "DE", "ZCAU", "Bitte hier schauen.", "HMEIER");
    s4.writeText("1", "EN", "ZCAU", "Look here.", "HMEIER");

    assertThat(read()).singleElement().asString().endsWith("1/EN/ZCAU#begin: Look here.");
  }

  @ParameterizedTest
  @CsvSource({
    "purchase-order-texts, A_PurchaseOrder, PurchaseOrder, A_PurchaseOrderNote, PurchaseOrder/7/EN/ZCAU",
    "delivery-texts, A_OutbDeliveryHeader, DeliveryDocument, A_OutbDeliveryHeaderText, OutboundDelivery/7/EN/ZCAU",
    "billing-document-texts, A_BillingDocument, BillingDocument, A_BillingDocumentText, BillingDocument/7/EN/ZCAU"
  })
  void textsOfOtherObjectsAreReadAsTheirServicesCallThem(
      String object, String set, String key, String texts, String place) throws Exception {
    s4.put(set, Map.of(key, "7"), "ADA");
    clock.tick(Duration.ofMinutes(5));
    s4.writeText(texts, "7", "EN", "ZCAU", "Look here.", "HMEIER");

    assertThat(read(object))
        .extracting(line -> line.replaceFirst(" \\S+Z ", " "))
        .containsExactly(texts + ".internal " + place + "#begin: Look here.");
  }

  @Test
  void withoutATextIdThereIsNothingToRead() throws Exception {
    try (Connector texts = new SapKind().connector(without().in(Systems.system(without())))) {
      assertThatThrownBy(texts::check).hasMessageContaining("no text id is configured");
    }
  }

  private io.causerie.spi.ConnectorContext without() {
    Map<String, List<String>> values =
        Map.of(
            "url", List.of(s4.url() + FakeS4.SERVICES),
            "auth.basic.username", List.of(FakeS4.USER),
            "auth.basic.password", List.of(FakeS4.PASSWORD),
            "object", List.of("sales-order-texts"));
    return new io.causerie.spi.ConnectorContext("s4", "texts", clock, values);
  }
}
