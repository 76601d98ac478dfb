package io.causerie.model.mapping;

import static io.causerie.model.mapping.Rules.compile;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.Lane;
import io.causerie.model.MappingOutcome;
import io.causerie.model.Observation;
import io.causerie.model.RecordRef;
import io.causerie.model.SourceActor;
import io.causerie.model.SourceEvent;
import io.causerie.model.SourceNote;
import io.causerie.model.Version;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MappedNotesTest {
  private static final String CHATTER =
      """
      on: FeedItem
      record: { type: Account, id: .ParentId }
      published: .CreatedDate
      note:
        when: .Type == "TextPost"
        id: .Id
        content: .Body
        format: html
        author: { id: .CreatedById, name: .CreatedBy.Name }
        inReplyTo: .FeedItemId
        edited: .LastEditDate
        deleted: .IsDeleted
      """;
  private static final String ITEM =
      """
      {"Id":"0D5a","ParentId":"001x","Type":"TextPost","Body":"<p>Call <b>them</b></p>",
       "CreatedById":"005a","CreatedBy":{"Name":"Alan Turing"},"CreatedDate":"2026-11-23T08:00:00Z",
       "LastEditDate":null,"IsDeleted":false}
      """;

  private static Observation seen(String mapping, String data, Map<String, String> extensions) {
    SourceEvent event =
        new SourceEvent(
            "/sf",
            "FeedItem",
            "1",
            null,
            Instant.parse("2026-11-24T08:00:00Z"),
            null,
            extensions,
            data.getBytes(StandardCharsets.UTF_8));
    return compile(mapping)
        .map(event, "sf")
        .match(
            MappingOutcome.Seen::observation,
            ignored -> {
              throw new AssertionError(ignored.reason().toString());
            },
            rejected -> {
              throw new AssertionError(rejected.reason().toString());
            },
            hinted -> {
              throw new AssertionError(hinted.key());
            });
  }

  private static SourceNote note(Observation seen) {
    return java.util.Objects.requireNonNull(seen.note());
  }

  @Test
  void isWhatTheSourceSaysOfAComment() {
    Observation seen = seen(CHATTER, ITEM, Map.of());

    assertThat(seen.record()).isEqualTo(new RecordRef("sf", "Account", "001x"));
    assertThat(seen.published()).isEqualTo(Instant.parse("2026-11-23T08:00:00Z"));
    assertThat(seen.isNoteAlone()).isTrue();
    assertThat(seen.note())
        .isEqualTo(
            new SourceNote(
                "0D5a",
                Lane.INTERNAL,
                "Call **them**",
                new SourceActor("005a", "Alan Turing", null),
                null,
                null,
                false));
  }

  @Test
  void isNoneWhereItsConditionDoesNotHold() {
    assertThat(seen(CHATTER, ITEM.replace("TextPost", "TrackedChange"), Map.of()).note()).isNull();
  }

  @Test
  void editIsOrderedByWhatTheSourceSays() {
    Observation seen =
        seen(
            CHATTER,
            ITEM.replace("\"LastEditDate\":null", "\"LastEditDate\":\"2026-11-23T09:00:00Z\""),
            Map.of());

    assertThat(note(seen).edited()).isEqualTo(Version.of(Instant.parse("2026-11-23T09:00:00Z")));
  }

  @Test
  void deletedOneHasNoWords() {
    SourceNote note = note(seen(CHATTER, ITEM.replace("false", "true"), Map.of()));

    assertThat(note.deleted()).isTrue();
    assertThat(note.content()).isEmpty();
  }

  @Test
  void rowThatIsGoneIsTheCommentAndNotTheRecord() {
    Observation seen =
        seen(
            CHATTER,
            "{\"Id\":\"0D5a\",\"ParentId\":\"001x\"}",
            Map.of(SourceEvent.DELETION, "true"));

    assertThat(seen.deleted()).isFalse();
    assertThat(note(seen).deleted()).isTrue();
    assertThat(note(seen).id()).isEqualTo("0D5a");
  }

  @Test
  void standsBesideWhatElseAnEventTells() {
    Observation seen =
        seen(
            """
            record: { type: Case, id: .id }
            actor: { id: .by }
            track: [ { field: status } ]
            note: { id: .comment.id, content: .comment.body, when: .comment, lane: customer }
            """,
            "{\"id\":\"1\",\"by\":\"u\",\"status\":\"Open\",\"comment\":{\"id\":7,\"body\":\"Hi\"}}",
            Map.of());

    assertThat(seen.isNoteAlone()).isFalse();
    assertThat(note(seen).id()).isEqualTo("7");
    assertThat(note(seen).lane()).isEqualTo(Lane.CUSTOMER);
    assertThat(note(seen).author()).isNull();
  }

  @Test
  void whatIsWrongIsToldWithItsPlaceAndWhatToDo() {
    String wrong =
        """
        record: { type: Case, id: .id }
        note:
          lane: public
          contents: .body
          edited: .a[
        """;

    assertThat(MappingCompiler.compile("m.yaml", wrong).problems())
        .extracting(Object::toString)
        .anySatisfy(p -> assertThat(p).contains("m.yaml:3").contains("internal"))
        .anySatisfy(p -> assertThat(p).contains("m.yaml:4").contains("content"))
        .anySatisfy(p -> assertThat(p).contains("m.yaml:5"))
        .anySatisfy(
            p -> assertThat(p).contains("'id'").contains("the comment's key in the source"));
  }

  @Test
  void needsToKnowWhoWroteIt() {
    String nobody =
        """
        record: { type: Case, id: .id }
        note: { id: .n, content: .body }
        """;

    assertThat(MappingCompiler.compile("m.yaml", nobody).problems())
        .extracting(Object::toString)
        .singleElement()
        .asString()
        .startsWith("m.yaml:2:")
        .endsWith("say who wrote it: with `author` here, or with `actor` of the mapping");
  }
}
