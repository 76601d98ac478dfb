package io.causerie.runtime;

import io.causerie.engine.connector.ConnectorStore;
import io.causerie.engine.connector.Lease;
import io.causerie.engine.connector.LeaseLostException;
import io.causerie.model.SourceLimit;
import io.causerie.model.SourceLimit.Left;
import io.causerie.spi.SourceSystem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of its source a connector may still use. What the source says of it is written down, for
 * the operator and for all nodes; of the last of it nothing is spent on what can wait.
 */
final class Allowance {
  private static final Logger LOG = LoggerFactory.getLogger(Allowance.class);

  /** Figures that move are written no more often. */
  private static final Duration WRITTEN = Duration.ofMinutes(1);

  /** So long the source is left alone; then one who asks hears again how much is left. */
  private static final Duration HELD = Duration.ofMinutes(15);

  private final String connector;
  private final SourceSystem system;
  private final ConnectorStore states;
  private final Clock clock;

  // Of the thread that looks.
  private List<SourceLimit> written = List.of();
  private Instant when = Instant.MIN;

  private volatile boolean faulty;

  Allowance(String connector, SourceSystem system, ConnectorStore states, Clock clock) {
    this.connector = connector;
    this.system = system;
    this.states = states;
    this.clock = clock;
  }

  /** Writes down what is new of it; by one thread. */
  void note(Lease lease) {
    List<SourceLimit> said = said();
    Instant now = clock.instant();
    if (said.isEmpty() || said.equals(written) || !(isOther(said) || isOld(now))) {
      return;
    }
    try {
      states.allowed(lease, said);
    } catch (LeaseLostException e) {
      LOG.debug("{}", e.getMessage());
      return;
    }
    said.forEach(this::warn);
    written = said;
    when = now;
  }

  private List<SourceLimit> said() {
    try {
      return List.copyOf(system.limits());
    } catch (RuntimeException | Error e) {
      if (!faulty) {
        faulty = true;
        LOG.error("{}: a fault while its limits are told", connector, e);
      }
      return List.of();
    }
  }

  /** Whether more has changed than a figure. */
  private boolean isOther(List<SourceLimit> said) {
    if (said.size() != written.size()) {
      return true;
    }
    for (int i = 0; i < said.size(); i++) {
      SourceLimit now = said.get(i);
      SourceLimit before = written.get(i);
      if (!now.name().equals(before.name())
          || now.most() != before.most()
          || now.left() != before.left()) {
        return true;
      }
    }
    return false;
  }

  private boolean isOld(Instant now) {
    return now.isBefore(when) || !now.isBefore(when.plus(WRITTEN));
  }

  private void warn(SourceLimit limit) {
    boolean known =
        written.stream().anyMatch(l -> l.name().equals(limit.name()) && l.left() == limit.left());
    if (!known && limit.left() != Left.ENOUGH) {
      LOG.warn(
          "{}: {}: {} of {} are used up{}",
          connector,
          limit.title().text(),
          limit.used(),
          limit.most(),
          isAsking(limit) ? "; what can wait is not asked" : "");
    }
  }

  private static boolean isAsking(SourceLimit limit) {
    return limit.asking() && limit.left() == Left.LAST;
  }

  /**
   * Whether the source is better not asked now.
   *
   * @param stored what was written down, by this node or another: it counts until this one has
   *     heard something itself
   */
  boolean isHeld(List<SourceLimit> stored, Instant now) {
    List<SourceLimit> said = said();
    return (said.isEmpty() ? stored : said)
        .stream().anyMatch(limit -> isAsking(limit) && isRecent(limit, now));
  }

  private static boolean isRecent(SourceLimit limit, Instant now) {
    return limit.told().plus(HELD).isAfter(now) && !limit.told().isAfter(now.plus(Turn.AHEAD));
  }
}
