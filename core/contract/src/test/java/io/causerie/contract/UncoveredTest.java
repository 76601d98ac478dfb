package io.causerie.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.MappingOutcome;
import io.causerie.model.Observation;
import io.causerie.model.SourceEvent;
import io.causerie.model.mapping.Mapping;
import io.causerie.model.mapping.MappingCompiler;
import io.causerie.spi.Capability;
import io.causerie.spi.Key;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever has no case is named, with what to add. */
class UncoveredTest {
  private static final Mapping MAPPING =
      MappingCompiler.compile(
              "ticket.yaml",
              """
              on: [ticket.*, note]
              record: { type: Ticket, id: .id, version: .version }
              track: [ { field: status }, { field: effort } ]
              posts: [ { when: created, if: .open, summary: { en: "{record} was opened" } } ]
              """)
          .mapping()
          .orElseThrow();

  private static SourceEvent event(String type, String data) {
    return new SourceEvent(
        "/desk", type, "1", null, null, null, Map.of(), data.getBytes(StandardCharsets.UTF_8));
  }

  private static Observation seen(String data) {
    return MAPPING
        .map(event("note", data), "desk")
        .match(
            MappingOutcome.Seen::observation,
            UncoveredTest::unseen,
            UncoveredTest::unseen,
            UncoveredTest::unseen);
  }

  private static Observation unseen(MappingOutcome outcome) {
    throw new AssertionError(outcome);
  }

  @Test
  void keyThatNoConfigurationGives() {
    assertThat(
            Uncovered.keys(
                List.of(Key.text("url"), Key.text("auth.key"), Key.zone("zone")),
                Set.of("url", "zone")))
        .containsExactly(
            "the key `auth.key`: give it in a block of configs(), with which a connector is made");
  }

  @Test
  void typeThatNoEventHas() {
    assertThat(
            Uncovered.events(
                List.of(MAPPING), EnumSet.of(Capability.PUSH), List.of(event("ticket.new", "{}"))))
        .containsExactly(
            "the type `note` in `on` of ticket.yaml: add src/test/resources/cases/<what-happened>/event.json of that type");
    assertThat(Uncovered.events(List.of(MAPPING), Set.of(), List.of()))
        .hasSize(2)
        .first()
        .asString()
        .startsWith("the type `ticket.*`");
  }

  @Test
  void deletionWhereTheSourceTellsWhatItHas() {
    SourceEvent note = event("note", "{}");
    SourceEvent ticket = event("ticket.new", "{}");
    Set<Capability> claimed = EnumSet.of(Capability.POLL, Capability.CENSUS);

    assertThat(Uncovered.events(List.of(MAPPING), claimed, List.of(note, ticket)))
        .singleElement()
        .asString()
        .startsWith("the capability CENSUS: add ");
    assertThat(Uncovered.events(List.of(MAPPING), claimed, List.of(note.asDeletion(), ticket)))
        .isEmpty();
  }

  @Test
  void fieldAndSentenceThatNoCaseTells() {
    assertThat(Uncovered.rules(List.of(MAPPING), List.of(seen("{\"id\":1,\"status\":\"new\"}"))))
        .containsExactly(
            "the field `effort` of ticket.yaml: add a case whose event tells it",
            "the sentence {en={record} was opened} of ticket.yaml: add a case that may tell it");
    assertThat(
            Uncovered.rules(
                List.of(MAPPING),
                List.of(seen("{\"id\":1,\"status\":\"new\",\"effort\":2,\"open\":true}"))))
        .isEmpty();
  }

  @Test
  void commentThatNoCaseTells() {
    Mapping mapping =
        MappingCompiler.compile(
                "talk.yaml",
                """
                record: { type: Ticket, id: .id }
                actor: { id: .by }
                note: { when: .text, id: .no, content: .text }
                """)
            .mapping()
            .orElseThrow();

    assertThat(Uncovered.rules(List.of(mapping), List.of(seen("{\"id\":1}"))))
        .containsExactly("the `note` of talk.yaml: add a case whose event tells of a comment");
  }

  @Test
  void orderThatNoCaseShows() {
    Observation first = seen("{\"id\":1,\"version\":1}");
    Observation same = seen("{\"id\":1,\"version\":1,\"status\":\"new\"}");
    Observation other = seen("{\"id\":2,\"version\":2}");
    Observation unversioned = seen("{\"id\":1}");

    assertThat(
            Uncovered.order(
                List.of(
                    List.of(),
                    List.of(first),
                    List.of(first, same),
                    List.of(first, other),
                    List.of(first, unversioned))))
        .singleElement()
        .asString()
        .startsWith("events in reverse order: add ");
    assertThat(
            Uncovered.order(
                List.of(List.of(first), List.of(first, seen("{\"id\":1,\"version\":2}")))))
        .isEmpty();
  }
}
