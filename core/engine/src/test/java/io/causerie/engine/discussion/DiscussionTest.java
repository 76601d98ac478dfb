package io.causerie.engine.discussion;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Desk;
import io.causerie.engine.ForbiddenException;
import io.causerie.engine.IdempotencyConflictException;
import io.causerie.engine.IdempotencyKey;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.VersionConflictException;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.people.Origin;
import io.causerie.engine.record.RecordView.FollowState;
import io.causerie.model.ActivityId;
import io.causerie.model.Lane;
import io.causerie.model.RecordId;
import io.causerie.model.SourceActor;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class DiscussionTest {
  @Parameter Databases databases = Databases.H2;
  private Desk desk;
  private RecordId record = new RecordId(0);
  private ActivityId post = new ActivityId(0);

  @BeforeEach
  void open() {
    desk = new Desk(databases);
    desk.ingest(order("1").status("Open"));
    record = desk.id("1");
    post = desk.feed("ada", "1").get(0).id();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private NoteView reply(String person, String content) {
    return desk.causerie.discussion().reply(Desk.as(person), post, content, null, null, null);
  }

  @Test
  void repliesKeepTheirDepthAndSayWhomTheyAnswer() {
    NoteView first = reply("ada", "One");
    NoteView second =
        desk.causerie.discussion().reply(Desk.as("grace"), post, "Two", first.id(), null, null);
    NoteView third =
        desk.causerie
            .discussion()
            .reply(Desk.as("katherine"), post, "Three", second.id(), null, null);

    assertThat(third.inReplyTo()).isEqualTo(second.id());
    assertThat(third.inReplyToAuthor())
        .satisfies(a -> assertThat(a.name()).isEqualTo("Grace Hopper"));
    assertThat(desk.feed("ada", "1").get(0).noteCount()).isEqualTo(3);
  }

  @Test
  void notesArePagedFromTheLastOnesBack() {
    for (int i = 0; i < 7; i++) {
      reply("ada", "Note " + i);
    }

    var last = desk.causerie.discussion().notes(Desk.as("ada"), post, null, 3);
    var before = desk.causerie.discussion().notes(Desk.as("ada"), post, last.next(), 3);
    var first = desk.causerie.discussion().notes(Desk.as("ada"), post, before.next(), 3);

    assertThat(last.items())
        .extracting(NoteView::content)
        .containsExactly("Note 4", "Note 5", "Note 6");
    assertThat(before.items())
        .extracting(NoteView::content)
        .containsExactly("Note 1", "Note 2", "Note 3");
    assertThat(first.items()).extracting(NoteView::content).containsExactly("Note 0");
    assertThat(first.next()).isNull();
  }

  @Test
  void editKeepsTheEarlierWording() {
    NoteView note = reply("ada", "Tomorow");

    NoteView edited =
        desk.causerie.discussion().edit(Desk.as("ada"), note.id(), "Tomorrow", note.version());

    assertThat(edited.edited()).isNotNull();
    assertThat(edited.version()).isEqualTo(2);
    assertThat(desk.causerie.discussion().history(Desk.as("grace"), note.id()))
        .extracting(NoteView.Wording::content)
        .containsExactly("Tomorow", "Tomorrow");
  }

  @Test
  void editToTheSameWordsChangesNothing() {
    NoteView note = reply("ada", "Ask [@Grace](person:grace)");
    ActivityView own =
        desk.causerie.feed().post(Desk.as("ada"), record, Lane.INTERNAL, "Question", null);
    long before = desk.count("select count(*) from journal");

    NoteView same =
        desk.causerie
            .discussion()
            .edit(Desk.as("ada"), note.id(), "Ask [@Grace Hopper](person:grace)", note.version());
    ActivityView post = desk.causerie.feed().edit(Desk.as("ada"), own.id(), "Question", null);

    assertThat(same.edited()).isNull();
    assertThat(same.version()).isEqualTo(note.version());
    assertThat(desk.causerie.discussion().history(Desk.as("ada"), note.id())).hasSize(1);
    assertThat(post.edited()).isNull();
    assertThat(post.version()).isEqualTo(own.version());
    assertThat(desk.causerie.feed().history(Desk.as("ada"), own.id())).hasSize(1);
    assertThat(desk.count("select count(*) from journal")).isEqualTo(before);
    assertThatThrownBy(
            () -> desk.causerie.discussion().edit(Desk.as("ada"), note.id(), same.content(), 9))
        .isInstanceOf(VersionConflictException.class);
    assertThatThrownBy(
            () -> desk.causerie.discussion().edit(Desk.as("grace"), note.id(), "Mine", null))
        .isInstanceOf(ForbiddenException.class);
  }

  @Test
  void editAgainstAnOldVersionIsRefused() {
    NoteView note = reply("ada", "One");
    desk.causerie.discussion().edit(Desk.as("ada"), note.id(), "Two", 1);

    assertThatThrownBy(() -> desk.causerie.discussion().edit(Desk.as("ada"), note.id(), "Three", 1))
        .isInstanceOfSatisfying(
            VersionConflictException.class, e -> assertThat(e.current()).isEqualTo(2));
  }

  @Test
  void onlyTheAuthorEditsAndRemoves() {
    NoteView note = reply("ada", "Mine");

    assertThatThrownBy(
            () -> desk.causerie.discussion().edit(Desk.as("grace"), note.id(), "Yours", null))
        .isInstanceOf(ForbiddenException.class);
    assertThatThrownBy(() -> desk.causerie.discussion().remove(Desk.as("grace"), note.id(), null))
        .isInstanceOf(ForbiddenException.class);
  }

  @Test
  void removalLeavesWhoAndWhenAndTheAnswers() {
    NoteView note = reply("ada", "Oops");
    desk.causerie.discussion().reply(Desk.as("grace"), post, "What?", note.id(), null, null);

    desk.causerie.discussion().remove(Desk.as("ada"), note.id(), null);

    List<NoteView> notes = desk.feed("grace", "1").get(0).notes();
    assertThat(notes).hasSize(2);
    assertThat(notes.get(0).content()).isEmpty();
    assertThat(notes.get(0).removed())
        .satisfies(r -> assertThat(r.by().name()).isEqualTo("Ada Lovelace"));
    assertThat(desk.causerie.discussion().history(Desk.as("ada"), note.id())).isEmpty();
  }

  @Test
  void reactionGivenTwiceIsOne() {
    desk.causerie.discussion().react(Desk.as("ada"), post, "👍", null);
    desk.causerie.discussion().react(Desk.as("ada"), post, "👍", null);
    desk.causerie.discussion().react(Desk.as("grace"), post, "👍", null);

    assertThat(desk.feed("ada", "1").get(0).reactions())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.count()).isEqualTo(2);
              assertThat(r.mine()).isTrue();
            });
    desk.causerie.discussion().unreact(Desk.as("ada"), post, "👍");
    assertThat(desk.feed("ada", "1").get(0).reactions().get(0).count()).isEqualTo(1);
  }

  @Test
  void reactionIsOneEmoji() {
    for (String word : List.of("", "ok", "<b>", "a👍", "1")) {
      assertThatThrownBy(() -> desk.causerie.discussion().react(Desk.as("ada"), post, word, null))
          .as(word)
          .isInstanceOf(InvalidInputException.class);
    }
    for (String emoji : List.of("👍", "❤️", "👩‍💻", "🇫🇷", "1️⃣", "✅")) {
      desk.causerie.discussion().react(Desk.as("ada"), post, emoji, null);
    }
    assertThat(desk.feed("ada", "1").get(0).reactions()).hasSize(6);
  }

  @Test
  void retriedCommentIsOneComment() {
    IdempotencyKey key = new IdempotencyKey("k1", "digest of the request");

    NoteView first =
        desk.causerie.discussion().reply(Desk.as("ada"), post, "Once", null, null, key);
    NoteView again =
        desk.causerie.discussion().reply(Desk.as("ada"), post, "Once", null, null, key);

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(desk.feed("ada", "1").get(0).noteCount()).isEqualTo(1);
    assertThatThrownBy(
            () ->
                desk.causerie
                    .discussion()
                    .reply(
                        Desk.as("ada"), post, "Other", null, null, new IdempotencyKey("k1", "x")))
        .isInstanceOf(IdempotencyConflictException.class);
    desk.clock.tick(Duration.ofHours(25));
    assertThat(
            desk.causerie
                .discussion()
                .reply(Desk.as("ada"), post, "Next day", null, null, new IdempotencyKey("k1", "x"))
                .id())
        .isNotEqualTo(first.id());
  }

  @Test
  void commentFollowsTheRecordUnlessThatWasEndedForGood() {
    assertThat(desk.record("grace", "1").follow()).isEqualTo(FollowState.NONE);
    reply("grace", "Hello [@Katherine](person:katherine)");
    assertThat(desk.record("grace", "1").follow()).isEqualTo(FollowState.AUTOMATIC);
    assertThat(desk.record("katherine", "1").follow()).isEqualTo(FollowState.AUTOMATIC);

    desk.causerie.follows().unfollow(Desk.as("grace"), record);
    reply("grace", "Once more");

    assertThat(desk.record("grace", "1").follow()).isEqualTo(FollowState.ENDED);
  }

  @Test
  void mentionShowsTheNameOfToday() {
    NoteView note = reply("ada", "Ask [@Amazing Grace](person:grace)!");
    assertThat(note.content()).isEqualTo("Ask [@Grace Hopper](person:grace)!");
    assertThat(note.html())
        .contains("<span class=\"mention\" data-person=\"grace\">@Grace Hopper</span>");

    desk.causerie.people().erase("grace");

    NoteView later = desk.causerie.discussion().note(Desk.as("ada"), note.id()).orElseThrow();
    assertThat(later.html()).doesNotContain("Hopper").contains("@Former colleague");
    assertThat(later.content()).doesNotContain("Hopper");
  }

  @Test
  void scriptsAndBadLinksDoNotSurviveRendering() {
    NoteView note =
        reply(
            "ada",
            "See <script>alert(1)</script> [x](javascript:alert(1)) ![y](http://e.example/p.png) <img src=x onerror=alert(1)> [ok](https://ok.example)");

    assertThat(note.html())
        .doesNotContain("<script")
        .doesNotContain("javascript:alert(1)\"")
        .doesNotContain("<img")
        .contains("<a href=\"https://ok.example\" rel=\"")
        .contains("noopener");
  }

  @Test
  void textThatCannotBeStoredIsRefusedWithAReason() {
    for (String text : List.of("", "  ", "a\u0000b", "a\ud800b", "x".repeat(20_001))) {
      assertThatThrownBy(() -> reply("ada", text)).isInstanceOf(InvalidInputException.class);
    }
    assertThat(reply("ada", "> ".repeat(9000)).html()).isNotNull();
  }

  @Test
  void postsOfPeopleAreEditedAndRemovedToo() {
    ActivityView own =
        desk.causerie.feed().post(Desk.as("ada"), record, Lane.INTERNAL, "Question", null);
    desk.causerie.feed().edit(Desk.as("ada"), own.id(), "Question?", 1);

    assertThatThrownBy(() -> desk.causerie.feed().edit(Desk.as("ada"), post, "no", null))
        .isInstanceOf(ForbiddenException.class);
    desk.causerie.feed().remove(Desk.as("ada"), own.id(), null);

    ActivityView gone = desk.causerie.feed().activity(Desk.as("grace"), own.id()).orElseThrow();
    assertThat(gone.removed()).isNotNull();
    assertThat(gone.content()).isNull();
  }

  @Test
  void sourceActorIsShownAsTheSourceCallsHerUntilAnIdentityExplainsHer() {
    desk.ingest(order("2").status("Open").by(new SourceActor("MMEIER", "M. Meier", null)));
    assertThat(desk.feed("ada", "2").get(0).actor().name()).isEqualTo("M. Meier");

    var people = new java.util.ArrayList<>(Desk.people());
    people.add(
        new io.causerie.engine.people.Person(
            "maria",
            "Maria Meier",
            null,
            false,
            null,
            Set.of("sales"),
            Map.of("desk", List.of("MMEIER"))));
    desk.causerie.origins().says(Origin.PEOPLE_FILE, people);

    Eventually.until(
        "the actor is joined",
        () -> desk.feed("ada", "2").get(0).actor().name().equals("Maria Meier"));
    assertThat(desk.record("maria", "2").unread().count()).as("her own act").isZero();
  }

  @Test
  void itemsSayThemselvesWhetherTheyAreNew() {
    NoteView old = reply("grace", "One");
    desk.causerie.records().markRead(Desk.as("ada"), record, desk.position());
    NoteView fresh = reply("grace", "Two");
    reply("ada", "Three");
    ActivityView written =
        desk.causerie.feed().post(Desk.as("grace"), record, Lane.INTERNAL, "Four", null);
    desk.position();

    List<ActivityView> seen = desk.feed("ada", "1");
    assertThat(seen)
        .filteredOn(ActivityView::unread)
        .extracting(ActivityView::id)
        .containsExactly(written.id());
    assertThat(seen.get(seen.size() - 1).notes())
        .filteredOn(NoteView::unread)
        .extracting(NoteView::id)
        .containsExactly(fresh.id());
    assertThat(desk.record("ada", "1").unread().count()).isEqualTo(2);
    assertThat(desk.causerie.discussion().note(Desk.as("ada"), fresh.id()).orElseThrow().unread())
        .isTrue();
    assertThat(desk.causerie.discussion().note(Desk.as("ada"), old.id()).orElseThrow().unread())
        .isFalse();
    assertThat(desk.causerie.discussion().notes(Desk.as("ada"), post, null, 10).items())
        .extracting(NoteView::unread)
        .containsExactly(false, true, false);
    assertThat(desk.causerie.feed().activity(Desk.as("grace"), written.id()).orElseThrow().unread())
        .as("her own")
        .isFalse();
  }

  @Test
  void readMarkOnlyMovesForward() {
    reply("grace", "One");
    long seen = desk.position();
    desk.causerie.records().markRead(Desk.as("ada"), record, seen);
    assertThat(desk.record("ada", "1").unread().count()).isZero();

    desk.causerie.records().markRead(Desk.as("ada"), record, 0);
    assertThat(desk.record("ada", "1").unread().count()).isZero();

    desk.causerie.records().markRead(Desk.as("ada"), record, Long.MAX_VALUE);
    reply("grace", "Two");
    desk.position();
    assertThat(desk.record("ada", "1").unread().count()).as("never ahead of it all").isEqualTo(1);
  }
}
