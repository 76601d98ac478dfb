package io.causerie.engine.ingest;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.ObservationBuilder;
import io.causerie.engine.activity.FieldChange;
import io.causerie.engine.feed.ActivityView;
import io.causerie.model.RecordId;
import io.causerie.model.SourceEvent;
import io.causerie.model.Summary;
import io.causerie.model.Value;
import io.causerie.model.json.ModelJson;
import io.causerie.model.text.ReaderContext;
import io.causerie.model.text.ValueText;
import io.causerie.testkit.db.Databases;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/**
 * In any order, said again, delivered again: each version is told as if all had come in their
 * order.
 */
class VersionsTest {
  private static final int VERSIONS = 6;
  private static final AtomicInteger ORDERS = new AtomicInteger();
  private static @Nullable Desk desk;

  private static Desk desk() {
    Desk open = desk;
    if (open == null) {
      open = new Desk(Databases.H2);
      desk = open;
    }
    return open;
  }

  @AfterContainer
  static void close() {
    desk().close();
  }

  /** A version that arrives; {@code id} tells deliveries of one event from another event. */
  record Coming(int version, int id, boolean withTheNext) {}

  /** What the source says with one version; an amount of zero is left out. */
  record Said(String status, int amount) {}

  @Provide
  Arbitrary<List<Coming>> comings() {
    return Combinators.combine(
            Arbitraries.integers().between(1, VERSIONS),
            Arbitraries.integers().between(1, 3),
            Arbitraries.of(true, false))
        .as(Coming::new)
        .list()
        .ofMinSize(2)
        .ofMaxSize(14);
  }

  @Provide
  Arbitrary<List<Said>> sayings() {
    return Combinators.combine(Arbitraries.of("A", "B", "C"), Arbitraries.of(0, 0, 1, 2))
        .as(Said::new)
        .list()
        .ofSize(VERSIONS);
  }

  @Property(tries = 60)
  void versionsAreToldAsIfTheyHadComeInTheirOrder(
      @ForAll("comings") List<Coming> comings,
      @ForAll("sayings") List<Said> sayings,
      @ForAll boolean close,
      @ForAll boolean jobsWait)
      throws SQLException {
    String number = "v" + ORDERS.incrementAndGet();
    String other = "v" + ORDERS.incrementAndGet();
    take(other, 1, sayings.get(0));
    if (jobsWait) {
      try (JobsWait wait = new JobsWait(desk(), desk().id(other))) {
        deliver(number, comings, sayings, close);
      }
    } else {
      deliver(number, comings, sayings, close);
    }
    settle();
    TreeSet<Integer> came = new TreeSet<>();
    comings.forEach(c -> came.add(c.version()));

    assertThat(told(number)).isEqualTo(expected(came, sayings));
    assertThat(desk().feed("ada", number).stream().mapToInt(ActivityView::steps).sum())
        .isEqualTo(told(number).size());
    assertThat(desk().record("ada", number).state().get(0).value())
        .isEqualTo(new Value.Text(sayings.get(came.last() - 1).status()));
  }

  private static void deliver(
      String number, List<Coming> comings, List<Said> sayings, boolean close) {
    Duration apart = close ? Duration.ofMinutes(1) : Duration.ofHours(1);
    List<CompletableFuture<EventOutcome>> under = new ArrayList<>();
    for (Coming coming : comings) {
      SourceEvent event = event(number, coming, sayings.get(coming.version() - 1), apart);
      under.add(
          desk()
              .causerie
              .ingest()
              .accept("orders", Ingest.keyOf(event), event)
              .toCompletableFuture());
      if (!coming.withTheNext()) {
        under.forEach(Desk::await);
        under.clear();
      }
    }
    under.forEach(Desk::await);
  }

  @Example
  void lateVersionsThatCameTogetherLeaveTheRecordAsTheNewestOfThemSays() throws Exception {
    String number = "v" + ORDERS.incrementAndGet();
    String other = "v" + ORDERS.incrementAndGet();
    Said none = new Said("A", 0);
    take(number, 1, new Said("A", 2));
    take(number, 5, none);
    take(other, 1, none);
    try (JobsWait jobs = new JobsWait(desk(), desk().id(other))) {
      take(number, 4, new Said("B", 1));
      take(number, 3, new Said("C", 1));
    }
    settle();
    take(number, 6, new Said("C", 1));
    desk().settle();

    assertThat(told(number))
        .containsExactly(
            "1 Create created []",
            "3 Update changed [Status A C, Amount 2 1]",
            "4 Update changed [Status C B]",
            "5 Update changed [Status B A]",
            "6 Update changed [Status A C]");
  }

  /** Waits for the jobs, those too that waited too long for a lock. */
  private static void settle() {
    desk().clock.tick(Duration.ofHours(1));
    desk().settle();
  }

  /**
   * Jobs are done one by one, so those that are asked for meanwhile wait behind one that waits for
   * a record.
   */
  private static final class JobsWait implements AutoCloseable {
    private final Connection holder;

    JobsWait(Desk desk, RecordId record) throws SQLException {
      holder = desk.source().getConnection();
      holder.setAutoCommit(false);
      try (var statement = holder.createStatement()) {
        statement.executeQuery(
            "select 1 from record where id = %d for update".formatted(record.value()));
      }
      try (var other = desk.source().getConnection();
          var statement = other.createStatement()) {
        statement.executeUpdate(
            """
            insert into delivery (id, channel, target, subject, state, attempts, faults, added,
              since, due)
            select %1$d, 'tell-anew', '', cast(max(id) as varchar), 'due', 0, 0,
              timestamp '2000-01-01 00:00:00', timestamp '2000-01-01 00:00:00',
              timestamp '2000-01-01 00:00:00'
            from event where record_id = %2$d
            """
                .formatted(ORDERS.incrementAndGet(), record.value()));
      }
    }

    @Override
    public void close() throws SQLException {
      holder.rollback();
      holder.close();
    }
  }

  private static void take(String number, int version, Said said) {
    SourceEvent event = event(number, new Coming(version, 1, false), said, Duration.ofHours(1));
    Desk.await(desk().causerie.ingest().accept("orders", Ingest.keyOf(event), event));
  }

  private static SourceEvent event(String number, Coming coming, Said said, Duration apart) {
    ObservationBuilder seen =
        order(number)
            .version(coming.version())
            .status(said.status())
            .at(Desk.MONDAY.minus(apart.multipliedBy(10L - coming.version())));
    if (said.amount() > 0) {
      seen.field("Amount", new Value.Quantity(new BigDecimal(said.amount())));
    }
    return Desk.event(number + "-" + coming.version() + "-" + coming.id(), seen.build());
  }

  /** The model: what each version is, if they come in their order. */
  private static List<String> expected(TreeSet<Integer> came, List<Said> sayings) {
    List<String> expected = new ArrayList<>();
    Map<String, String> state = new HashMap<>();
    for (int version : came) {
      Said said = sayings.get(version - 1);
      boolean first = state.isEmpty();
      List<String> changes = new ArrayList<>();
      change(state, changes, "Status", said.status());
      if (said.amount() > 0) {
        change(state, changes, "Amount", String.valueOf(said.amount()));
      }
      if (first) {
        expected.add(version + " Create created []");
      } else if (!changes.isEmpty()) {
        expected.add(version + " Update changed " + changes);
      }
    }
    return expected;
  }

  private static void change(
      Map<String, String> state, List<String> changes, String field, String value) {
    String before = state.put(field, value);
    if (!value.equals(before)) {
      changes.add(field + " " + before + " " + value);
    }
  }

  /** Kind, sentence and changes of what each version told, by version. */
  private static List<String> told(String number) {
    List<String> told = new ArrayList<>();
    String sql =
        """
        select e.version, a.type, c.summary, c.changes from contribution c
          join activity a on a.id = c.activity_id join event e on e.id = c.event_id
        where c.record_id = ? order by e.version
        """;
    try (var connection = desk().source().getConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, desk().id(number).value());
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          String version = rows.getString(1);
          String words =
              ModelJson.read(rows.getString(3), Summary.class).template().in("en").split(" ")[1];
          List<String> changes =
              ModelJson.readList(rows.getString(4), FieldChange.class).stream()
                  .map(c -> c.field() + " " + text(c.from()) + " " + text(c.to()))
                  .toList();
          told.add(
              version.substring(version.length() - 1)
                  + " "
                  + rows.getString(2)
                  + " "
                  + words
                  + " "
                  + changes);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return told;
  }

  private static String text(@Nullable Value value) {
    return value == null ? "null" : ValueText.of(value, ReaderContext.of("en"));
  }
}
