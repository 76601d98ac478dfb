package io.causerie.engine.ingest;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.feed.ActivityView;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Readers;
import io.causerie.model.When;
import io.causerie.testkit.db.Databases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of a key that a record had once never changes the record that goes on. */
@ParameterizedClass
@EnumSource(Databases.class)
class FormerKeyTest {
  @Parameter Databases databases = Databases.H2;
  private Desk desk;

  @BeforeEach
  void open() {
    desk = new Desk(databases);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private void merged() {
    desk.ingest(order("1").title("One").status("Open"));
    desk.ingest(order("2").title("Two").status("Open"));
    desk.ingest(order("1").mergedInto("2"));
  }

  private void assertUntouched(EventOutcome outcome, String reason) {
    assertThat(outcome.fate()).isEqualTo(Fate.IGNORED);
    assertThat(outcome.reason()).asString().contains(reason);
    var record = desk.record("ada", "2");
    assertThat(record.deleted()).isNull();
    assertThat(record.title().in("en")).isEqualTo("Two");
    assertThat(record.ref()).isEqualTo(Desk.order("2"));
    assertThat(record.state()).singleElement().asString().contains("Open");
    assertThat(desk.causerie.records().find(Desk.as("mary"), Desk.order("2"))).isEmpty();
  }

  @Test
  void deletingTheLoserOfAMergeDeletesNothing() {
    merged();

    assertUntouched(desk.ingest(order("1").title("One").deleted()), "merged into 2");
    assertThat(desk.feed("ada", "2")).extracting(ActivityView::type).doesNotContain("Delete");
  }

  @Test
  void loserOfAMergeRenamesAndRefillsNothing() {
    merged();

    assertUntouched(desk.ingest(order("1").title("One again").status("Lost")), "merged into 2");
  }

  @Test
  void loserOfAMergeBringsNoOtherReaders() {
    merged();

    assertUntouched(
        desk.ingest(
            order("1").status("Lost").audience(Audience.internal(Readers.groups("finance")))),
        "merged into 2");
    assertThat(desk.causerie.records().find(Desk.as("ada"), Desk.order("2"))).isPresent();
  }

  @Test
  void mergingAgainOrElsewhereChangesNothing() {
    merged();
    desk.ingest(order("3").title("Three").status("Open"));

    assertUntouched(desk.ingest(order("1").title("One").mergedInto("2")), "merged into 2");
    assertUntouched(desk.ingest(order("1").title("One").mergedInto("3")), "merged into 2");
    assertThat(desk.record("ada", "3").id()).isNotEqualTo(desk.record("ada", "2").id());
  }

  @Test
  void deletionOfTheFormerNumberDeletesNothing() {
    desk.ingest(order("1").title("One").status("Open"));
    desk.ingest(order("1").title("Two").renumberedTo("2"));

    assertUntouched(desk.ingest(order("1").title("One").deleted()), "renumbered to 2");
  }

  @Test
  void wordsUnderAFormerNumberAreStillPosted() {
    desk.ingest(order("1").title("One").status("Open"));
    desk.ingest(order("1").title("Two").renumberedTo("2"));

    EventOutcome outcome =
        desk.ingest(
            order("1").title("One").noPosts().post(When.OCCURRED, "Note", Lane.INTERNAL, "Hurry"));

    assertThat(outcome.fate()).isEqualTo(Fate.POSTED);
    assertThat(desk.feed("ada", "2").get(0).content()).isEqualTo("Hurry");
    assertThat(desk.record("ada", "2").title().in("en")).isEqualTo("Two");
  }

  @Test
  void numberThatComesBackIsTheRecordsOwnAgain() {
    desk.ingest(order("1").title("One").status("Open"));
    desk.ingest(order("1").renumberedTo("2"));
    desk.ingest(order("2").renumberedTo("1"));

    assertThat(desk.ingest(order("1").status("Shipped")).fate()).isEqualTo(Fate.POSTED);
    assertThat(desk.ingest(order("2").deleted()).fate()).isEqualTo(Fate.IGNORED);
    assertThat(desk.record("ada", "1").deleted()).isNull();
  }

  @Test
  void postAboutTheMergeTellsOfTheLoser() {
    merged();

    assertThat(desk.feed("ada", "2").get(0))
        .satisfies(p -> assertThat(p.type()).isEqualTo("Move"))
        .satisfies(p -> assertThat(p.recordTitle().in("en")).isEqualTo("Order 1"));
  }
}
