package io.causerie.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.causerie.engine.Causerie;
import io.causerie.engine.ConnectorRules;
import io.causerie.engine.SystemRules;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.find.Asked;
import io.causerie.engine.find.FindReader;
import io.causerie.engine.ingest.Ingest;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.model.Audience;
import io.causerie.model.Localized;
import io.causerie.model.MappingOutcome;
import io.causerie.model.Observation;
import io.causerie.model.Readers;
import io.causerie.model.RecordRef;
import io.causerie.model.SourceEvent;
import io.causerie.model.Tracking;
import io.causerie.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long it takes to find something among more and more records, the half of which the reader may
 * not see, in this process and without HTTP; and how long an index that is new takes to be made.
 */
@Command(name = "stage-h", description = "Measures finding.", mixinStandardHelpOptions = true)
public final class StageH implements Callable<Integer> {
  private static final Viewer READER = new Viewer("ada");

  @Option(
      names = "--records",
      split = ",",
      defaultValue = "10000,100000,1000000",
      description = "How many records there are")
  private int[] sizes = {};

  @Option(
      names = "--seconds",
      defaultValue = "3",
      description = "How long each question is asked, after as long a warm-up")
  private int seconds;

  @Option(names = "--application", hidden = true, description = "Unused: it runs in this process")
  void application(Path folder) {}

  private final Random random = new Random(7);

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new StageH()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("causerie-bench");
    try (Store store = Store.fresh(Store.Kind.POSTGRESQL, folder)) {
      say("database", store.describe(Store.Kind.POSTGRESQL));
      for (int records : sizes) {
        measure(store.another("find" + records), records);
      }
    } finally {
      StageA.remove(folder);
    }
    return 0;
  }

  private void measure(Store store, int records) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(store.url());
    config.setUsername(store.user());
    config.setPassword(store.password());
    try (HikariDataSource source = new HikariDataSource(config)) {
      try (Causerie before = engine(source, List.of())) {
        before
            .origins()
            .says(Origin.PEOPLE_FILE, List.of(Person.employee("ada", "Ada Lovelace", "sales")));
        first(before, 1, Audience.EVERYONE);
        first(before, 2, Audience.internal(Readers.groups("finance")));
      }
      fill(store, records);
      long begin = System.nanoTime();
      try (Causerie causerie = engine(source, List.of(new FindReader()))) {
        Eventually.until(
            "the index is made",
            Duration.ofHours(1),
            () -> number(store, "select count(*) from journal_reader where not rebuilding") == 1);
        double took = (System.nanoTime() - begin) / 1e9;
        store.execute("vacuum analyze");
        source.getHikariPoolMXBean().softEvictConnections();
        say(
            String.format(Locale.ROOT, "%,d records", records),
            String.format(
                Locale.ROOT,
                "index made in %.0f s, %,.0f rows a record, %,d MB",
                took,
                number(store, "select count(*) from find_word") / (double) records,
                number(
                        store,
                        "select pg_total_relation_size('find_word') + pg_total_relation_size('find_record')")
                    >> 20));
        for (Map.Entry<String, Supplier<String>> question : questions(records).entrySet()) {
          say(
              "  " + question.getKey(),
              Latency.of(
                      Duration.ofSeconds(seconds), () -> find(causerie, question.getValue().get()))
                  .toString());
        }
      }
    }
  }

  private Map<String, Supplier<String>> questions(int records) {
    Map<String, Supplier<String>> questions = new LinkedHashMap<>();
    questions.put("a whole key", () -> OrderDesk.order(1 + random.nextInt(records)));
    questions.put(
        "the end of a key", () -> "%05d".formatted(random.nextInt(Math.min(records, 100_000))));
    questions.put("a word of a thousandth", () -> "town" + random.nextInt(1_000));
    questions.put("the beginning of all titles", () -> "ord");
    questions.put("one letter", () -> "o");
    questions.put("that and a rare word", () -> "order town" + random.nextInt(1_000));
    questions.put("two frequent words", () -> "order m" + random.nextInt(10));
    questions.put("a word that is hidden", () -> "payroll");
    questions.put("a word that is not there", () -> "nowhere" + random.nextInt(10));
    return questions;
  }

  private static Duration find(Causerie causerie, String query) {
    long begin = System.nanoTime();
    causerie.find().records(READER, Asked.of(query, null, null), null, 10);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static Causerie engine(HikariDataSource source, List<FindReader> readers) {
    return Causerie.builder()
        .dataSource(source)
        .clock(Clock.systemUTC())
        .systems(List.of(new SystemRules("desk", Audience.EVERYONE)))
        .connectors(List.of(new ConnectorRules("orders", "desk", null, null, StageH::observed)))
        .journalReaders(readers)
        .build();
  }

  private static MappingOutcome observed(SourceEvent event) {
    boolean open = event.id().equals("1");
    return new MappingOutcome.Seen(
        new Observation(
            new RecordRef("desk", "Order", "first" + event.id()),
            Localized.of("Order"),
            null,
            Localized.of("First"),
            null,
            null,
            open ? Audience.EVERYONE : Audience.internal(Readers.groups("finance")),
            null,
            null,
            List.of(),
            List.of(),
            false,
            null,
            null,
            Tracking.PLAIN,
            null));
  }

  private static void first(Causerie causerie, int number, Audience audience) {
    SourceEvent event =
        new SourceEvent(
            "/desk",
            "order",
            String.valueOf(number),
            null,
            null,
            "application/json",
            Map.of(),
            audience.toString().getBytes(StandardCharsets.UTF_8));
    causerie.ingest().accept("orders", Ingest.keyOf(event), event).toCompletableFuture().join();
  }

  /**
   * Copies of the two, every other of which is hidden; the words of titles are as rare as names of
   * towns.
   */
  private static void fill(Store store, int records) throws SQLException {
    store.execute(
        """
        insert into record (id, system, type, source_id, type_label, title, related, state,
          audience_id, party_id, known, stamp)
        select r.id + n * 10, r.system, r.type, 'SO-' || lpad(n::text, 9, '0'), r.type_label,
          replace(r.title, 'First', 'Order ' || n || ' M' || n %% 10 || ' Town' || n %% 1000
            || case when r.source_id = 'first2' then ' Payroll' else '' end),
          r.related, r.state, r.audience_id, r.party_id, true, 0
        from generate_series(1, %d) n join record r on r.source_id = 'first' || (1 + n / 1000 %% 2)
        """
            .formatted(records));
    store.execute(
        """
        insert into record_alias (record_key, folded, record_id)
        select system || chr(31) || type || chr(31) || source_id,
          lower(system || chr(31) || type || chr(31) || source_id), id
        from record where source_id like 'SO-%'
        """);
    store.execute("analyze");
  }

  private static long number(Store store, String sql) {
    try {
      return store.number(sql);
    } catch (SQLException e) {
      throw new LoadException(sql + ": " + e);
    }
  }

  private static void say(String what, String figure) {
    System.out.printf("%-32s %s%n", what, figure);
  }
}
