package io.causerie.sap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.sapfake.FakeS4;
import io.causerie.sapfake.Faults;
import io.causerie.spi.ConfigException;
import io.causerie.spi.Connector;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import io.causerie.testkit.SettableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects of S/4HANA, read by name. */
class SapReadingTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));
  private FakeS4 s4;

  @BeforeEach
  void start() throws IOException {
    s4 = FakeS4.start(0, clock, ZoneId.of("Europe/Paris"), true);
    s4.events().hold(true);
  }

  @AfterEach
  void stop() {
    s4.close();
  }

  private static Poller poller(Connector connector) {
    return connector.intake().polled().orElseThrow();
  }

  private static List<SourceRow> all(Poller poller, String from, int limit) throws SourceException {
    List<SourceRow> rows = new ArrayList<>();
    String cursor = from;
    boolean more = true;
    while (more) {
      Poller.Page page = poller.read(cursor, null, limit);
      rows.addAll(page.rows());
      cursor = page.next();
      more = page.more();
    }
    return rows;
  }

  private static String data(SourceRow row) {
    return new String(row.event().data(), StandardCharsets.UTF_8);
  }

  private void order(String number) {
    s4.put("A_SalesOrder", Map.of("SalesOrder", number, "SoldToParty", "17100001"), "ADA");
  }

  @Test
  void objectIsAllThatNeedsToBeSaid() throws Exception {
    order("4711");
    try (Connector orders = Systems.connector(s4, clock, "object", "sales-order")) {
      orders.check();

      assertThat(all(poller(orders), poller(orders).beginning(), 10))
          .extracting(SourceRow::key, SourceRow::version)
          .containsExactly(
              org.assertj.core.api.Assertions.tuple(
                  "4711", "W/\"datetimeoffset'2026-11-23T08%3A00%3A00.0000000Z'\""));
    }
  }

  @Test
  void everyObjectIsFoundWhereItsServicePublishesIt() throws Exception {
    for (BusinessObject object : BusinessObject.values()) {
      try (Connector connector = Systems.connector(s4, clock, "object", object.word())) {
        connector.check();
        assertThat(all(poller(connector), poller(connector).beginning(), 10)).isEmpty();
      }
    }
  }

  /** The day and the time of a partner's change stand apart, and in the zone of the system. */
  @Test
  void dayAndTimeOfAPartnersChangeAreOneCursor() throws Exception {
    List<String> changed = new ArrayList<>();
    for (int i = 1; i <= 7; i++) {
      String number = "10" + i;
      s4.put("A_BusinessPartner", Map.of("BusinessPartner", number), "ADA");
      s4.put("A_BusinessPartner", Map.of("BusinessPartner", number, "Industry", "M"), "ADA");
      changed.add(number);
      // Two of them in one second; the last two on the other side of midnight in Paris.
      clock.tick(Duration.ofSeconds(i % 2 == 0 ? 1 : 0).plusHours(i == 5 ? 15 : 0));
    }
    try (Connector partners =
        Systems.connector(
            s4, clock, "object", "business-partner", "zone", "Europe/Paris", "overlap", "PT0S")) {
      partners.check();
      Poller poller = poller(partners);
      List<SourceRow> rows = all(poller, poller.beginning(), 2);

      assertThat(rows).extracting(SourceRow::key).containsExactlyElementsOf(changed);
      assertThat(rows.get(0).event().time()).isEqualTo(Instant.parse("2026-11-23T08:00:00Z"));
      assertThat(rows.get(6).event().time()).isEqualTo(Instant.parse("2026-11-23T23:00:03Z"));

      clock.tick(Duration.ofSeconds(1));
      String now = poller.start(clock.instant());
      assertThat(poller.read(now, null, 10).rows()).isEmpty();
      clock.tick(Duration.ofMinutes(3));
      s4.put("A_BusinessPartner", Map.of("BusinessPartner", "103", "Industry", "X"), "ADA");
      assertThat(poller.read(now, null, 10).rows())
          .extracting(SourceRow::key, SourceRow::version)
          .containsExactly(org.assertj.core.api.Assertions.tuple("103", "2026-11-24T00:03:04"));
    }
  }

  @Test
  void cursorThatTheServiceDoesNotKnowIsRefusedAndNothingIsRead() throws Exception {
    try (Connector partners =
        Systems.connector(
            s4, clock, "object", "business-partner", "changedOn", "LastChangeDateTime")) {
      assertThatThrownBy(partners::check)
          .hasMessageContaining("`LastChangeDateTime` is not a property of `A_BusinessPartner`");
      assertThatThrownBy(() -> poller(partners).start(null))
          .isInstanceOf(SourceException.class)
          .hasMessage(
              "`LastChangeDateTime` is not a property of `A_BusinessPartner`; did you mean"
                  + " `LastChangeDate`?")
          .extracting(e -> ((SourceException) e).fault())
          .isEqualTo(SourceException.Fault.CONFIGURATION);
      assertThat(s4.asked()).noneMatch(request -> request.endsWith("A_BusinessPartner"));
    }
  }

  @Test
  void manyHintsAreReadBackByOneBatch() throws Exception {
    for (int i = 1; i <= 30; i++) {
      order("47" + i);
    }
    try (Connector orders = Systems.connector(s4, clock, "object", "sales-order")) {
      List<String> keys = List.of("4711", "4730", "9999", "471");
      List<SourceRow> rows = orders.readBack().orElseThrow().read(keys);

      assertThat(rows).extracting(SourceRow::key).containsExactly("4711", "4730", "471");
      assertThat(s4.asked().stream().filter(request -> request.startsWith("POST")))
          .hasSize(2)
          .allMatch(request -> request.equals("POST /API_SALES_ORDER_SRV/$batch"));
      s4.forgetTokens();
      assertThat(orders.readBack().orElseThrow().read(keys)).hasSize(3);
    }
  }

  @Test
  void serviceThatIsBusySaysHowLong() throws Exception {
    try (Connector orders = Systems.connector(s4, clock, "object", "sales-order")) {
      s4.faults().next(Faults.What.BUSY, 1, request -> request.contains("A_SalesOrder"));
      assertThatThrownBy(() -> poller(orders).start(null))
          .extracting(e -> ((SourceException) e).retryAfter().orElseThrow())
          .isEqualTo(Duration.ofSeconds(7));
    }
  }

  @Test
  void whatCameOfAnOrderStandsWithIt() throws Exception {
    order("4711");
    s4.put(
        "A_SalesOrderSubsqntProcFlow",
        Map.of(
            "SalesOrder",
            "4711",
            "DocRelationshipUUID",
            "0050568f-0ad5-1ed8-93c1-3f5a2c1f0a11",
            "SubsequentDocument",
            "80000012",
            "SubsequentDocumentCategory",
            "J"),
        "ADA");
    try (Connector orders = Systems.connector(s4, clock, "object", "sales-order")) {
      assertThat(data(all(poller(orders), poller(orders).beginning(), 10).get(0)))
          .contains("\"SubsequentDocument\":\"80000012\"");
    }
  }

  @Test
  void olderReleaseHasNoDocumentFlowWhichIsSaidAndNoHindrance() throws Exception {
    s4.close();
    s4 = FakeS4.start(0, clock, ZoneOffset.UTC, false);
    order("4711");
    try (Connector orders = Systems.connector(s4, clock, "object", "sales-order")) {
      assertThatThrownBy(orders::check).hasMessageContaining("no `to_SubsequentProcFlowDoc`");
      assertThat(all(poller(orders), poller(orders).beginning(), 10)).hasSize(1);
    }
    try (Connector orders =
        Systems.connector(s4, clock, "object", "sales-order", "expand", "to_Text")) {
      orders.check();
    }
  }

  @Test
  void objectThatNobodyKnowsIsRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> Systems.connector(s4, clock, "object", "sales-orders"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("object")
        .hasMessageContaining("sales-order, purchase-order");
    assertThatThrownBy(() -> Systems.connector(s4, clock))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is missing");
  }

  @Test
  void twoLanesNeverShareAText() {
    assertThatThrownBy(
            () -> Systems.connector(s4, clock, "object", "sales-order", "texts.customer", "ZCAU"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("would be read by customers");
  }
}
