package io.causerie.engine.delivery;

import io.causerie.engine.Causerie;
import io.causerie.engine.Desk;
import io.causerie.engine.store.Database;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A database, and nodes that deliver what is asked for in it. */
final class PostOffice implements AutoCloseable {
  /** What is due is brought within moments; a machine under load is given many of them. */
  private static final Duration BOUND = Duration.ofSeconds(20);

  private static final Duration EACH = Duration.ofMillis(4);

  final SettableClock clock = new SettableClock(Desk.MONDAY);
  final TestDatabase database;
  private final Database direct;
  private final List<Causerie> nodes = new ArrayList<>();

  PostOffice(Databases databases) {
    database = Desk.tables(databases);
    direct = Database.over(database.source());
  }

  Causerie node(DeliveryChannel... channels) {
    Causerie node =
        Causerie.builder()
            .pace(Desk.BRISK)
            .dataSource(database.source())
            .readers(database.reads())
            .clock(clock)
            .channels(List.of(channels))
            .build();
    nodes.add(node);
    return node;
  }

  int ask(Causerie node, List<Deliveries.Order> orders) {
    return direct.write(h -> node.deliveries().add(h, orders));
  }

  int ask(Causerie node, String channel, String subject) {
    return ask(node, channel, subject, null);
  }

  int ask(Causerie node, String channel, String subject, @Nullable String dedupe) {
    return ask(node, List.of(new Deliveries.Order(channel, "home", subject, dedupe)));
  }

  Database direct() {
    return direct;
  }

  long count(DeliveryState state) {
    return direct.read(
        h ->
            h.createQuery("select count(*) from delivery where state = :state")
                .bind("state", state.code())
                .mapTo(Long.class)
                .one());
  }

  void until(DeliveryState state, int count) {
    Eventually.until(
        count + " are " + state, BOUND.plus(EACH.multipliedBy(count)), () -> hasCome(state, count));
  }

  /** What has come to its end does not come back: more of it than was waited for will not pass. */
  private boolean hasCome(DeliveryState state, int count) {
    long now = count(state);
    if (now > count && (state == DeliveryState.DONE || state == DeliveryState.DEAD)) {
      throw new AssertionError("%d are %s, and there should be %d".formatted(now, state, count));
    }
    return now == count;
  }

  /** The one delivery of a subject. */
  DeliveryView of(Causerie node, String subject) {
    return direct
        .read(
            h ->
                h.createQuery("select id from delivery where subject = :subject")
                    .bind("subject", subject)
                    .mapTo(Long.class)
                    .list())
        .stream()
        .map(id -> node.deliveries().find(id).orElseThrow())
        .findFirst()
        .orElseThrow();
  }

  /**
   * Moves the clock to the next moment at which something is due, whenever nothing is under way,
   * until something holds.
   */
  void passUntil(String what, java.util.function.BooleanSupplier holds) {
    Eventually.until(
        what,
        BOUND,
        () -> {
          if (holds.getAsBoolean()) {
            return true;
          }
          if (count(DeliveryState.CLAIMED) == 0) {
            next().ifPresent(clock::set);
          }
          nodes.forEach(n -> n.deliveries().wake(Set.of("mail", "hook")));
          return false;
        });
  }

  private Optional<Instant> next() {
    return direct.read(
        h ->
            h.createQuery(
                    """
                    select due from delivery where state = 'due' and due > :now
                    order by due limit 1
                    """)
                .bind("now", clock.instant())
                .mapTo(Instant.class)
                .findOne());
  }

  @Override
  public void close() {
    nodes.forEach(Causerie::close);
    database.close();
  }
}
