package io.causerie.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.Duty;
import io.causerie.engine.connector.DutyKind;
import io.causerie.model.phrase.Phrase;
import io.causerie.runtime.ConnectorRuntime;
import io.causerie.spi.Capability;
import io.causerie.spi.Connector;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import io.causerie.spi.Subscription;
import io.causerie.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds for every kind whose source delivers by itself, on a line that is kept open. */
public abstract class SubscribedContract extends LiveContract<SubscribedContract.LiveStream> {
  private static final Duration BETWEEN = Duration.ofSeconds(3);

  /** A source that delivers what is written to it. */
  public interface LiveStream extends Live {
    /** The key of an order's row, where a kind claims {@code READ_BACK}. */
    default String key(int number) {
      return String.valueOf(number);
    }

    /** Cuts the line of whoever listens; whoever opens it again is let in. */
    void cut();

    /**
     * From now on it does not know how far anybody was, and no longer has what was not delivered;
     * the connector has to say so. Asked of a kind that claims {@code CENSUS}, and of no other.
     */
    default void loseTrack() {
      throw new UnsupportedOperationException("it claims CENSUS: how does it lose track?");
    }
  }

  private Instant nudged = Instant.EPOCH;
  private @Nullable Instant attempted;

  /** A fresh source of which nothing was delivered. */
  protected abstract LiveStream stream();

  @Override
  final LiveStream opened() {
    return stream();
  }

  /** Each question ends the attempt before it, so it waits until that one has failed by itself. */
  @Override
  final void nudge(ConnectorRuntime runtime) {
    Instant now = Instant.now();
    Duty.Runs runs = state().live().runs();
    boolean failed = runs.failures() > 0 && !Objects.equals(runs.last(), attempted);
    if (failed || now.isAfter(nudged.plus(BETWEEN))) {
      nudged = now;
      attempted = runs.last();
      runtime.run("contract");
    }
  }

  private static boolean isOpen() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("causerie-line-contract"));
  }

  @Test
  void restartInTheMiddleOfADeliveryGoesOnAndDoublesNothing() {
    fill();
    try (ConnectorRuntime runtime = runtime()) {
      Eventually.until("some pages are taken", SOON, () -> posts("Create") >= 5);
      assertThat(runtime.isReady()).isTrue();
    }
    assertThat(isOpen()).as("the line is closed").isFalse();
    String cursor = state().live().progress().cursor();
    try (ConnectorRuntime runtime = runtime()) {
      untilPosted("Create", ROWS);
      // As if the last pages had been taken, but the cursor had not been moved before a crash.
      engine.causerie().connectors().reset("contract", cursor);
      live.put(1, "done", Instant.now());
      nudge(runtime);
      untilPosted("Update", 1);
      assertThat(posts("Create")).isEqualTo(ROWS);
      assertThat(runtime.isReady()).isTrue();
    }
  }

  @Test
  void lineThatIsCutIsOpenedAgainAndNothingIsLost() {
    try (ConnectorRuntime runtime = runtime()) {
      untilWell("it stands");
      for (int i = 1; i <= ROWS; i++) {
        live.put(i, "open", Instant.now());
        if (i % 13 == 0) {
          live.cut();
        }
      }
      Eventually.until(
          "all of it is taken",
          SOON,
          () -> {
            nudge(runtime);
            return posts("Create") >= ROWS;
          });
      assertThat(posts("Create")).isEqualTo(ROWS);
      untilWell("it stands again");
    }
  }

  @Test
  void restIsARestAndWhatComesMeanwhileIsDeliveredLater() {
    try (ConnectorRuntime runtime = runtime()) {
      untilWell("it stands");
      assertThat(state().since()).isNotNull();
      runtime.pause("contract", "ada", null);
      Eventually.until("the line is closed", SOON, () -> !isOpen());
      live.put(1, "open", Instant.now());
      assertThat(posts("Create")).isZero();

      runtime.resume("contract");
      untilPosted("Create", 1);
    }
  }

  /** A sink that takes so many pages, and none more. */
  private static final class Stubborn implements Subscription.Sink {
    private final List<SourceRow> taken = new CopyOnWriteArrayList<>();
    private final List<SourceRow> given = new CopyOnWriteArrayList<>();
    private final CountDownLatch refused = new CountDownLatch(1);
    private int pages;
    private volatile boolean over;

    Stubborn(int pages) {
      this.pages = pages;
    }

    @Override
    public void page(Poller.Page page) throws InterruptedException {
      given.addAll(page.rows());
      if (!page.rows().isEmpty() && pages-- <= 0) {
        over = true;
        refused.countDown();
        throw new InterruptedException("no more");
      }
      taken.addAll(page.rows());
    }

    @Override
    public void alive() {}

    @Override
    public void broke(Phrase why, @Nullable Instant since) {}

    @Override
    public boolean ending() {
      return over;
    }
  }

  @Test
  void whatIsNotTakenIsNotSettledAndNoMoreIsAskedFor() throws Exception {
    fill();
    try (Connector first = connector();
        Connector second = connector()) {
      Stubborn none = new Stubborn(0);
      Subscription subscription = first.intake().subscribed().orElseThrow();
      run(subscription, subscription.start(LONG_AGO), none);
      assertThat(none.given).isNotEmpty().hasSizeLessThan(ROWS);

      Stubborn all = new Stubborn(ROWS);
      Subscription again = second.intake().subscribed().orElseThrow();
      FutureTask<Void> running = begin(again, again.start(LONG_AGO), all);
      Set<String> keys = new TreeSet<>();
      Eventually.until(
          "all of it is delivered",
          SOON,
          () -> {
            all.taken.forEach(row -> keys.add(row.key()));
            return keys.size() >= ROWS;
          });
      assertThat(all.taken)
          .extracting(SourceRow::key)
          .containsAll(none.given.stream().map(SourceRow::key).toList());
      running.cancel(true);
    }
  }

  private static void run(Subscription subscription, String cursor, Stubborn sink)
      throws Exception {
    FutureTask<Void> running = begin(subscription, cursor, sink);
    assertThat(sink.refused.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    try {
      running.get(SOON.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      assertThat(e.getCause())
          .as("what the sink throws is not caught")
          .isInstanceOfAny(InterruptedException.class, SourceException.class);
    } catch (TimeoutException e) {
      throw new AssertionError("it does not end, though its sink says so", e);
    }
  }

  private static FutureTask<Void> begin(Subscription subscription, String cursor, Stubborn sink) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              subscription.run(cursor, sink);
              return null;
            });
    Thread thread = new Thread(task, "contract-line");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  @Test
  void whoIsInterruptedEndsSoon() throws Exception {
    try (Connector connector = connector()) {
      Subscription subscription = connector.intake().subscribed().orElseThrow();
      Stubborn sink = new Stubborn(ROWS);
      CountDownLatch ended = new CountDownLatch(1);
      Thread running =
          new Thread(
              () -> {
                try {
                  subscription.run(subscription.start(null), sink);
                } catch (SourceException | InterruptedException expected) {
                  // Either is an end.
                } finally {
                  ended.countDown();
                }
              },
              "contract-line");
      running.setDaemon(true);
      running.start();
      sink.over = true;
      running.interrupt();
      assertThat(ended.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void claimsAreKeptByTheRuntime() throws Exception {
    try (ConnectorRuntime runtime = runtime()) {
      assertThat(runtime.duties("contract")).contains(DutyKind.SUBSCRIBE);
      assertThat(runtime.duties("contract").contains(DutyKind.BACKFILL))
          .isEqualTo(can(Capability.HISTORY));
      assertThat(runtime.isReconciled("contract")).isEqualTo(can(Capability.CENSUS));
      if (!can(Capability.HISTORY)) {
        assertThatThrownBy(() -> runtime.backfill("contract")).hasMessageContaining("backfill");
      }
    }
    try (Connector connector = connector()) {
      assertThat(connector.intake().subscribed().orElseThrow().history().isPresent())
          .isEqualTo(can(Capability.HISTORY));
    }
  }

  @Test
  void recordsAreReadBackIfItClaimsTo() throws Exception {
    live.put(1, "open", Instant.now());
    try (Connector connector = connector()) {
      assertThat(connector.readBack().isPresent()).isEqualTo(can(Capability.READ_BACK));
      assumeTrue(can(Capability.READ_BACK), "not claimed, and not returned");
      List<SourceRow> read =
          connector.readBack().orElseThrow().read(List.of(live.key(1), live.key(2)));

      assertThat(read).extracting(SourceRow::key).containsExactly(live.key(1));
    }
  }

  @Test
  void historyIsReadIfItClaimsTo() {
    assumeTrue(can(Capability.HISTORY), "refused, as ConnectorContract sees");
    fill();
    try (ConnectorRuntime runtime = runtime()) {
      untilPosted("Create", ROWS);
      runtime.backfill("contract");
      Eventually.until(
          "the history is read",
          SOON,
          () -> state().history() != null && !state().history().running());

      assertThat(Objects.requireNonNull(state().history()).rows()).isEqualTo(ROWS);
      assertThat(posts("Create")).isEqualTo(ROWS);
      assertThat(posts("Update")).isZero();
    }
  }

  @Test
  void sourceThatLosesTrackIsToldOfAndMended() {
    assumeTrue(can(Capability.CENSUS), "a source that keeps what was not settled loses no track");
    live.put(1, "open", Instant.now());
    try (ConnectorRuntime runtime = runtime()) {
      untilPosted("Create", 1);
      assertThat(runtime.isReady()).isTrue();
    }
    live.put(1, "done", Instant.now());
    live.put(2, "open", Instant.now());
    live.loseTrack();
    try (ConnectorRuntime runtime = runtime()) {
      Eventually.until(
          "the break is told, and mended",
          SOON,
          () -> state().broken() != null && state().broken().mended() != null);
      ConnectorState.Break told = Objects.requireNonNull(state().broken());
      assertThat(told.why()).asString().isNotBlank();
      untilPosted("Create", 2);
      assertThat(posts("Update")).isEqualTo(1);
      assertThat(runtime.isReady()).isTrue();
    }
  }
}
