package io.causerie.engine;

import io.causerie.engine.access.SourceDecisions;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.Ingest;
import io.causerie.engine.live.LiveLine;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.engine.record.RecordView;
import io.causerie.engine.store.Schema;
import io.causerie.model.Audience;
import io.causerie.model.EventMapper;
import io.causerie.model.Localized;
import io.causerie.model.MappingOutcome;
import io.causerie.model.Observation;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.model.RecordRef;
import io.causerie.model.SourceEvent;
import io.causerie.model.json.ModelJson;
import io.causerie.model.mapping.MappingCompiler;
import io.causerie.model.mapping.Mappings;
import io.causerie.model.phrase.Phrase;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * An engine with one system, an order desk, whose events carry their observation ready made. Ada
 * and Grace are in sales, Katherine in finance, Jana is a customer.
 */
public final class Desk implements AutoCloseable {
  public static final Instant MONDAY = Instant.parse("2026-11-23T08:00:00Z");

  /** Its events say themselves what they tell. */
  public static final EventMapper READY_MADE =
      event -> {
        String data = new String(event.data(), StandardCharsets.UTF_8);
        if (data.startsWith("hint:")) {
          return new MappingOutcome.Hinted("orders", data.substring(5));
        }
        if (data.startsWith("odd:")) {
          return new MappingOutcome.Seen(
              ModelJson.read(data.substring(4), Observation.class),
              List.of(Phrase.quoted("track due (.due) is not a date"), Phrase.quoted("another")));
        }
        return data.startsWith("{")
            ? new MappingOutcome.Seen(ModelJson.read(data, Observation.class))
            : new MappingOutcome.Rejected(
                Phrase.quoted("not an order"), Phrase.quoted("the event says: " + data));
      };

  /** Its events are read by a mapping. */
  public static EventMapper mapper(String mapping) {
    return Mappings.of(
        "erp", List.of(MappingCompiler.compile("m.yaml", mapping).mapping().orElseThrow()));
  }

  /** How often a test's engine looks for what nobody told it of, so that no test waits for it. */
  public static final Duration BRISK = Duration.ofMillis(100);

  private static final Duration LONG = Duration.ofMinutes(1);

  public static final Audience CEILING =
      new Audience(Readers.groups("sales", "finance"), Readers.EVERYONE);

  private final AtomicLong events = new AtomicLong();
  private final TestDatabase database;
  public final SettableClock clock = new SettableClock(MONDAY);
  public final Causerie causerie;

  public Desk(Databases databases) {
    this(tables(databases));
  }

  /** A database that has the engine's tables. */
  public static TestDatabase tables(Databases databases) {
    return databases.copyOf(
        "engine", source -> Schema.update(source, "io/causerie/engine/changelog.xml"));
  }

  public Desk(TestDatabase database) {
    this(database, database.source(), database.reads());
  }

  /** The same, of which more is said. */
  public Desk(TestDatabase database, UnaryOperator<CauserieBuilder> more) {
    this.database = database;
    this.causerie =
        more.apply(builder(database.source(), database.reads(), clock, CEILING)).build();
    causerie.origins().says(Origin.PEOPLE_FILE, people());
  }

  /** On a database that is reached by another way. */
  public Desk(TestDatabase database, DataSource source, DataSource reads) {
    this(database, source, reads, Map.of());
  }

  /** The same, whose sources decide who sees their records. */
  public Desk(
      TestDatabase database,
      DataSource source,
      DataSource reads,
      Map<String, SourceDecisions> decisions) {
    this.database = database;
    this.causerie = builder(source, reads, clock, CEILING).decisions(decisions, LONG).build();
    causerie.origins().says(Origin.PEOPLE_FILE, people());
  }

  /** Another engine on its database, with the desk's rules. */
  public Causerie beside(Audience ceiling) {
    return open(database.source(), database.reads(), clock, ceiling);
  }

  /** An engine on some database, with the desk's rules. */
  public static Causerie open(DataSource source, DataSource reads, Clock clock, Audience ceiling) {
    return builder(source, reads, clock, ceiling).build();
  }

  /** The same, for more to be said of it. */
  public static CauserieBuilder builder(
      DataSource source, DataSource reads, Clock clock, Audience ceiling) {
    return Causerie.builder()
        .pace(BRISK)
        .dataSource(source)
        .readers(reads)
        .clock(clock)
        .systems(List.of(new SystemRules("desk", Localized.of("Order desk"), ceiling, true)))
        .connectors(
            List.of(
                new ConnectorRules("orders", "desk", null, null, READY_MADE),
                new ConnectorRules("history", "desk", null, MONDAY, READY_MADE),
                new ConnectorRules(
                    "payroll",
                    "desk",
                    Audience.internal(Readers.groups("finance")),
                    null,
                    READY_MADE)))
        .groupTitles(Map.of("sales", "Sales", "finance", "Finance"));
  }

  public static List<Person> people() {
    return List.of(
        new Person(
            "ada",
            "Ada Lovelace",
            "ada@example.com",
            false,
            "en",
            Set.of("sales"),
            Map.of("desk", List.of("alovelace"))),
        Person.employee("grace", "Grace Hopper", "sales"),
        Person.employee("katherine", "Katherine Johnson", "finance"),
        Person.employee("mary", "Mary Jackson", "logistics"),
        Person.guest("jana", "Jana Müller"),
        Person.guest("otto", "Otto Becker"));
  }

  public DataSource source() {
    return database.source();
  }

  public TestDatabase database() {
    return database;
  }

  public static Viewer as(String person) {
    return new Viewer(person);
  }

  public static RecordRef order(String id) {
    return new RecordRef("desk", "Order", id);
  }

  /** An event with an id of its own. */
  public SourceEvent event(Observation observation) {
    return event("e" + events.incrementAndGet(), observation);
  }

  public static SourceEvent event(String id, Observation observation) {
    return event(id, ModelJson.write(observation));
  }

  public static SourceEvent event(String id, String data) {
    return new SourceEvent(
        "/desk",
        "order",
        id,
        null,
        null,
        "application/json",
        Map.of(),
        data.getBytes(StandardCharsets.UTF_8));
  }

  public EventOutcome ingest(ObservationBuilder observation) {
    return ingest("orders", event(observation.build()));
  }

  public EventOutcome ingest(String connector, SourceEvent event) {
    return await(causerie.ingest().accept(connector, Ingest.keyOf(event), event));
  }

  public static <T> T await(java.util.concurrent.CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException("no answer within a minute", e);
    }
  }

  public RecordView record(String viewer, String order) {
    return causerie.records().find(as(viewer), order(order)).orElseThrow();
  }

  public RecordId id(String order) {
    return record("ada", order).id();
  }

  public List<ActivityView> feed(String viewer, String order) {
    return feed(viewer, record(viewer, order).id());
  }

  public List<ActivityView> feed(String viewer, RecordId record) {
    return causerie.feed().of(as(viewer), record, ActivityView.Show.ALL, null, 100).items();
  }

  /** The position that covers all that has been committed so far. */
  public long position() {
    Eventually.until(
        "every line of the journal has its number",
        () -> count("select count(*) from journal where position is null") == 0);
    return causerie.journal().position();
  }

  /** What somebody is told of a record behind a position; whoever may not know of it: nothing. */
  public Optional<List<LiveLine>> told(String reader, RecordId record, long after) {
    Viewer viewer = as(reader);
    return Optional.ofNullable(
        causerie
            .live()
            .since(Map.of(record, after), Long.MAX_VALUE, 100, r -> List.of(viewer))
            .told()
            .getOrDefault(record, Map.of())
            .get(viewer));
  }

  /** Waits until what follows the commits so far is done. */
  public void settle() {
    Eventually.until(
        "no job waits", () -> count("select count(*) from delivery where state <> 'done'") == 0);
  }

  public long count(String sql) {
    try (var connection = source().getConnection();
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    causerie.close();
    database.close();
  }
}
