package io.causerie.server.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourceChecksTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final CountDownLatch answers = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void answer() {
    answers.countDown();
  }

  /** A source that answers once it is let. */
  private SourceReport slow(String connector) {
    asked.incrementAndGet();
    try {
      answers.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return report(connector);
  }

  private static SourceReport report(String connector) {
    return new SourceReport(
        connector, "sql", true, false, List.of(), 0, true, null, List.of(), List.of(), List.of(),
        List.of(), List.of(), List.of(), List.of(), List.of());
  }

  @Test
  void sourceIsNotAskedByWhoeverWantsToKnow() {
    String[] thread = {""};
    SourceChecks checks =
        new SourceChecks(
            connector -> {
              thread[0] = Thread.currentThread().getName();
              return report(connector);
            },
            LONG);

    assertThat(checks.ask("orders").join().connector()).isEqualTo("orders");
    assertThat(thread[0]).startsWith("causerie-check-");
  }

  @Test
  void whoeverAsksIsLetGoInTimeAndTheNextWaitsForTheSameAnswer() {
    SourceChecks hasty = new SourceChecks(this::slow, Duration.ofMillis(20));

    assertThatThrownBy(() -> hasty.ask("orders").join()).hasCauseInstanceOf(TimeoutException.class);
    assertThatThrownBy(() -> hasty.ask("orders").join()).hasCauseInstanceOf(TimeoutException.class);
    assertThat(asked).as("it is still being asked").hasValue(1);
    answers.countDown();
    Eventually.until(
        "it is asked anew",
        () ->
            hasty.ask("orders").handle((report, failure) -> failure == null).join()
                && asked.get() > 1);
  }

  @Test
  void moreThanAFewAreRefused() {
    SourceChecks checks = new SourceChecks(this::slow, LONG);
    List<CompletableFuture<SourceReport>> few =
        java.util.stream.IntStream.range(0, 10).mapToObj(i -> checks.ask("c" + i)).toList();

    assertThatThrownBy(() -> checks.ask("another")).isInstanceOf(RejectedExecutionException.class);
    assertThat(few).noneMatch(CompletableFuture::isDone);
    answers.countDown();
    few.forEach(one -> assertThat(one.join().rows()).isZero());
    assertThat(checks.ask("another").join().connector()).isEqualTo("another");
  }

  @Test
  void failureIsToldAndForgotten() {
    AtomicInteger times = new AtomicInteger();
    SourceChecks checks =
        new SourceChecks(
            connector -> {
              if (times.incrementAndGet() == 1) {
                throw new IllegalStateException("it is away");
              }
              return report(connector);
            },
            LONG);

    assertThatThrownBy(() -> checks.ask("orders").join()).hasMessageContaining("it is away");
    assertThat(checks.ask("orders").join().connector()).isEqualTo("orders");
  }
}
