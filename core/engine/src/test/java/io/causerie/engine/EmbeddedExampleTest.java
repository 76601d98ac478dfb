package io.causerie.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.access.Viewer;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.ingest.Ingest;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.model.Audience;
import io.causerie.model.EventMapper;
import io.causerie.model.Lane;
import io.causerie.model.RecordRef;
import io.causerie.model.SourceEvent;
import io.causerie.model.mapping.MappingCompiler;
import io.causerie.model.mapping.Mappings;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The example of docs/architecture.md: the engine alone, in a dozen lines. */
class EmbeddedExampleTest {
  private static final EventMapper MAPPER =
      Mappings.of(
          "desk",
          List.of(
              MappingCompiler.compile(
                      "order.yaml",
                      """
                      record: { type: Order, id: .id }
                      posts: [ { when: created, summary: { en: "{actor} took {record}" } } ]
                      """)
                  .mapping()
                  .orElseThrow()));

  @ParameterizedTest
  @EnumSource(Databases.class)
  void dozenLinesTakeAnEventInAndLetPeopleTalkAboutIt(Databases databases) {
    SourceEvent event =
        new SourceEvent(
            "/desk",
            "order",
            "1",
            null,
            null,
            null,
            Map.of(),
            "{\"id\":\"4711\"}".getBytes(StandardCharsets.UTF_8));
    try (TestDatabase database = databases.fresh()) {
      assertThat(talk(database.source(), MAPPER, event))
          .extracting(ActivityView::kind)
          .containsExactly(ActivityView.Kind.POST, ActivityView.Kind.EVENT);
    }
  }

  private static List<ActivityView> talk(
      DataSource dataSource, EventMapper mapper, SourceEvent event) {
    // tag::embedded[]
    try (Causerie causerie =
        Causerie.builder()
            .dataSource(dataSource)
            .systems(List.of(new SystemRules("desk", Audience.EVERYONE)))
            .connectors(List.of(new ConnectorRules("orders", "desk", null, null, mapper)))
            .build()) {
      causerie.origins().says(Origin.PEOPLE_FILE, List.of(Person.employee("ada", "Ada Lovelace")));
      causerie.ingest().accept("orders", Ingest.keyOf(event), event).toCompletableFuture().join();

      Viewer ada = new Viewer("ada");
      var record =
          causerie.records().find(ada, new RecordRef("desk", "Order", "4711")).orElseThrow();
      causerie.feed().post(ada, record.id(), Lane.INTERNAL, "Who packs this one?", null);
      return causerie.feed().of(ada, record.id(), ActivityView.Show.ALL, null, 20).items();
    }
    // end::embedded[]
  }
}
