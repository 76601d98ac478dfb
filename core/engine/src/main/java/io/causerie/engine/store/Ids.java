package io.causerie.engine.store;

import com.github.f4b6a3.tsid.Tsid;
import com.github.f4b6a3.tsid.TsidFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;

/**
 * Draws ids: 64 bits, sorted by time, unique over all nodes and over every jump of a clock.
 *
 * <p>A node leases its number in the database, with a moment up to which it may draw ids. It never
 * draws beyond that moment without having moved it first, and whoever holds the number next begins
 * there: a clock that was set back, even over a restart, only makes ids older than they look.
 */
public final class Ids implements AutoCloseable {
  private static final int NODES = 1024;
  private static final Duration AHEAD = Duration.ofSeconds(30);
  private static final Duration LEASE = Duration.ofMinutes(5);

  private final Database database;
  private final Clock clock;
  private final String holder = UUID.randomUUID().toString();
  private final AtomicLong last = new AtomicLong();
  private final AtomicLong drawn = new AtomicLong();
  private int node;
  private volatile long until;
  private volatile TsidFactory factory;

  public Ids(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.node = database.writeApart(this::lease);
    this.factory = factory();
  }

  public long next() {
    if (now() >= until) {
      renew();
    }
    long id = factory.create().toLong();
    // Of many in one millisecond some are of the next ones.
    long time = timeOf(id).toEpochMilli();
    drawn.accumulateAndGet(time, Math::max);
    return id;
  }

  /** When an id was drawn. */
  public static Instant timeOf(long id) {
    return Tsid.from(id).getInstant();
  }

  /** The smallest id that can be drawn at a moment. */
  public static long firstOf(Instant moment) {
    return Math.max(0, moment.toEpochMilli() - Tsid.TSID_EPOCH) << 22;
  }

  private TsidFactory factory() {
    return TsidFactory.builder().withNodeBits(10).withNode(node).withClock(new Forward()).build();
  }

  private int lease(Handle h) {
    Instant now = clock.instant();
    var free =
        h.createQuery(
                """
                select node from node_lease where held_until < :now
                order by case when ids_until > :now then 1 else 0 end, node
                limit 1 for update skip locked
                """)
            .bind("now", now)
            .mapTo(Integer.class)
            .findOne();
    int mine = free.orElseGet(() -> add(h, now));
    Instant used =
        h.createQuery("select ids_until from node_lease where node = :node")
            .bind("node", mine)
            .mapTo(Instant.class)
            .one();
    last.accumulateAndGet(used.toEpochMilli(), Math::max);
    h.createUpdate("update node_lease set holder = :holder where node = :node")
        .bind("holder", holder)
        .bind("node", mine)
        .execute();
    extend(h, mine, used.isAfter(now) ? used : now);
    return mine;
  }

  private int add(Handle h, Instant now) {
    int count =
        h.createQuery("select coalesce(max(node), -1) + 1 from node_lease")
            .mapTo(Integer.class)
            .one();
    for (int candidate = count; candidate < NODES; candidate++) {
      int inserted =
          h.createUpdate(
                  """
                  insert into node_lease (node, holder, held_until, ids_until)
                  values (:node, :holder, :until, :now) on conflict do nothing
                  """)
              .bind("node", candidate)
              .bind("holder", holder)
              .bind("until", now.plus(LEASE))
              .bind("now", now)
              .execute();
      if (inserted == 1) {
        return candidate;
      }
    }
    throw new IllegalStateException(
        "all " + NODES + " node numbers are leased; remove rows of node_lease whose node is gone");
  }

  private boolean extend(Handle h, int number, Instant from) {
    Instant end = from.plus(AHEAD);
    int updated =
        h.createUpdate(
                """
                update node_lease set held_until = :held, ids_until = :until
                where node = :node and holder = :holder
                """)
            .bind("held", clock.instant().plus(LEASE))
            .bind("until", end)
            .bind("node", number)
            .bind("holder", holder)
            .execute();
    h.afterRollback(() -> until = 0); // inside of another transaction, which may fail later
    // A second early: between the look at the clock and the id some time passes.
    until = end.minusSeconds(1).toEpochMilli();
    return updated == 1;
  }

  /** Moves the end of the lease on; a number that was lost to another node is replaced. */
  private synchronized void renew() {
    if (now() < until) {
      return;
    }
    int before = node;
    node =
        database.writeApart(
            h -> extend(h, before, Instant.ofEpochMilli(now())) ? before : lease(h));
    if (node != before) {
      factory = factory();
    }
  }

  private long now() {
    long millis = clock.millis();
    return last.updateAndGet(before -> Math.max(before, millis));
  }

  /**
   * Gives the number back, so that a restart does not use up another one, and the moments that no
   * id was drawn in: ids would run ahead of the clock with each reload, and with them the times of
   * what people write.
   */
  @Override
  public void close() {
    Instant now = clock.instant();
    Instant used = Instant.ofEpochMilli(Math.max(drawn.get() + 1, now()));
    database.writing(
        h ->
            h.createUpdate(
                    """
                    update node_lease set held_until = :now, ids_until = :used
                    where node = :node and holder = :holder
                    """)
                .bind("now", now.minusSeconds(1))
                .bind("used", used)
                .bind("node", node)
                .bind("holder", holder)
                .execute());
  }

  /** The given clock, but it never goes back. */
  private final class Forward extends Clock {
    @Override
    public ZoneId getZone() {
      return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public long millis() {
      return now();
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis());
    }
  }
}
