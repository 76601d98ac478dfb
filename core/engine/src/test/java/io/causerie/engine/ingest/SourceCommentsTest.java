package io.causerie.engine.ingest;

import static io.causerie.engine.ObservationBuilder.order;
import static io.causerie.engine.ingest.Salesfolk.ALAN;
import static io.causerie.engine.ingest.Salesfolk.comment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Desk;
import io.causerie.engine.ForbiddenException;
import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.journal.JournalItem.What;
import io.causerie.engine.people.ActorView;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Readers;
import io.causerie.model.SourceActor;
import io.causerie.model.SourceEvent;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class SourceCommentsTest {
  @Parameter Databases databases = Databases.H2;
  private Salesfolk source;
  private Desk desk;

  @BeforeEach
  void open() {
    source = new Salesfolk(databases);
    desk = source.desk;
    desk.ingest(order("1").status("Open"));
  }

  @AfterEach
  void close() {
    source.close();
  }

  private static Audience readBy(String customer) {
    return new Audience(Readers.groups("sales"), Readers.persons(customer));
  }

  @Test
  void isAPostOfItsAuthorInTheTalkOfItsRecord() {
    EventOutcome outcome =
        source.tell(comment("a").says("Call **them**").at(Desk.MONDAY.minusSeconds(60)));

    assertThat(outcome.fate()).isEqualTo(Fate.POSTED);
    ActivityView post = source.post("grace");
    assertThat(post.kind()).isEqualTo(ActivityView.Kind.POST);
    assertThat(post.actor()).isEqualTo(new ActorView(null, "Alan Turing", ActorView.Kind.SOURCE));
    assertThat(post.system()).isEqualTo("desk");
    assertThat(post.content()).isEqualTo("Call **them**");
    assertThat(post.html()).contains("<strong>them</strong>");
    assertThat(post.published()).isEqualTo(Desk.MONDAY.minusSeconds(60));
    assertThat(post.unread()).isTrue();
    assertThat(post.mine()).isFalse();
  }

  @Test
  void answerIsACommentOnThePostOfWhatItAnswers() {
    source.tell(comment("a").says("Question"));
    source.tell(comment("b").says("Answer").answering("a"));
    source.tell(comment("c").says("Thanks").answering("b").by(new SourceActor("x", null, null)));

    List<NoteView> notes = source.notes("grace");
    assertThat(notes).extracting(NoteView::content).containsExactly("Answer", "Thanks");
    assertThat(notes.get(0).inReplyTo()).isNull();
    assertThat(notes.get(1).inReplyTo()).isEqualTo(notes.get(0).id());
    assertThat(notes.get(1).inReplyToAuthor())
        .isEqualTo(new ActorView(null, "Alan Turing", ActorView.Kind.SOURCE));
    assertThat(notes.get(1).author().name()).isEqualTo("x");
    assertThat(notes.get(1).system()).isEqualTo("desk");
  }

  @Test
  void sameCommentByAnotherEventIsTheSame() {
    source.tell(comment("a").says("Once"));
    EventOutcome again = source.tell("history", comment("a").says("Once"));

    assertThat(again.fate()).isEqualTo(Fate.IGNORED);
    assertThat(again.reason()).hasToString("the comment says so already");
    assertThat(source.posts("grace")).hasSize(1);
  }

  @Test
  void editKeepsTheEarlierWordingAndDeletionATombstone() {
    source.tell(comment("a").says("One"));
    source.tell(comment("b").says("Two").answering("a"));
    source.tell(comment("a").says("One, rather").edited(2));
    source.tell(comment("b").says("Two, rather").answering("a").edited(2));

    ActivityView post = source.post("grace");
    assertThat(post.content()).isEqualTo("One, rather");
    assertThat(post.edited()).isNotNull();
    assertThat(desk.causerie.feed().history(Desk.as("grace"), post.id()))
        .extracting(NoteView.Wording::content)
        .containsExactly("One", "One, rather");
    assertThat(desk.causerie.discussion().history(Desk.as("grace"), post.notes().get(0).id()))
        .extracting(NoteView.Wording::content)
        .containsExactly("Two", "Two, rather");

    source.tell(comment("b").gone());
    source.tell(comment("a").gone());

    ActivityView gone = source.post("grace");
    assertThat(gone.removed()).isNotNull();
    assertThat(gone.removed().by().name()).isEqualTo("Alan Turing");
    assertThat(gone.content()).isNull();
    assertThat(gone.notes().get(0).removed()).isNotNull();
    assertThat(gone.notes().get(0).content()).isEmpty();
  }

  @Test
  void answerWaitsForWhatItAnswers() {
    EventOutcome early = source.tell(comment("b").says("Answer").answering("a"));
    assertThat(early.fate()).isEqualTo(Fate.PENDING);
    assertThat(early.reason()).hasToString("waits for the comment a that it answers");
    assertThat(source.posts("grace")).isEmpty();

    source.tell(comment("a").says("Question"));
    desk.settle();

    assertThat(source.notes("grace")).extracting(NoteView::content).containsExactly("Answer");
    assertThat(desk.causerie.events().find("orders", early.event()).orElseThrow().fate())
        .isEqualTo(Fate.POSTED);
    assertThat(desk.count("select count(*) from awaited")).isZero();
  }

  @Test
  void answerToWhatNeverComesStandsByItselfInTheEnd() {
    EventOutcome early = source.tell(comment("b").says("Answer").answering("a"));

    desk.clock.tick(Duration.ofMinutes(11));
    desk.settle();

    assertThat(source.post("grace").content()).isEqualTo("Answer");
    EventView event = desk.causerie.events().find("orders", early.event()).orElseThrow();
    assertThat(event.fate()).isEqualTo(Fate.POSTED);
    assertThat(event.reason())
        .hasToString("answers the comment a, which did not come; it stands by itself");
  }

  @Test
  void nobodyIsToldOfHistory() {
    long before = desk.position();
    source.tell("history", comment("a").says("Long ago").at(Desk.MONDAY.minusSeconds(1)));

    assertThat(source.post("grace").content()).isEqualTo("Long ago");
    assertThat(source.post("grace").unread()).isFalse();
    assertThat(desk.told("grace", desk.id("1"), before).orElseThrow()).isEmpty();
  }

  @Test
  void liveStreamTellsOfItAsOfAnyComment() {
    source.tell(comment("a").says("Question"));
    long before = desk.position();

    source.tell(comment("b").says("Answer").answering("a"));
    desk.position();

    var told = desk.told("grace", desk.id("1"), before).orElseThrow();
    assertThat(told).hasSize(1);
    assertThat(told.get(0).item().what()).isEqualTo(What.NOTED);
    NoteView answer = Objects.requireNonNull(told.get(0).comment());
    assertThat(answer.content()).isEqualTo("Answer");
    assertThat(answer.author().name()).isEqualTo("Alan Turing");
  }

  @Test
  void authorWhoIsFoundOutLaterIsShownAsThePerson() {
    source.tell(comment("a").says("Hers").by(new SourceActor("u7", "A. L.", null)));
    source.tell(comment("b").says("Too").answering("a").by(new SourceActor("u7", null, null)));
    assertThat(source.post("grace").actor().person()).isNull();

    desk.ingest(order("2").status("x").by(new SourceActor("u7", "A. L.", "ada@example.com")));
    desk.settle();

    ActivityView post = source.post("ada");
    assertThat(post.actor().person()).isEqualTo("ada");
    assertThat(post.notes().get(0).author().person()).isEqualTo("ada");
    assertThat(post.notes().get(0).mine()).as("it cannot be changed here").isFalse();
  }

  @Test
  void isChangedInItsSourceAlone() {
    source.tell(comment("a").says("Hers").by(new SourceActor("alovelace", null, null)));
    source.tell(
        comment("b").says("Too").answering("a").by(new SourceActor("alovelace", null, null)));
    ActivityView post = source.post("ada");

    assertThatThrownBy(
            () -> desk.causerie.feed().edit(Desk.as("ada"), post.id(), "Other words", null))
        .isInstanceOf(ForbiddenException.class)
        .hasMessage("the post was written in desk; it can be changed there alone");
    assertThatThrownBy(
            () -> desk.causerie.discussion().remove(Desk.as("ada"), post.notes().get(0).id(), null))
        .isInstanceOf(ForbiddenException.class)
        .hasMessage("the comment was written in desk; it can be changed there alone");
  }

  @Test
  void peopleAnswerIt() {
    source.tell(comment("a").says("Question"));
    source.tell(comment("b").says("Answer").answering("a"));
    ActivityView post = source.post("grace");

    NoteView reply =
        desk.causerie
            .discussion()
            .reply(Desk.as("grace"), post.id(), "Mine", post.notes().get(0).id(), null, null);

    assertThat(reply.inReplyToAuthor())
        .isEqualTo(new ActorView(null, "Alan Turing", ActorView.Kind.SOURCE));
    assertThat(source.notes("ada").get(1).mine()).isFalse();
    assertThat(source.notes("grace").get(1).mine()).isTrue();
  }

  @Test
  void namesNobodyWhatItsWordsSay() {
    source.tell(comment("a").says("Ask [@](person:katherine) and <b>them</b>"));

    ActivityView post = source.post("grace");
    assertThat(post.mentions()).isEmpty();
    assertThat(post.html()).doesNotContain("mention").doesNotContain("Katherine");
    assertThat(post.content()).doesNotContain("Katherine");
  }

  @Test
  void internalAnswerDoesNotStandWhereCustomersRead() {
    desk.ingest(order("1").status("Open").audience(readBy("jana")));
    source.tell(comment("a").says("Dear Jana").in(Lane.CUSTOMER));
    source.tell(comment("b").says("She is late").answering("a"));

    assertThat(source.posts("jana")).extracting(ActivityView::content).containsExactly("Dear Jana");
    assertThat(source.posts("jana").get(0).notes()).isEmpty();
    assertThat(source.posts("grace"))
        .extracting(ActivityView::content)
        .containsExactlyInAnyOrder("Dear Jana", "She is late");
  }

  @Test
  void answerAfterAnotherCustomerTookOverIsNotReadByTheFormerOne() {
    desk.ingest(order("1").status("Open").audience(readBy("jana")));
    source.tell(comment("a").says("Dear Jana").in(Lane.CUSTOMER));
    desk.ingest(order("1").status("Open").audience(readBy("otto")));

    source.tell(comment("b").says("Dear Otto").in(Lane.CUSTOMER).answering("a"));

    assertThat(source.posts("jana")).extracting(ActivityView::content).containsExactly("Dear Jana");
    assertThat(source.posts("jana").get(0).notes()).isEmpty();
    assertThat(source.posts("otto")).extracting(ActivityView::content).containsExactly("Dear Otto");
  }

  @Test
  void makesNothingKnownOfItsRecord() {
    source.tell(comment("z").on("9").says("First"));
    assertThat(desk.record("ada", "9").head().known()).isFalse();

    EventOutcome created = desk.ingest(order("9").status("Open"));

    assertThat(created.fate()).isEqualTo(Fate.POSTED);
    assertThat(desk.feed("ada", "9")).extracting(ActivityView::type).contains("Create");
  }

  @Test
  void followsItsRecordIntoAnother() {
    desk.ingest(order("2").status("Open"));
    source.tell(comment("a").on("2").says("Question"));
    desk.ingest(order("2").mergedInto("1"));

    source.tell(comment("b").on("2").says("Answer").answering("a"));

    assertThat(source.notes("grace")).extracting(NoteView::content).containsExactly("Answer");
  }

  @Test
  void eventSaysWhereItsCommentStands() {
    EventOutcome first = source.tell(comment("a").says("Question"));
    EventOutcome second = source.tell(comment("b").says("Answer").answering("a"));

    var places = desk.causerie.events().comments(List.of(first.event(), second.event()));
    ActivityView post = source.post("grace");
    var question = Objects.requireNonNull(places.get(first.event()));
    assertThat(question.activity()).isEqualTo(post.id());
    assertThat(question.note()).isNull();
    assertThat(Objects.requireNonNull(places.get(second.event())).note())
        .isEqualTo(post.notes().get(0).id());
  }

  @Test
  void isThereWithinTheGroupOfWhatItAnswers() {
    var ingest = desk.causerie.ingest();
    List<SourceEvent> events =
        List.of(
            source.event(comment("b").says("Answer").answering("a")),
            source.event(comment("a").says("Question")),
            source.event(comment("c").says("Thanks").answering("a")),
            source.event(comment("a").says("Question?").edited(1)));

    events.stream()
        .map(event -> ingest.accept("orders", Ingest.keyOf(event), event))
        .toList()
        .forEach(Desk::await);
    desk.settle();

    assertThat(source.post("grace").content()).isEqualTo("Question?");
    assertThat(source.notes("grace"))
        .extracting(NoteView::content)
        .containsExactlyInAnyOrder("Answer", "Thanks");
  }

  @Test
  void whoeverWasErasedIsNamedNoMore() {
    source.tell(comment("a").says("Grace Hopper was here"));
    source.tell(comment("a").says("Grace Hopper was not here").edited(1));
    source.tell(
        comment("b").says("x").answering("a").by(new SourceActor("alovelace", "Ada", null)));

    desk.causerie.people().erase("grace");
    desk.causerie.people().erase("ada");

    assertThat(source.notes("katherine").get(0).author().name()).isEqualTo("Former colleague");
    assertThat(source.post("katherine").content()).doesNotContain("Grace");
    assertThat(desk.count("select count(*) from source_wording where content like '%Grace%'"))
        .isZero();
    source.tell(comment("a").says("Who was not here?").edited(2));
    assertThat(desk.count("select count(*) from wording where content like '%Grace%'")).isZero();
  }

  @Test
  void commentWithoutWordsMakesNothing() {
    EventOutcome empty = source.tell(comment("a").says(" "));

    assertThat(empty.fate()).isEqualTo(Fate.IGNORED);
    assertThat(empty.reason()).hasToString("the comment has no words");
  }

  @Test
  void timeThatLiesAheadIsNow() {
    source.tell(comment("a").says("Later").at(Instant.parse("2030-01-01T00:00:00Z")));

    assertThat(source.post("grace").published()).isEqualTo(desk.clock.instant());
    assertThat(source.post("grace").actor().name()).isEqualTo(ALAN.name());
  }
}
