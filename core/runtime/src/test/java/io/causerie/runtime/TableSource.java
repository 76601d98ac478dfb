package io.causerie.runtime;

import io.causerie.engine.Desk;
import io.causerie.engine.ObservationBuilder;
import io.causerie.model.SourceEvent;
import io.causerie.model.json.ModelJson;
import io.causerie.spi.Census;
import io.causerie.spi.Connector;
import io.causerie.spi.Intake;
import io.causerie.spi.Poller;
import io.causerie.spi.ReadBack;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A table in memory, read by the number of its last change. */
final class TableSource implements Connector, Poller, ReadBack, Census {
  private final Map<String, SourceRow> rows = new TreeMap<>();
  private final Map<Long, String> changes = new TreeMap<>();
  private long last;
  final AtomicInteger reads = new AtomicInteger();
  volatile @Nullable SourceException failure;
  volatile @Nullable SourceException startFailure;
  volatile @Nullable SourceException finding;
  volatile Runnable afterRead = () -> {};
  volatile Runnable afterReadBack = () -> {};
  volatile Consumer<Poller.Page> whenCommitted = page -> {};
  volatile @Nullable SourceException keysFailure;
  volatile Runnable afterKeys = () -> {};
  volatile boolean hidden;

  /** Rows that are there, and that the query no longer has. */
  final Set<String> leftQuery = ConcurrentHashMap.newKeySet();

  /** So many rows are counted, and on no page. */
  volatile long notShown;

  final AtomicInteger counts = new AtomicInteger();

  /** Keys that it does not read back, and no others beside them. */
  final Set<String> unreadable = ConcurrentHashMap.newKeySet();

  final AtomicInteger readBacks = new AtomicInteger();

  /** Who has asked where to begin and how many rows there are. */
  final Set<Thread> askers = ConcurrentHashMap.newKeySet();

  volatile Runnable afterGone = () -> {};
  volatile boolean deletionsSayNothing;

  /** Writes a row. */
  synchronized void put(String id, String status, Instant at) {
    last++;
    changes.values().remove(id);
    changes.put(last, id);
    rows.put(id, row(id, last, ObservationBuilder.order(id).status(status).at(at), at));
  }

  /** Writes a row as it was under an earlier number, content and all. */
  synchronized void restore(SourceRow row) {
    last++;
    changes.values().remove(row.key());
    changes.put(last, row.key());
    rows.put(row.key(), row);
  }

  /** The content of a row is another one, but not its version: a joined column has changed. */
  synchronized void putBehind(String id, String status, Instant at) {
    long version = Long.parseLong(row(id).version());
    rows.put(id, row(id, version, ObservationBuilder.order(id).status(status).at(at), at));
  }

  synchronized SourceRow row(String id) {
    return Objects.requireNonNull(rows.get(id));
  }

  synchronized void remove(String id) {
    rows.remove(id);
    changes.values().remove(id);
  }

  /** As if a change had come in below the cursor: no page will ever show it. */
  synchronized void putUnseen(String id, String status, Instant at) {
    put(id, status, at);
    changes.remove(last);
    changes.put(-last, id);
  }

  /** As above, and nobody can make a post of it. */
  synchronized void putUnseenNonsense(String id, Instant at) {
    putUnseen(id, "Open", at);
    rows.put(id, row(id, last, "nonsense", at));
  }

  private static SourceRow row(String id, long version, ObservationBuilder seen, Instant at) {
    return row(id, version, ModelJson.write(seen.build()), at);
  }

  private static SourceRow row(String id, long version, String data, Instant at) {
    byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
    return new SourceRow(
        id,
        String.valueOf(version),
        new SourceEvent("/table", "row", id + "@" + version, id, at, null, Map.of(), bytes));
  }

  @Override
  public void check() throws SourceException {
    SourceException e = finding;
    if (e != null) {
      throw e;
    }
  }

  @Override
  public Intake intake() {
    return new Intake.Polled(this);
  }

  @Override
  public Optional<ReadBack> readBack() {
    return Optional.of(this);
  }

  @Override
  public Optional<Census> census() {
    return Optional.of(this);
  }

  @Override
  public synchronized String start(@Nullable Instant since) throws SourceException {
    askers.add(Thread.currentThread());
    SourceException e = startFailure;
    if (e != null) {
      throw e;
    }
    return String.valueOf(since == null ? last : 0);
  }

  @Override
  public String beginning() {
    return "0";
  }

  @Override
  public Poller.Page read(String cursor, @Nullable String until, int limit) throws SourceException {
    reads.incrementAndGet();
    SourceException e = failure;
    if (e != null) {
      throw e;
    }
    Poller.Page page =
        page(Long.parseLong(cursor), until == null ? Long.MAX_VALUE : Long.parseLong(until), limit);
    afterRead.run();
    return page;
  }

  @Override
  public void committed(Poller.Page page) {
    whenCommitted.accept(page);
  }

  private synchronized Poller.Page page(long after, long until, int limit) {
    List<SourceRow> page = new ArrayList<>();
    long next = after;
    for (Map.Entry<Long, String> change : changes.entrySet()) {
      if (change.getKey() > after && change.getKey() <= until && page.size() < limit) {
        page.add(rows.get(change.getValue()));
        next = change.getKey();
      }
    }
    return new Poller.Page(page, String.valueOf(next), page.size() == limit, Desk.MONDAY);
  }

  @Override
  public synchronized OptionalLong count(String cursor, @Nullable String until) {
    counts.incrementAndGet();
    askers.add(Thread.currentThread());
    long after = Long.parseLong(cursor);
    long end = until == null ? Long.MAX_VALUE : Long.parseLong(until);
    return OptionalLong.of(
        changes.keySet().stream().filter(c -> c > after && c <= end).count() + notShown);
  }

  @Override
  public synchronized List<SourceRow> read(Collection<String> keys) throws SourceException {
    readBacks.incrementAndGet();
    if (keys.stream().anyMatch(unreadable::contains)) {
      throw new SourceException(
          SourceException.Fault.BAD_ANSWER, "500 for " + keys, "Look at its log.", null);
    }
    List<SourceRow> read = keys.stream().map(rows::get).filter(row -> row != null).toList();
    afterReadBack.run();
    return read;
  }

  @Override
  public synchronized Census.Page keys(@Nullable String after, int limit) throws SourceException {
    SourceException e = keysFailure;
    if (e != null) {
      throw e;
    }
    List<Census.Row> page =
        (hidden ? List.<SourceRow>of() : rows.values())
            .stream()
                .filter(row -> !leftQuery.contains(row.key()))
                .filter(row -> after == null || row.key().compareTo(after) > 0)
                .limit(limit)
                .map(row -> new Census.Row(row.key(), row.version()))
                .toList();
    afterKeys.run();
    return new Census.Page(page, page.size() < limit ? null : page.get(page.size() - 1).key());
  }

  @Override
  public synchronized List<SourceRow> gone(Collection<String> keys) {
    List<SourceRow> gone =
        keys.stream()
            .filter(key -> hidden || !rows.containsKey(key))
            .map(key -> row(key, Long.MAX_VALUE, deletion(key), Desk.MONDAY))
            .toList();
    afterGone.run();
    return gone;
  }

  private ObservationBuilder deletion(String key) {
    ObservationBuilder seen = ObservationBuilder.order(key);
    return deletionsSayNothing ? seen : seen.deleted();
  }

  @Override
  public void close() {}
}
