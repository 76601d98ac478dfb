package io.causerie.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Puts load on one real server process over loopback and prints a line per figure. Clients, server
 * and database share the machine, so a figure is what all of them get done together; the rates are
 * set against what plain JDBC gets done in the same database in the same run.
 */
@Command(
    name = "stage-a",
    description = "Measures one server process under bounded load.",
    mixinStandardHelpOptions = true)
public final class StageA implements Callable<Integer> {
  private static final int STARTS = 3;
  private static final int SINGLE_CLIENTS = 16;
  private static final int BATCH_CLIENTS = 4;
  private static final int BATCH = 100;
  private static final int COMMENTERS = 16;
  private static final int DISCUSSIONS_OF_EACH = 20;
  private static final int FEW_NOTES = 1000;
  private static final int SAMPLED = 100;
  private static final int DEEP = 200;
  private static final String WORDS =
      "Comment %d: the customer called, **delivery on Thursday** is fine, but please split the invoice as agreed.";

  @Option(
      names = "--database",
      defaultValue = "h2",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  private Store.Kind database;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "How long each phase is measured, after as long a warm-up")
  private int seconds;

  @Option(
      names = "--notes",
      defaultValue = "1000000",
      description = "Comments written in bulk, on PostgreSQL only; a multiple of 10000, 0 for none")
  private int notes;

  @Option(
      names = "--application",
      defaultValue = "core/server/target/causerie",
      description = "The folder with causerie.jar; default: ${DEFAULT-VALUE}")
  private Path application;

  private final AtomicLong orders = new AtomicLong();
  private final AtomicLong comments = new AtomicLong();

  public static void main(String[] arguments) {
    CommandLine command =
        new CommandLine(new StageA())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(
                (e, line, parsed) -> {
                  line.getErr().println("The run failed: " + e.getMessage());
                  return 1;
                });
    System.exit(command.execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    if (seconds < 1 || notes < 0 || notes % 10_000 != 0) {
      throw new LoadException("--seconds is at least 1, --notes a multiple of 10000");
    }
    Path folder = Files.createTempDirectory("causerie-bench");
    try (Store store = Store.fresh(database, folder)) {
      run(folder, store);
      return 0;
    } finally {
      remove(folder);
    }
  }

  private void run(Path folder, Store store) throws Exception {
    Store limits = store.forAnotherProcess(database, folder);
    say("database", limits.describe(database));
    say("machine", machine());
    OrderDesk.configure(folder, store);
    String token = ServerProcess.token(application, folder, "ada");
    start(folder);
    try (ServerProcess server = ServerProcess.start(application, folder);
        Api api = new Api(server, token);
        MachineLimit limit = new MachineLimit(limits, measured())) {
      say(
          "resident memory, idle (" + String.join(" ", ServerProcess.OPTIONS) + ")",
          server.residentMemory());
      reads(api);
      events(api, limit, store);
      comments(api);
      if (database == Store.Kind.POSTGRESQL && notes > 0) {
        manyNotes(store, api);
      }
      say("resident memory, after all this", server.residentMemory());
    }
  }

  /** How many processors, and how many others waited for them before the run. */
  private static String machine() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return String.format(
        Locale.ROOT,
        "%d processors for clients, server and database together; load average before %.1f",
        system.getAvailableProcessors(),
        system.getSystemLoadAverage());
  }

  private Duration measured() {
    return Duration.ofSeconds(seconds);
  }

  /** The first start imports people; what is measured are those after it. */
  private void start(Path folder) throws IOException {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i <= STARTS; i++) {
      try (ServerProcess server = ServerProcess.start(application, folder)) {
        millis.add(server.startedIn().toMillis());
      }
    }
    List<Long> again = millis.subList(1, millis.size()).stream().sorted().toList();
    say(
        "start to first answer",
        again.get(again.size() / 2) + " ms, the median of " + again.size() + " " + again);
  }

  private void reads(Api api) throws Exception {
    String post = newPosts(api, 1).get(0);
    for (int i = 0; i < FEW_NOTES; i++) {
      comment(api, post);
    }
    Reader reader = new Reader(api, measured());
    int pages = FEW_NOTES / Api.PAGE;
    say("100 comments of 10^3, newest page", reader.read(Reader.newest(List.of(post))));
    say("100 comments of 10^3, oldest page", reader.read(last(reader.pages(post, pages), 1)));
  }

  private void events(Api api, MachineLimit limit, Store store) throws Exception {
    byte[] event = OrderDesk.event(0);
    double singles = singles(api);
    double singlesLimit = limit.perSecond(SINGLE_CLIENTS, 1, event);
    double batches = batches(api);
    double batchesLimit = limit.perSecond(BATCH_CLIENTS, BATCH, event);
    sayEvents("in a new database", singles, singlesLimit, batches, batchesLimit);
    if (database == Store.Kind.POSTGRESQL) {
      // Autovacuum does the same a minute or more after the first events.
      store.execute("analyze");
      sayEvents("after analyze", singles(api), singlesLimit, batches(api), batchesLimit);
    }
  }

  private double singles(Api api) throws InterruptedException {
    return Crowd.perSecond(
        SINGLE_CLIENTS, measured(), client -> api.push(OrderDesk.event(orders.incrementAndGet())));
  }

  private double batches(Api api) throws InterruptedException {
    return Crowd.perSecond(
        BATCH_CLIENTS,
        measured(),
        client -> api.push(OrderDesk.batch(orders.getAndAdd(BATCH) + 1, BATCH), BATCH));
  }

  private static void sayEvents(
      String when, double singles, double singlesLimit, double batches, double batchesLimit) {
    sayRate(
        "events, one a request, " + SINGLE_CLIENTS + " clients, " + when, singles, singlesLimit);
    sayRate(
        "events, " + BATCH + " a request, " + BATCH_CLIENTS + " clients, " + when,
        batches,
        batchesLimit);
  }

  /** Each client has discussions of its own. */
  private void comments(Api api) throws Exception {
    List<String> posts = newPosts(api, COMMENTERS * DISCUSSIONS_OF_EACH);
    double rate =
        Crowd.perSecond(
            COMMENTERS,
            measured(),
            client -> {
              int nth = (int) (comments.get() % DISCUSSIONS_OF_EACH);
              return comment(api, posts.get(client * DISCUSSIONS_OF_EACH + nth));
            });
    say("comments, " + COMMENTERS + " clients", String.format(Locale.ROOT, "%,.0f a second", rate));
  }

  private int comment(Api api, String post) throws IOException {
    return api.comment(post, WORDS.formatted(comments.incrementAndGet()));
  }

  private void manyNotes(Store store, Api api) throws Exception {
    newPosts(api, ManyNotes.discussions(notes) + 1);
    ManyNotes many = ManyNotes.write(store, notes);
    Reader reader = new Reader(api, measured());
    List<Reader.Place> oldest = new ArrayList<>();
    for (String post : many.discussions().stream().limit(SAMPLED).toList()) {
      oldest.addAll(last(reader.pages(post, ManyNotes.EACH / Api.PAGE), 1));
    }
    String of = String.format(Locale.ROOT, "100 comments of %,d, ", notes);
    say(of + "discussions of 1,000, newest page", reader.read(Reader.newest(many.discussions())));
    say(of + "discussions of 1,000, oldest page", reader.read(oldest));
    of += String.format(Locale.ROOT, "one discussion of %,d, ", notes / 10);
    int deepest = Math.min(DEEP, notes / 10 / Api.PAGE);
    List<Reader.Place> deep = last(reader.pages(many.large(), deepest), deepest / 2);
    say(of + "newest page", reader.read(Reader.newest(List.of(many.large()))));
    say(of + "pages down to the " + deepest + "th", reader.read(deep));
  }

  private static List<Reader.Place> last(List<Reader.Place> pages, int count) {
    return pages.subList(pages.size() - count, pages.size());
  }

  /** Posts of new orders, nobody has talked on. */
  private List<String> newPosts(Api api, int count) throws IOException {
    List<String> posts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long order = orders.incrementAndGet();
      api.push(OrderDesk.event(order));
      posts.add(api.newestPost(order));
    }
    return posts;
  }

  private static void sayRate(String what, double perSecond, double limit) {
    String figure = "%,.0f a second; plain inserts of the same: %,.0f a second; ratio %.3f";
    say(what, String.format(Locale.ROOT, figure, perSecond, limit, perSecond / limit));
  }

  private static void say(String what, Object figure) {
    System.out.println(what + ": " + figure);
  }

  static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(StageA::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
