package io.causerie.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Causerie;
import io.causerie.engine.ConnectorRules;
import io.causerie.engine.Desk;
import io.causerie.engine.SystemRules;
import io.causerie.engine.connector.Lease;
import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.feed.ActivityView;
import io.causerie.model.Audience;
import io.causerie.model.EventMapper;
import io.causerie.model.RecordId;
import io.causerie.model.RecordRef;
import io.causerie.model.SourceEvent;
import io.causerie.model.mapping.MappingCompiler;
import io.causerie.model.mapping.Mappings;
import io.causerie.testkit.db.Databases;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Comments of a source that are read as rows, and mapped by a mapping that is changed. */
@ParameterizedClass
@EnumSource(Databases.class)
class SourceCommentRowsTest {
  private static final RecordRef TICKET = new RecordRef("desk", "Ticket", "T1");
  private static final String TICKETS =
      """
      on: [ticket]
      record: { type: Ticket, id: .id, title: .title }
      posts: [ { when: created, summary: { en: new } }, { when: deleted, summary: { en: gone } } ]
      """;
  private static final String COMMENTS =
      """
      on: [comment]
      record: { type: Ticket, id: .ticket }
      published: .at
      note:
        id: .id
        content: .text
        format: html
        author: { id: .by }
        inReplyTo: .answers
        edited: .edited
      """;

  @Parameter Databases databases = Databases.H2;
  private Desk desk;
  private Causerie causerie;
  private Lease lease;
  private int events;

  @BeforeEach
  void open() {
    desk = new Desk(databases);
    causerie = reading(TICKETS, COMMENTS);
    causerie.connectors().register(List.of("rows"));
    lease = causerie.connectors().claim("rows", "here", Duration.ofDays(9)).orElseThrow();
  }

  @AfterEach
  void close() {
    causerie.close();
    desk.close();
  }

  private Causerie reading(String... mappings) {
    EventMapper mapper =
        Mappings.of(
            "desk",
            List.of(mappings).stream()
                .map(m -> MappingCompiler.compile("m.yaml", m).mapping().orElseThrow())
                .toList());
    return Causerie.builder()
        .pace(Desk.BRISK)
        .dataSource(desk.source())
        .readers(desk.database().reads())
        .clock(desk.clock)
        .systems(List.of(new SystemRules("desk", Audience.EVERYONE)))
        .connectors(List.of(new ConnectorRules("rows", "desk", null, null, mapper)))
        .build();
  }

  private SourceEvent event(String type, String data) {
    return new SourceEvent(
        "/desk",
        type,
        "e" + ++events,
        null,
        desk.clock.instant(),
        null,
        Map.of(),
        data.getBytes(StandardCharsets.UTF_8));
  }

  private EventOutcome take(String key, SourceEvent event) {
    Reading reading = new Reading(lease, key, event.id(), Reading.digestOf(event), false);
    return Desk.await(
        causerie.ingest().accept("rows", Ingest.keyOf(key, event.id(), event), event, reading));
  }

  /** A change that a source delivers, which may be an old one. */
  private void changed(String id, String text, String edited) {
    SourceEvent event = event("comment", row(id, text, edited));
    Reading reading =
        new Reading(lease, id, event.id(), Reading.digestOf(event), false, Reading.Tells.CHANGE);
    Desk.await(
        causerie.ingest().accept("rows", Ingest.keyOf(id, event.id(), event), event, reading));
  }

  private EventOutcome comment(String id, String text, String edited) {
    return take(id, event("comment", row(id, text, edited)));
  }

  private static String row(String id, String text, String edited) {
    return """
    {"id": "%s", "ticket": "T1", "text": "%s", "by": "aturing", "at": "2026-11-20T08:00:00Z",
     "edited": "%s"}
    """
        .formatted(id, text, edited);
  }

  private EventOutcome gone(String id) {
    return take(id, event("comment.deleted", "{\"id\": \"" + id + "\"}").asDeletion());
  }

  private List<ActivityView> posts() {
    RecordId record = causerie.records().find(Desk.as("ada"), TICKET).orElseThrow().id();
    return causerie.feed().of(Desk.as("ada"), record, ActivityView.Show.TALK, null, 100).items();
  }

  private ActivityView post() {
    assertThat(posts()).hasSize(1);
    return posts().get(0);
  }

  @Test
  void rowIsTheCommentAndItsEndIsNotThatOfTheRecord() {
    take("T1", event("ticket", "{\"id\": \"T1\", \"title\": \"Printer\"}"));
    comment("c1", "<p>It <i>smokes</i></p>", "");
    assertThat(post().content()).isEqualTo("It *smokes*");

    assertThat(gone("c1").fate()).isEqualTo(Fate.POSTED);

    assertThat(post().removed()).isNotNull();
    assertThat(post().published()).isEqualTo(Instant.parse("2026-11-20T08:00:00Z"));
    assertThat(causerie.records().find(Desk.as("ada"), TICKET).orElseThrow().deleted()).isNull();
  }

  @Test
  void endOfARecordIsNotHeldUpByRowsOfItsComments() {
    take("T1", event("ticket", "{\"id\": \"T1\", \"title\": \"Printer\"}"));
    comment("c1", "It smokes", "");

    EventOutcome end = take("T1", event("ticket.deleted", "{\"id\": \"T1\"}").asDeletion());

    assertThat(end.fate()).isEqualTo(Fate.POSTED);
    assertThat(causerie.records().find(Desk.as("ada"), TICKET).orElseThrow().deleted()).isNotNull();
    assertThat(post().content()).isEqualTo("It smokes");
  }

  @Test
  void whatWasReadIsHowItIsNow() {
    comment("c1", "One", "");
    comment("c1", "Two", "2026-11-20T09:00:00Z");
    gone("c1");
    comment("c1", "One", "");

    assertThat(post().removed()).isNull();
    assertThat(post().content()).isEqualTo("One");
  }

  @Test
  void changeThatIsDeliveredIsInTheOrderOfItsVersion() {
    changed("c1", "Three", "2026-11-20T10:00:00Z");
    changed("c1", "One", "");
    changed("c1", "Two", "2026-11-20T09:00:00Z");

    assertThat(post().content()).isEqualTo("Three");
    assertThat(causerie.feed().history(Desk.as("ada"), post().id()))
        .extracting(NoteView.Wording::content)
        .containsExactly("One", "Two", "Three");
  }

  @Test
  void editsOfASourceThatDoesNotTellOfThemAreInTheOrderTheyCameIn() {
    comment("c1", "One", "");
    comment("c1", "Two", "");
    comment("c1", "One", "");

    assertThat(post().content()).isEqualTo("One");
    assertThat(causerie.feed().history(Desk.as("ada"), post().id()))
        .extracting(NoteView.Wording::content)
        .containsExactly("One", "Two", "One");
  }

  @Test
  void reMappingMakesWhatNoMappingWasMeantForAndNothingElse() {
    causerie.close();
    causerie = reading(TICKETS);
    EventOutcome before =
        Desk.await(
            causerie.ingest().accept("rows", "k1", event("comment", row("c1", "Early", ""))));
    assertThat(before.fate()).isEqualTo(Fate.IGNORED);
    causerie.close();
    causerie = reading(TICKETS, COMMENTS);
    Instant from = desk.clock.instant().minusSeconds(60);
    Instant to = desk.clock.instant().plusSeconds(60);

    assertThat(causerie.remapping().remap("rows", from, to, false).added()).isEqualTo(1);
    assertThat(causerie.remapping().remap("rows", from, to, true).added()).isEqualTo(1);

    assertThat(post().content()).isEqualTo("Early");
    assertThat(causerie.remapping().remap("rows", from, to, true).different()).isZero();
    assertThat(causerie.remapping().records("rows", true).different()).isZero();
    assertThat(post().content()).isEqualTo("Early");
  }

  @Test
  void replayedEventChangesNothing() {
    EventOutcome first = comment("c1", "One", "");
    EventOutcome blank = comment("c2", "", "");
    assertThat(blank.fate()).isEqualTo(Fate.IGNORED);

    Desk.await(causerie.events().replay("rows", first.event()));
    Desk.await(causerie.events().replay("rows", blank.event()));

    assertThat(post().content()).isEqualTo("One");
    assertThat(post().version()).isEqualTo(1);
  }

  @Test
  void twoNodesTakeTheSameCommentOnce() {
    try (Causerie other = reading(TICKETS, COMMENTS)) {
      for (int i = 0; i < 10; i++) {
        String data = row("c" + i, "Said " + i, "");
        var one = causerie.ingest().accept("rows", "a" + i, event("comment", data));
        var two = other.ingest().accept("rows", "b" + i, event("comment", data));
        Desk.await(one);
        Desk.await(two);
      }
    }

    assertThat(posts()).hasSize(10);
    assertThat(desk.count("select count(*) from event where fate = 3")).isZero();
  }
}
