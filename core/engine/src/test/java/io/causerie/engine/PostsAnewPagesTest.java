package io.causerie.engine;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.feed.ActivityView;
import io.causerie.model.Lane;
import io.causerie.model.MappingOutcome;
import io.causerie.model.RecordId;
import io.causerie.model.When;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A post that a mapping says anew is shown anew, though its record stays as it is. */
class PostsAnewPagesTest {
  private static ObservationBuilder told(String words) {
    return order("p").status("Open").noPosts().post(When.OCCURRED, "Say", Lane.INTERNAL, words);
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void postSaidAnewIsShownAnew(Databases databases) {
    try (Desk desk = new Desk(databases)) {
      desk.ingest(told("Old words"));
      RecordId record = desk.id("p");
      desk.position();
      assertThat(desk.feed("ada", record)).extracting(ActivityView::content).contains("Old words");
      ConnectorRules rules =
          new ConnectorRules(
              "orders",
              "desk",
              null,
              null,
              event -> new MappingOutcome.Seen(told("New words").build()));
      try (Causerie other =
          Desk.builder(desk.source(), desk.database().reads(), desk.clock, Desk.CEILING)
              .connectors(List.of(rules))
              .build()) {
        other
            .remapping()
            .remap(
                "orders",
                desk.clock.instant().minus(Duration.ofDays(100)),
                desk.clock.instant().plusSeconds(1),
                true);
      }
      desk.position();
      assertThat(desk.feed("ada", record)).extracting(ActivityView::content).contains("New words");
    }
  }
}
