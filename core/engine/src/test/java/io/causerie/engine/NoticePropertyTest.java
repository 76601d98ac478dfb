package io.causerie.engine;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.follow.FollowState;
import io.causerie.engine.follow.Follows;
import io.causerie.engine.follow.Target;
import io.causerie.engine.notice.Inboxes;
import io.causerie.engine.notice.NoticeView;
import io.causerie.engine.record.RecordView.Unread;
import io.causerie.engine.worker.Step;
import io.causerie.model.ActivityId;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.testkit.db.Databases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of what against a small model: whatever people write, mute, read and lose, and
 * wherever the node dies between reading, deciding, telling and settling, each is told of each
 * thing once, by its strongest reason, and of nothing that she did, read, muted or may not read.
 */
@Tag("property")
class NoticePropertyTest {
  private static final List<Step> DEATHS =
      List.of(
          Step.READER_APPLIED,
          Step.NOTICES_TAKEN,
          Step.NOTICES_DECIDED,
          Step.NOTICES_TOLD,
          Step.NOTICES_SETTLED,
          Step.NOTICES_COMMITTED);

  private enum Act {
    POST,
    COMMENT,
    MUTE,
    UNMUTE,
    RESTRICT,
    WIDEN,
    READ_RECORD,
    READ_INBOX,
    DECIDE,
    CRASH
  }

  /**
   * @param who a person
   * @param named another one, or nobody
   * @param what a record, or a post, by its number
   */
  private record Deed(Act act, int who, int named, int what) {}

  @Provide
  Arbitrary<List<Deed>> deeds() {
    return Combinators.combine(
            Arbitraries.of(
                // Without talk there is nothing to tell.
                Act.POST,
                Act.POST,
                Act.POST,
                Act.COMMENT,
                Act.COMMENT,
                Act.COMMENT,
                Act.COMMENT,
                Act.MUTE,
                Act.UNMUTE,
                Act.RESTRICT,
                Act.WIDEN,
                Act.READ_RECORD,
                Act.READ_INBOX,
                Act.DECIDE,
                Act.DECIDE,
                Act.CRASH),
            Arbitraries.integers().between(0, NoticeModel.PEOPLE.size() - 1),
            Arbitraries.integers().between(0, NoticeModel.PEOPLE.size()),
            Arbitraries.integers().between(0, 11))
        .as(Deed::new)
        .list()
        .ofMinSize(8)
        .ofMaxSize(30);
  }

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void eachIsToldOnceAsTheModelHasIt(@ForAll("deeds") @Size(min = 8) List<Deed> deeds) {
    play(Databases.H2, deeds);
  }

  @Property(tries = 4, shrinking = ShrinkingMode.OFF)
  void theSameOnPostgres(@ForAll("deeds") @Size(min = 8) List<Deed> deeds) {
    play(Databases.POSTGRES, deeds);
  }

  private static void play(Databases databases, List<Deed> deeds) {
    try (Town town = new Town(databases)) {
      deeds.forEach(town::does);
      town.decide();
    }
  }

  /** An engine, and what the model says of it. */
  private static final class Town implements AutoCloseable {
    private final Desk desk;
    private final NoticeModel model = new NoticeModel();
    private final AtomicReference<@Nullable Step> dies = new AtomicReference<>();

    /** What was written, by its number: a post, or a comment. */
    private final List<Long> items = new ArrayList<>();

    private final List<RecordId> records = new ArrayList<>();

    Town(Databases databases) {
      desk =
          new Desk(
              Desk.tables(databases),
              builder ->
                  builder.steps(
                      step -> {
                        if (dies.compareAndSet(step, null)) {
                          throw new Error("the node dies at " + step);
                        }
                      }));
      for (int record = 0; record < NoticeModel.RECORDS; record++) {
        desk.ingest(order("" + record).status("Open"));
        records.add(desk.record("katherine", "" + record).id());
      }
      Inboxes.settle(desk);
    }

    void does(Deed deed) {
      String who = NoticeModel.PEOPLE.get(deed.who());
      int record = deed.what() % NoticeModel.RECORDS;
      switch (deed.act()) {
        case POST -> {
          if (model.mayRead(who, record)) {
            String named = named(deed, person -> model.mayRead(person, record));
            items.add(
                desk.causerie
                    .feed()
                    .post(Desk.as(who), records.get(record), Lane.INTERNAL, text(named), null)
                    .id()
                    .value());
            model.write(who, record, -1, named);
          }
        }
        case COMMENT -> {
          if (!items.isEmpty()) {
            int post = model.post(deed.what() % items.size());
            if (model.reads(who, post)) {
              String named = named(deed, person -> model.reads(person, post));
              ActivityId on = new ActivityId(items.get(post));
              items.add(
                  desk.causerie
                      .discussion()
                      .reply(Desk.as(who), on, text(named), null, null, null)
                      .id()
                      .value());
              model.write(who, model.record(post), post, named);
            }
          }
        }
        case MUTE -> mute(who, record, true);
        case UNMUTE -> mute(who, record, false);
        case RESTRICT -> restrict(record, true);
        case WIDEN -> restrict(record, false);
        case READ_RECORD -> {
          if (model.mayRead(who, record)) {
            desk.causerie.records().markRead(Desk.as(who), records.get(record), desk.position());
            model.read(who, record);
          }
        }
        case READ_INBOX -> {
          decide();
          desk.causerie.notices().readUpTo(Desk.as(who), Long.MAX_VALUE);
          model.readAll(who);
        }
        case DECIDE -> decide();
        case CRASH -> dies.set(DEATHS.get(deed.what() % DEATHS.size()));
      }
    }

    private static @Nullable String named(Deed deed, Predicate<String> mayRead) {
      String person =
          deed.named() < NoticeModel.PEOPLE.size() ? NoticeModel.PEOPLE.get(deed.named()) : null;
      return person != null && mayRead.test(person) ? person : null;
    }

    private static String text(@Nullable String named) {
      return named == null ? "Words" : "[@](person:%s), please".formatted(named);
    }

    private void mute(String who, int record, boolean is) {
      if (model.mayRead(who, record)) {
        desk.causerie
            .follows()
            .say(
                Desk.as(who),
                Target.of(records.get(record)),
                Follows.Wish.of(is ? FollowState.MUTE : FollowState.FOLLOW));
        model.mute(who, record, is);
      }
    }

    private void restrict(int record, boolean restricted) {
      desk.ingest(
          order("" + record)
              .status("Open")
              .audience(restricted ? Audience.internal(Readers.groups("finance")) : Desk.CEILING));
      model.restrict(record, restricted);
    }

    /** Lets all be decided, and looks. */
    void decide() {
      Inboxes.settle(desk);
      model.decide();
      Map<Long, Integer> numbers = new HashMap<>();
      items.forEach(item -> numbers.put(item, numbers.size()));
      for (String person : NoticeModel.PEOPLE) {
        assertThat(
                desk.causerie.notices().page(Desk.as(person), false, null, 100).items().stream()
                    .map(notice -> told(notice, numbers))
                    .sorted()
                    .toList())
            .as("the inbox of %s", person)
            .isEqualTo(model.inbox(person));
        assertThat(desk.causerie.notices().unread(Desk.as(person)))
            .as("what %s has not read", person)
            .isEqualTo(new Unread(model.unread(person), true));
        assertThat(
                desk.count(
                    "select count(*) from notice_item where person = '%s'".formatted(person)))
            .as("what %s was told of", person)
            .isEqualTo(model.all.getOrDefault(person, Map.of()).size());
      }
    }

    private static String told(NoticeView notice, Map<Long, Integer> numbers) {
      NoticeView.Said said = notice.said();
      long item = said == null ? notice.post().id().value() : said.id().value();
      return "%s %d +%d%s"
          .formatted(
              notice.reason(), numbers.get(item), notice.more(), notice.unread() ? " unread" : "");
    }

    @Override
    public void close() {
      dies.set(null);
      desk.close();
    }
  }
}
