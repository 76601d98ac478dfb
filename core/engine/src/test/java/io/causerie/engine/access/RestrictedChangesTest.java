package io.causerie.engine.access;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Causerie;
import io.causerie.engine.ConnectorRules;
import io.causerie.engine.Desk;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.ObservationBuilder;
import io.causerie.engine.SystemRules;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.ingest.Ingest;
import io.causerie.engine.people.Origin;
import io.causerie.model.ActivityId;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.model.RecordRef;
import io.causerie.model.SourceEvent;
import io.causerie.model.Value;
import io.causerie.model.When;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may see none of the fields that changed is not told that anything did. */
@ParameterizedClass
@EnumSource(Databases.class)
class RestrictedChangesTest {
  @Parameter Databases databases = Databases.H2;

  private static ObservationBuilder margin(String margin) {
    return order("1").by("somebody").field("Margin", new Value.Text(margin), "finance");
  }

  private static List<String> fields(ActivityView post) {
    return post.changes().stream().map(ActivityView.ChangeView::field).toList();
  }

  @Test
  void changeOfARestrictedFieldAloneIsToldToWhoMaySeeIt() {
    try (Desk desk = new Desk(databases)) {
      desk.ingest(margin("3").status("Open"));
      RecordId record = desk.id("1");
      long before = desk.position();
      for (String reader : List.of("ada", "katherine")) {
        desk.causerie.records().markRead(Desk.as(reader), record, before);
      }
      desk.ingest(margin("4"));
      long position = desk.position();

      assertThat(position).isGreaterThan(before);
      assertThat(desk.feed("ada", "1")).hasSize(1);
      assertThat(desk.record("ada", "1").unread().count()).isZero();
      assertThat(desk.told("ada", record, before)).hasValue(List.of());
      List<ActivityView> told = desk.feed("katherine", "1");
      assertThat(told).hasSize(2);
      assertThat(fields(told.get(0))).containsExactly("Margin");
      assertThat(desk.record("katherine", "1").unread().count()).isEqualTo(1);
      assertThat(desk.told("katherine", record, before).orElseThrow()).hasSize(1);
      ActivityId post = told.get(0).id();
      assertThatThrownBy(
              () ->
                  desk.causerie
                      .discussion()
                      .reply(Desk.as("ada"), post, "What is it?", null, null, null))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void eachReaderIsToldWhereSomethingOfItIsHers() {
    try (Desk desk = new Desk(databases)) {
      desk.ingest(margin("3").status("Open").field("Stock", new Value.Text("9"), "logistics"));
      desk.ingest(margin("4").field("Stock", new Value.Text("8"), "logistics"));

      assertThat(desk.feed("ada", "1")).hasSize(1);
      assertThat(fields(desk.feed("katherine", "1").get(0))).containsExactly("Margin");
      assertThat(desk.feed("katherine", "1").get(0).hiddenChanges()).isEqualTo(1);
    }
  }

  @Test
  void whatEveryoneMaySeeIsNotFoldedIntoWhatOnlySomeMay() {
    try (Desk desk = new Desk(databases)) {
      desk.ingest(margin("3").status("Open"));
      desk.ingest(margin("4"));
      desk.ingest(margin("4").status("Sold"));
      desk.ingest(margin("5"));
      desk.ingest(margin("6"));

      assertThat(desk.feed("ada", "1").stream().map(RestrictedChangesTest::fields))
          .containsExactly(List.of("Status"), List.of());
      assertThat(desk.feed("ada", "1").get(0).hiddenChanges()).isZero();
      assertThat(desk.feed("katherine", "1").stream().map(RestrictedChangesTest::fields))
          .containsExactly(List.of("Margin"), List.of("Status"), List.of("Margin"), List.of());
      assertThat(desk.feed("katherine", "1").get(0).steps()).isEqualTo(2);
    }
  }

  /** The source says something by itself: that is no change of a field. */
  @Test
  void wordsOfTheSourceAreTold() {
    try (Desk desk = new Desk(databases)) {
      desk.ingest(margin("3").status("Open"));
      desk.ingest(
          margin("4")
              .noPosts()
              .post(When.CHANGED, "Update", Lane.INTERNAL, "Calculated anew, see the note."));

      assertThat(desk.feed("ada", "1").get(0).content()).contains("Calculated anew");
    }
  }

  @Test
  void postsToldAnewByAMappingThatRestrictsAreToldToFewer() {
    String mapping =
        """
        record: { type: Order, id: .id, version: .version }
        track: [ { field: status }, { field: margin } ]
        posts:
          - { when: created, summary: { en: "{record} is new" } }
          - { when: changed, summary: { en: "{changes}" } }
        """;
    try (TestDatabase database = Desk.tables(databases)) {
      SettableClock clock = new SettableClock(Desk.MONDAY);
      RecordRef order = new RecordRef("erp", "Order", "7");
      try (Causerie before = engine(database, clock, mapping)) {
        versions(before, clock);
        assertThat(told(before, "ada", order)).isEqualTo(2);
      }
      try (Causerie after =
          engine(
              database,
              clock,
              mapping.replace("field: margin", "field: margin, restricted: [finance]"))) {
        var shown =
            after.remapping().remap("orders", Desk.MONDAY, clock.instant().plusSeconds(1), false);
        assertThat(shown.shown())
            .singleElement()
            .satisfies(d -> assertThat(d.fewerReaders()).isTrue());
        assertThat(told(after, "ada", order)).isEqualTo(2);

        after.remapping().remap("orders", Desk.MONDAY, clock.instant().plusSeconds(1), true);

        assertThat(told(after, "ada", order)).isEqualTo(1);
        assertThat(told(after, "katherine", order)).isEqualTo(2);
        assertThat(
                after
                    .remapping()
                    .remap("orders", Desk.MONDAY, clock.instant().plusSeconds(1), true)
                    .different())
            .isZero();
      }
    }
  }

  @Test
  void mappingThatStandsFindsNothingToTellAnew() {
    String mapping =
        """
        record: { type: Order, id: .id, version: .version }
        audience: '{ groups: ["sales", "finance"] }'
        track: [ { field: margin, restricted: [finance] } ]
        posts: [ { when: changed, summary: { en: "{changes}" } } ]
        """;
    SettableClock clock = new SettableClock(Desk.MONDAY);
    try (TestDatabase database = Desk.tables(databases);
        Causerie causerie = engine(database, clock, mapping)) {
      versions(causerie, clock);

      var found =
          causerie.remapping().remap("orders", Desk.MONDAY, clock.instant().plusSeconds(1), true);

      assertThat(found.posts()).isEqualTo(2);
      assertThat(found.different()).isZero();
      assertThat(found.cannot()).isEmpty();
    }
  }

  private static void versions(Causerie causerie, SettableClock clock) {
    for (int version = 1; version < 3; version++) {
      SourceEvent event =
          Desk.event(
              "e" + version,
              "{\"id\":\"7\",\"version\":%d,\"status\":\"O\",\"margin\":%d}"
                  .formatted(version, version));
      Desk.await(causerie.ingest().accept("orders", Ingest.keyOf(event), event));
      clock.tick(Duration.ofHours(1));
    }
  }

  private static Causerie engine(TestDatabase database, SettableClock clock, String mapping) {
    Audience all = new Audience(Readers.EVERYONE, Readers.EVERYONE);
    Causerie causerie =
        Desk.builder(database.source(), database.reads(), clock, all)
            .systems(List.of(new SystemRules("erp", all)))
            .connectors(
                List.of(new ConnectorRules("orders", "erp", null, null, Desk.mapper(mapping))))
            .build();
    causerie.origins().says(Origin.PEOPLE_FILE, Desk.people());
    return causerie;
  }

  private static int told(Causerie causerie, String person, RecordRef order) {
    RecordId record = causerie.records().find(Desk.as(person), order).orElseThrow().id();
    return causerie
        .feed()
        .of(Desk.as(person), record, ActivityView.Show.ALL, null, 10)
        .items()
        .size();
  }
}
