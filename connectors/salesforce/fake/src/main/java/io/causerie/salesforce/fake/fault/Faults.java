package io.causerie.salesforce.fake.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Faults that are switched on. Nothing goes wrong by itself. */
public final class Faults {
  /** No such number is reached. */
  public static final int NEVER = Integer.MAX_VALUE;

  private static final class Armed {
    private final Pattern request;
    private final HttpFault fault;
    private int left;

    Armed(Pattern request, HttpFault fault, int left) {
      this.request = request;
      this.fault = fault;
      this.left = left;
    }
  }

  private final List<Armed> armed = new ArrayList<>();
  private final AtomicInteger unavailable = new AtomicInteger();
  private final AtomicInteger duplicates = new AtomicInteger();
  private final AtomicInteger cutAfter = new AtomicInteger(NEVER);
  private final AtomicInteger expireAfter = new AtomicInteger(NEVER);
  private final AtomicInteger deliveries = new AtomicInteger(NEVER);
  private final AtomicInteger gaps = new AtomicInteger();
  private final AtomicInteger spoilt = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger hanging = new AtomicInteger();
  private volatile CountDownLatch held = new CountDownLatch(1);
  private volatile boolean ended;
  private volatile boolean trailersDropped;
  private volatile boolean streamsHang;
  private volatile Duration slow = Duration.ZERO;
  private volatile Duration coversLate = Duration.ZERO;
  private volatile int overflowAt = 100_000;

  /**
   * The next requests that fit come to this.
   *
   * @param request a regular expression over "METHOD /path", found anywhere in it
   */
  public synchronized void http(String request, HttpFault fault, int times) {
    armed.add(new Armed(Pattern.compile(request), fault, times));
  }

  public void http(String request, HttpFault fault) {
    http(request, fault, 1);
  }

  /** What becomes of a request; it counts. */
  public synchronized Optional<HttpFault> of(String request) {
    for (Armed each : armed) {
      if (each.left > 0 && each.request.matcher(request).find()) {
        each.left--;
        return Optional.of(each.fault);
      }
    }
    return Optional.empty();
  }

  /** The next calls of the Pub/Sub API end with UNAVAILABLE. */
  public void unavailable(int calls) {
    unavailable.set(calls);
  }

  public boolean isUnavailable() {
    return taken(unavailable);
  }

  /** The next stream is cut after this many events, without a word of Salesforce's. */
  public void cutAfter(int events) {
    cutAfter.set(events);
  }

  /** Taken by the stream that begins. */
  public int takeCut() {
    return cutAfter.getAndSet(NEVER);
  }

  /** The session of the next stream ends after this many events, and all others with it. */
  public void expireAfter(int events) {
    expireAfter.set(events);
  }

  /** Taken by the stream that begins. */
  public int takeExpiry() {
    return expireAfter.getAndSet(NEVER);
  }

  /** The next stream that begins at an id gets this many events again that came before it. */
  public void duplicates(int events) {
    duplicates.set(events);
  }

  /** Taken by the stream that begins. */
  public int takeDuplicates() {
    return duplicates.getAndSet(0);
  }

  /** A proxy between drops what stands in trailers. */
  public void dropTrailers(boolean drop) {
    trailersDropped = drop;
  }

  public boolean areTrailersDropped() {
    return trailersDropped;
  }

  /** Streams are taken and nothing comes on them. */
  public void hangStreams(boolean hang) {
    streamsHang = hang;
  }

  public boolean doStreamsHang() {
    return streamsHang;
  }

  /** How long each answer takes, of REST, and each response of a stream. */
  public void slow(Duration duration) {
    slow = duration;
  }

  /** How many events may be delivered until the day is over. */
  public void deliveries(int events) {
    deliveries.set(events);
  }

  /** Counts a delivery; false where the day's are used up. */
  public boolean delivered() {
    return deliveries.get() == NEVER || taken(deliveries);
  }

  public int deliveriesLeft() {
    return deliveries.get();
  }

  /** The next changes come as gaps: their ids, no values. */
  public void gaps(int changes) {
    gaps.set(changes);
  }

  public boolean isGap() {
    return taken(gaps);
  }

  /**
   * Of the next transaction the event with this number is told to nobody, and nobody is told so.
   */
  public void lose(int sequence) {
    lost.set(sequence);
  }

  public boolean isLost(int sequence) {
    return lost.compareAndSet(sequence, 0);
  }

  /** Deletions are told this much later than they were made. */
  public void coversLate(Duration late) {
    coversLate = late;
  }

  public Duration coversLate() {
    return coversLate;
  }

  /** The next changes have a character in their transaction's key that no text has. */
  public void spoilt(int changes) {
    spoilt.set(changes);
  }

  public boolean isSpoilt() {
    return taken(spoilt);
  }

  /** More changes than this in one transaction overflow. */
  public void overflowAt(int changes) {
    overflowAt = changes;
  }

  public int overflow() {
    return overflowAt;
  }

  private static boolean taken(AtomicInteger left) {
    return left.getAndUpdate(n -> n > 0 ? n - 1 : n) > 0;
  }

  /** Waits as long as an answer takes. */
  public void dawdle() {
    Duration wait = slow;
    if (!wait.isZero()) {
      await(new CountDownLatch(1), wait);
    }
  }

  /** Waits for {@link #release}. */
  public void hang() {
    if (!ended) {
      CountDownLatch latch = held;
      hanging.incrementAndGet();
      await(latch, Duration.ofMinutes(10));
      hanging.decrementAndGet();
    }
  }

  /** How many requests hang. */
  public int hanging() {
    return hanging.get();
  }

  /** Lets go on whoever hangs. */
  public void release() {
    CountDownLatch before = held;
    held = new CountDownLatch(1);
    before.countDown();
  }

  /** Nobody hangs any longer, ever. */
  public void end() {
    ended = true;
    release();
  }

  private static void await(CountDownLatch latch, Duration bound) {
    try {
      latch.await(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
