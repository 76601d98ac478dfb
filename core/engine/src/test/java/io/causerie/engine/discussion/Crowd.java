package io.causerie.engine.discussion;

import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.StatementLog;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Callers on threads of their own, each until she waits or is answered. */
final class Crowd implements AutoCloseable {
  private final StatementLog log;
  private final Set<Thread> held = ConcurrentHashMap.newKeySet();
  private final List<Caller<?>> callers = new CopyOnWriteArrayList<>();
  private static final int ALL = 1_000_000;

  private final Semaphore go = new Semaphore(0);
  private volatile Consumer<String> before = sql -> {};

  Crowd(StatementLog log) {
    this.log = log;
    log.before(
        sql -> {
          if (sql.equals("begin") && held.remove(Thread.currentThread())) {
            go.acquireUninterruptibly();
          }
          callers.stream().filter(Caller::isHere).forEach(caller -> caller.at = sql);
          before.accept(sql);
        });
  }

  /** Runs something before each statement. */
  void before(Consumer<String> what) {
    before = what;
  }

  /** Somebody who waits at the beginning of her transaction until the crowd is let go. */
  <T> void holding(Supplier<T> call) {
    Caller<T> caller = new Caller<>(call);
    held.add(caller.thread);
    start(caller);
    caller.waits();
  }

  /** Somebody who waits for others, or was answered. */
  <T> Caller<T> waiting(Supplier<T> call) {
    Caller<T> caller = started(call);
    caller.waits();
    return caller;
  }

  <T> Caller<T> started(Supplier<T> call) {
    Caller<T> caller = new Caller<>(call);
    start(caller);
    return caller;
  }

  private void start(Caller<?> caller) {
    callers.add(caller);
    caller.thread.start();
  }

  void letGo() {
    go.release(ALL);
  }

  /** Of those who are held, one alone. */
  void letOneGo() {
    go.release();
  }

  @Override
  public void close() {
    letGo();
    callers.forEach(Caller::join);
  }

  /** One of them. */
  final class Caller<T> {
    private final Thread thread;
    private volatile @Nullable T result;
    private volatile @Nullable Throwable failure;
    private volatile List<String> statements = List.of();
    private volatile String at = "";

    private Caller(Supplier<T> call) {
      thread =
          new Thread(
              () ->
                  statements =
                      log.during(
                          () -> {
                            try {
                              result = call.get();
                            } catch (Throwable e) {
                              failure = e;
                            }
                          }));
    }

    boolean isHere() {
      return thread == Thread.currentThread();
    }

    boolean isDone() {
      return !thread.isAlive();
    }

    void interrupt() {
      thread.interrupt();
    }

    void waits() {
      Eventually.until(
          "she waits, or was answered",
          () -> isDone() || thread.getState() == Thread.State.WAITING);
    }

    void isAt(Predicate<String> statement) {
      Eventually.until("she is at a statement", () -> statement.test(at));
    }

    void join() {
      Eventually.until("she was answered", this::isDone);
    }

    T result() {
      join();
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
      return Objects.requireNonNull(result);
    }

    List<String> statements() {
      join();
      return Collections.unmodifiableList(statements);
    }
  }
}
