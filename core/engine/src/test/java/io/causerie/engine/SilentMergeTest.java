package io.causerie.engine;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.record.Records.With;
import io.causerie.model.Lane;
import io.causerie.model.RecordId;
import io.causerie.testkit.db.Databases;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept of a record ends when it takes over another one, told or not. */
class SilentMergeTest {
  private static Optional<With<Page<ActivityView>>> page(Causerie causerie, RecordId record) {
    return causerie
        .records()
        .get(
            Desk.as("ada"),
            record,
            (h, in) -> causerie.feed().page(h, in, ActivityView.Show.ALL, null, 20));
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void pageOfARecordThatTookOverAnotherInSilenceIsMadeAnew(Databases databases) {
    try (Desk desk = new Desk(databases)) {
      desk.ingest(order("twin").status("Open"));
      desk.ingest(order("m").status("Open"));
      RecordId record = desk.id("m");
      desk.causerie.feed().post(Desk.as("ada"), record, Lane.INTERNAL, "Well?", null);
      desk.position();
      int before = page(desk.causerie, record).orElseThrow().beside().items().size();
      desk.ingest(order("twin").noPosts().mergedInto("m"));
      desk.position();
      try (Causerie fresh = desk.beside(Desk.CEILING)) {
        assertThat(page(fresh, record).orElseThrow().beside().items()).hasSize(before + 1);
        assertThat(page(desk.causerie, record)).isEqualTo(page(fresh, record));
      }
    }
  }
}
