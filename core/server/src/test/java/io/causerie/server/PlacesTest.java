package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlacesTest {
  @Test
  void nobodyHasMoreThanHerPart() {
    Places places = new Places(3, 2);

    assertThat(places.claim("a")).isTrue();
    assertThat(places.claim("a")).isTrue();
    assertThat(places.claim("a")).as("a third of two").isFalse();
    assertThat(places.claim("b")).isTrue();
    assertThat(places.claim("c")).as("a fourth of three").isFalse();
    places.leave("a");
    assertThat(places.claim("c")).isTrue();
    assertThat(places.claim("c")).isFalse();
  }

  @Test
  void boundsHoldHoweverManyComeAndGoAtOnce() throws Exception {
    int threads = 8;
    Places places = new Places(100, 3);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(
            pool.submit(
                () -> {
                  start.await();
                  for (int n = 0; n < 20_000; n++) {
                    if (places.claim("a")) {
                      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                      inside.decrementAndGet();
                      places.leave("a");
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(most.get()).isBetween(1, 3);
    assertThat(places.claimed()).isZero();
    assertThat(places.holders()).as("remembered").isZero();
  }
}
