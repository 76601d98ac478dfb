package io.causerie.engine.ingest;

import static io.causerie.engine.ObservationBuilder.order;
import static io.causerie.engine.ingest.Salesfolk.comment;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.discussion.CounterpartStore;
import io.causerie.engine.discussion.Echoes;
import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.store.Database;
import io.causerie.model.ActivityId;
import io.causerie.model.Lane;
import io.causerie.model.SourceActor;
import io.causerie.testkit.db.Databases;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What was written here and brought to its source comes back from there, and is known again. */
@ParameterizedClass
@EnumSource(Databases.class)
class EchoesTest {
  private static final SourceActor WE = new SourceActor("integration", null, null);

  /** Who brings comments to a source: what it is about to say of one that comes. */
  private static final class Bringing implements Echoes {
    volatile boolean underWay;

    @Override
    public boolean mayBe(Handle h, Comment comment) {
      return underWay && WE.equals(comment.by());
    }
  }

  @Parameter Databases databases = Databases.H2;
  private final Bringing bringing = new Bringing();
  private Salesfolk source;
  private Desk desk;
  private ActivityId post = new ActivityId(0);

  @BeforeEach
  void open() {
    source = new Salesfolk(databases, bringing);
    desk = source.desk;
    desk.ingest(order("1").status("Open"));
    post =
        desk.causerie
            .feed()
            .post(Desk.as("grace"), desk.id("1"), Lane.INTERNAL, "Call **them**", null)
            .id();
  }

  @AfterEach
  void close() {
    source.close();
  }

  private void inTransaction(Consumer<Handle> work) {
    Database.open(desk.source(), desk.source()).writing(work::accept);
  }

  private void brought(long item, String externalId, String sent) {
    inTransaction(h -> CounterpartStore.brought(h, item, "desk", externalId, sent));
  }

  private ActivityView own() {
    return desk.feed("ada", "1").stream()
        .filter(p -> p.id().equals(post))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatWasBroughtThereIsNoSecondNote() {
    brought(post.value(), "x1", "Call them\n— Grace Hopper");

    EventOutcome echo = source.tell(comment("x1").says("Call them — Grace Hopper").by(WE));

    assertThat(echo.fate()).isEqualTo(Fate.IGNORED);
    assertThat(echo.reason()).hasToString("the comment x1 was written here");
    assertThat(source.posts("ada")).isEmpty();
    assertThat(own().content()).isEqualTo("Call **them**");
  }

  @Test
  void answerThereStandsUnderWhatWasWrittenHere() {
    NoteView note =
        desk.causerie.discussion().reply(Desk.as("grace"), post, "Mine", null, null, null);
    brought(note.id().value(), "x2", "Mine");

    source.tell(comment("y").says("Theirs").answering("x2"));

    assertThat(own().notes()).extracting(NoteView::content).containsExactly("Mine", "Theirs");
    assertThat(own().notes().get(1).inReplyTo()).isEqualTo(note.id());
    assertThat(own().notes().get(1).system()).isEqualTo("desk");
    assertThat(own().notes().get(0).system()).isNull();
  }

  @Test
  void editByOthersChangesIt() {
    brought(post.value(), "x1", "Call them");

    EventOutcome ours = source.tell(comment("x1").says("Call *them*").edited(1));
    EventOutcome theirs = source.tell(comment("x1").says("Do not call them").edited(2));
    EventOutcome late = source.tell(comment("x1").says("Something else").edited(1));

    assertThat(ours.fate()).isEqualTo(Fate.IGNORED);
    assertThat(theirs.fate()).isEqualTo(Fate.POSTED);
    assertThat(late.fate()).isEqualTo(Fate.IGNORED);
    assertThat(own().content()).isEqualTo("Do not call them");
    assertThat(own().actor().person()).isEqualTo("grace");
    assertThat(desk.causerie.feed().history(Desk.as("ada"), post))
        .extracting(NoteView.Wording::content)
        .containsExactly("Call **them**", "Do not call them");
  }

  @Test
  void editByOthersOfWhatHasItsMarkChangesTheWordsAlone() {
    brought(post.value(), "x1", "Call them\n— Grace Hopper [c7]");

    EventOutcome ours =
        source.tell(comment("x1").says("Call *them* — Grace Hopper [c7]").edited(1).by(WE));
    EventOutcome theirs =
        source.tell(
            comment("x1").says("Do not call **them**! — Grace Hopper [c7]").edited(2).by(WE));

    assertThat(ours.fate()).isEqualTo(Fate.IGNORED);
    assertThat(theirs.fate()).isEqualTo(Fate.POSTED);
    assertThat(own().content()).isEqualTo("Do not call **them**!");
  }

  @Test
  void deletionThereLeavesWhatWasWrittenHere() {
    brought(post.value(), "x1", "Call them");

    EventOutcome gone = source.tell(comment("x1").gone());

    assertThat(gone.fate()).isEqualTo(Fate.IGNORED);
    assertThat(own().removed()).isNull();
  }

  @Test
  void editOfOursWaitsUntilItsDeliveryIsSettled() {
    brought(post.value(), "x1", "Call them #1");
    desk.causerie.feed().edit(Desk.as("grace"), post, "Call [@](person:ada)", null);
    bringing.underWay = true;
    EventOutcome early = source.tell(comment("x1").says("Call @Ada Stone #1").edited(1).by(WE));
    assertThat(early.fate()).isEqualTo(Fate.PENDING);

    bringing.underWay = false;
    inTransaction(
        h -> {
          CounterpartStore.brought(h, post.value(), "desk", "x1", "Call @Ada Stone #1");
          desk.causerie.awaitedComments().settled(h, "desk");
        });
    desk.settle();

    assertThat(desk.causerie.events().find("orders", early.event()).orElseThrow().fate())
        .isEqualTo(Fate.IGNORED);
    assertThat(own().content()).isEqualTo("Call [@Ada Lovelace](person:ada)");
  }

  @Test
  void whatMayBeOursWaitsUntilTheDeliveryIsSettled() {
    bringing.underWay = true;
    EventOutcome early = source.tell(comment("x1").says("Call them").by(WE));
    EventOutcome others = source.tell(comment("z").says("Theirs"));
    assertThat(early.fate()).isEqualTo(Fate.PENDING);
    assertThat(others.fate()).as("somebody else's waits for nothing").isEqualTo(Fate.POSTED);

    bringing.underWay = false;
    inTransaction(
        h -> {
          CounterpartStore.brought(h, post.value(), "desk", "x1", "Call them");
          desk.causerie.awaitedComments().settled(h, "desk");
        });
    desk.settle();

    assertThat(desk.causerie.events().find("orders", early.event()).orElseThrow().fate())
        .isEqualTo(Fate.IGNORED);
    assertThat(source.posts("ada")).extracting(ActivityView::content).containsExactly("Theirs");
  }

  @Test
  void whatTurnsOutToBeSomebodyElsesIsANote() {
    bringing.underWay = true;
    source.tell(comment("x1").says("By hand").by(WE));

    bringing.underWay = false;
    inTransaction(h -> desk.causerie.awaitedComments().settled(h, "desk"));
    desk.settle();

    assertThat(source.post("ada").content()).isEqualTo("By hand");
  }
}
