package io.causerie.engine.access;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.store.Database;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept under the version of rights is read anew once that tells of other persons. */
@ParameterizedClass
@EnumSource(Databases.class)
class RightsRaisedTest {
  @Parameter Databases databases = Databases.H2;
  private Desk desk;
  private Database direct;

  @BeforeEach
  void open() {
    desk = new Desk(databases);
    direct = Database.over(desk.source());
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private List<String> readers(RecordId record) {
    return desk.causerie.readership().of(Desk.as("ada"), record, Lane.CUSTOMER).persons().stream()
        .map(ReadersView.Reader::person)
        .toList();
  }

  /** As where the directory and an event that names somebody are written at the same time. */
  @Test
  void memberWhoIsFoundOutLaterIsCountedAmongTheReaders() {
    desk.ingest(
        order("1")
            .status("Open")
            .audience(new Audience(Readers.EVERYONE, Readers.persons("nadia"))));
    desk.settle();
    RecordId record = desk.record("ada", "1").id();
    assertThat(readers(record)).doesNotContain("nadia");
    direct.writing(
        h ->
            h.execute(
                "insert into person (id, name, guest, active, erased)"
                    + " values ('nadia', 'Nadia New', true, true, false)"));
    assertThat(readers(record)).doesNotContain("nadia");

    // Somebody else whom nobody knows is named: all of them are looked for.
    desk.ingest(
        order("2")
            .status("Open")
            .audience(new Audience(Readers.EVERYONE, Readers.persons("nobody"))));

    Eventually.until("she reads it", () -> readers(record).contains("nadia"));
  }

  @Test
  void nameOfWhoWasErasedIsShownByNoPageThatWasKept() {
    desk.ingest(order("1").status("Open"));
    RecordId record = desk.id("1");
    desk.causerie.feed().post(Desk.as("katherine"), record, Lane.INTERNAL, "Words", null);
    for (int i = 0; i < 2; i++) {
      assertThat(desk.feed("ada", record).get(0).actor().name()).isEqualTo("Katherine Johnson");
    }

    desk.causerie.people().erase("katherine");

    assertThat(desk.feed("ada", record).get(0).actor().name()).doesNotContain("Katherine");
  }
}
