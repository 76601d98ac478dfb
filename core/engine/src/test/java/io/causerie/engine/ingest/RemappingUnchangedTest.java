package io.causerie.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Causerie;
import io.causerie.engine.ConnectorRules;
import io.causerie.engine.Desk;
import io.causerie.engine.SystemRules;
import io.causerie.model.Audience;
import io.causerie.model.SourceEvent;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/** The same mapping finds nothing to say anew, in whatever order events came. */
class RemappingUnchangedTest {
  private static final String MAPPING =
      """
      record: { type: Order, id: .id, version: .version, title: '"Order \\(.id)"' }
      actor: { id: .by }
      track:
        - { field: status, values: { O: { en: Open }, S: { en: Shipped }, P: { en: Paid } } }
        - { field: amount, type: number }
      posts:
        - { when: created, summary: { en: "{actor} took {record}" } }
        - { when: changed, summary: { en: "{actor} changed {changes}" } }
        - { when: occurred, if: .note, type: Note, summary: { en: "{actor} wrote" }, content: .note }
      """;
  private static final AtomicInteger ORDERS = new AtomicInteger();
  private static final SettableClock CLOCK = new SettableClock(Desk.MONDAY);
  private static @Nullable TestDatabase database;
  private static @Nullable Causerie causerie;

  private static Causerie engine() {
    Causerie open = causerie;
    if (open == null) {
      TestDatabase fresh = Databases.H2.fresh();
      open =
          Causerie.builder()
              .dataSource(fresh.source())
              .readers(fresh.reads())
              .clock(CLOCK)
              .systems(List.of(new SystemRules("erp", Audience.EVERYONE)))
              .connectors(
                  List.of(new ConnectorRules("orders", "erp", null, null, Desk.mapper(MAPPING))))
              .build();
      database = fresh;
      causerie = open;
    }
    return open;
  }

  @AfterContainer
  static void close() {
    if (causerie != null && database != null) {
      causerie.close();
      database.close();
    }
  }

  /** An event; {@code version} 0 is none. */
  record Coming(int version, String status, int amount, boolean whole, boolean note, int minutes) {
    String data(String id) {
      return "{\"id\":\"%s\",\"by\":\"u%d\",\"status\":\"%s\"%s%s%s}"
          .formatted(
              id,
              amount % 2,
              status,
              version == 0 ? "" : ",\"version\":" + version,
              whole ? ",\"amount\":" + amount : "",
              note ? ",\"note\":\"Hm\"" : "");
    }
  }

  @Provide
  Arbitrary<List<Coming>> comings() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 6),
            Arbitraries.of("O", "S", "P"),
            Arbitraries.integers().between(1, 3),
            Arbitraries.of(true, true, false),
            Arbitraries.of(true, false, false),
            Arbitraries.of(0, 1, 20))
        .as(Coming::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  private static long waiting() {
    try (Connection connection = Objects.requireNonNull(database).source().getConnection();
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("select count(*) from delivery")) {
      count.next();
      return count.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Property(tries = 40)
  void nothingIsDifferent(@ForAll("comings") List<Coming> comings) {
    String id = "r" + ORDERS.incrementAndGet();
    CLOCK.tick(Duration.ofHours(1));
    var from = CLOCK.instant();
    int n = 0;
    for (Coming coming : comings) {
      CLOCK.tick(Duration.ofMinutes(coming.minutes()));
      SourceEvent event = Desk.event(id + "-" + n++, coming.data(id));
      Desk.await(engine().ingest().accept("orders", Ingest.keyOf(event), event));
    }

    // What came late is told anew by a job that follows its commit.
    Eventually.until("no job waits", () -> waiting() == 0);

    Remapping.Result result =
        engine()
            .remapping()
            .remap("orders", from.minusSeconds(60), CLOCK.instant().plusSeconds(600), false);

    assertThat(result.posts()).isPositive();
    assertThat(result.shown()).isEmpty();
    assertThat(result.different()).isZero();
    assertThat(result.added()).isZero();
    assertThat(result.cannot()).isEmpty();
    assertThat(engine().remapping().records("orders", false).shown()).isEmpty();
  }
}
