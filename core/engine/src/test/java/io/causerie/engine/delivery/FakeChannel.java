package io.causerie.engine.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A target that takes what it is told to take, slowly, or not at all. */
public final class FakeChannel implements DeliveryChannel {
  /** How a target behaves. */
  @FunctionalInterface
  public interface Behaviour {
    Outcome take(Delivery delivery) throws RetryLater, GiveUp, InterruptedException;
  }

  private final String name;
  private final int parallel;
  private final boolean idempotent;
  private final List<String> arrived = new CopyOnWriteArrayList<>();
  private final Map<Long, AtomicInteger> times = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile Behaviour behaviour = delivery -> Outcome.DELIVERED;
  private volatile Duration patience = DeliveryChannel.super.patience();

  public FakeChannel(String name, int parallel, boolean idempotent) {
    this.name = name;
    this.parallel = parallel;
    this.idempotent = idempotent;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int parallel() {
    return parallel;
  }

  @Override
  public boolean idempotent() {
    return idempotent;
  }

  @Override
  public Duration patience() {
    return patience;
  }

  /** The same channel, which may take so long for one. */
  public FakeChannel patient(Duration longer) {
    patience = longer;
    return this;
  }

  public void behave(Behaviour other) {
    behaviour = other;
  }

  @Override
  public Outcome deliver(Delivery delivery) throws RetryLater, GiveUp, InterruptedException {
    Outcome outcome = behaviour.take(delivery);
    if (outcome == Outcome.DELIVERED) {
      times.computeIfAbsent(delivery.id(), id -> new AtomicInteger()).incrementAndGet();
      if (count.incrementAndGet() <= 1000) {
        arrived.add(delivery.subject());
      }
    }
    return outcome;
  }

  /** Subjects of the first thousand that arrived, in order. */
  public List<String> arrived() {
    return arrived;
  }

  /** How often something arrived. */
  public int count() {
    return count.get();
  }

  /** Ids of the deliveries that arrived. */
  public Set<Long> different() {
    return times.keySet();
  }

  /** The most times one and the same arrived. */
  public int most() {
    return times.values().stream().mapToInt(AtomicInteger::get).max().orElse(0);
  }

  /** Takes nothing until it is let go, whoever interrupts it. */
  public static Behaviour deaf(CountDownLatch entered, CountDownLatch letGo) {
    return delivery -> {
      entered.countDown();
      while (letGo.getCount() > 0) {
        try {
          letGo.await();
        } catch (InterruptedException e) {
          // That is what it is for.
        }
      }
      return Outcome.DELIVERED;
    };
  }

  /** Takes nothing until it is let go or interrupted. */
  public static Behaviour hanging(CountDownLatch entered, CountDownLatch letGo) {
    return delivery -> {
      entered.countDown();
      letGo.await();
      return Outcome.DELIVERED;
    };
  }
}
