package io.causerie.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Clients that work at the same time, each beginning anew as soon as it was answered: the load is
 * bounded by their number, and by time.
 */
final class Crowd {
  private final LongAdder done = new LongAdder();
  private final CountDownLatch failed = new CountDownLatch(1);
  private volatile boolean counting;
  private volatile boolean enough;

  private Crowd() {}

  /** One thing a client does, again and again; answers how much that was. */
  interface Work {
    int once(int client) throws Exception;
  }

  /**
   * What a crowd gets done.
   *
   * @param perSecond how much
   * @param latency of one thing one client does
   * @param done how much in all, warming up included
   */
  record Rate(double perSecond, Latency latency, long done) {}

  /**
   * How much a crowd gets done in a second, after it has been warmed up for as long as it is
   * measured.
   *
   * @throws LoadException if one of them fails
   */
  static double perSecond(int clients, Duration measured, Work work) throws InterruptedException {
    return new Crowd().measure(clients, measured, work);
  }

  /** The same, with how long each of them waited. */
  static Rate rate(int clients, Duration measured, Work work) throws InterruptedException {
    List<LongStream.Builder> nanos = Stream.generate(LongStream::builder).limit(clients).toList();
    Crowd crowd = new Crowd();
    double perSecond =
        crowd.measure(
            clients,
            measured,
            client -> {
              boolean counts = crowd.counting;
              long begin = System.nanoTime();
              int done = work.once(client);
              if (counts) {
                nanos.get(client).add(System.nanoTime() - begin);
              }
              return done;
            });
    long[] all = nanos.stream().flatMapToLong(LongStream.Builder::build).toArray();
    return new Rate(perSecond, Latency.of(all), crowd.done.sum());
  }

  /**
   * So many things in all, however long it takes.
   *
   * @throws LoadException if one of them fails
   */
  static void each(int clients, long many, Work work) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    AtomicLong left = new AtomicLong(many);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      int client = i;
      all.add(
          threads.submit(
              () -> {
                while (left.getAndDecrement() > 0) {
                  work.once(client);
                }
                return null;
              }));
    }
    threads.shutdown();
    for (Future<?> one : all) {
      await(one);
    }
  }

  private double measure(int clients, Duration measured, Work work) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      int client = i;
      all.add(threads.submit(() -> repeat(work, client)));
    }
    passes(measured);
    counting = true;
    long before = done.sum();
    long begin = System.nanoTime();
    passes(measured);
    long after = done.sum();
    double seconds = (System.nanoTime() - begin) / 1e9;
    enough = true;
    threads.shutdown();
    for (Future<?> one : all) {
      await(one);
    }
    return (after - before) / seconds;
  }

  private Void repeat(Work work, int client) throws Exception {
    try {
      while (!enough) {
        done.add(work.once(client));
      }
      return null;
    } finally {
      if (!enough) {
        failed.countDown();
      }
    }
  }

  /** Waits, unless somebody fails meanwhile. */
  private void passes(Duration time) throws InterruptedException {
    if (failed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
      enough = true;
    }
  }

  private static void await(Future<?> one) throws InterruptedException {
    try {
      one.get();
    } catch (ExecutionException e) {
      throw new LoadException("a client failed: " + e.getCause(), e);
    }
  }
}
