package io.causerie.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Change events of a Salesforce, in the middle of which the server is killed. Each has an amount
 * that no other has, so that what has come can be compared with what was told, one by one.
 */
final class Changes {
  /** A record is made, and changed nine times. */
  private static final int OF_A_RECORD = 10;

  private static final int RECORDS_AT_ONCE = 1000;
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final JsonMapper JSON = new JsonMapper();

  private final Path application;
  private final Path folder;
  private final Store store;
  private final int events;
  private final AtomicLong amounts = new AtomicLong();

  /** What was told: whose each amount is. */
  private final Map<Long, String> told = new HashMap<>();

  Changes(Path application, Path folder, Store store, int events) {
    this.application = application;
    this.folder = folder;
    this.store = store;
    this.events = events - events % OF_A_RECORD;
  }

  /** What came of it. */
  record Outcome(double before, double after, double pause, long lost, long twice, String rest) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%,.0f events/s until the kill, %,.0f after it, %.1f s from the kill to the first of these;"
              + " %,d lost, %,d twice; %s",
          before,
          after,
          pause,
          lost,
          twice,
          rest);
    }
  }

  Outcome run() throws Exception {
    OrderDesk.configure(folder, store);
    try (Crm crm = Crm.start(folder)) {
      ServerProcess.token(application, folder, "ada");
      try (Tally tally = new Tally(store)) {
        FutureTask<Void> telling = new FutureTask<>(() -> tell(crm));
        double before;
        try (ServerProcess server = ServerProcess.start(application, folder)) {
          new Thread(telling, "salesforce").start();
          long first = tally.await(Crm.CHANGES, events / 20, LOOK);
          long begin = System.nanoTime();
          long half = tally.await(Crm.CHANGES, events / 2, LOOK);
          before = (half - first) / seconds(begin);
          server.kill();
        }
        return again(tally, telling, before);
      }
    }
  }

  private Outcome again(Tally tally, FutureTask<Void> telling, double before) throws Exception {
    long killed = System.nanoTime();
    long there = tally.posted(Crm.CHANGES);
    try (ServerProcess server = ServerProcess.start(application, folder)) {
      long first = tally.await(Crm.CHANGES, Math.min(events, there + 1), LOOK);
      double pause = seconds(killed);
      long begin = System.nanoTime();
      long last = tally.await(Crm.CHANGES, events, LOOK);
      double after = (last - first) / seconds(begin);
      telling.get();
      String memory = server.residentMemory();
      return compared(before, after, pause, memory);
    }
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private Void tell(Crm crm) throws InterruptedException {
    int records = events / OF_A_RECORD;
    for (int done = 0; done < records; done += RECORDS_AT_ONCE) {
      int many = Math.min(RECORDS_AT_ONCE, records - done);
      List<Long> given = new ArrayList<>();
      List<String> ids =
          crm.insert(
              many,
              () -> {
                given.add(amounts.incrementAndGet());
                return amounts.get();
              });
      for (int change = 1; change < OF_A_RECORD; change++) {
        crm.update(
            ids,
            () -> {
              given.add(amounts.incrementAndGet());
              return amounts.get();
            });
      }
      for (int i = 0; i < given.size(); i++) {
        told.put(given.get(i), ids.get(i % many));
      }
    }
    return null;
  }

  /** Each event that is a post, with each that was told; and no part of a post is there twice. */
  private Outcome compared(double before, double after, double pause, String memory)
      throws SQLException, IOException {
    Map<Long, String> open = new HashMap<>(told);
    long twice = 0;
    try (Connection connection = store.connect()) {
      connection.setAutoCommit(false);
      try (PreparedStatement select =
          connection.prepareStatement("select data from event where connector = ? and fate = 1")) {
        select.setFetchSize(1000);
        select.setString(1, Crm.CHANGES);
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            JsonNode data = JSON.readTree(rows.getBytes(1));
            if (!open.remove(data.path("Amount").asLong(), data.path("Id").asText())) {
              twice++;
            }
          }
        }
      }
    }
    String of = " where connector = '" + Crm.CHANGES + "'";
    long others = store.number("select count(*) from event" + of + " and fate <> 1");
    long parts = store.number("select count(*) from contribution" + of);
    long different = store.number("select count(distinct event_id) from contribution" + of);
    String rest =
        String.format(
            Locale.ROOT,
            "%,d told; %,d parts of posts, of %,d events; %,d events ignored or failed; %s",
            told.size(),
            parts,
            different,
            others,
            memory);
    return new Outcome(before, after, pause, open.size(), twice, rest);
  }
}
