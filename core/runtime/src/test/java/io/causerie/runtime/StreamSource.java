package io.causerie.runtime;

import io.causerie.engine.Desk;
import io.causerie.engine.ObservationBuilder;
import io.causerie.model.Observation;
import io.causerie.model.SourceEvent;
import io.causerie.model.json.ModelJson;
import io.causerie.model.phrase.Phrase;
import io.causerie.spi.Census;
import io.causerie.spi.Connector;
import io.causerie.spi.Door;
import io.causerie.spi.Intake;
import io.causerie.spi.Poller;
import io.causerie.spi.ReadBack;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import io.causerie.spi.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A source in memory that delivers by itself what happens to its orders, and does whatever else a
 * test has it do. What it keeps of the past may end; what it delivers is at least what was not
 * taken.
 */
final class StreamSource implements Connector, Subscription, ReadBack, Census {
  /** Something it does besides, on the thread of the run. */
  interface Deed {
    void with(Sink sink) throws SourceException, InterruptedException;
  }

  /** An entry of what it delivers; a break, where it has no row. */
  private record Entry(@Nullable SourceRow row) {}

  static final Deed NOTHING = sink -> {};

  private final List<Entry> stream = new ArrayList<>();
  private final Map<String, SourceRow> orders = new TreeMap<>();
  private final Set<String> withdrawn = new HashSet<>();
  private long versions;
  private int oldest;
  private final AtomicInteger under = new AtomicInteger();

  /** How many rows it delivers at once. */
  volatile int page = 3;

  final AtomicInteger runs = new AtomicInteger();

  /** What must not have been. */
  final List<String> faults = new CopyOnWriteArrayList<>();

  private volatile Poller.Page last = new Poller.Page(List.of(), "0", false, null);

  volatile Deed opening = NOTHING;
  volatile Deed before = NOTHING;
  volatile Deed after = NOTHING;
  volatile Duration patience = Duration.ofMinutes(10);
  volatile boolean saysItIsAlive = true;
  volatile boolean compares = true;

  /** An order is written; what it delivers of it is one change. */
  synchronized void put(String id, String status, Instant at) {
    deliver(write(id, status, at));
  }

  /** The same, and nothing of it is delivered. */
  synchronized SourceRow write(String id, String status, Instant at) {
    ObservationBuilder seen =
        ObservationBuilder.order(id).status(status).version(++versions).at(at);
    SourceRow row = row(id, versions, ModelJson.write(seen.build()), at);
    orders.put(id, row);
    return row;
  }

  /** An order is gone. */
  synchronized void remove(String id, Instant at) {
    orders.remove(id);
    ObservationBuilder seen = ObservationBuilder.order(id).version(++versions).deleted().at(at);
    deliver(row(id, versions, ModelJson.write(seen.build()), at));
  }

  /** An order is written, and what it delivers only names it. */
  synchronized void putNamed(String id, String status, Instant at) {
    write(id, status, at);
    SourceRow named = row(id, versions, "{}", at);
    deliver(SourceRow.named(named.key(), named.version(), named.event()));
  }

  /** What is no event. */
  synchronized void garble(String id) {
    SourceRow row = row(id, ++versions, "?", Desk.MONDAY);
    deliver(
        SourceRow.unreadable(
            row.key(), row.version(), row.event(), new Door.Fault("not Avro", "byte 0 is odd")));
  }

  /** From here on it says that it did not deliver everything. */
  synchronized void overflow() {
    stream.add(new Entry(null));
    notifyAll();
  }

  synchronized void deliver(SourceRow row) {
    stream.add(new Entry(row));
    notifyAll();
  }

  /** What was delivered up to now is kept no more. */
  synchronized void forget() {
    oldest = stream.size();
  }

  /** Nothing of an order is delivered any more, and it does not say so. */
  synchronized void withdraw(String id) {
    withdrawn.add(id);
  }

  /** Its orders and their states. */
  synchronized Map<String, SourceRow> orders() {
    return new TreeMap<>(orders);
  }

  /** What an order's status is. */
  synchronized String status(String id) {
    return ModelJson.read(
            new String(
                Objects.requireNonNull(orders.get(id), id).event().data(), StandardCharsets.UTF_8),
            Observation.class)
        .fields()
        .get(0)
        .value()
        .toString();
  }

  /** How many runs there are just now. */
  int under() {
    return under.get();
  }

  /** The page that was delivered last. */
  Poller.Page last() {
    return last;
  }

  /** An order is gone, and nothing of it is delivered. */
  synchronized void dropSilently(String id) {
    orders.remove(id);
  }

  synchronized String end() {
    return String.valueOf(stream.size());
  }

  private static SourceRow row(String id, long version, String data, Instant at) {
    byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
    return new SourceRow(
        id,
        String.valueOf(version),
        new SourceEvent("/stream", "row", id + "@" + version, id, at, null, Map.of(), bytes));
  }

  @Override
  public Intake intake() {
    return new Intake.Subscribed(this);
  }

  @Override
  public Optional<ReadBack> readBack() {
    return Optional.of(this);
  }

  @Override
  public Optional<Census> census() {
    return compares ? Optional.of(this) : Optional.empty();
  }

  @Override
  public Duration patience() {
    return patience;
  }

  /** That it does not answer. */
  static SourceException away(Duration again) {
    return new SourceException(
        SourceException.Fault.TEMPORARY, "no answer", "Look whether it runs.", again, null);
  }

  @Override
  public synchronized String start(@Nullable Instant since) {
    return since == null ? end() : String.valueOf(oldest);
  }

  @Override
  public void run(String cursor, Sink sink) throws SourceException, InterruptedException {
    runs.incrementAndGet();
    if (under.incrementAndGet() > 1) {
      faults.add("two runs at once");
    }
    try {
      opening.with(sink);
      if (saysItIsAlive) {
        sink.alive();
      }
      deliver(Integer.parseInt(cursor), sink);
    } finally {
      under.decrementAndGet();
    }
  }

  private void deliver(int from, Sink sink) throws SourceException, InterruptedException {
    int at = from;
    if (at < oldest()) {
      sink.broke(Phrase.quoted("the cursor is too old"), Desk.MONDAY);
      at = oldest();
      sink.page(new Poller.Page(List.of(), String.valueOf(at), false, null));
    }
    while (!sink.ending()) {
      if (awaited(at).row() == null) {
        sink.broke(Phrase.quoted("too much at once"), null);
        at++;
      }
      Poller.Page next = page(at);
      before.with(sink);
      sink.page(next);
      last = next;
      after.with(sink);
      at = Integer.parseInt(next.next());
    }
  }

  private synchronized int oldest() {
    return oldest;
  }

  private synchronized Entry awaited(int at) throws InterruptedException {
    while (stream.size() <= at) {
      wait();
    }
    return stream.get(at);
  }

  private synchronized Poller.Page page(int from) {
    List<SourceRow> rows = new ArrayList<>();
    int next = from;
    while (next < stream.size() && rows.size() < page) {
      SourceRow row = stream.get(next).row();
      if (row == null) {
        break;
      }
      next++;
      if (!withdrawn.contains(row.key())) {
        rows.add(row);
      }
    }
    return new Poller.Page(
        rows, String.valueOf(next), next < stream.size(), rows.isEmpty() ? null : Desk.MONDAY);
  }

  @Override
  public synchronized List<SourceRow> read(Collection<String> keys) {
    return keys.stream().map(orders::get).filter(row -> row != null).map(this::whole).toList();
  }

  /** Of an order it says the same when it is read, in other bytes. */
  private SourceRow whole(SourceRow row) {
    String data = new String(row.event().data(), StandardCharsets.UTF_8) + " ";
    byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
    SourceEvent event = row.event();
    return new SourceRow(
        row.key(),
        row.version(),
        new SourceEvent(
            "/stream", "read", event.id(), event.subject(), event.time(), null, Map.of(), bytes));
  }

  @Override
  public synchronized Census.Page keys(@Nullable String after, int limit) {
    return new Census.Page(
        orders.values().stream().map(row -> new Census.Row(row.key(), row.version())).toList(),
        null);
  }

  @Override
  public synchronized List<SourceRow> gone(Collection<String> keys) {
    return keys.stream()
        .filter(key -> !orders.containsKey(key))
        .map(
            key ->
                row(
                    key,
                    ++versions,
                    ModelJson.write(ObservationBuilder.order(key).deleted().build()),
                    Desk.MONDAY))
        .toList();
  }

  @Override
  public void close() {}
}
