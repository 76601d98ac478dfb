package io.causerie.engine.delivery;

import io.causerie.engine.Page;
import io.causerie.engine.store.Cursor;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Holdings;
import io.causerie.engine.store.Ids;
import io.causerie.model.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What goes outside: rows that are written in the transaction that makes them necessary, so that
 * what was decided is never lost and never decided twice. Safe for use by many threads.
 */
public final class Deliveries {
  /**
   * Where a channel brings something, and what became of it, may name a person. Of records it holds
   * nothing that would follow one into another: a subject is a text of whoever asks, of which the
   * order of deliveries is made; those that wait already keep it, and the id of a record that was
   * merged leads to the other one.
   */
  public static final Holdings HOLDINGS =
      Holdings.none().lines("delivery", "id", "target", "subject", "failure", "failure_said");

  /** How long a delivery is remembered after it is done, and with it its dedupe key. */
  static final Duration REMEMBERED = Duration.ofDays(7);

  private final Database database;
  private final Ids ids;
  private final Clock clock;
  private final Consumer<Set<String>> added;
  private final DeliveryWatch watch;

  /**
   * @param added told of channels that have something to do, after the commit
   */
  public Deliveries(
      Database database, Ids ids, Clock clock, Consumer<Set<String>> added, DeliveryWatch watch) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
    this.added = added;
    this.watch = watch;
  }

  /**
   * A delivery to make.
   *
   * @param target where to, as the channel understands it; at most 600 characters
   * @param subject what it is about; at most 600 characters. What one target is told of one subject
   *     comes in the order in which it was asked for, if those who ask exclude each other, as by
   *     the lock of a record. Where it names a record, then by its id, which stays good when the
   *     record is merged; what is asked for after that is about the other one. What stands behind
   *     {@link #PART} is a part of the subject: its parts come in one order, too
   * @param dedupe asked for twice with the same key, it is made once a channel; at most 300
   *     characters, of numbers and names of Causerie's own: it stays when a person is erased
   */
  public record Order(String channel, String target, String subject, @Nullable String dedupe) {
    /** Between a subject and the part of it that a delivery is about. */
    public static final char PART = '#';
  }

  /**
   * Asks for deliveries, in the transaction that makes them necessary.
   *
   * @return how many were not asked for before
   */
  public int add(Handle h, List<Order> orders) {
    return add(h, orders, orders.stream().map(o -> ids.next()).toList());
  }

  /** Asks for one that nobody asked for before; gives its id. */
  public long add(Handle h, Order order) {
    long id = ids.next();
    add(h, List.of(order), List.of(id));
    return id;
  }

  /**
   * Asks for one that is to be made at a time and not before; its target's patience begins then.
   *
   * @return whether it was not asked for before
   */
  public boolean add(Handle h, Order order, Instant due) {
    long id = ids.next();
    boolean made = add(h, List.of(order), List.of(id)) > 0;
    if (made) {
      DeliveryStore.putOff(h, id, due);
    }
    return made;
  }

  private int add(Handle h, List<Order> orders, List<Long> numbers) {
    if (orders.isEmpty()) {
      return 0;
    }
    Iterator<Long> number = numbers.iterator();
    int made =
        DeliveryStore.add(
            h,
            orders.stream()
                .map(
                    o ->
                        new DeliveryStore.Added(
                            number.next(),
                            o.channel(),
                            o.target(),
                            o.subject(),
                            line(o.channel(), o.target(), o.subject()),
                            o.dedupe()))
                .toList(),
            clock.instant());
    Set<String> channels = orders.stream().map(Order::channel).collect(Collectors.toSet());
    h.afterCommit(() -> wake(channels));
    return made;
  }

  void wake(Set<String> channels) {
    added.accept(channels);
  }

  /** A number for channel, target and subject; two that share one by chance only wait in turn. */
  private static long line(String channel, String target, String subject) {
    MessageDigest digest = Sha256.begin();
    int whole = subject.indexOf(Order.PART);
    String ordered = whole < 0 ? subject : subject.substring(0, whole);
    for (String part : List.of(channel, target, ordered)) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      digest.update(bytes);
    }
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  /**
   * The newest first.
   *
   * @param state of this state alone; absent: all that are not done
   */
  public Page<DeliveryView> list(
      @Nullable DeliveryState state, @Nullable String channel, @Nullable String cursor, int limit) {
    long before = Cursor.before(Cursor.Of.DELIVERIES, cursor);
    List<DeliveryView> found =
        database.read(h -> DeliveryStore.list(h, state, channel, before, limit + 1));
    List<DeliveryView> shown = found.subList(0, Math.min(limit, found.size()));
    return new Page<>(
        shown,
        found.size() <= limit
            ? null
            : Cursor.of(shown.get(limit - 1).id()).write(Cursor.Of.DELIVERIES));
  }

  public Optional<DeliveryView> find(long id) {
    return database.read(h -> DeliveryStore.find(h, id)).stream().findFirst();
  }

  /** Which deliveries an operator means; of them, those that are dead or in doubt. */
  public record Choice(
      @Nullable List<Long> ids, @Nullable String channel, @Nullable DeliveryState state) {
    public static Choice of(List<Long> ids) {
      return new Choice(List.copyOf(ids), null, null);
    }

    /** All of one channel in one state. */
    public static Choice of(String channel, DeliveryState state) {
      return new Choice(null, channel, state);
    }
  }

  /**
   * Tries dead ones, and ones in doubt, again: at once, and as patiently as the first time.
   *
   * @return how many
   */
  public int retry(Choice choice) {
    return database.write(h -> retry(h, choice));
  }

  /** The same, as a part of a transaction. */
  public int retry(Handle h, Choice choice) {
    List<DeliveryView> held = DeliveryStore.held(h, choice);
    Map<Long, Long> lines = new HashMap<>();
    held.forEach(d -> lines.put(d.id(), line(d.channel(), d.target(), d.subject())));
    if (!lines.isEmpty()) {
      DeliveryStore.retry(h, lines, clock.instant());
    }
    tell(h, held);
    Set<String> channels = held.stream().map(DeliveryView::channel).collect(Collectors.toSet());
    h.afterCommit(() -> wake(channels));
    return held.size();
  }

  /**
   * Leaves dead ones, and ones in doubt, at that.
   *
   * @return how many
   */
  public int discard(Choice choice) {
    return database.write(
        h -> {
          List<DeliveryView> held = DeliveryStore.held(h, choice);
          DeliveryStore.discard(h, ids(held));
          tell(h, held);
          // What waited behind one in doubt may go now.
          Set<String> channels =
              held.stream().map(DeliveryView::channel).collect(Collectors.toSet());
          h.afterCommit(() -> wake(channels));
          return held.size();
        });
  }

  private void tell(Handle h, List<DeliveryView> stand) {
    DeliveryWatch.Changes changes = watch.changes();
    stand.forEach(d -> changes.add(d.channel(), d.subject()));
    changes.tell(h);
  }

  private static Collection<Long> ids(List<DeliveryView> deliveries) {
    return deliveries.stream().map(DeliveryView::id).toList();
  }

  /**
   * How a channel stands.
   *
   * @param counts how many there are of each state but done
   * @param oldestDue how long the oldest that is due has waited
   */
  public record Figures(Map<DeliveryState, Long> counts, Duration oldestDue) {
    public static final Figures NONE = new Figures(Map.of(), Duration.ZERO);
  }

  /** How the channels stand that have anything to do or to tell. */
  public Map<String, Figures> figures() {
    Instant now = clock.instant();
    Map<String, Map<DeliveryState, Long>> counts = new HashMap<>();
    Map<String, Duration> oldest = new HashMap<>();
    for (DeliveryStore.Count count : database.read(DeliveryStore::counts)) {
      counts
          .computeIfAbsent(count.channel(), c -> new EnumMap<>(DeliveryState.class))
          .put(count.state(), count.count());
      if (count.state() == DeliveryState.DUE && count.oldest().isBefore(now)) {
        oldest.put(count.channel(), Duration.between(count.oldest(), now));
      }
    }
    Map<String, Figures> figures = new HashMap<>();
    counts.forEach(
        (channel, of) ->
            figures.put(channel, new Figures(of, oldest.getOrDefault(channel, Duration.ZERO))));
    return figures;
  }

  /** Removes some that were done long ago; returns whether there may be more of them. */
  public boolean purge(Handle h) {
    return DeliveryStore.purge(h, clock.instant().minus(REMEMBERED));
  }
}
