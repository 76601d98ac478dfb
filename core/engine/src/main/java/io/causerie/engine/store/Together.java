package io.causerie.engine.store;

import io.causerie.engine.UnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Does together what several callers want at the same time. Whoever finds a seat free does at once
 * what she wants, alone; whoever does not waits, and the first of those who wait takes the next
 * seat that is left, and does it for all who wait by then. So nobody waits for company.
 *
 * @param <A> what a caller wants
 * @param <R> what comes of it
 */
public final class Together<A, R> {
  private final int most;
  private final Work<A, R> work;
  private final Runnable done;
  private final Queue<Caller> waiting = new ArrayDeque<>();
  private int seats;

  /**
   * @param seats how many groups there are at a time: so that one is written while another is
   *     committed
   * @param most callers in a group
   * @param done run after each group
   */
  public Together(int seats, int most, Work<A, R> work, Runnable done) {
    this.seats = seats;
    this.most = most;
    this.work = work;
    this.done = done;
  }

  /** What is done for some callers. */
  @FunctionalInterface
  public interface Work<A, R> {
    /**
     * All or nothing. What it throws is the fault of one of them, whom halving the group finds; an
     * Error, and that the database is away, are nobody's fault and thrown to all.
     *
     * @param leave to be run by the work of one caller before she waits for others, who shall not
     *     wait for her
     * @return one outcome each, in their order
     */
    List<Outcome<R>> of(List<A> wanted, Runnable leave);
  }

  /**
   * What came of it for one caller; neither: nothing, she is to do it by herself.
   *
   * @param refused why it was not done
   */
  public record Outcome<R>(@Nullable R result, @Nullable Throwable refused) {
    public static <R> Outcome<R> of(R result) {
      return new Outcome<>(result, null);
    }

    public static <R> Outcome<R> refused(Throwable why) {
      return new Outcome<>(null, why);
    }

    public static <R> Outcome<R> aside() {
      return new Outcome<>(null, null);
    }

    public boolean isAside() {
      return result == null && refused == null;
    }

    /** The result; throws why there is none. */
    public R get() {
      if (refused instanceof Error e) {
        throw e;
      }
      if (refused instanceof RuntimeException e) {
        throw e;
      }
      return Objects.requireNonNull(result);
    }
  }

  private final class Caller {
    private final A wanted;
    private final CompletableFuture<Called> called = new CompletableFuture<>();
    private @Nullable Outcome<R> outcome;

    Caller(A wanted) {
      this.wanted = wanted;
    }
  }

  /** What a caller has waited for. */
  private enum Called {
    TO_A_SEAT,
    TO_HER_OUTCOME
  }

  /** Does something, with others or for them; an interrupt stays for whoever looks at it next. */
  public Outcome<R> with(A wanted) {
    Caller caller = new Caller(wanted);
    List<Caller> group = new ArrayList<>(most);
    if (seated(caller) || caller.called.join() == Called.TO_A_SEAT) {
      lead(caller, group);
    }
    return Objects.requireNonNull(caller.outcome);
  }

  /**
   * As {@link #with}, for what may be done twice: whoever has waited for so long does it by
   * herself, so that groups which hang hold up nobody else.
   */
  public R ask(A wanted, Duration patience) {
    Caller caller = new Caller(wanted);
    List<Caller> group = new ArrayList<>(most);
    Called called = seated(caller) ? Called.TO_A_SEAT : await(caller, patience);
    if (called == null) {
      return work.of(List.of(wanted), () -> {}).get(0).get();
    }
    if (called == Called.TO_A_SEAT) {
      lead(caller, group);
    }
    return Objects.requireNonNull(caller.outcome).get();
  }

  private @Nullable Called await(Caller caller, Duration patience) {
    boolean interrupted = false;
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (true) {
        try {
          return caller.called.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (TimeoutException e) {
          return givenUp(caller);
        } catch (ExecutionException e) {
          throw new IllegalStateException("nobody ends it so", e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** She waits no more, unless she has been called just now: to a seat, or to her outcome. */
  private synchronized @Nullable Called givenUp(Caller caller) {
    return waiting.remove(caller) || !caller.called.isDone() ? null : caller.called.join();
  }

  private synchronized boolean seated(Caller caller) {
    if (seats == 0) {
      waiting.add(caller);
      return false;
    }
    seats--;
    return true;
  }

  private synchronized void gather(List<Caller> group) {
    while (group.size() < most && !waiting.isEmpty()) {
      group.add(waiting.remove());
    }
  }

  private synchronized void leave() {
    Caller next = waiting.poll();
    if (next == null) {
      seats++;
    } else {
      next.called.complete(Called.TO_A_SEAT);
    }
  }

  /**
   * @param group empty; made before she had her seat, which nothing may keep from being left
   */
  private void lead(Caller leader, List<Caller> group) {
    // What was meant for her must not end what she does for others.
    boolean interrupted = Thread.interrupted();
    group.add(leader);
    Seat seat = new Seat();
    Throwable fault = new IllegalStateException("nothing came of it");
    try {
      gather(group);
      work(group, seat::left);
      done.run();
    } catch (RuntimeException | Error e) {
      fault = e;
      throw e;
    } finally {
      seat.left();
      for (Caller caller : group) {
        if (caller.outcome == null) {
          caller.outcome = Outcome.refused(fault);
        }
        caller.called.complete(Called.TO_HER_OUTCOME);
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Where a leader sits until she leaves, once. */
  private final class Seat {
    private boolean taken = true;

    void left() {
      if (taken) {
        taken = false;
        leave();
      }
    }
  }

  private void work(List<Caller> group, Runnable leave) {
    try {
      List<Outcome<R>> outcomes = work.of(group.stream().map(c -> c.wanted).toList(), leave);
      for (int i = 0; i < group.size(); i++) {
        group.get(i).outcome = outcomes.get(i);
      }
    } catch (RuntimeException e) {
      boolean away = e instanceof UnavailableException && !Database.lostAgainstAnother(e);
      if (group.size() > 1 && !away) {
        int half = group.size() / 2;
        work(group.subList(0, half), leave);
        work(group.subList(half, group.size()), leave);
      } else {
        group.forEach(caller -> caller.outcome = Outcome.refused(e));
      }
    }
  }
}
