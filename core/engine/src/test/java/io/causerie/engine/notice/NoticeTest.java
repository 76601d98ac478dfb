package io.causerie.engine.notice;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.causerie.engine.Desk;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.Page;
import io.causerie.engine.follow.FollowState;
import io.causerie.engine.follow.Follows;
import io.causerie.engine.follow.Target;
import io.causerie.engine.home.Homes;
import io.causerie.engine.home.Reason;
import io.causerie.engine.people.ActorView;
import io.causerie.engine.record.RecordView.Unread;
import io.causerie.engine.store.Database;
import io.causerie.model.ActivityId;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.NoteId;
import io.causerie.model.Readers;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is told of what, and what stands in her inbox, on both databases. */
@ParameterizedClass
@EnumSource(Databases.class)
class NoticeTest {
  @Parameter Databases databases = Databases.H2;

  private final Channel channel = new Channel();
  private Desk desk;

  /** Keeps what it is told. */
  private static final class Channel implements NoticeChannel {
    final List<Telling> told = new CopyOnWriteArrayList<>();

    @Override
    public String name() {
      return "hook";
    }

    @Override
    public void tell(Handle h, List<Telling> all) {
      told.addAll(all);
    }
  }

  /** Katherine wants what she follows told too; Grace is not disturbed before noon. */
  private static final NoticePreferences WISHES =
      new NoticePreferences() {
        @Override
        public Map<String, Wishes> of(Handle h, Collection<String> persons, Instant now) {
          Map<String, Wishes> all = new HashMap<>();
          persons.forEach(
              person ->
                  all.put(
                      person,
                      (reason, channel) ->
                          !NoticePreferences.usually(reason) && !person.equals("katherine")
                              ? When.NEVER
                              : person.equals("grace") && !channel.equals(PAGE)
                                  ? When.later(NOON)
                                  : When.NOW));
          return all;
        }

        @Override
        public boolean mayTell(Handle h, Reason reason) {
          return true;
        }
      };

  private static final Instant NOON = Desk.MONDAY.plus(Duration.ofHours(4));

  @BeforeEach
  void open() {
    TestDatabase database = Desk.tables(databases);
    desk = new Desk(database, builder -> builder.notices(new NoticeWays(WISHES, List.of(channel))));
    Inboxes.read(desk);
    desk.ingest(order("1").status("Open"));
    Homes.settle(desk);
    Inboxes.settle(desk);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private ActivityId post(String person, String text) {
    return desk.causerie.feed().post(Desk.as(person), desk.id("1"), Lane.INTERNAL, text, null).id();
  }

  private NoteId comment(String person, ActivityId post, String text) {
    return desk.causerie.discussion().reply(Desk.as(person), post, text, null, null, null).id();
  }

  private static NoticeView.Said said(NoticeView notice) {
    return Objects.requireNonNull(notice.said());
  }

  private List<NoticeView> inbox(String person) {
    Inboxes.settle(desk);
    return page(person, false, null, 50).items();
  }

  private Page<NoticeView> page(String person, boolean unread, @Nullable String cursor, int limit) {
    return desk.causerie.notices().page(Desk.as(person), unread, cursor, limit);
  }

  private Unread unread(String person) {
    Inboxes.settle(desk);
    return desk.causerie.notices().unread(Desk.as(person));
  }

  private void say(String person, Target target, FollowState state) {
    Homes.settle(desk);
    desk.causerie.follows().say(Desk.as(person), target, Follows.Wish.of(state));
  }

  @Test
  void whoeverIsNamedIsToldWhoWhatAndWhy() {
    ActivityId post = post("ada", "[@](person:grace), who packs it?");

    assertThat(inbox("grace"))
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.reason()).isEqualTo(Reason.MENTION);
              assertThat(notice.by()).extracting(ActorView::person).isEqualTo("ada");
              assertThat(notice.post().id()).isEqualTo(post);
              assertThat(notice.said()).isNull();
              assertThat(notice.unread()).isTrue();
              assertThat(notice.more()).isZero();
            });
    assertThat(unread("grace")).isEqualTo(new Unread(1, true));
    assertThat(inbox("ada")).isEmpty();
  }

  @Test
  void itIsDecidedAMomentLaterAndNotBefore() {
    post("ada", "[@](person:grace), who packs it?");
    Inboxes.read(desk);

    assertThat(desk.count("select count(*) from notice_queue")).isEqualTo(1);
    assertThat(page("grace", false, null, 50).items()).isEmpty();

    assertThat(inbox("grace")).hasSize(1);
  }

  @Test
  void anAnswerIsToldToWhomItAnswersAndWhatOneFollowsStaysAtHome() {
    ActivityId post = post("ada", "Who packs it?");
    NoteId answer = comment("grace", post, "I do");

    assertThat(inbox("ada"))
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.reason()).isEqualTo(Reason.REPLY);
              assertThat(said(notice).id()).isEqualTo(answer);
              assertThat(said(notice).author().name()).isEqualTo("Grace Hopper");
              assertThat(said(notice).html()).contains("I do");
            });
    post("ada", "Something else");
    assertThat(inbox("grace")).as("she follows it, which is told at home").isEmpty();
  }

  @Test
  void aGroupThatIsNamedIsToldAndSheWhoNamedItIsNot() {
    post("ada", "[@](group:sales), who packs it?");

    assertThat(inbox("grace")).extracting(NoticeView::reason).containsExactly(Reason.GROUP_MENTION);
    assertThat(inbox("ada")).isEmpty();
    assertThat(inbox("katherine")).isEmpty();
  }

  @Test
  void oneDiscussionIsOneNoticeByItsStrongestReasonUntilItIsRead() {
    ActivityId post = post("grace", "Who packs it?");
    comment("ada", post, "Not me");
    NoteId named = comment("ada", post, "[@](person:grace), it is you");
    comment("ada", post, "Is it not?");

    assertThat(inbox("grace"))
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.reason()).isEqualTo(Reason.MENTION);
              assertThat(said(notice).id()).isEqualTo(named);
              assertThat(notice.more()).isEqualTo(2);
            });
    long first = inbox("grace").get(0).place();
    comment("ada", post, "Hello?");
    assertThat(inbox("grace"))
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.place()).isGreaterThan(first);
              assertThat(said(notice).id()).isEqualTo(named);
              assertThat(notice.more()).isEqualTo(3);
            });

    desk.causerie.notices().readUpTo(Desk.as("grace"), Long.MAX_VALUE);
    NoteId later = comment("ada", post, "One more");

    assertThat(inbox("grace")).extracting(NoticeView::unread).containsExactly(true, false);
    assertThat(said(inbox("grace").get(0)).id()).isEqualTo(later);
    assertThat(unread("grace")).isEqualTo(new Unread(1, true));
  }

  @Test
  void whatIsReadMeanwhileIsNotTold() {
    post("ada", "[@](person:grace), who packs it?");
    desk.causerie.records().markRead(Desk.as("grace"), desk.id("1"), desk.position());
    ActivityId home = post("ada", "[@](person:grace), seen at home");
    Homes.settle(desk);
    desk.causerie.home().mark(Desk.as("grace"), Set.of(home), true);

    assertThat(inbox("grace")).isEmpty();
    assertThat(channel.told).isEmpty();
  }

  @Test
  void whatIsReadOnTheRecordsPageOrAtHomeIsReadInTheInbox() {
    post("ada", "[@](person:grace), who packs it?");
    assertThat(unread("grace")).isEqualTo(new Unread(1, true));
    Map<String, List<Long>> before = desk.causerie.notices().stamps(Set.of("grace"));

    desk.causerie.records().markRead(Desk.as("grace"), desk.id("1"), desk.position());

    assertThat(unread("grace")).isEqualTo(new Unread(0, true));
    assertThat(inbox("grace")).extracting(NoticeView::unread).containsExactly(false);
    assertThat(desk.causerie.notices().stamps(Set.of("grace"))).isNotEqualTo(before);
    ActivityId other = post("ada", "[@](person:grace), and this?");
    assertThat(unread("grace")).isEqualTo(new Unread(1, true));
    Homes.settle(desk);
    desk.causerie.home().mark(Desk.as("grace"), Set.of(other), true);
    assertThat(unread("grace")).isEqualTo(new Unread(0, true));
  }

  @Test
  void whatSheDidHerselfAlsoInTheSourceIsNoNews() {
    ActivityId post = post("ada", "Who packs it?");
    comment("ada", post, "[@](person:ada), I do");

    assertThat(inbox("ada")).isEmpty();
    say("katherine", Target.of(desk.id("1")), FollowState.FOLLOW);
    desk.ingest(order("1").status("Shipped").by("alovelace"));
    say("ada", Target.of(desk.id("1")), FollowState.FOLLOW);
    assertThat(inbox("ada")).isEmpty();
    assertThat(inbox("katherine")).extracting(NoticeView::reason).containsExactly(Reason.FOLLOW);
  }

  @Test
  void whileMutedOnlyHerOwnNameReachesHerAndHerInboxAlone() {
    ActivityId post = post("grace", "Who packs it?");
    say("grace", Target.of(desk.id("1")), FollowState.MUTE);

    comment("ada", post, "Not me");
    post("ada", "[@](group:sales), who packs it?");
    ActivityId named = post("ada", "[@](person:grace), is it you?");

    assertThat(inbox("grace"))
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.post().id()).isEqualTo(named);
              assertThat(notice.mutedUntil()).isNotNull();
            });
    assertThat(channel.told).isEmpty();
  }

  @Test
  void channelsAreToldOnceWithThePreferencesOfTheirReceiver() {
    ActivityId post = post("ada", "[@](person:grace), [@](group:finance)?");
    inbox("grace");

    assertThat(channel.told)
        .extracting(told -> told.notice().person(), NoticeChannel.Telling::from)
        .containsExactlyInAnyOrder(
            tuple("grace", NOON), tuple("katherine", channel.told.get(0).notice().at()));
    assertThat(channel.told).extracting(told -> told.notice().activity()).containsOnly(post);
    long id = channel.told.get(0).notice().id();
    assertThat(desk.count("select count(*) from notice where id = " + id)).isEqualTo(1);
  }

  @Test
  void anEditTellsWhomItNamesAnew() {
    ActivityId post = post("ada", "[@](person:grace)?");
    NoteId note = comment("ada", post, "[@](person:grace)!");
    assertThat(inbox("grace")).singleElement().extracting(NoticeView::more).isEqualTo(1);
    desk.causerie.notices().readUpTo(Desk.as("grace"), Long.MAX_VALUE);

    desk.causerie
        .discussion()
        .edit(Desk.as("ada"), note, "[@](person:grace) and [@](person:katherine)!", 1);

    assertThat(inbox("katherine")).extracting(NoticeView::reason).containsExactly(Reason.MENTION);
    assertThat(unread("grace")).as("she was told").isEqualTo(new Unread(0, true));
  }

  @Test
  void whatIsRemovedOrTakenOutBeforeItIsToldIsNotTold() {
    ActivityId post = post("ada", "Talk");
    NoteId removed = comment("ada", post, "[@](person:grace)!");
    NoteId edited = comment("ada", post, "[@](person:grace)?");
    desk.causerie.discussion().remove(Desk.as("ada"), removed, 1);
    desk.causerie.discussion().edit(Desk.as("ada"), edited, "Nobody", 1);

    assertThat(inbox("grace")).isEmpty();
  }

  @Test
  void whatIsRemovedAfterItWasToldLeavesListAndCount() {
    ActivityId post = post("ada", "Talk");
    NoteId removed = comment("ada", post, "[@](person:grace)!");
    assertThat(unread("grace")).isEqualTo(new Unread(1, true));

    desk.causerie.discussion().remove(Desk.as("ada"), removed, 1);

    assertThat(inbox("grace")).isEmpty();
    assertThat(unread("grace")).isEqualTo(new Unread(0, true));
  }

  @Test
  void aRightThatEndsHidesItAtOnceInListAndCountAndIsLookedAtWhenItTells() {
    post("ada", "[@](person:grace), who packs it?");
    assertThat(unread("grace")).isEqualTo(new Unread(1, true));
    ActivityId late = post("ada", "[@](person:grace), once more");

    desk.ingest(order("1").status("Open").audience(Audience.internal(Readers.groups("finance"))));

    assertThat(inbox("grace")).isEmpty();
    assertThat(unread("grace")).isEqualTo(new Unread(0, true));
    desk.causerie.notices().mark(Desk.as("grace"), Set.of(channel.told.get(0).notice().id()), true);
    desk.ingest(order("1").status("Open").audience(Desk.CEILING));
    assertThat(inbox("grace"))
        .as("what she could not read when it was decided is not told later")
        .extracting(notice -> notice.post().id())
        .doesNotContain(late)
        .hasSize(1);
    assertThat(unread("grace")).isEqualTo(new Unread(1, true));
  }

  @Test
  void singleOnesAreMarkedReadAndUnreadAgain() {
    post("ada", "[@](person:grace), one");
    Inboxes.settle(desk);
    post("ada", "[@](person:grace), two");
    List<Long> ids = inbox("grace").stream().map(NoticeView::id).toList();

    desk.causerie.notices().mark(Desk.as("grace"), Set.of(ids.get(1)), true);
    assertThat(inbox("grace")).extracting(NoticeView::unread).containsExactly(true, false);
    desk.causerie.notices().readUpTo(Desk.as("grace"), Long.MAX_VALUE);
    assertThat(unread("grace")).isEqualTo(new Unread(0, true));
    desk.causerie.notices().mark(Desk.as("grace"), Set.of(ids.get(1)), false);
    assertThat(unread("grace")).isEqualTo(new Unread(1, true));
    assertThat(page("grace", true, null, 10).items())
        .extracting(NoticeView::id)
        .containsExactly(ids.get(1));
    desk.causerie.notices().mark(Desk.as("katherine"), Set.of(ids.get(1)), true);
    assertThat(unread("grace")).as("another's is left out").isEqualTo(new Unread(1, true));
    assertThatThrownBy(() -> desk.causerie.notices().mark(Desk.as("grace"), Set.of(), true))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void pagesGoOnWhereTheOneBeforeEnded() {
    List<ActivityId> posts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      posts.add(0, post("ada", "[@](person:grace), " + i));
      Inboxes.settle(desk);
    }
    List<ActivityId> shown = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      Page<NoticeView> page = page("grace", false, cursor, 2);
      page.items().forEach(notice -> shown.add(notice.post().id()));
      cursor = page.next();
    } while (cursor != null);

    assertThat(shown).isEqualTo(posts);
  }

  @Test
  void aCustomerIsToldWhoAnswersHer() {
    desk.ingest(order("1").status("Open").audience(Desk.CEILING));
    ActivityId post =
        desk.causerie
            .feed()
            .post(Desk.as("ada"), desk.id("1"), Lane.CUSTOMER, "Is that right?", null)
            .id();
    NoteId asked = comment("jana", post, "No");
    desk.causerie.discussion().reply(Desk.as("ada"), post, "I see", asked, null, null);

    assertThat(inbox("jana")).extracting(NoticeView::reason).containsExactly(Reason.REPLY);
    assertThat(inbox("ada")).extracting(NoticeView::reason).containsExactly(Reason.REPLY);
  }

  @Test
  void noticesFollowARecordThatBecomesPartOfAnother() {
    desk.ingest(order("2").status("Open"));
    ActivityId told = post("ada", "[@](person:grace), who packs it?");
    Inboxes.settle(desk);
    ActivityId waits = post("ada", "[@](person:grace), and this?");
    Inboxes.read(desk);

    desk.ingest(order("1").mergedInto("2"));

    assertThat(inbox("grace"))
        .extracting(notice -> notice.post().id())
        .containsExactly(waits, told);
    desk.causerie.records().markRead(Desk.as("grace"), desk.id("2"), desk.position());
    assertThat(unread("grace")).isEqualTo(new Unread(0, true));
  }

  @Test
  void whatWasToldLongAgoIsForgotten() {
    post("ada", "[@](person:grace), who packs it?");
    assertThat(inbox("grace")).hasSize(1);
    desk.clock.tick(Notices.KEPT.plusDays(1));

    Database.over(desk.source()).writing(h -> desk.causerie.notices().purge(h));

    assertThat(inbox("grace")).isEmpty();
    assertThat(desk.count("select count(*) from notice_item")).isZero();
  }
}
