package io.causerie.runtime;

import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.ConnectorStore;
import io.causerie.engine.connector.Duty;
import io.causerie.engine.connector.DutyKind;
import io.causerie.engine.connector.Lease;
import io.causerie.spi.Subscription;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the line of one connector open on which its source delivers by itself: one run at a time,
 * for as long as this node has the connector and it does not rest. A run that failed is followed by
 * another, later each time.
 */
final class Line {
  /** Longer than any rest that a failure orders; what lies further ahead was not ordered. */
  private static final Duration LONGEST_REST = Duration.ofDays(1);

  private static final long AGAIN_MILLIS = 250;

  private final Parts parts;
  private @Nullable LineRun current;
  private long ended;
  private Instant rests = Instant.MIN;
  private @Nullable Instant asked;
  private boolean met;

  /**
   * What runs are made of.
   *
   * @param compared whether the connector can be compared with its source
   * @param look lets the rows be looked at soon
   */
  record Parts(
      ReadConnector connector,
      Subscription subscription,
      ConnectorStore states,
      Clock clock,
      Look check,
      boolean compared,
      Runnable look) {}

  Line(Parts parts) {
    this.parts = parts;
  }

  /** Rises with the end of each run. */
  synchronized long ended() {
    return ended;
  }

  /**
   * Does what the rows say: lets a run begin, or end.
   *
   * @param lease absent: another node has the connector
   * @param seen what {@link #ended} told before the rows were read
   * @return false if a run has ended since: what it has written is newer
   */
  boolean keep(@Nullable Lease lease, ConnectorState known, long seen) {
    Duty duty = known.duty(DutyKind.SUBSCRIBE);
    Instant now = parts.clock().instant();
    boolean wanted = lease != null && known.paused() == null && duty.paused() == null;
    LineRun run;
    synchronized (this) {
      run = current;
      if (run == null) {
        if (ended == seen && wanted && isDue(duty, now)) {
          begin(lease, duty, now);
        }
        return ended == seen;
      }
    }
    if (!wanted || !run.isUnder(lease) || run.isAskedAgain(duty)) {
      run.end();
    }
    run.watch(now);
    return true;
  }

  private boolean isDue(Duty duty, Instant now) {
    boolean anew = duty.asked() != null && !duty.asked().equals(asked);
    if (anew || !met) {
      // What failed may have been repaired: better asked now than after a long wait.
      return true;
    }
    boolean rested = !rests.isAfter(now) || rests.isAfter(now.plus(LONGEST_REST));
    Instant next = duty.runs().next();
    Instant last = duty.runs().last();
    boolean over = next == null || !next.isAfter(now);
    boolean putBack = last != null && last.isAfter(now.plus(Turn.AHEAD));
    return rested && (over || putBack);
  }

  private void begin(@Nullable Lease lease, Duty duty, Instant now) {
    if (lease == null) {
      return;
    }
    met = true;
    asked = duty.asked();
    LineRun run = new LineRun(parts, lease, duty, now, this::over);
    current = run;
    try {
      run.start();
    } catch (Error e) {
      // There are too many threads.
      current = null;
      rests = now.plus(LineRun.AWAY);
      throw e;
    }
  }

  /** A run has ended. */
  private void over(Instant until) {
    synchronized (this) {
      current = null;
      ended++;
      rests = until;
      notifyAll();
    }
    parts.look().run();
  }

  /** Lets a page that is under way be the last one. */
  void end() {
    LineRun run = current();
    if (run != null) {
      run.end();
    }
  }

  private synchronized @Nullable LineRun current() {
    return current;
  }

  /**
   * Waits until no run is under way.
   *
   * @return false if it takes longer; whatever that run gives then is refused
   */
  boolean awaitEnd(Duration most) {
    long end = System.nanoTime() + most.toNanos();
    LineRun late;
    synchronized (this) {
      while (current != null) {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left <= 0) {
          break;
        }
        try {
          // Who has not heard it once may hear it the next time.
          current.end();
          wait(Math.min(left, AGAIN_MILLIS));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          break;
        }
      }
      late = current;
    }
    if (late != null) {
      late.giveUp();
    }
    return late == null;
  }
}
