package io.causerie.runtime;

import io.causerie.engine.CauserieException;
import io.causerie.engine.UnavailableException;
import io.causerie.engine.connector.Duty;
import io.causerie.engine.connector.DutyKind;
import io.causerie.engine.connector.Lease;
import io.causerie.engine.connector.LeaseLostException;
import io.causerie.model.phrase.Phrase;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import io.causerie.spi.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a subscription, in a thread of its own. What it writes is refused once its lease is
 * lost; and once it was given up, or has ended, nothing is taken any more. Whatever it throws ends
 * this run and nothing else.
 */
final class LineRun implements Subscription.Sink {
  private static final Logger LOG = LoggerFactory.getLogger(LineRun.class);

  /** So long the database is left alone that did not answer. */
  static final Duration AWAY = Duration.ofSeconds(5);

  /** That it stands is written no more often. */
  private static final Duration TOLD = Duration.ofSeconds(10);

  /** A source that has ended a line after so long has not refused it. */
  private static final Duration HELD = Duration.ofMinutes(1);

  /** One that does not end by then is told of. */
  private static final Duration ENDS = Duration.ofMinutes(1);

  private static final long SHORTEST_WAIT = 20;
  private static final long LONGEST_WAIT = 2_000;

  private final Line.Parts parts;
  private final Lease lease;
  private final Duty duty;
  private final Instant began;
  private final Consumer<Instant> over;
  private final Thread thread;

  /** Held while the row is written, so that nothing is written behind the end of the run. */
  private final Object row = new Object();

  private boolean written;

  // The thread's own.
  private String cursor = "";
  private Instant silentBefore = Instant.MIN;
  private boolean moved;

  // Guarded by this.
  private boolean ending;
  private @Nullable Instant endingSince;
  private boolean complained;

  /** Whether its last page has been given. */
  private boolean last;

  /** In our own hands: not interrupted there, as H2 would close its file under everybody. */
  private boolean inside = true;

  private boolean hung;

  /** Why nothing is taken any more. */
  private @Nullable Throwable closed;

  private @Nullable Instant since;
  private Instant heard;
  private @Nullable Instant told;
  private @Nullable Instant upTo;
  private @Nullable Long behind;

  /**
   * @param over told when it has ended, and until when the source is left alone
   */
  LineRun(Line.Parts parts, Lease lease, Duty duty, Instant now, Consumer<Instant> over) {
    this.parts = parts;
    this.lease = lease;
    this.duty = duty;
    this.began = now;
    this.heard = now;
    this.over = over;
    this.thread = new Thread(this::run, "causerie-line-" + parts.connector().name());
    // One that does not end holds up nobody.
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  boolean isUnder(@Nullable Lease held) {
    return lease.equals(held);
  }

  /** Whether an operator asks for another run since this one began. */
  boolean isAskedAgain(Duty now) {
    return now.asked() != null && !now.asked().equals(duty.asked());
  }

  private void run() {
    Instant rests = parts.clock().instant().plus(AWAY);
    try {
      rests = ended(brought());
    } catch (Throwable e) {
      LOG.error("{}: the end of a run was not noted", parts.connector().name(), e);
    } finally {
      over.accept(rests);
    }
  }

  /** Lets the source deliver; returns why it does no more, absent: it was to end, or has paused. */
  private @Nullable Throwable brought() {
    try {
      parts.check().once(lease);
      parts.states().duties().plan(lease, DutyKind.SUBSCRIBE, began);
      ReadConnector.Place place = parts.connector().place(lease, duty.progress());
      cursor = place.cursor();
      silentBefore = place.began();
      leave(false);
      parts.subscription().run(cursor, this);
      return back(stopped());
    } catch (InterruptedException e) {
      return back(stopped());
    } catch (Throwable e) {
      return back(e);
    }
  }

  /** What is wrong with a line that the source has ended by itself. */
  private @Nullable Throwable stopped() {
    boolean held = moved || !parts.clock().instant().isBefore(began.plus(HELD));
    return held
        ? null
        : new SourceException(
            Fault.TEMPORARY, RunWording.LINE_ENDED.with(), RunWording.LOOK_AT_LINE.with(), null);
  }

  /** Comes back from the source for good. */
  private synchronized @Nullable Throwable back(@Nullable Throwable found) {
    inside = true;
    // H2 would take it for a wish to close its file.
    Thread.interrupted();
    Throwable why = closed;
    closed = new IllegalStateException("the run has ended");
    if (why != null) {
      return why;
    }
    if (hung) {
      return RunWording.silent(parts.subscription().patience());
    }
    // Whoever is told to end may well say that his line was cut.
    return ending && found instanceof SourceException ? null : found;
  }

  /** Notes how it ended; returns until when the source is left alone. */
  private Instant ended(@Nullable Throwable why) {
    Instant now = parts.clock().instant();
    String name = parts.connector().name();
    if (why == null || why instanceof GivenUp) {
      return now;
    }
    if (why instanceof LeaseLostException) {
      LOG.info("{}", why.getMessage());
      return now;
    }
    if (why instanceof CauserieException) {
      LOG.warn("{}: waits for the database: {}", name, why.getMessage());
      return now.plus(AWAY);
    }
    if (why instanceof SourceException e) {
      return failed(e, now);
    }
    LOG.error("{}: a fault", name, why);
    return failed(RunWording.fault(why), now);
  }

  private Instant failed(SourceException e, Instant now) {
    boolean stood;
    synchronized (this) {
      stood = since != null;
    }
    int before = stood ? 0 : duty.runs().failures();
    Duration wait = Backoff.after(before + 1, e, LineRun::random);
    LOG.warn(
        "{}: {}: {}; tried again in {}",
        parts.connector().name(),
        DutyKind.SUBSCRIBE.word(),
        e.getMessage(),
        wait);
    LOG.debug("{}", parts.connector().name(), e);
    synchronized (row) {
      try {
        if (stood) {
          // What failed before is over, even where nobody has noted that yet.
          tell();
        }
        note(e, now, now.plus(wait), true);
      } catch (RuntimeException lost) {
        LOG.info("{}: could not note that: {}", parts.connector().name(), lost.toString());
      }
      written = true;
    }
    return now.plus(wait);
  }

  private void note(SourceException e, Instant now, @Nullable Instant next, boolean again) {
    parts
        .states()
        .duties()
        .failed(lease, DutyKind.SUBSCRIBE, RunWording.failure(e, now), next, again);
  }

  /** Asks it to end; once more each time. */
  synchronized void end() {
    if (!ending) {
      ending = true;
      endingSince = parts.clock().instant();
    }
    notifyAll();
    if (!inside) {
      thread.interrupt();
    }
  }

  /** Why a run gives nothing any more that did not end in time. */
  private static final class GivenUp extends IllegalStateException {
    private static final long serialVersionUID = 1;

    GivenUp() {
      super("the run was to end");
    }
  }

  /** Takes nothing of it any more. */
  void giveUp() {
    close(new GivenUp());
    end();
  }

  private synchronized void close(Throwable why) {
    closed = closed == null ? why : closed;
  }

  /** Looks whether anything is heard, and whether it ends; notes that it stands. */
  void watch(Instant now) {
    if (isToEnd(now)) {
      end();
      complain(now);
      return;
    }
    synchronized (row) {
      try {
        if (!written && isToBeTold()) {
          tell();
        }
      } catch (LeaseLostException e) {
        close(e);
        end();
      }
    }
  }

  private synchronized boolean isToEnd(Instant now) {
    if (heard.isAfter(now.plus(Turn.AHEAD))) {
      // The clock was put back.
      heard = now;
    }
    if (!ending && !inside && !heard.plus(parts.subscription().patience()).isAfter(now)) {
      LOG.warn("{}: nothing is heard of its source any more", parts.connector().name());
      hung = true;
    }
    return ending || hung;
  }

  /** Tells once of a run that does not end: as long as it does not, there is no other. */
  private void complain(Instant now) {
    synchronized (this) {
      if (complained || endingSince == null || now.isBefore(endingSince.plus(ENDS))) {
        return;
      }
      complained = true;
    }
    SourceException e =
        new SourceException(
            Fault.BAD_ANSWER, RunWording.NOT_ENDED.with(), RunWording.REPORT.with(), null);
    LOG.error("{}: {}", parts.connector().name(), e.getMessage());
    synchronized (row) {
      try {
        if (!written) {
          note(e, now, null, true);
        }
      } catch (LeaseLostException lost) {
        LOG.debug("{}", lost.getMessage());
      }
    }
  }

  private synchronized boolean isToBeTold() {
    return since != null
        && (told == null || (heard.isAfter(told) && !heard.isBefore(told.plus(TOLD))));
  }

  /** Writes down that it stands; the row is held. */
  private void tell() {
    Instant from;
    Instant to;
    Instant read;
    Long left;
    synchronized (this) {
      from = since;
      to = heard;
      read = upTo;
      left = behind;
    }
    if (from != null) {
      parts.states().duties().stands(lease, from, to, read, left);
      synchronized (this) {
        told = to;
      }
    }
  }

  private synchronized void heard(@Nullable Instant readUpTo, @Nullable Long left) {
    Instant now = parts.clock().instant();
    since = since == null ? now : since;
    heard = now;
    upTo = readUpTo == null ? upTo : readUpTo;
    behind = left;
  }

  @Override
  public void page(Poller.Page page) throws InterruptedException {
    inside(
        () -> {
          parts.connector().take(lease, page, silentBefore, this::rest);
          if (!page.next().equals(cursor)) {
            written(
                () ->
                    parts
                        .states()
                        .duties()
                        .advance(lease, DutyKind.SUBSCRIBE, page.next(), page.upTo()));
          }
          moved = moved || !page.rows().isEmpty() || !page.next().equals(cursor);
          cursor = page.next();
          heard(page.upTo(), page.more() ? null : Long.valueOf(0));
        });
  }

  @Override
  public void broke(Phrase why, @Nullable Instant upToThen) throws InterruptedException {
    if (!parts.compared()) {
      throw new IllegalStateException("a break is told of, and CENSUS is not claimed");
    }
    inside(
        () -> {
          written(() -> parts.states().breaks().broke(lease, why, upToThen));
          heard(null, null);
        });
    LOG.warn(
        "{}: its source did not deliver everything: {}; it is compared with it",
        parts.connector().name(),
        why.text());
    parts.look().run();
  }

  /** What is done while the thread is in our own hands. */
  @FunctionalInterface
  private interface Work {
    void run() throws InterruptedException;
  }

  private void inside(Work work) throws InterruptedException {
    boolean interrupted = enter();
    try {
      work.run();
      written(
          () -> {
            synchronized (row) {
              if (isToBeTold()) {
                tell();
              }
            }
          });
    } catch (RuntimeException | Error e) {
      close(e);
      throw e;
    } finally {
      leave(interrupted);
    }
  }

  /** Writes something, however long the database is away. */
  private void written(Runnable work) throws InterruptedException {
    for (int times = 1; ; times++) {
      try {
        work.run();
        return;
      } catch (UnavailableException e) {
        LOG.debug("{}: {}", parts.connector().name(), e.getMessage());
        rest(times);
      }
    }
  }

  /** Waits, a little longer each time in a row; not where it is to end. */
  private synchronized void rest(int times) throws InterruptedException {
    long millis = Math.min(SHORTEST_WAIT << Math.min(times - 1, 10), LONGEST_WAIT);
    long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    while (!ending) {
      long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (left <= 0) {
        return;
      }
      wait(left);
    }
    throw new InterruptedException("it is to end, and the page was not taken");
  }

  /** Returns whether somebody else had interrupted it. */
  private synchronized boolean enter() throws InterruptedException {
    if (Thread.currentThread() != thread) {
      throw new IllegalStateException("a sink is used by the thread of its run");
    }
    if (closed != null) {
      throw new IllegalStateException("nothing is taken any more: " + closed.getMessage(), closed);
    }
    if (last) {
      throw new InterruptedException("it is to end, and has given its last page");
    }
    last = ending;
    inside = true;
    return Thread.interrupted();
  }

  private synchronized void leave(boolean interrupted) {
    inside = false;
    heard = parts.clock().instant();
    if (interrupted || ending) {
      thread.interrupt();
    }
  }

  @Override
  public void alive() {
    boolean first;
    synchronized (this) {
      if (closed != null) {
        return;
      }
      first = since == null;
      heard(null, behind == null && since != null ? null : Long.valueOf(0));
    }
    if (first) {
      parts.look().run();
    }
  }

  @Override
  public synchronized boolean ending() {
    return ending || closed != null;
  }

  private static long random(long bound) {
    return ThreadLocalRandom.current().nextLong(bound);
  }
}
