package io.causerie.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.feed.ActivityView;
import io.causerie.model.EventId;
import io.causerie.testkit.db.Databases;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A row that is gone takes the record along that it told of: no other one, and not too early. */
@ParameterizedClass
@EnumSource(Databases.class)
class RowsGoneTest {
  @Parameter Databases databases = Databases.H2;
  private RowDesk rows;

  @BeforeEach
  void open() {
    rows = new RowDesk(databases);
  }

  @AfterEach
  void close() {
    rows.close();
  }

  private List<ActivityView> feed(String no) {
    var record = rows.causerie.records().find(Desk.as("ada"), Desk.order(no)).orElseThrow();
    return rows.causerie
        .feed()
        .of(Desk.as("ada"), record.id(), ActivityView.Show.ALL, null, 10)
        .items();
  }

  @Test
  void recordIsDeletedWhoseIdIsNoPartOfTheKey() {
    rows.read("1", "A", "open");
    rows.desk.clock.tick(java.time.Duration.ofDays(2));

    EventOutcome gone = rows.gone("1");

    assertThat(gone.fate()).as("%s", gone.reason()).isEqualTo(Fate.POSTED);
    assertThat(rows.isDeleted("A")).isTrue();
    ActivityView post = feed("A").get(0);
    assertThat(post.published()).as("when it was found").isEqualTo(rows.desk.clock.instant());
    assertThat(post.actor().name())
        .as("who changed it last did not delete it")
        .isNotEqualTo("Ada Lovelace");
    assertThat(Objects.requireNonNull(post.summary()).values())
        .as("as it was known last")
        .containsKey("customer");
    assertThat(rows.causerie.events().standing(List.of(gone.event()), true)).hasSize(1);
  }

  @Test
  void dataOfADeletionAreTheRowAsItWasReadLast() {
    rows.read("1", "A", "open");
    EventId gone = rows.gone("1").event();

    String data =
        new String(
            rows.causerie.events().find("orders", gone).orElseThrow().event().data(),
            StandardCharsets.UTF_8);
    assertThat(data).contains("\"amount\":600.00", "\"customer\":\"ACME\"");
  }

  @Test
  void keyThatIsAnotherRecordsIdTakesThatOneNotAlong() {
    rows.read("A", "B", "open");
    rows.read("2", "A", "open");

    rows.gone("A");

    assertThat(rows.isDeleted("A")).isFalse();
    assertThat(rows.isDeleted("B")).isTrue();
  }

  @Test
  void recordOfSeveralRowsGoesWithTheLastOfThem() {
    rows.read("1", "A", "open");
    rows.read("2", "A", "open");

    EventOutcome first = rows.gone("1");
    assertThat(rows.isDeleted("A")).isFalse();
    assertThat(first.reason()).asString().contains("other rows of Order A").contains("row 2");
    assertThat(rows.causerie.events().standing(List.of(first.event()), true)).hasSize(1);

    rows.gone("2");
    assertThat(rows.isDeleted("A")).isTrue();
    rows.read("1", "A", "open");
    assertThat(rows.isDeleted("A")).as("a row is back").isFalse();
  }

  @Test
  void rowThatTellsOfAnotherRecordNowTakesThatOneAlong() {
    rows.read("1", "A", "open");
    rows.read("1", "B", "open");

    rows.gone("1");

    assertThat(rows.isDeleted("A")).as("nothing was said of it").isFalse();
    assertThat(rows.isDeleted("B")).isTrue();
  }

  @Test
  void rowOfWhichNoRecordWasMadeTakesNoneAlong() {
    rows.read("2", "1", "open");
    EventOutcome failed = rows.read("1", null, "open");
    assertThat(failed.fate()).isEqualTo(Fate.FAILED);

    EventOutcome gone = rows.gone("1");

    assertThat(gone.fate()).isEqualTo(Fate.IGNORED);
    assertThat(rows.isDeleted("1")).isFalse();
    assertThat(rows.causerie.events().standing(List.of(gone.event()), true)).hasSize(1);
  }

  @Test
  void deletionNeedsNoMappingThatCanReadIt() {
    rows.read("1", "A", "open");
    rows.broken = true;

    rows.gone("1");

    assertThat(rows.isDeleted("A")).isTrue();
  }

  @Test
  void recordOfARowThatWasReplayedIsDeletedWithIt() {
    rows.broken = true;
    EventOutcome failed = rows.read("1", "A", "open");
    rows.broken = false;
    assertThat(rows.replayed(failed).fate()).isEqualTo(Fate.POSTED);

    rows.gone("1");

    assertThat(rows.isDeleted("A")).isTrue();
  }

  @Test
  void rowThatFailsInItsLastStateStillTakesItsRecordAlong() {
    rows.read("1", "A", "open");
    rows.broken = true;
    assertThat(rows.read("1", "A", "odd").fate()).isEqualTo(Fate.FAILED);
    rows.broken = false;

    rows.gone("1");

    assertThat(rows.isDeleted("A")).isTrue();
  }
}
