package io.causerie.engine.home;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Desk;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.Page;
import io.causerie.engine.follow.FollowState;
import io.causerie.engine.follow.Follows;
import io.causerie.engine.follow.Subtype;
import io.causerie.engine.follow.Target;
import io.causerie.engine.follow.TargetKind;
import io.causerie.engine.people.ActorView;
import io.causerie.engine.record.RecordView.Unread;
import io.causerie.model.ActivityId;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What stands in a home, on both databases, where it is written for each reader and where it is
 * looked for by them.
 */
@ParameterizedClass
@CsvSource({"H2, 1000", "POSTGRES, 0"})
class HomeTest {
  @Parameter(0)
  Databases databases = Databases.H2;

  @Parameter(1)
  int threshold = 0;

  private Desk desk;

  @BeforeEach
  void open() {
    TestDatabase database = Desk.tables(databases);
    desk = new Desk(database, builder -> builder.homeThreshold(threshold));
    Homes.settle(desk);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private List<HomeItem> home(String person) {
    return page(person, HomeFilter.ALL, null, 100).items();
  }

  private Page<HomeItem> page(
      String person, HomeFilter filter, @Nullable String cursor, int limit) {
    Homes.settle(desk);
    return desk.causerie.home().page(Desk.as(person), filter, cursor, limit);
  }

  private Unread unread(String person) {
    Homes.settle(desk);
    return desk.causerie.home().unread(Desk.as(person));
  }

  private void say(String person, Target target, FollowState state) {
    Homes.settle(desk);
    desk.causerie.follows().say(Desk.as(person), target, Follows.Wish.of(state));
  }

  private ActivityId post(String person, String order, String text) {
    return desk.causerie
        .feed()
        .post(Desk.as(person), desk.id(order), Lane.INTERNAL, text, null)
        .id();
  }

  private void comment(String person, ActivityId post, String text) {
    desk.causerie.discussion().reply(Desk.as(person), post, text, null, null, null);
  }

  @Test
  void whatHappensToAFollowedRecordStandsInHomeWithItsReason() {
    desk.ingest(order("1").status("Open"));
    desk.ingest(order("2").status("Open"));
    say("grace", Target.of(desk.id("1")), FollowState.FOLLOW);

    desk.ingest(order("1").status("Shipped"));
    desk.ingest(order("2").status("Shipped"));

    assertThat(home("grace"))
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.post().record()).isEqualTo(desk.id("1"));
              assertThat(item.why().reason()).isEqualTo(Reason.FOLLOW);
              assertThat(item.why().follows()).isEqualTo(TargetKind.RECORD);
              assertThat(item.unread()).isTrue();
            });
    assertThat(unread("grace")).isEqualTo(new Unread(1, true));
    assertThat(home("katherine")).isEmpty();
  }

  @Test
  void aNewFollowStartsNow() {
    desk.ingest(order("1").status("Open"));
    Homes.settle(desk);

    say("grace", Target.of(desk.id("1")), FollowState.FOLLOW);

    assertThat(home("grace")).isEmpty();
  }

  @Test
  void aPostStandsInItsLastPlaceOnceAndIsUnreadAgain() {
    desk.ingest(order("1").status("Open"));
    say("grace", Target.of(desk.id("1")), FollowState.FOLLOW);
    ActivityId first = post("ada", "1", "Question");
    post("ada", "1", "Another");
    desk.causerie.home().readUpTo(Desk.as("grace"), home("grace").get(0).place());
    assertThat(unread("grace")).isEqualTo(new Unread(0, true));

    comment("katherine", first, "Answer");

    assertThat(home("grace"))
        .extracting(item -> item.post().id())
        .hasSize(2)
        .first()
        .isEqualTo(first);
    assertThat(home("grace")).extracting(HomeItem::unread).containsExactly(true, false);
    assertThat(unread("grace")).isEqualTo(new Unread(1, true));
  }

  @Test
  void whatOneDidOneselfIsNoNews() {
    desk.ingest(order("1").status("Open"));
    say("ada", Target.of(desk.id("1")), FollowState.FOLLOW);

    ActivityId own = post("ada", "1", "Note");
    desk.ingest(order("1").status("Shipped").by("alovelace"));

    assertThat(home("ada")).isEmpty();
    comment("grace", own, "Thanks");
    assertThat(home("ada"))
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.why().reason()).isIn(Reason.REPLY, Reason.FOLLOW);
              assertThat(item.post().id()).isEqualTo(own);
            });
    long place = home("ada").get(0).place();
    comment("ada", own, "Welcome");
    assertThat(home("ada")).extracting(HomeItem::place).containsExactly(place);
  }

  @Test
  void whoeverIsMentionedIsToldWhateverSheMuted() {
    desk.ingest(order("1").status("Open"));
    say("grace", Target.of(desk.id("1")), FollowState.MUTE);

    post("ada", "1", "Only noise");
    ActivityId named = post("ada", "1", "[@](person:grace), please");

    assertThat(home("grace"))
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.post().id()).isEqualTo(named);
              assertThat(item.why().reason()).isEqualTo(Reason.MENTION);
              assertThat(item.why().by()).extracting(ActorView::person).isEqualTo("ada");
              assertThat(item.why().mutedUntil()).isNotNull();
            });
  }

  @Test
  void rightsThatAreWithdrawnHideItAtOnceAlsoInTheCount() {
    desk.ingest(order("1").status("Open"));
    say("grace", Target.of(desk.id("1")), FollowState.FOLLOW);
    desk.ingest(order("1").status("Shipped"));
    assertThat(unread("grace")).isEqualTo(new Unread(1, true));

    desk.ingest(
        order("1").status("Shipped").audience(Audience.internal(Readers.groups("finance"))));

    assertThat(home("grace")).isEmpty();
    assertThat(unread("grace")).isEqualTo(new Unread(0, true));
  }

  @Test
  void personsTypesAndSystemsAreFollowed() {
    desk.ingest(order("1").status("Open"));
    desk.ingest(order("2").status("Open"));
    say("grace", Target.person("ada"), FollowState.FOLLOW);
    say("katherine", Target.type("desk", "Order"), FollowState.FOLLOW);
    say("katherine", Target.of(desk.id("2")), FollowState.MUTE);

    ActivityId one = post("ada", "1", "One");
    ActivityId two = post("ada", "2", "Two");

    assertThat(home("grace")).extracting(i -> i.post().id()).containsExactly(two, one);
    assertThat(home("grace")).extracting(i -> i.why().follows()).containsOnly(TargetKind.PERSON);
    assertThat(home("katherine")).extracting(i -> i.post().id()).containsExactly(one);
    assertThat(home("katherine")).extracting(i -> i.why().follows()).containsOnly(TargetKind.TYPE);
  }

  @Test
  void whatIsNotFollowedAnyMoreLeavesHome() {
    desk.ingest(order("1").status("Open"));
    say("grace", Target.of(desk.id("1")), FollowState.FOLLOW);
    desk.ingest(order("1").status("Shipped"));
    assertThat(home("grace")).hasSize(1);

    say("grace", Target.of(desk.id("1")), FollowState.NORMAL);

    assertThat(home("grace")).isEmpty();
    assertThat(unread("grace")).isEqualTo(new Unread(0, true));
  }

  @Test
  void muteForATimeEndsByItself() {
    desk.ingest(order("1").status("Open"));
    Target record = Target.of(desk.id("1"));
    say("grace", record, FollowState.FOLLOW);
    desk.causerie
        .follows()
        .say(
            Desk.as("grace"),
            record,
            new Follows.Wish(FollowState.MUTE, null, desk.clock.instant().plusSeconds(60)));
    assertThat(desk.record("grace", "1").follow().name()).isEqualTo("MUTED");
    post("ada", "1", "Meanwhile");
    assertThat(home("grace")).isEmpty();

    desk.clock.tick(Duration.ofMinutes(2));
    ActivityId later = post("ada", "1", "Later");

    assertThat(home("grace")).extracting(i -> i.post().id()).first().isEqualTo(later);
    assertThat(desk.record("grace", "1").follow().name()).isEqualTo("FOLLOWING");
  }

  @Test
  void followsAreConfinedToSomeKinds() {
    desk.ingest(order("1").status("Open"));
    desk.causerie
        .follows()
        .say(
            Desk.as("grace"),
            Target.of(desk.id("1")),
            new Follows.Wish(FollowState.FOLLOW, Set.of(Subtype.TALK), null));

    desk.ingest(order("1").status("Shipped"));
    ActivityId talk = post("ada", "1", "Talk");

    assertThat(home("grace")).extracting(i -> i.post().id()).containsExactly(talk);
  }

  @Test
  void singleItemsAreMarkedReadAndUnreadAgain() {
    desk.ingest(order("1").status("Open"));
    say("grace", Target.of(desk.id("1")), FollowState.FOLLOW);
    ActivityId one = post("ada", "1", "One");
    ActivityId two = post("ada", "1", "Two");
    Homes.settle(desk);

    desk.causerie.home().mark(Desk.as("grace"), Set.of(one), true);
    assertThat(home("grace")).extracting(HomeItem::unread).containsExactly(true, false);
    assertThat(unread("grace")).isEqualTo(new Unread(1, true));

    desk.causerie.home().readUpTo(Desk.as("grace"), Long.MAX_VALUE);
    assertThat(unread("grace")).isEqualTo(new Unread(0, true));

    desk.causerie.home().mark(Desk.as("grace"), Set.of(one, two), false);
    assertThat(unread("grace")).isEqualTo(new Unread(2, true));
    desk.causerie.home().mark(Desk.as("grace"), Set.of(two), true);
    assertThat(home("grace")).extracting(HomeItem::unread).containsExactly(false, true);
    assertThat(page("grace", unreadOnly(), null, 10).items())
        .extracting(i -> i.post().id())
        .containsExactly(one);
  }

  private static HomeFilter unreadOnly() {
    return new HomeFilter(null, null, null, true, HomeFilter.Show.ALL);
  }

  @Test
  void whatIsReadOnTheRecordsPageIsReadAtHome() {
    desk.ingest(order("1").status("Open"));
    say("grace", Target.of(desk.id("1")), FollowState.FOLLOW);
    post("ada", "1", "One");

    desk.causerie.records().markRead(Desk.as("grace"), desk.id("1"), desk.position());

    assertThat(unread("grace")).isEqualTo(new Unread(0, true));
    assertThat(home("grace")).extracting(HomeItem::unread).containsExactly(false);
  }

  @Test
  void pagesGoOnWhereTheOneBeforeEnded() {
    desk.ingest(order("1").status("Open"));
    say("grace", Target.of(desk.id("1")), FollowState.FOLLOW);
    for (int i = 0; i < 7; i++) {
      post("ada", "1", "Post " + i);
    }
    List<ActivityId> all = home("grace").stream().map(i -> i.post().id()).toList();

    Page<HomeItem> first = page("grace", HomeFilter.ALL, null, 3);
    Page<HomeItem> second = page("grace", HomeFilter.ALL, first.next(), 3);
    Page<HomeItem> third = page("grace", HomeFilter.ALL, second.next(), 3);

    assertThat(first.items()).extracting(i -> i.post().id()).isEqualTo(all.subList(0, 3));
    assertThat(second.items()).extracting(i -> i.post().id()).isEqualTo(all.subList(3, 6));
    assertThat(third.items()).extracting(i -> i.post().id()).isEqualTo(all.subList(6, 7));
    assertThat(third.next()).isNull();
  }

  @Test
  void nobodyFromOutsideFollowsButByHerOwnWill() {
    desk.ingest(order("1").status("Open").audience(Desk.CEILING));
    RecordId record = desk.id("1");
    ActivityId post =
        desk.causerie
            .feed()
            .post(Desk.as("ada"), record, Lane.CUSTOMER, "[@](person:jana), is that right?", null)
            .id();
    comment("jana", post, "Yes");

    comment("ada", post, "Thanks");

    assertThat(home("jana"))
        .singleElement()
        .satisfies(item -> assertThat(item.why().follows()).isNull());
    assertThatThrownBy(() -> say("jana", Target.person("ada"), FollowState.FOLLOW))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> say("jana", Target.system("desk"), FollowState.MUTE))
        .isInstanceOf(NotFoundException.class);
    say("jana", Target.of(record), FollowState.FOLLOW);
    comment("ada", post, "One more");
    assertThat(home("jana").get(0).why().follows()).isEqualTo(TargetKind.RECORD);
  }

  @Test
  void homeFollowsARecordThatBecomesPartOfAnother() {
    desk.ingest(order("1").status("Open"));
    desk.ingest(order("2").status("Open"));
    say("grace", Target.of(desk.id("1")), FollowState.FOLLOW);
    ActivityId before = post("ada", "1", "Before");
    Homes.settle(desk);

    desk.ingest(order("1").mergedInto("2"));
    ActivityId after = post("ada", "2", "After");

    assertThat(home("grace"))
        .extracting(i -> i.post().id())
        .contains(before)
        .first()
        .isEqualTo(after);
  }

  @Test
  void whatOneFollowsIsListedAsLongAsOneMayKnowOfIt() {
    desk.ingest(order("1").status("Open"));
    say("grace", Target.of(desk.id("1")), FollowState.FOLLOW);
    say("grace", Target.person("ada"), FollowState.FOLLOW);
    say("grace", Target.type("desk", "Order"), FollowState.MUTE);
    assertThat(desk.causerie.follows().list(Desk.as("grace"), null, 10).items())
        .extracting(follow -> follow.target().kind())
        .containsExactlyInAnyOrder(TargetKind.RECORD, TargetKind.PERSON, TargetKind.TYPE);

    desk.ingest(order("1").status("Open").audience(Audience.internal(Readers.groups("finance"))));

    assertThat(desk.causerie.follows().list(Desk.as("grace"), null, 10).items())
        .extracting(follow -> follow.target().kind())
        .containsExactlyInAnyOrder(TargetKind.PERSON, TargetKind.TYPE);
  }
}
