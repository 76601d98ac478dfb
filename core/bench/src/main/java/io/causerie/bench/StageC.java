package io.causerie.bench;

import io.causerie.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Readers of one record on one server process over loopback: how long it takes until all of them
 * are there, until they see what is written, and what they cost while nothing happens. Readers,
 * writers, server and database share the machine.
 */
@Command(name = "stage-c", description = "Measures live streams.", mixinStandardHelpOptions = true)
public final class StageC implements Callable<Integer> {
  private static final int PERSONS = 1000;
  private static final int WRITERS = 4;

  @Option(
      names = "--readers",
      split = ",",
      defaultValue = "100,1000",
      description = "How many read the record, one run after another")
  private List<Integer> readers = List.of();

  @Option(names = "--idle", defaultValue = "10000", description = "How many are open at the end")
  private int idle;

  @Option(names = "--rate", defaultValue = "50", description = "Comments a second")
  private int rate;

  @Option(names = "--seconds", defaultValue = "10", description = "How long each run is measured")
  private int seconds;

  @Option(
      names = "--warm",
      defaultValue = "20",
      description = "How long each run goes before it is measured; seconds")
  private int warm;

  @Option(
      names = "--application",
      defaultValue = "core/server/target/causerie",
      description = "The folder with causerie.jar; default: ${DEFAULT-VALUE}")
  private Path application = Path.of("");

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new StageC()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("causerie-bench");
    try (Store store = Store.fresh(Store.Kind.POSTGRESQL, folder)) {
      say("database", store.describe(Store.Kind.POSTGRESQL));
      OrderDesk.configure(folder, store, PERSONS);
      String writer = ServerProcess.token(application, folder, "ada");
      try (ServerProcess server = ServerProcess.start(application, folder);
          Api api = new Api(server, writer)) {
        List<String> tokens = OrderDesk.tokens(store, PERSONS);
        api.push(OrderDesk.event(1));
        String post = api.newestPost(1);
        String path = "/api/v1/live?topic=record:" + api.record(1);
        for (int count : readers) {
          run(server, api, post, path, tokens, count);
        }
        if (idle > 0) {
          idle(server, path, tokens);
        }
      }
      return 0;
    } finally {
      StageA.remove(folder);
    }
  }

  /** When each comment was sent and accepted, and how late it was seen. */
  private static final class Seen {
    private final long[] sent;
    private final long[] accepted;
    private final long[] late;
    private final AtomicInteger count = new AtomicInteger();
    private final LongAdder heard = new LongAdder();
    private final long[] first;
    private final long[] last;
    private volatile int from = Integer.MAX_VALUE;

    Seen(int comments, int readers) {
      sent = new long[comments];
      accepted = new long[comments];
      late = new long[comments * readers];
      first = new long[comments];
      last = new long[comments];
    }

    void hear(int number) {
      heard.increment();
      long since = accepted[number] == 0 ? sent[number] : accepted[number];
      if (number >= from) {
        int at = count.getAndIncrement();
        if (at < late.length) {
          late[at] = Math.max(0, System.nanoTime() - since);
          first[number] = first[number] == 0 ? late[at] : first[number];
          last[number] = late[at];
        }
      }
    }

    Latency latency() {
      return Latency.of(Arrays.copyOf(late, Math.min(count.get(), late.length)));
    }

    /** Where it is spent: before anybody has it, and until all have. */
    String ends() {
      return "first reader %s; last %s".formatted(of(first), of(last));
    }

    private Latency of(long[] each) {
      return Latency.of(Arrays.copyOfRange(each, from, each.length));
    }
  }

  private void run(
      ServerProcess server, Api api, String post, String path, List<String> tokens, int count)
      throws Exception {
    int warmUp = rate * warm;
    int all = warmUp + rate * seconds;
    Seen seen = new Seen(all, count);
    try (Listeners listeners = new Listeners(seen::hear)) {
      long begin = System.nanoTime();
      listeners.open(server, path, tokens, count);
      Eventually.until(
          "all are ready",
          () -> listeners.ready() + listeners.refused() + listeners.gone() == count);
      say(
          "%,d readers opened at once, until all are ready".formatted(count),
          String.format(
              Locale.ROOT,
              "%.2f s; %d were told to come again",
              (System.nanoTime() - begin) / 1e9,
              listeners.refused()));
      int here = listeners.ready();
      seen.from = warmUp;
      write(api, post, seen, all);
      Eventually.until(
          "all have heard all",
          () -> listeners.gone() > 0 || seen.heard.sum() >= (long) all * here);
      say(
          "%,d readers, %d comments a second, accepted to the eye".formatted(count, rate),
          seen.latency() + (listeners.gone() > 0 ? ", " + listeners.gone() + " were ended" : ""));
      say("  of each comment", seen.ends());
    }
  }

  private void write(Api api, String post, Seen seen, int all) throws InterruptedException {
    ScheduledExecutorService writers = Executors.newScheduledThreadPool(WRITERS);
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
    Future<?> beats =
        writers.scheduleAtFixedRate(
            () -> {
              int number = next.getAndIncrement();
              if (number < all) {
                writers.execute(() -> comment(api, post, seen, number, failed));
              } else {
                writers.shutdown();
              }
            },
            0,
            1_000_000 / rate,
            TimeUnit.MICROSECONDS);
    writers.awaitTermination(10, TimeUnit.MINUTES);
    beats.cancel(false);
    Throwable why = failed.get();
    if (why != null) {
      throw new LoadException("a comment failed: " + why, why);
    }
  }

  private static void comment(
      Api api, String post, Seen seen, int number, AtomicReference<@Nullable Throwable> failed) {
    try {
      seen.sent[number] = System.nanoTime();
      api.comment(
          post, Listeners.MARK + number + " the customer called, **delivery on Thursday** is fine");
      seen.accepted[number] = System.nanoTime();
    } catch (IOException | RuntimeException e) {
      failed.set(e);
    }
  }

  private void idle(ServerProcess server, String path, List<String> tokens) throws Exception {
    long before = server.residentKilobytes();
    try (Listeners listeners = new Listeners(number -> {})) {
      int open = 0;
      while (open < idle) {
        int more = Math.min(500, idle - open);
        listeners.open(server, path, tokens, more);
        open += more;
        int now = open;
        Eventually.until(
            "these are ready",
            () -> listeners.ready() + listeners.refused() + listeners.gone() == now);
      }
      // Two heartbeats, so that whatever is made for the first only is gone.
      new CountDownLatch(1).await(35, TimeUnit.SECONDS);
      long after = server.residentKilobytes();
      say(
          "%,d idle readers".formatted(listeners.ready()),
          String.format(
              Locale.ROOT,
              "%,d MB before, %,d MB after: %.1f KiB each; %d were ended",
              before / 1024,
              after / 1024,
              (after - before) / (double) listeners.ready(),
              listeners.gone()));
    }
  }

  private static void say(String what, Object figure) {
    System.out.println(what + ": " + figure);
  }
}
