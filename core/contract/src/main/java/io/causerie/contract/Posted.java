package io.causerie.contract;

import io.causerie.engine.Causerie;
import io.causerie.engine.ConnectorRules;
import io.causerie.engine.SystemRules;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.ingest.Ingest;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.engine.record.RecordView;
import io.causerie.engine.store.Schema;
import io.causerie.model.Audience;
import io.causerie.model.EventMapper;
import io.causerie.model.MappingOutcome;
import io.causerie.model.RecordRef;
import io.causerie.model.SourceEvent;
import io.causerie.model.Summary;
import io.causerie.model.json.ModelJson;
import io.causerie.model.text.ReaderContext;
import io.causerie.model.text.SummaryText;
import io.causerie.model.text.ValueText;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** What real engines make of events. */
final class Posted {
  private static final ReaderContext ENGLISH = ReaderContext.of("en");
  private static final Viewer READER = new Viewer("reader");

  private Posted() {}

  /** An engine on a database of its own, with one connector and one employee. */
  static final class Engine implements AutoCloseable {
    private final TestDatabase database;
    private final Clock clock;
    private final boolean first;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Causerie causerie;

    Engine(EventMapper mapper, Clock clock) {
      this(mapper, clock, Databases.H2.copyOf("engine", Engine::tables), true);
    }

    private static void tables(DataSource source) {
      Schema.update(source, "io/causerie/engine/changelog.xml");
    }

    private Engine(EventMapper mapper, Clock clock, TestDatabase database, boolean first) {
      this.database = database;
      this.clock = clock;
      this.first = first;
      causerie =
          Causerie.builder()
              .dataSource(database.source())
              .readers(database.reads())
              .clock(clock)
              .meters(meters)
              .systems(List.of(new SystemRules("source", Audience.EVERYONE)))
              .connectors(List.of(new ConnectorRules("contract", "source", null, null, mapper)))
              .build();
      causerie.origins().says(Origin.PEOPLE_FILE, List.of(Person.employee("reader", "Reader")));
    }

    /** A second node on the same database. */
    Engine again(EventMapper mapper) {
      return new Engine(mapper, clock, database, false);
    }

    Causerie causerie() {
      return causerie;
    }

    long count(String sql) {
      try (var connection = database.source().getConnection();
          var statement = connection.createStatement();
          var result = statement.executeQuery(sql)) {
        result.next();
        return result.getLong(1);
      } catch (SQLException e) {
        throw new IllegalStateException(sql, e);
      }
    }

    /** Every row of every table, as text. */
    String dump() {
      StringBuilder rows = new StringBuilder();
      try (var connection = database.source().getConnection();
          var statement = connection.createStatement();
          var script = statement.executeQuery("script")) {
        while (script.next()) {
          rows.append(script.getString(1)).append('\n');
        }
        try (ResultSet bodies = statement.executeQuery("select utf8tostring(data) from event")) {
          while (bodies.next()) {
            rows.append(bodies.getString(1)).append('\n');
          }
        }
        return rows.toString();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    String metrics() {
      return meters.getMetersAsString();
    }

    @Override
    public void close() {
      causerie.close();
      if (first) {
        database.close();
      }
    }
  }

  /** The newest post of the record that the last of some events is about, as its reader sees it. */
  static String newest(EventMapper mapper, Clock clock, List<SourceEvent> events) {
    try (Engine engine = new Engine(mapper, clock)) {
      for (SourceEvent event : events) {
        await(engine.causerie().ingest().accept("contract", Ingest.keyOf(event), event));
      }
      RecordRef ref =
          mapper
              .map(events.get(events.size() - 1))
              .match(seen -> seen.observation().record(), Posted::none, Posted::none, Posted::none);
      RecordView record = engine.causerie().records().find(READER, ref).orElseThrow();
      return engine
          .causerie()
          .feed()
          .of(READER, record.id(), ActivityView.Show.ALL, null, 1)
          .items()
          .stream()
          .findFirst()
          .map(Posted::shown)
          .orElse("null");
    }
  }

  private static RecordRef none(MappingOutcome outcome) {
    throw new AssertionError("event.json makes no post: " + outcome);
  }

  private static String shown(ActivityView view) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("kind", view.kind().name());
    shown.put("type", view.type());
    shown.put("eventType", String.valueOf(view.eventType()));
    shown.put("lane", view.lane().name());
    shown.put("published", view.published().toString());
    shown.put("actor", view.actor().name());
    shown.put("record", view.recordTitle().in("en"));
    List<String> changes = new ArrayList<>();
    List<SummaryText.Change> told = new ArrayList<>();
    for (ActivityView.ChangeView change : view.changes()) {
      String from = change.from() == null ? "" : ValueText.of(change.from(), ENGLISH);
      String label = change.label().in("en");
      changes.add("%s: %s → %s".formatted(label, from, ValueText.of(change.to(), ENGLISH)));
      told.add(new SummaryText.Change(label, changes.get(changes.size() - 1)));
    }
    shown.put("changes", changes);
    Summary summary = view.summary();
    if (summary != null) {
      SummaryText.Facts facts =
          new SummaryText.Facts(view.actor().name(), false, view.recordTitle().in("en"), told);
      StringBuilder sentence = new StringBuilder();
      SummaryText.write(summary, facts, ENGLISH).forEach(part -> sentence.append(part.text()));
      shown.put("summary", sentence.toString());
    }
    if (view.content() != null) {
      shown.put("content", view.content());
    }
    return ModelJson.write(shown);
  }

  static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
