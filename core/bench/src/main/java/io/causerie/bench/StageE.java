package io.causerie.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What people wait for, beside an honest limit ({@link LimitServer}) and, if asked, beside another
 * build of Causerie: all of them run at the same time on one PostgreSQL, each with a database of
 * its own, and work in turn, round by round. Sixteen clients; every answer's status is checked.
 */
@Command(
    name = "stage-e",
    description = "Measures comments, pages and single events beside a limit.",
    mixinStandardHelpOptions = true)
public final class StageE implements Callable<Integer> {
  private static final int CLIENTS = 16;
  private static final int DISCUSSIONS_OF_EACH = 20;
  private static final int AUTHORS = 20;
  private static final int DISCUSSIONS_OF_THE_RECORD = 10;
  private static final byte[] COMMENT =
      "{\"content\":\"The customer called, **delivery on Thursday** is fine, but please split the invoice as agreed.\"}"
          .getBytes(StandardCharsets.UTF_8);

  @Option(names = "--rounds", defaultValue = "5", description = "After the warm-up")
  private int rounds;

  @Option(
      names = "--warm",
      defaultValue = "30",
      description = "Seconds that each side does each task before, until the compiler is quiet")
  private int warm;

  @Option(
      names = "--seconds",
      defaultValue = "3",
      description = "How long each side is measured in a round")
  private int seconds;

  @Option(
      names = "--only",
      split = ",",
      description = "event, comment, hot, page, record; default: all")
  private List<String> only = List.of("event", "comment", "hot", "page", "record");

  @Option(
      names = "--application",
      defaultValue = "core/server/target/causerie",
      description = "The folder with causerie.jar; default: ${DEFAULT-VALUE}")
  private Path application = Path.of("");

  @Option(names = "--beside", description = "The folder of another build's causerie.jar")
  private @Nullable Path beside;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new StageE()).execute(arguments));
  }

  /** Does a task once; answers how much that was. */
  private interface Tasks {
    int once(String task, int client) throws Exception;
  }

  /** One of those who work in turn; each does the same tasks. */
  private record Side(ServerProcess server, Store store, Tasks tasks) {}

  /**
   * What one did in a round.
   *
   * @param own microseconds of a processor each time, in the server's process
   * @param database the same, in those of the database
   */
  private record Turn(Crowd.Rate rate, double own, double database) {}

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("causerie-bench");
    try (Store store = Store.fresh(Store.Kind.POSTGRESQL, folder)) {
      say("database", store.describe(Store.Kind.POSTGRESQL));
      Store own = store.another("own");
      Path here = Files.createDirectory(folder.resolve("own"));
      Talk talk = talk(application, here, own);
      try (ServerProcess server = ServerProcess.start(application, here);
          Api api = new Api(server, talk.token())) {
        CauserieSide causerie = new CauserieSide(api, talk);
        LimitServer.prepare(store);
        LimitServer.answer(store, "comment", causerie.comment(0));
        LimitServer.answer(store, "page", causerie.page());
        LimitServer.answer(store, "record", causerie.record());
        say("bytes", causerie.page().length + " a page, " + causerie.record().length + " a record");
        try (ServerProcess limit = ServerProcess.limit(store, folder);
            Api rows = new Api(limit, "")) {
          Map<String, Side> sides = new LinkedHashMap<>();
          sides.put("limit", new Side(limit, store, (task, client) -> limited(rows, task)));
          sides.put("causerie", new Side(server, own, causerie));
          beside(store, folder, sides);
        }
        say("resident memory, after all this", server.residentMemory());
      }
      return 0;
    } finally {
      StageA.remove(folder);
    }
  }

  private void beside(Store store, Path folder, Map<String, Side> sides) throws Exception {
    if (beside == null) {
      measure(sides);
      return;
    }
    Store theirs = store.another("theirs");
    Path there = Files.createDirectory(folder.resolve("theirs"));
    Talk talk = talk(beside, there, theirs);
    try (ServerProcess server = ServerProcess.start(beside, there);
        Api api = new Api(server, talk.token())) {
      sides.put("beside", new Side(server, theirs, new CauserieSide(api, talk)));
      measure(sides);
      say("resident memory of the one beside", server.residentMemory());
    }
  }

  private static int limited(Api rows, String task) throws Exception {
    switch (task) {
      case "page", "record" -> rows.get("/" + task);
      case "event" -> rows.post("/", OrderDesk.event(0), 201);
      default -> rows.post("/", COMMENT, 201);
    }
    return 1;
  }

  /**
   * What there is to talk about and to read.
   *
   * @param token of who reads and writes
   * @param orders how many there are
   * @param posts to comment on, of an order each
   * @param hot a post on which all comment
   * @param page where a hundred comments are read
   * @param record where a record is read with its posts
   */
  private record Talk(
      String token, long orders, List<String> posts, String hot, String page, String record) {}

  /** Fills a database, and lets it be looked through, as it is by itself after a minute. */
  private static Talk talk(Path application, Path folder, Store store) throws Exception {
    OrderDesk.configure(folder, store, AUTHORS);
    String token = ServerProcess.token(application, folder, "ada");
    try (ServerProcess server = ServerProcess.start(application, folder);
        Api api = new Api(server, token)) {
      Talk talk = new Filling(api, OrderDesk.tokens(store, AUTHORS)).talk(token);
      store.execute("analyze");
      return talk;
    }
  }

  private static final class Filling {
    private static final int OTHER_ORDERS = 2000;
    private static final int AT_ONCE = 100;

    private final Api api;
    private final List<String> tokens;
    private long orders;

    Filling(Api api, List<String> tokens) {
      this.api = api;
      this.tokens = tokens;
    }

    Talk talk(String token) throws Exception {
      for (; orders < OTHER_ORDERS; orders += AT_ONCE) {
        api.push(OrderDesk.batch(orders + 1, AT_ONCE), AT_ONCE);
      }
      List<String> posts = new ArrayList<>();
      for (int i = 0; i < CLIENTS * DISCUSSIONS_OF_EACH; i++) {
        posts.add(newPost());
      }
      String hot = newPost();
      String discussed = newPost();
      for (int i = 0; i < Api.PAGE; i++) {
        api.comment(
            discussed,
            "Comment %d: the customer called, **delivery on Thursday** is fine.".formatted(i),
            tokens.get(i % AUTHORS));
      }
      String page = Api.notes(discussed) + "?limit=" + Api.PAGE;
      String record = recordWithTalk();
      return new Talk(token, orders, posts, hot, page, record);
    }

    private String newPost() throws Exception {
      orders++;
      api.push(OrderDesk.event(orders));
      return api.newestPost(orders);
    }

    /** A record of eleven posts, ten of them talked about, and three related records. */
    private String recordWithTalk() throws Exception {
      orders++;
      for (int version = 1; version <= DISCUSSIONS_OF_THE_RECORD + 1; version++) {
        api.push(OrderDesk.change(orders, version));
        if (version <= DISCUSSIONS_OF_THE_RECORD) {
          String post = api.newestPost(orders);
          for (int i = 0; i < 3; i++) {
            api.comment(post, "Comment %d on %d.".formatted(i, version), tokens.get(version));
          }
        }
      }
      return "/api/v1/records?system=desk&type=Order&include=activities&id="
          + OrderDesk.order(orders);
    }
  }

  /** A server with what its readers read. */
  private static final class CauserieSide implements Tasks {
    private final Api api;
    private final Talk talk;
    private final AtomicLong orders;
    private final AtomicInteger turn = new AtomicInteger();

    CauserieSide(Api api, Talk talk) {
      this.api = api;
      this.talk = talk;
      this.orders = new AtomicLong(talk.orders());
    }

    byte[] comment(int client) throws Exception {
      int nth = Math.floorMod(turn.getAndIncrement(), DISCUSSIONS_OF_EACH);
      return comment(talk.posts().get(client * DISCUSSIONS_OF_EACH + nth));
    }

    private byte[] comment(String post) throws Exception {
      return api.post(Api.notes(post), COMMENT, 201);
    }

    byte[] page() throws Exception {
      return api.get(talk.page());
    }

    byte[] record() throws Exception {
      return api.get(talk.record());
    }

    @Override
    public int once(String task, int client) throws Exception {
      switch (task) {
        case "event" -> api.push(OrderDesk.event(orders.incrementAndGet()));
        case "comment" -> comment(client);
        case "hot" -> comment(talk.hot());
        case "page" -> page();
        case "record" -> record();
        default -> throw new LoadException("no such task: " + task);
      }
      return 1;
    }
  }

  private void measure(Map<String, Side> sides) throws InterruptedException {
    for (String task : only) {
      Map<String, List<Turn>> all = new LinkedHashMap<>();
      for (Side side : sides.values()) {
        turn(side, task, warm);
      }
      for (int round = 0; round < rounds; round++) {
        for (var side : sides.entrySet()) {
          all.computeIfAbsent(side.getKey(), name -> new ArrayList<>())
              .add(turn(side.getValue(), task, seconds));
        }
      }
      all.forEach((side, turns) -> say(task, side, turns, all.get("limit")));
    }
  }

  private Turn turn(Side side, String task, int time) throws InterruptedException {
    Duration own = side.server().processorTime();
    Duration database = side.store().processorTime();
    Crowd.Rate rate =
        Crowd.rate(CLIENTS, Duration.ofSeconds(time), client -> side.tasks().once(task, client));
    return new Turn(
        rate,
        side.server().processorTime().minus(own).toNanos() / 1e3 / rate.done(),
        side.store().processorTime().minus(database).toNanos() / 1e3 / rate.done());
  }

  private static void say(String task, String side, List<Turn> turns, @Nullable List<Turn> limits) {
    double[] perSecond = turns.stream().mapToDouble(turn -> turn.rate().perSecond()).toArray();
    double[] ratios = new double[perSecond.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = limits == null ? 1 : perSecond[i] / limits.get(i).rate().perSecond();
    }
    Turn middle = turns.get(turns.size() / 2);
    say(
        task + ", " + side,
        "%s a second; ratio to the limit %s; %s; processor %s us in the server, %s us in the database"
            .formatted(
                spread("%,.0f", perSecond),
                spread("%.3f", ratios),
                middle.rate().latency(),
                spread("%,.0f", turns.stream().mapToDouble(Turn::own).toArray()),
                spread("%,.0f", turns.stream().mapToDouble(Turn::database).toArray())));
  }

  /** Minimum, median and maximum. */
  static String spread(String format, double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        format + " / " + format + " / " + format,
        sorted[0],
        sorted[sorted.length / 2],
        sorted[sorted.length - 1]);
  }

  private static void say(String what, Object figure) {
    System.out.println(what + ": " + figure);
  }
}
