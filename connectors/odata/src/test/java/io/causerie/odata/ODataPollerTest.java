package io.causerie.odata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.http.odata.ODataConnector;
import io.causerie.spi.Census;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import io.causerie.spi.SourceRow;
import io.causerie.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for a real service of either version, while its rows change. */
abstract class ODataPollerTest {
  /** Before now by the clock of this machine, which is the service's too. */
  private final Instant start = Instant.parse("2026-01-05T08:00:00Z");

  private final SettableClock clock = new SettableClock(start);
  private final OrderService service = service();
  private final Orders orders = service.orders();
  private ODataConnector connector = connector();

  abstract OrderService service();

  private ODataConnector connector(String... pairs) {
    List<String> all =
        new ArrayList<>(
            List.of("version", service.version(), "entitySet", "Orders", "changedOn", "ChangedAt"));
    all.addAll(List.of(pairs));
    return Connectors.to(service.url(), clock, all.toArray(String[]::new));
  }

  private Poller poller() {
    return connector.intake().polled().orElseThrow();
  }

  /** Closer than a millisecond, so that V2 cannot tell them all apart. */
  @BeforeEach
  void fortyOrders() {
    for (int i = 1; i <= 40; i++) {
      orders.put(i % 2 == 0 ? "North" : "O'Hara & Co/1", i, "open", start.plusNanos(i * 300_000L));
    }
  }

  @AfterEach
  void stop() {
    connector.close();
    service.close();
  }

  private List<SourceRow> walk(String cursor, int limit) throws SourceException {
    List<SourceRow> rows = new ArrayList<>();
    String at = cursor;
    boolean more = true;
    while (more) {
      Poller.Page page = poller().read(at, null, limit);
      assertThat(page.rows()).hasSizeLessThanOrEqualTo(limit);
      rows.addAll(page.rows());
      at = page.next();
      more = page.more();
    }
    return rows;
  }

  private static List<String> keys(List<SourceRow> rows) {
    return rows.stream().map(SourceRow::key).toList();
  }

  private static String data(SourceRow row) {
    return new String(row.event().data(), StandardCharsets.UTF_8);
  }

  private List<String> allKeys() {
    return orders.all().stream().map(Orders.Order::key).toList();
  }

  @Test
  void everyRowIsReadOnce() throws Exception {
    List<SourceRow> rows = walk(poller().beginning(), 7);

    assertThat(keys(rows)).containsExactlyInAnyOrderElementsOf(allKeys());
    SourceRow first = rows.get(0);
    assertThat(first.event().source()).isEqualTo("/erp/orders");
    assertThat(first.event().type()).isEqualTo("Orders");
    assertThat(first.event().subject()).isEqualTo("Company='O''Hara & Co/1',Number=1");
    assertThat(first.event().id()).isEqualTo(first.key() + "@" + first.version());
    assertThat(first.event().time()).isBetween(start, start.plusMillis(1));
    assertThat(data(first))
        .contains("\"Company\":\"O'Hara & Co/1\",", "\"Number\":1")
        .doesNotContain("__metadata", "@odata.context");
  }

  @Test
  void equalInstantsOverTheBorderOfAPageAreAllRead() throws Exception {
    Instant same = start.plusSeconds(60);
    for (int i = 100; i < 130; i++) {
      orders.put("North", i, "open", same);
    }

    assertThat(keys(walk(poller().beginning(), 8))).containsExactlyInAnyOrderElementsOf(allKeys());
  }

  @Test
  void rowsThatChangeBetweenPagesAreNeitherMissedNorDoubled() throws Exception {
    AtomicInteger pages = new AtomicInteger();
    orders.afterEachPage(
        () -> {
          int page = pages.incrementAndGet();
          if (page <= 12) {
            Instant now = start.plusSeconds(page);
            // One moves from the front to the end, one is new, two share the instant, one goes.
            orders.put("O'Hara & Co/1", 2 * page - 1, "page " + page, now);
            orders.put("North", 1000 + page, "new", now);
            orders.remove("North", 2 * (page % 3 + 1));
          }
        });

    List<SourceRow> rows = walk(poller().beginning(), 5);

    assertThat(keys(rows)).containsAll(allKeys());
    List<String> states = rows.stream().map(ODataPollerTest::data).toList();
    assertThat(states).doesNotHaveDuplicates();
    for (Orders.Order order : orders.all()) {
      assertThat(states)
          .anyMatch(
              s ->
                  s.contains("\"Number\":" + order.number() + ",")
                      && s.contains("\"Status\":\"" + order.status() + "\""));
    }
    Map<String, Instant> last = new HashMap<>();
    for (SourceRow row : rows) {
      Instant time = java.util.Objects.requireNonNull(row.event().time());
      assertThat(last.getOrDefault(row.key(), Instant.MIN)).isBeforeOrEqualTo(time);
      last.put(row.key(), time);
    }
  }

  @Test
  void serviceThatMakesSmallerPagesIsReadToItsEnd() throws Exception {
    orders.capPages(3);

    assertThat(keys(walk(poller().beginning(), 50))).containsExactlyInAnyOrderElementsOf(allKeys());
  }

  @Test
  void timesToldLessPreciselyThanTheyAreComparedHoldUpNothing() throws Exception {
    orders.tellMilliseconds();

    for (int limit = 1; limit <= 6; limit++) {
      assertThat(keys(walk(poller().beginning(), limit))).containsAll(allKeys());
    }
  }

  @Test
  void walkGoesOnWithAnotherConnectorAfterARestart() throws Exception {
    Poller.Page first = poller().read(poller().beginning(), null, 17);
    connector.close();
    connector = connector();

    List<String> read = new ArrayList<>(keys(first.rows()));
    read.addAll(keys(walk(first.next(), 17)));

    assertThat(first.more()).isTrue();
    assertThat(read).containsExactlyInAnyOrderElementsOf(allKeys());
  }

  @Test
  void cursorStaysWhereNothingIsNew() throws Exception {
    Poller.Page all = poller().read(poller().beginning(), null, 1000);
    Poller.Page again = poller().read(all.next(), null, 1000);

    assertThat(all.more()).isFalse();
    assertThat(again.next()).isEqualTo(all.next());
    assertThat(again.upTo()).isCloseTo(Instant.now(), within(Duration.ofMinutes(1)));
  }

  @Test
  void whatIsCommittedLateIsSeenWithinTheOverlap() throws Exception {
    String end = poller().read(poller().beginning(), null, 1000).next();
    orders.put("North", 500, "late", start.minus(Duration.ofMinutes(4)));
    orders.put("North", 501, "too late", start.minus(Duration.ofMinutes(6)));

    assertThat(keys(walk(end, 1000)))
        .contains("Company='North',Number=500")
        .doesNotContain("Company='North',Number=501");
  }

  @Test
  void fromNowOnLeavesOutWhatWas() throws Exception {
    String now = poller().start(null);
    orders.put("North", 600, "now", Instant.now());

    assertThat(keys(walk(now, 1000))).containsExactly("Company='North',Number=600");
  }

  @Test
  void rowOfTheFutureHidesNothing() throws Exception {
    orders.put("North", 700, "future", Instant.parse("9999-01-01T00:00:00Z"));
    String end = poller().read(poller().beginning(), null, 1000).next();
    orders.put("North", 701, "now", Instant.now());

    assertThat(keys(walk(end, 1000))).contains("Company='North',Number=701");
  }

  @Test
  void backfillStopsWhereItWasTold() throws Exception {
    String until = poller().start(start.plusMillis(2));
    orders.put("North", 800, "later", start.plusSeconds(5));

    List<String> read = new ArrayList<>();
    Poller.Page page = poller().read(poller().beginning(), until, 4);
    read.addAll(keys(page.rows()));
    while (page.more()) {
      page = poller().read(page.next(), until, 4);
      read.addAll(keys(page.rows()));
    }

    List<String> expected =
        orders.all().stream()
            .filter(o -> !o.changedAt().isAfter(start.plusMillis(2)))
            .map(Orders.Order::key)
            .toList();
    assertThat(read).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(poller().count(poller().beginning(), until)).hasValue(expected.size());
  }

  @Test
  void recordsAreReadBackInABatchAsTheyWerePolled() throws Exception {
    List<SourceRow> polled = walk(poller().beginning(), 1000).subList(0, 12);
    List<String> keys = new ArrayList<>(keys(polled));
    keys.add("Company='North',Number=9999");
    keys.add("no key at all");

    List<SourceRow> read = connector.readBack().orElseThrow().read(keys);

    assertThat(read)
        .extracting(ODataPollerTest::data, SourceRow::version)
        .containsExactlyInAnyOrderElementsOf(
            polled.stream()
                .map(r -> org.assertj.core.groups.Tuple.tuple(data(r), r.version()))
                .toList());
  }

  @Test
  void censusNamesEveryRecordWithTheVersionItsRowHas() throws Exception {
    Map<String, String> polled = new HashMap<>();
    walk(poller().beginning(), 1000).forEach(r -> polled.put(r.key(), r.version()));
    Census census = connector.census().orElseThrow();

    Map<String, String> counted = new HashMap<>();
    Census.Page page = census.keys(null, 9);
    int pages = 1;
    while (page.next() != null) {
      page.rows().forEach(r -> counted.put(r.key(), r.version()));
      page = census.keys(page.next(), 9);
      pages++;
    }
    page.rows().forEach(r -> counted.put(r.key(), r.version()));

    assertThat(counted).isEqualTo(polled);
    assertThat(pages).isGreaterThan(4);
  }

  @Test
  void censusTellsWhatIsGoneFromWhatOnlyLeftTheFilter() throws Exception {
    connector.close();
    connector = connector("filter", "Status eq 'open'");
    orders.remove("O'Hara & Co/1", 1);
    orders.put("North", 2, "closed", start.plusSeconds(9));

    List<SourceRow> gone =
        connector
            .census()
            .orElseThrow()
            .gone(List.of("Company='O''Hara & Co/1',Number=1", "Company='North',Number=2"));

    assertThat(keys(gone)).containsExactly("Company='O''Hara & Co/1',Number=1");
    assertThat(gone.get(0).event().type()).isEqualTo("Orders.deleted");
    assertThat(data(gone.get(0))).isEqualTo("{\"Company\":\"O'Hara & Co/1\",\"Number\":\"1\"}");
  }

  @Test
  void selectedPropertiesAreReadWithTheKeyAndTheTime() throws Exception {
    connector.close();
    connector = connector("select", "Status", "filter", "Company eq 'North'");

    List<SourceRow> rows = walk(poller().beginning(), 100);

    assertThat(rows).hasSize(20);
    assertThat(data(rows.get(0))).contains("Status", "Number", "ChangedAt");
  }

  @Test
  void configurationIsComparedWithTheMetadata() throws Exception {
    connector.check();

    connector.close();
    connector =
        Connectors.to(
            service.url(),
            clock,
            "version",
            service.version(),
            "entitySet",
            "Orders",
            "changedOn",
            "ChangeAt",
            "select",
            "Stats;Number");
    assertThatThrownBy(connector::check)
        .hasMessage(
            "`ChangeAt` is not a property of `Orders`; did you mean `ChangedAt`?; `Stats` is not"
                + " a property of `Orders`; did you mean `Status`?");
    ODataConnector other =
        Connectors.to(
            service.url(),
            clock,
            "version",
            service.version(),
            "entitySet",
            "Order",
            "changedOn",
            "ChangedAt");
    assertThatThrownBy(other::check)
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
        .hasMessage("`Order` is not an entity set of 127.0.0.1/orders/; did you mean `Orders`?");
    other.close();
  }

  @Test
  void queryTheServiceRefusesIsToldInItsWords() {
    connector.close();
    connector = connector("filter", "Nothing eq 1");

    assertThatThrownBy(() -> walk(poller().beginning(), 10))
        .isInstanceOfSatisfying(
            SourceException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION);
              assertThat(e)
                  .hasMessageContaining("127.0.0.1 answered 400")
                  .hasMessageContaining("Nothing");
            });
  }

  private static org.assertj.core.data.TemporalUnitOffset within(Duration most) {
    return new org.assertj.core.data.TemporalUnitWithinOffset(
        most.toSeconds(), java.time.temporal.ChronoUnit.SECONDS);
  }
}
