package io.causerie.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.causerie.engine.Causerie;
import io.causerie.engine.delivery.Deliveries;
import io.causerie.engine.delivery.Delivery;
import io.causerie.engine.delivery.DeliveryChannel;
import io.causerie.engine.delivery.Outcome;
import io.causerie.engine.store.Database;
import io.causerie.testkit.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Deliveries by a channel that does nothing: what claiming and settling cost. All are due when the
 * clock begins; each round is of its own deliveries, and ends when the last of them is settled.
 */
@Command(name = "stage-d", description = "Measures deliveries.", mixinStandardHelpOptions = true)
public final class StageD implements Callable<Integer> {
  private static final int CONNECTIONS = 16;
  private static final int AT_ONCE = 1000;

  @Option(names = "--database", defaultValue = "postgresql", description = "h2 or postgresql")
  private String database = "";

  @Option(names = "--deliveries", defaultValue = "50000", description = "How many a round")
  private int deliveries;

  @Option(names = "--rounds", defaultValue = "5", description = "How many rounds are measured")
  private int rounds;

  @Option(names = "--parallel", defaultValue = "4", description = "Threads of the channel")
  private int parallel;

  /** What the profile gives to each stage; this one runs in its own process. */
  @Option(names = "--application", hidden = true)
  void application(String path) {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new StageD()).execute(arguments));
  }

  /** Does nothing, once it is let go. */
  private record Nothing(int parallel, CountDownLatch begin) implements DeliveryChannel {
    @Override
    public String name() {
      return "nothing";
    }

    @Override
    public boolean idempotent() {
      return true;
    }

    @Override
    public Outcome deliver(Delivery delivery) throws InterruptedException {
      begin.await();
      return Outcome.DELIVERED;
    }
  }

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("causerie-bench");
    Store.Kind kind = Store.Kind.valueOf(database.toUpperCase(Locale.ROOT));
    try (Store store = Store.fresh(kind, folder);
        HikariDataSource pool = pool(store)) {
      say("database", store.describe(kind));
      double[] rates = new double[rounds];
      // The first is to warm up.
      for (int round = -1; round < rounds; round++) {
        double rate = round(pool, round);
        if (round >= 0) {
          rates[round] = rate;
        }
      }
      Arrays.sort(rates);
      say(
          "deliveries",
          "%,.0f /s (%,.0f to %,.0f)".formatted(rates[rounds / 2], rates[0], rates[rounds - 1]));
    }
    return 0;
  }

  private double round(HikariDataSource pool, int round) {
    CountDownLatch begin = new CountDownLatch(1);
    try (Causerie causerie =
        Causerie.builder()
            .dataSource(pool)
            .channels(List.of(new Nothing(parallel, begin)))
            .build()) {
      Database direct = Database.over(pool);
      long asking = System.nanoTime();
      for (int i = 0; i < deliveries; i += AT_ONCE) {
        int from = i;
        List<Deliveries.Order> orders =
            IntStream.range(from, Math.min(deliveries, from + AT_ONCE))
                .mapToObj(
                    n ->
                        new Deliveries.Order(
                            "nothing", "target " + n % 100, "order " + n, round + " " + n))
                .toList();
        direct.write(h -> causerie.deliveries().add(h, orders));
      }
      double asked = deliveries / seconds(asking);
      long began = System.nanoTime();
      begin.countDown();
      Eventually.until(
          "all are delivered",
          Duration.ofMinutes(10),
          () ->
              causerie
                  .deliveries()
                  .figures()
                  .getOrDefault("nothing", Deliveries.Figures.NONE)
                  .counts()
                  .isEmpty());
      double rate = deliveries / seconds(began);
      say("round " + round, "%,.0f /s delivered, %,.0f /s asked for".formatted(rate, asked));
      return rate;
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static HikariDataSource pool(Store store) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(
        store.url().startsWith("jdbc:postgresql")
            ? store.url() + (store.url().contains("?") ? "&" : "?") + "reWriteBatchedInserts=true"
            : store.url());
    config.setUsername(store.user());
    config.setPassword(store.password());
    config.setMaximumPoolSize(CONNECTIONS);
    return new HikariDataSource(config);
  }

  private static void say(String what, String figure) {
    System.out.printf("%-24s %s%n", what, figure);
  }
}
