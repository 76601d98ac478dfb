package io.causerie.engine;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.delivery.Deliveries;
import io.causerie.engine.notice.Inboxes;
import io.causerie.engine.notice.NoticeChannel;
import io.causerie.engine.notice.NoticePreferences;
import io.causerie.engine.notice.NoticeWays;
import io.causerie.engine.store.Database;
import io.causerie.engine.worker.Step;
import io.causerie.engine.worker.Steps;
import io.causerie.model.Lane;
import io.causerie.model.RecordId;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A node dies between reading, deciding, telling and settling, and another goes on: who is told,
 * and what a channel makes of it, is there once.
 */
class NoticeFaultsTest {
  private static final int TALK = 5;

  /** From then on none of its workers comes to a commit, until the node is closed. */
  private static final class Mortal implements Steps {
    final AtomicReference<@Nullable Step> last = new AtomicReference<>();
    volatile boolean dead;

    @Override
    public void reached(Step step) {
      if (dead || step == last.get()) {
        dead = true;
        throw new Error("the node is dead");
      }
    }
  }

  /** Asks for a delivery for each notice, in the transaction that decides. */
  private static final class Hook implements NoticeChannel {
    volatile @Nullable Deliveries deliveries;

    @Override
    public String name() {
      return "hook";
    }

    @Override
    public void tell(Handle h, List<Telling> all) {
      Deliveries to = deliveries;
      if (to == null) {
        throw new IllegalStateException("not yet");
      }
      to.add(
          h,
          all.stream()
              .map(
                  one ->
                      new Deliveries.Order(
                          "hook",
                          one.notice().person(),
                          "notice " + one.notice().id(),
                          "notice " + one.notice().id()))
              .toList());
    }
  }

  Databases databases() {
    return Databases.POSTGRES;
  }

  static Stream<Step> steps() {
    return Stream.of(
        Step.READER_MOVED,
        Step.READER_APPLIED,
        Step.NOTICES_TAKEN,
        Step.NOTICES_DECIDED,
        Step.NOTICES_TOLD,
        Step.NOTICES_SETTLED,
        Step.NOTICES_COMMITTED);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void eachIsToldOnceWhereverTheNodeDies(Step step) {
    TestDatabase database = Desk.tables(databases());
    Mortal mortal = new Mortal();
    Hook hook = new Hook();
    NoticeWays ways = new NoticeWays(NoticePreferences.DEFAULT, List.of(hook));
    try (Desk desk = new Desk(database, builder -> builder.steps(mortal).notices(ways))) {
      hook.deliveries = desk.causerie.deliveries();
      desk.ingest(order("1").status("Open"));
      Inboxes.settle(desk);
      RecordId record = desk.id("1");
      mortal.last.set(step);
      for (int i = 0; i < TALK; i++) {
        desk.causerie
            .feed()
            .post(Desk.as("ada"), record, Lane.INTERNAL, "[@](person:grace) " + i, null);
      }
      Eventually.until(
          "the node dies",
          () -> {
            desk.clock.tick(Duration.ofSeconds(10));
            return mortal.dead;
          });
      Hook others = new Hook();
      try (Causerie other =
          Desk.builder(database.source(), database.reads(), desk.clock, Desk.CEILING)
              .notices(new NoticeWays(NoticePreferences.DEFAULT, List.of(others)))
              .build()) {
        others.deliveries = other.deliveries();
        Eventually.until(
            "another has gone on",
            Duration.ofMinutes(1),
            () -> {
              desk.clock.tick(Duration.ofSeconds(10));
              return desk.count("select count(*) from notice_item") == TALK
                  && desk.count("select count(*) from notice_queue") == 0;
            });

        assertThat(other.notices().unread(Desk.as("grace")).count()).isEqualTo(TALK);
        Database direct = Database.over(database.source());
        assertThat(
                direct.<List<String>>read(
                    h ->
                        h.createQuery(
                                "select subject from delivery where channel = 'hook' order by 1")
                            .mapTo(String.class)
                            .list()))
            .isEqualTo(
                direct.<List<String>>read(
                    h ->
                        h.createQuery("select concat('notice ', id) from notice order by 1")
                            .mapTo(String.class)
                            .list()))
            .hasSize(TALK);
      }
    }
  }
}
