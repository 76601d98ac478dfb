package io.causerie.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * How long a comment takes until it stands in the system, and a change there until it is a post.
 */
final class Delays {
  private static final int RECORDS = 20;
  private static final Duration BOUND = Duration.ofMinutes(1);
  private static final long LOOK = Duration.ofMillis(2).toNanos();

  private final Path application;
  private final Path folder;
  private final Store store;
  private final int many;
  private final AtomicLong amounts = new AtomicLong(1_000_000);

  Delays(Path application, Path folder, Store store, int many) {
    this.application = application;
    this.folder = folder;
    this.store = store;
    this.many = many;
  }

  /** One after the other, each to the next record. */
  Map<String, Latency> run() throws Exception {
    OrderDesk.configure(folder, store);
    Map<String, Latency> delays = new LinkedHashMap<>();
    try (Crm crm = Crm.start(folder);
        S4 s4 = S4.start(folder)) {
      String token = ServerProcess.token(application, folder, "ada");
      try (ServerProcess server = ServerProcess.start(application, folder);
          Api api = new Api(server, token);
          Connection connection = store.connect();
          PreparedStatement parts =
              connection.prepareStatement(
                  """
                  select count(*) from contribution c join record r on r.id = c.record_id
                  where r.system = ? and r.source_id = ?""")) {
        s4.tell(server);
        List<String> opportunities = crm.insert(RECORDS, amounts::incrementAndGet);
        for (int i = 0; i < RECORDS; i++) {
          s4.put(i + 1, amounts.incrementAndGet());
        }
        Watch posts = (system, id) -> posts(parts, system, id);
        for (String id : opportunities) {
          await(() -> posts.count("crm", id) > 0);
        }
        for (int i = 1; i <= RECORDS; i++) {
          String id = S4.order(i);
          await(() -> posts.count("s4", id) > 0);
        }
        delays.put(
            "a change in Salesforce until it is a post",
            measured(
                i -> {
                  String id = opportunities.get(i);
                  int before = posts.count("crm", id);
                  return new Happening(
                      () -> crm.update(List.of(id), amounts::incrementAndGet),
                      () -> posts.count("crm", id) > before);
                }));
        delays.put(
            "a change in S/4HANA until it is a post",
            measured(
                i -> {
                  String id = S4.order(i + 1);
                  int before = posts.count("s4", id);
                  return new Happening(
                      () -> s4.put(i + 1, amounts.incrementAndGet()),
                      () -> posts.count("s4", id) > before);
                }));
        delays.put(
            "a comment until it stands in Chatter",
            measured(
                i -> {
                  String id = opportunities.get(i);
                  String post = api.newestPost("crm", "Opportunity", id);
                  int before = crm.items(id);
                  return new Happening(
                      () -> api.commentAlsoIn("crm", post, words(amounts.incrementAndGet())),
                      () -> crm.items(id) > before);
                }));
        delays.put(
            "a comment until it stands in the text of an order",
            measured(
                i -> {
                  String post = api.newestPost("s4", "SalesOrder", S4.order(i + 1));
                  String words = words(amounts.incrementAndGet());
                  return new Happening(
                      () -> api.commentAlsoIn("s4", post, words),
                      () -> s4.text(i + 1).contains(words));
                }));
      }
    }
    return delays;
  }

  private interface Watch {
    int count(String system, String id) throws Exception;
  }

  /** Something done, that is there when the other says so. */
  private record Happening(Doing doing, Callable<Boolean> there) {}

  private interface Doing {
    void now() throws Exception;
  }

  /** What is to happen to one of the records. */
  private interface Next {
    Happening to(int record) throws Exception;
  }

  private static int posts(PreparedStatement parts, String system, String id) throws Exception {
    parts.setString(1, system);
    parts.setString(2, id);
    try (ResultSet row = parts.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  private static String words(long number) {
    return "The customer called: number " + number + ".";
  }

  private Latency measured(Next next) throws Exception {
    LongStream.Builder nanos = LongStream.builder();
    for (int i = 0; i < many + RECORDS; i++) {
      Happening happening = next.to(i % RECORDS);
      long begin = System.nanoTime();
      happening.doing().now();
      await(happening.there());
      if (i >= RECORDS) {
        // The first of each record warm it up.
        nanos.add(System.nanoTime() - begin);
      }
    }
    return Latency.of(nanos.build().toArray());
  }

  private static void await(Callable<Boolean> there) throws Exception {
    long begin = System.nanoTime();
    while (!there.call()) {
      if (System.nanoTime() - begin > BOUND.toNanos()) {
        throw new LoadException("it did not come within " + BOUND);
      }
      LockSupport.parkNanos(LOOK);
    }
  }
}
