package io.causerie.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Causerie;
import io.causerie.engine.ConnectorRules;
import io.causerie.engine.Desk;
import io.causerie.engine.SystemRules;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.people.Person;
import io.causerie.model.Audience;
import io.causerie.model.RecordId;
import io.causerie.model.RecordRef;
import io.causerie.model.SourceEvent;
import io.causerie.model.mapping.MappingCompiler;
import io.causerie.model.mapping.Mappings;
import io.causerie.model.text.ReaderContext;
import io.causerie.model.text.ValueText;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
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
class RemappingTest {
  private static final String POOR =
      """
      record: { type: Order, id: .id, version: .version }
      track: [ { field: status }, { field: margin } ]
      posts:
        - { when: created, summary: { en: "{record} is new" } }
        - { when: changed, summary: { en: "{changes}" } }
      """;
  private static final String BETTER =
      """
      record: { type: Order, id: .id, version: .version, title: '"Order \\(.id)"' }
      track:
        - { field: status, label: { en: Status }, values: { O: { en: Open }, S: { en: Shipped } } }
        - { field: margin, label: { en: Margin }, restricted: [finance] }
      posts:
        - { when: created, summary: { en: "{actor} took {record}" } }
        - { when: changed, summary: { en: "{actor} changed {changes}" } }
      """;
  private static final Viewer ADA = new Viewer("ada");

  @Parameter Databases databases = Databases.H2;
  private final SettableClock clock = new SettableClock(Desk.MONDAY);
  private TestDatabase database;

  @BeforeEach
  void open() {
    database = Desk.tables(databases);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Causerie engine(String mapping) {
    Causerie causerie =
        Causerie.builder()
            .dataSource(database.source())
            .clock(clock)
            .systems(List.of(new SystemRules("erp", Audience.EVERYONE)))
            .connectors(
                List.of(
                    new ConnectorRules(
                        "orders",
                        "erp",
                        null,
                        null,
                        Mappings.of(
                            "erp",
                            List.of(
                                MappingCompiler.compile("m.yaml", mapping)
                                    .mapping()
                                    .orElseThrow())))))
            .build();
    causerie.people().synchronize(List.of(Person.employee("ada", "Ada Lovelace", "sales")));
    return causerie;
  }

  private static void ingest(Causerie causerie, String id, String data) {
    SourceEvent event = Desk.event(id, data);
    Desk.await(causerie.ingest().accept("orders", Ingest.keyOf(event), event));
  }

  private RecordId talkedAbout() {
    try (Causerie causerie = engine(POOR)) {
      ingest(causerie, "1", "{\"id\":\"7\",\"version\":1,\"status\":\"O\",\"margin\":10}");
      clock.tick(Duration.ofHours(1));
      ingest(causerie, "2", "{\"id\":\"7\",\"version\":2,\"status\":\"S\",\"margin\":12}");
      RecordId record =
          causerie.records().find(ADA, new RecordRef("erp", "Order", "7")).orElseThrow().id();
      ActivityView change = feed(causerie, record).get(0);
      causerie.discussion().reply(ADA, change.id(), "Well done", null, null, null);
      causerie.discussion().react(ADA, change.id(), "🎉", null);
      return record;
    }
  }

  private static List<ActivityView> feed(Causerie causerie, RecordId record) {
    return causerie.feed().of(ADA, record, ActivityView.Show.ALL, null, 10).items();
  }

  private static List<String> changes(ActivityView view) {
    ReaderContext english = ReaderContext.of("en");
    return view.changes().stream()
        .map(
            c ->
                c.label().in("en")
                    + ": "
                    + (c.from() == null ? "" : ValueText.of(c.from(), english))
                    + " → "
                    + ValueText.of(c.to(), english))
        .toList();
  }

  private Remapping.Result remap(Causerie causerie, boolean apply) {
    return causerie
        .remapping()
        .remap("orders", Desk.MONDAY.minusSeconds(1), clock.instant().plusSeconds(1), apply);
  }

  @Test
  void differencesAreShownAndNothingIsWritten() {
    RecordId record = talkedAbout();
    try (Causerie causerie = engine(BETTER)) {
      Remapping.Result result = remap(causerie, false);

      assertThat(result.posts()).isEqualTo(2);
      assertThat(result.different()).isEqualTo(2);
      assertThat(result.shown().get(1).title().in("en")).isEqualTo("Order 7");
      assertThat(changes(feed(causerie, record).get(0)))
          .containsExactly("status: O → S", "margin: 10 → 12");
    }
  }

  @Test
  void postsSayItAnewAndKeepTheirTalk() {
    RecordId record = talkedAbout();
    try (Causerie causerie = engine(BETTER)) {
      List<ActivityView> before = feed(causerie, record);

      remap(causerie, true);

      List<ActivityView> after = feed(causerie, record);
      assertThat(after)
          .extracting(ActivityView::id)
          .isEqualTo(before.stream().map(ActivityView::id).toList());
      ActivityView change = after.get(0);
      assertThat(changes(change))
          .as("she is not in finance")
          .containsExactly("Status: Open → Shipped");
      assertThat(change.hiddenChanges()).isEqualTo(1);
      assertThat(change.summary()).isNotNull();
      assertThat(change.recordTitle().in("en")).isEqualTo("Order 7");
      assertThat(change.notes()).hasSize(1);
      assertThat(change.reactions()).hasSize(1);
      assertThat(change.published()).isEqualTo(before.get(0).published());
      assertThat(remap(causerie, false).different()).as("done").isZero();
    }
  }

  @Test
  void postsOfAnotherTimeStayAsTheyWere() {
    talkedAbout();
    try (Causerie causerie = engine(BETTER)) {
      Remapping.Result result =
          causerie
              .remapping()
              .remap("orders", Desk.MONDAY.minusSeconds(9), Desk.MONDAY.plusSeconds(60), true);

      assertThat(result.posts()).isEqualTo(1);
      assertThat(remap(causerie, false).different()).isEqualTo(1);
    }
  }
}
