package io.causerie.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Lets one real server process read tables of a PostgreSQL that it shares the machine with, and
 * prints a line per figure: rows from source to posts of tables and of an OData service, a backfill
 * and what live rows wait meanwhile, and what fifty connectors cost that find nothing.
 */
@Command(
    name = "stage-b",
    description = "Measures how one server process reads tables.",
    mixinStandardHelpOptions = true)
public final class StageB implements Callable<Integer> {
  private static final int BATCH = 100;
  private static final int PUSHERS = 4;
  private static final int IDLE = 50;
  private static final int CALM = 20;

  private static final String TRANSACTIONS =
      "select xact_commit + xact_rollback from pg_stat_database where datname = current_database()";

  /** However slow a machine is, the run ends. */
  private static final Duration BOUND = Duration.ofMinutes(10);

  @Option(names = "--live", defaultValue = "20000", description = "Rows that wait to be read live")
  private int live;

  @Option(names = "--rows", defaultValue = "1000000", description = "Rows of history")
  private int rows;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "How long batches are pushed, idle connectors watched")
  private int seconds;

  @Option(
      names = "--application",
      defaultValue = "core/server/target/causerie",
      description = "The folder with causerie.jar; default: ${DEFAULT-VALUE}")
  private Path application;

  public static void main(String[] arguments) {
    CommandLine command =
        new CommandLine(new StageB())
            .setExecutionExceptionHandler(
                (e, line, parsed) -> {
                  line.getErr().println("The run failed: " + e.getMessage());
                  return 1;
                });
    System.exit(command.execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("causerie-bench");
    try (Store store = Store.fresh(Store.Kind.POSTGRESQL, folder)) {
      say("database", store.describe(Store.Kind.POSTGRESQL));
      OrderDesk.configure(folder, store);
      String token = ServerProcess.token(application, folder, "ada");
      double idle = idle(folder, store, "no connector that polls");
      Shop.connectors(folder, store, IDLE, "nothing");
      store.execute(
          "create table nothing (id bigint primary key, changed timestamptz, status text)");
      double fifty = idle(folder, store, "fifty that find nothing, each second");
      say("so each asking costs", format("%.2f ms of a processor", (fifty - idle) * 1000 / IDLE));
      Shop.remove(folder, "idle");
      reading(folder, store, token);
      return 0;
    } finally {
      StageA.remove(folder);
    }
  }

  /** The share of a processor that a server uses while nothing happens. */
  private double idle(Path folder, Store store, String what) throws Exception {
    try (ServerProcess server = ServerProcess.start(application, folder)) {
      LockSupport.parkNanos(Duration.ofSeconds(5).toNanos());
      long transactions = store.number(TRANSACTIONS);
      Duration before = server.processorTime();
      LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos());
      double share = server.processorTime().minus(before).toMillis() / 1000.0 / seconds;
      double each = (store.number(TRANSACTIONS) - transactions) / (double) seconds;
      say(
          what,
          format(
              "%.3f of a processor, %.1f transactions a second, theirs at the source among them, %s",
              share, each, server.residentMemory()));
      return share;
    }
  }

  private void reading(Path folder, Store store, String token) throws Exception {
    Shop.table(store, "purchase", live, "now()");
    Shop.connector(folder, store, "purchase", "since: 2020-01-01");
    double alone = readAlone(store, "purchase");
    say("sql, reading the source alone, pages of " + Shop.PAGE, format("%,.0f rows/s", alone));
    double sql = posted(folder, store, "purchase");
    double odataAlone;
    double odata;
    try (ODataSource source = ODataSource.start(live)) {
      odataAlone = source.readAlone(Shop.PAGE);
      say(
          "odata, reading the source alone, pages of " + Shop.PAGE,
          format("%,.0f rows/s", odataAlone));
      Shop.odata(folder, source);
      odata = posted(folder, store, "deliveries");
      Shop.remove(folder, "deliveries");
    }
    Shop.table(store, "history", rows, "now() - interval '1 day'");
    Shop.connector(folder, store, "history", "backfill: { rate: 1000000 }");
    try (ServerProcess server = ServerProcess.start(application, folder);
        Api api = new Api(server, token)) {
      double pushed = pushed(api);
      say("writing the posts alone, pushed in batches", format("%,.0f events/s", pushed));
      ratios("sql", sql, alone, pushed);
      ratios("odata", odata, odataAlone, pushed);
      backfill(store, server, api);
    }
  }

  private static void ratios(String kind, double rate, double alone, double pushed) {
    say(
        kind + ", from source to posts",
        format(
            "%,.0f rows/s, ratio to reading alone %.3f, to writing alone %.2f",
            rate, rate / alone, rate / pushed));
  }

  /** Rows a second, from the start of a server until the last row of a connector is a post. */
  private double posted(Path folder, Store store, String connector) throws Exception {
    try (ServerProcess server = ServerProcess.start(application, folder)) {
      long started = System.nanoTime();
      until(
          store,
          "select count(*) from source_row where connector = '" + connector + "'",
          live,
          started);
      double rate = live / ((System.nanoTime() - started) / 1e9);
      say("resident memory after " + connector, server.residentMemory());
      return rate;
    }
  }

  private double pushed(Api api) throws InterruptedException {
    AtomicLong numbers = new AtomicLong();
    return Crowd.perSecond(
        PUSHERS,
        Duration.ofSeconds(seconds),
        client -> api.push(OrderDesk.batch(numbers.getAndAdd(BATCH), BATCH), BATCH));
  }

  private void backfill(Store store, ServerProcess server, Api api) throws Exception {
    List<Long> before = new ArrayList<>();
    long number = 10_000_000L;
    for (int i = 0; i < CALM; i++) {
      before.add(delay(store, number++));
    }
    say("a live row before, until it is a post (asked each second)", latency(before));
    api.operate("history", "backfill");
    long begin = System.nanoTime();
    List<Long> delays = new ArrayList<>();
    while (running(store) && System.nanoTime() - begin < BOUND.toNanos()) {
      delays.add(delay(store, number++));
    }
    double took = (System.nanoTime() - begin) / 1e9;
    long read =
        store.number(
            "select rows_read from duty where connector = 'history' and kind = 'backfill'");
    say(
        "backfill",
        format("%,d of %,d rows in %.0f s, %,.0f rows/s", read, rows, took, read / took));
    say("a live row meanwhile", latency(delays));
    say("resident memory", server.residentMemory());
  }

  private static String latency(List<Long> nanoseconds) {
    return Latency.of(nanoseconds.stream().mapToLong(Long::longValue).toArray()).toString();
  }

  private static boolean running(Store store) throws SQLException {
    return store.number(
            "select count(*) from duty where connector = 'history' and kind = 'backfill'"
                + " and ended is null")
        == 1;
  }

  /** How many nanoseconds a row that is written now takes to be a post. */
  private static long delay(Store store, long id) throws SQLException {
    long begin = System.nanoTime();
    store.execute("insert into purchase values (" + id + ", clock_timestamp(), 'open')");
    String posted =
        "select count(*) from source_row where connector = 'purchase' and row_key = '" + id + "'";
    until(store, posted, 1, begin);
    return System.nanoTime() - begin;
  }

  private static void until(Store store, String sql, long figure, long begin) throws SQLException {
    while (store.number(sql) < figure) {
      if (System.nanoTime() - begin > BOUND.toNanos()) {
        throw new LoadException("after " + BOUND + " there was not yet " + figure + " of: " + sql);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static double readAlone(Store store, String table) throws SQLException {
    try (Connection connection = store.connect();
        PreparedStatement select =
            connection.prepareStatement(
                "select id, changed, status from %s where (changed, id) > (?, ?) order by changed, id limit %d"
                    .formatted(table, Shop.PAGE))) {
      OffsetDateTime changed = OffsetDateTime.parse("2000-01-01T00:00:00Z");
      long id = 0;
      long read = 0;
      long begin = System.nanoTime();
      boolean more = true;
      while (more) {
        select.setObject(1, changed);
        select.setLong(2, id);
        more = false;
        try (ResultSet page = select.executeQuery()) {
          while (page.next()) {
            id = page.getLong(1);
            changed = page.getObject(2, OffsetDateTime.class);
            read++;
            more = true;
          }
        }
      }
      return read / ((System.nanoTime() - begin) / 1e9);
    }
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }

  private static void say(String what, String figure) {
    System.out.println(what + ": " + figure);
  }
}
