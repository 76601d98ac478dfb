package io.causerie.engine;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.follow.FollowState;
import io.causerie.engine.follow.Follows;
import io.causerie.engine.follow.Target;
import io.causerie.engine.home.HomeFilter;
import io.causerie.engine.home.HomeItem;
import io.causerie.engine.record.RecordView.Unread;
import io.causerie.engine.worker.Step;
import io.causerie.model.ActivityId;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Readers;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.Size;

/**
 * Homes against a small model: whatever people follow, mute, write, read and lose, and wherever the
 * reader of the journal dies, each post stands in a home once, in its last place, nothing that may
 * not be read is shown or counted, and what is counted is what is unread.
 */
@Tag("property")
class HomePropertyTest {
  private enum Act {
    FOLLOW,
    NORMAL,
    MUTE,
    POST,
    COMMENT,
    RESTRICT,
    WIDEN,
    READ_ALL,
    READ_ONE,
    UNREAD_ONE,
    CRASH,
    LOOK
  }

  /**
   * @param who a person
   * @param what a record, a target or a post, by its number
   */
  private record Deed(Act act, int who, int what) {}

  @Provide
  Arbitrary<List<Deed>> deeds() {
    return Combinators.combine(
            Arbitraries.of(
                // Without talk there is nothing to follow.
                Act.FOLLOW,
                Act.FOLLOW,
                Act.NORMAL,
                Act.MUTE,
                Act.POST,
                Act.POST,
                Act.POST,
                Act.COMMENT,
                Act.COMMENT,
                Act.COMMENT,
                Act.RESTRICT,
                Act.WIDEN,
                Act.READ_ALL,
                Act.READ_ONE,
                Act.UNREAD_ONE,
                Act.CRASH,
                Act.LOOK),
            Arbitraries.integers().between(0, HomeModel.PEOPLE.size() - 1),
            Arbitraries.integers().between(0, 9))
        .as(Deed::new)
        .list()
        .ofMinSize(8)
        .ofMaxSize(40);
  }

  @Property(tries = 14, shrinking = ShrinkingMode.OFF)
  void homesAreAsTheModelHasThem(
      @ForAll("deeds") @Size(min = 8) List<Deed> deeds, @ForAll boolean wide) {
    try (Town town = new Town(Databases.H2, wide)) {
      deeds.forEach(town::does);
      town.look();
    }
  }

  @Property(tries = 4, shrinking = ShrinkingMode.OFF)
  void homesAreTheSameOnPostgres(
      @ForAll("deeds") @Size(min = 8) List<Deed> deeds, @ForAll boolean wide) {
    try (Town town = new Town(Databases.POSTGRES, wide)) {
      deeds.forEach(town::does);
      town.look();
    }
  }

  /** An engine, and what the model says of it. */
  private static final class Town implements AutoCloseable {
    private final Desk desk;
    private final HomeModel model;
    private final AtomicBoolean dies = new AtomicBoolean();
    private final List<ActivityId> posts = new ArrayList<>();

    Town(Databases databases, boolean wide) {
      TestDatabase database = Desk.tables(databases);
      desk =
          new Desk(
              database,
              builder ->
                  builder
                      .homeThreshold(wide ? 0 : 1_000)
                      .steps(
                          step -> {
                            if (step == Step.READER_APPLIED && dies.getAndSet(false)) {
                              throw new Error("the reader dies before it commits");
                            }
                          }));
      model = new HomeModel(wide);
      for (int record = 0; record < HomeModel.RECORDS; record++) {
        desk.ingest(order("" + record).status("Open"));
      }
      settle();
    }

    /** Waits until all that was committed stands in the homes it concerns. */
    private void settle() {
      long position = desk.position();
      Eventually.until(
          "the homes are written",
          () ->
              desk.count(
                      "select count(*) from journal_reader where name = 'home' and position >= "
                          + position)
                  == 1);
    }

    void does(Deed deed) {
      String who = HomeModel.PEOPLE.get(deed.who());
      int record = deed.what() % HomeModel.RECORDS;
      switch (deed.act()) {
        case FOLLOW -> say(who, deed.what(), FollowState.FOLLOW);
        case NORMAL -> say(who, deed.what(), FollowState.NORMAL);
        case MUTE -> say(who, deed.what(), FollowState.MUTE);
        case POST -> {
          if (model.mayRead(who, record)) {
            posts.add(
                desk.causerie
                    .feed()
                    .post(
                        Desk.as(who),
                        desk.record("katherine", "" + record).id(),
                        Lane.INTERNAL,
                        "Post",
                        null)
                    .id());
            settle();
            model.post(who, record);
          }
        }
        case COMMENT -> {
          if (!posts.isEmpty()) {
            int post = deed.what() % posts.size();
            if (model.reads(who, post)) {
              desk.causerie
                  .discussion()
                  .reply(Desk.as(who), posts.get(post), "Comment", null, null, null);
              settle();
              model.comment(who, post);
            }
          }
        }
        case RESTRICT -> restrict(record, true);
        case WIDEN -> restrict(record, false);
        case READ_ALL -> {
          settle();
          desk.causerie.home().readUpTo(Desk.as(who), Long.MAX_VALUE);
          model.readAll(who);
        }
        case READ_ONE -> mark(who, deed.what(), true);
        case UNREAD_ONE -> mark(who, deed.what(), false);
        case CRASH -> dies.set(true);
        case LOOK -> look(who);
      }
    }

    private void say(String who, int what, FollowState state) {
      HomeModel.Followed followed = HomeModel.Followed.values()[what % 5];
      if (followed.isRecord() && !model.mayRead(who, followed.ordinal())) {
        return;
      }
      if (followed == HomeModel.Followed.ADA && who.equals("ada")) {
        return;
      }
      Target target =
          switch (followed) {
            case FIRST, SECOND, THIRD ->
                Target.of(desk.record("katherine", "" + followed.ordinal()).id());
            case ADA -> Target.person("ada");
            case ORDERS -> Target.type("desk", "Order");
          };
      settle();
      desk.causerie.follows().say(Desk.as(who), target, Follows.Wish.of(state));
      model.say(who, followed, state);
    }

    private void restrict(int record, boolean restricted) {
      desk.ingest(
          order("" + record)
              .status("Open")
              .audience(restricted ? Audience.internal(Readers.groups("finance")) : Desk.CEILING));
      settle();
      model.restrict(record, restricted);
    }

    private void mark(String who, int what, boolean read) {
      if (!posts.isEmpty()) {
        int post = what % posts.size();
        settle();
        desk.causerie.home().mark(Desk.as(who), Set.of(posts.get(post)), read);
        model.mark(who, post, read);
      }
    }

    void look() {
      HomeModel.PEOPLE.forEach(this::look);
    }

    private void look(String who) {
      settle();
      List<HomeItem> items = new ArrayList<>();
      String cursor = null;
      do {
        Page<HomeItem> page = desk.causerie.home().page(Desk.as(who), HomeFilter.ALL, cursor, 3);
        items.addAll(page.items());
        cursor = page.next();
      } while (cursor != null);

      assertThat(items)
          .as("the home of %s", who)
          .extracting(item -> posts.indexOf(item.post().id()) + (item.unread() ? " new" : ""))
          .isEqualTo(model.home(who));
      assertThat(desk.causerie.home().unread(Desk.as(who)))
          .as("what %s has not read", who)
          .isEqualTo(new Unread(model.unread(who), true));
    }

    @Override
    public void close() {
      desk.close();
    }
  }
}
