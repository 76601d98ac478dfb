package io.causerie.engine.ingest;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.feed.ActivityView;
import io.causerie.model.Lane;
import io.causerie.model.Value;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class FoldingTest {
  @Parameter Databases databases = Databases.H2;
  private Desk desk;

  @BeforeEach
  void open() {
    desk = new Desk(databases);
    desk.ingest(order("1").status("Open").field("Amount", new Value.Text("10")));
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private List<ActivityView> changes() {
    return desk.feed("ada", "1").stream()
        .filter(p -> p.kind() == ActivityView.Kind.CHANGE)
        .toList();
  }

  private void changeTo(String status) {
    desk.clock.tick(Duration.ofMinutes(1));
    desk.ingest(order("1").status(status));
  }

  @Test
  void successiveChangesOfOneActorAreOnePostThatUnfolds() {
    changeTo("Packed");
    changeTo("Shipped");

    ActivityView post = changes().get(0);
    assertThat(changes()).hasSize(1);
    assertThat(post.steps()).isEqualTo(2);
    assertThat(post.changes())
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.from()).isEqualTo(new Value.Text("Open"));
              assertThat(c.to()).isEqualTo(new Value.Text("Shipped"));
            });
    assertThat(desk.causerie.feed().steps(Desk.as("ada"), post.id())).hasSize(2);
  }

  @Test
  void anotherActorBeginsAnotherPost() {
    changeTo("Packed");
    desk.ingest(order("1").status("Shipped").by("ghopper"));
    changeTo("Paid");

    assertThat(changes()).hasSize(3);
  }

  @Test
  void afterTenMinutesAnotherPostBegins() {
    changeTo("Packed");
    desk.clock.tick(Duration.ofMinutes(10));
    changeTo("Shipped");

    assertThat(changes()).hasSize(2);
  }

  @Test
  void commentClosesAFold() {
    changeTo("Packed");
    desk.causerie
        .discussion()
        .reply(Desk.as("grace"), changes().get(0).id(), "Thanks", null, desk.position(), null);
    changeTo("Shipped");

    assertThat(changes()).hasSize(2);
    assertThat(changes().get(1).changes().get(0).to()).isEqualTo(new Value.Text("Packed"));
  }

  @Test
  void reactionClosesAFoldAndReadingDoesNot() {
    changeTo("Packed");
    desk.causerie.records().markRead(Desk.as("grace"), desk.id("1"), desk.position());
    changeTo("Shipped");
    assertThat(changes()).hasSize(1);

    desk.causerie.discussion().react(Desk.as("grace"), changes().get(0).id(), "👍", null);
    changeTo("Paid");

    assertThat(changes()).hasSize(2);
  }

  @Test
  void whatCameAfterTheAuthorLookedIsSplitOff() {
    changeTo("Packed");
    long seen = desk.position();
    changeTo("Shipped");
    var post = changes().get(0).id();

    desk.causerie.discussion().reply(Desk.as("grace"), post, "Packed? Good.", null, seen, null);

    List<ActivityView> posts = changes();
    assertThat(posts).hasSize(2);
    assertThat(posts.get(1).id()).isEqualTo(post);
    assertThat(posts.get(1).changes().get(0).to()).isEqualTo(new Value.Text("Packed"));
    assertThat(posts.get(1).noteCount()).isEqualTo(1);
    assertThat(posts.get(0).changes().get(0).from()).isEqualTo(new Value.Text("Packed"));
    assertThat(posts.get(0).changes().get(0).to()).isEqualTo(new Value.Text("Shipped"));
    changeTo("Paid");
    assertThat(changes()).hasSize(2);
    assertThat(changes().get(0).steps()).isEqualTo(2);
  }

  @Test
  void personsPostEndsAFoldAndIsNeverFolded() {
    changeTo("Packed");
    desk.causerie.feed().post(Desk.as("ada"), desk.id("1"), Lane.INTERNAL, "Done", null);
    desk.causerie.feed().post(Desk.as("ada"), desk.id("1"), Lane.INTERNAL, "Really", null);
    changeTo("Shipped");

    assertThat(changes()).hasSize(2);
    assertThat(desk.feed("ada", "1")).hasSize(5);
  }

  @Test
  void furtherChangeIsUnreadAgain() {
    changeTo("Packed");
    var record = desk.id("1");
    desk.causerie.records().markRead(Desk.as("grace"), record, desk.position());
    assertThat(desk.record("grace", "1").unread().count()).isZero();

    changeTo("Shipped");
    desk.position();

    assertThat(desk.record("grace", "1").unread().count()).isEqualTo(1);
    assertThat(desk.feed("grace", "1"))
        .extracting(ActivityView::unread)
        .as("the change, not what stands below it")
        .containsExactly(true, false);
    assertThat(desk.record("ada", "1").unread().count()).isZero();
  }

  @Test
  void fieldThatIsBackWhereItWasIsLeftOut() {
    changeTo("Packed");
    desk.ingest(order("1").status("Open").field("Amount", new Value.Text("12")));

    assertThat(changes().get(0).changes())
        .extracting(ActivityView.ChangeView::field)
        .containsExactly("Amount");
  }

  @Test
  void whatCameLaterIsSplitOffAfterTheFoldIsClosedToo() {
    changeTo("Packed");
    long seen = desk.position();
    changeTo("Shipped");
    var post = changes().get(0).id();
    desk.clock.tick(Duration.ofMinutes(1));
    desk.ingest(order("1").status("Paid").by("ghopper"));

    desk.causerie.discussion().reply(Desk.as("grace"), post, "Packed? Good.", null, seen, null);

    assertThat(changes()).hasSize(3);
    assertThat(to(post)).isEqualTo("Packed");
    desk.clock.tick(Duration.ofMinutes(1));
    desk.ingest(order("1").status("Filed").by("ghopper"));
    assertThat(changes()).as("the open fold stays open").hasSize(3);
  }

  @Test
  void aPersonsPostBetweenDoesNotKeepAChangeUnderAComment() {
    changeTo("Packed");
    long seen = desk.position();
    changeTo("Shipped");
    var post = changes().get(0).id();
    desk.causerie.feed().post(Desk.as("ada"), desk.id("1"), Lane.INTERNAL, "Done", null);

    desk.causerie.discussion().react(Desk.as("grace"), post, "👍", seen);

    assertThat(changes()).hasSize(2);
    assertThat(to(post)).isEqualTo("Packed");
  }

  @Test
  void whatOneCommentedOnIsNotTakenAwayByOneWhoSawLess() {
    changeTo("Packed");
    long early = desk.position();
    changeTo("Shipped");
    var post = changes().get(0).id();
    var discussion = desk.causerie.discussion();
    discussion.reply(Desk.as("grace"), post, "Shipped!", null, desk.position(), null);

    discussion.reply(Desk.as("katherine"), post, "Packed.", null, early, null);

    assertThat(changes()).hasSize(1);
    assertThat(to(post)).isEqualTo("Shipped");
  }

  @Test
  void trimmedLineOfTheLogCountsAsSeen() {
    changeTo("Packed");
    desk.position();
    desk.clock.tick(Duration.ofMinutes(1));
    // What a reader has not read yet stays.
    Eventually.until(
        "it is trimmed", () -> desk.causerie.journal().trim(Duration.ofSeconds(30)) > 0);
    changeTo("Shipped");
    long seen = desk.position();
    changeTo("Paid");
    var post = changes().get(0).id();

    desk.causerie.discussion().reply(Desk.as("grace"), post, "Shipped.", null, seen, null);

    assertThat(changes()).hasSize(2);
    assertThat(to(post)).isEqualTo("Shipped");
  }

  @Test
  void permanentLinkHoldsAPostAsItsGiverWasShownIt() {
    changeTo("Packed");
    long seen = desk.position();
    changeTo("Shipped");
    var post = changes().get(0).id();

    desk.causerie.discussion().keep(Desk.as("grace"), post, seen);
    changeTo("Paid");

    assertThat(to(post)).isEqualTo("Packed");
    assertThat(changes()).hasSize(2);
    assertThat(changes().get(0).steps()).isEqualTo(2);
  }

  private String to(io.causerie.model.ActivityId post) {
    return changes().stream()
        .filter(p -> p.id().equals(post))
        .map(p -> ((Value.Text) p.changes().get(0).to()).text())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void clockThatIsPutBackALittleTearsNoFoldApart() {
    desk.ingest(order("1").status("Open"));
    desk.clock.tick(Duration.ofHours(1));
    desk.ingest(order("1").status("Packed"));
    desk.clock.tick(Duration.ofMinutes(-3));
    desk.ingest(order("1").status("Shipped"));

    ActivityView fold = desk.feed("ada", "1").get(0);
    assertThat(fold.steps()).isEqualTo(2);
    assertThat(fold.published())
        .as("never earlier than before")
        .isEqualTo(Desk.MONDAY.plus(Duration.ofHours(1)));

    desk.clock.tick(Duration.ofHours(-2));
    desk.ingest(order("1").status("Paid"));
    desk.clock.tick(Duration.ofMinutes(1));
    desk.ingest(order("1").status("Closed"));

    assertThat(desk.feed("ada", "1")).hasSize(3);
    assertThat(desk.feed("ada", "1").stream().mapToInt(ActivityView::steps).sum()).isEqualTo(5);
  }
}
