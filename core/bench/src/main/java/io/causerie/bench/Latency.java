package io.causerie.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;

/** How long one client waits that asks one thing after the other. */
record Latency(Duration p50, Duration p99, int requests) {
  /** Asks for as long as is measured, after as long a time of warming up. */
  static Latency of(Duration measured, Callable<Duration> request) throws Exception {
    ask(measured, request);
    return of(ask(measured, request));
  }

  static Latency of(long[] unsorted) {
    long[] nanos = unsorted.clone();
    Arrays.sort(nanos);
    return new Latency(at(nanos, 50), at(nanos, 99), nanos.length);
  }

  private static long[] ask(Duration time, Callable<Duration> request) throws Exception {
    LongStream.Builder nanos = LongStream.builder();
    long end = System.nanoTime() + time.toNanos();
    do {
      nanos.add(request.call().toNanos());
    } while (System.nanoTime() < end);
    return nanos.build().toArray();
  }

  private static Duration at(long[] sorted, int percent) {
    int index = (int) Math.ceil(sorted.length * percent / 100.0) - 1;
    return Duration.ofNanos(sorted[index]);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "p50 %.1f ms, p99 %.1f ms (%,d requests)",
        p50.toNanos() / 1e6,
        p99.toNanos() / 1e6,
        requests);
  }
}
