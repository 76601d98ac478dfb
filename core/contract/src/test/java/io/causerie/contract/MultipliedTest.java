package io.causerie.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.EventMapper;
import io.causerie.model.SourceEvent;
import io.causerie.model.mapping.Mapping;
import io.causerie.model.mapping.MappingCompiler;
import io.causerie.model.mapping.Mappings;
import io.causerie.testkit.db.Databases;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That each way in which a case comes can fail: by a connector or a mapping that gets it wrong. */
class MultipliedTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  private static final String MAPPING =
      """
      record: { type: Ticket, id: .id, version: .version, title: .title }
      audience: 'if .secret then { groups: ["board"] } else null end'
      track:
        - { field: status }
        - { field: effort, restricted: [finance] }
      posts:
        - { when: created, summary: { en: "{record} was opened" } }
        - { when: changed, summary: { en: "{changes}" } }
      """;

  private static Sent event(String id, String data) {
    return Sent.of(
        new SourceEvent(
            "/desk",
            "ticket",
            id,
            null,
            NOW,
            null,
            Map.of(),
            data.getBytes(StandardCharsets.UTF_8)));
  }

  private static final Sent OPENED =
      event(
          "1",
          "{\"id\":7,\"version\":1,\"title\":\"A lamp\",\"status\":\"new\",\"effort\":\"a whole week\"}");
  private static final Sent SOLVED =
      event(
          "2",
          "{\"id\":7,\"version\":2,\"title\":\"A lamp\",\"status\":\"done\",\"effort\":\"half a day\"}");
  private static final List<Sent> BOTH = List.of(OPENED, SOLVED);

  private static Function<String, EventMapper> mapper(String yaml) {
    MappingCompiler.Compiled compiled = MappingCompiler.compile("mapping", yaml);
    assertThat(compiled.problems()).isEmpty();
    List<Mapping> mappings = List.of(compiled.mapping().orElseThrow());
    return system -> Mappings.of(system, mappings);
  }

  /** The same event under another id. */
  private static Sent renamed(Sent sent) {
    SourceEvent event = sent.event();
    return event(event.id() + "-again", new String(event.data(), StandardCharsets.UTF_8));
  }

  private static List<Sent> renamed() {
    return BOTH.stream().map(MultipliedTest::renamed).toList();
  }

  /** A mapper that puts the number of its call into each event, in place of a word. */
  private static Function<String, EventMapper> counting(String yaml, String word) {
    AtomicInteger calls = new AtomicInteger();
    Function<String, EventMapper> plain = mapper(yaml);
    return system ->
        event -> {
          String data = new String(event.data(), StandardCharsets.UTF_8);
          String counted = data.replaceFirst(word, String.valueOf(calls.incrementAndGet()));
          return plain.apply(system).map(event(event.id(), counted).event());
        };
  }

  private static List<String> failing(Databases on, Multiplied.Case... cases) {
    List<String> failing = new ArrayList<>();
    try (Stream<DynamicTest> tests =
        Multiplied.tests(on, NOW, Duration.ofSeconds(1), List.of(cases))) {
      tests.forEach(test -> run(test, failing));
    }
    return failing;
  }

  private static void run(DynamicTest test, List<String> failing) {
    try {
      test.getExecutable().execute();
    } catch (AssertionError e) {
      failing.add(test.getDisplayName());
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> failing(Multiplied.Case... cases) {
    return failing(Databases.H2, cases);
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void goodConnectorAndMappingPassInEachWay(Databases on) {
    Sent secret = event("3", "{\"id\":8,\"version\":1,\"title\":\"A safe\",\"secret\":true}");

    assertThat(
            failing(
                on,
                Multiplied.Case.of("opened", mapper(MAPPING), List.of(OPENED)),
                Multiplied.Case.of("solved", mapper(MAPPING), BOTH),
                Multiplied.Case.of("secret", mapper(MAPPING), List.of(secret)),
                Multiplied.Case.of("no ticket", mapper(MAPPING), List.of(event("4", "{}")))))
        .isEmpty();
  }

  @Test
  void idThatIsAnotherEachTimeFailsWhatComesTwice() {
    assertThat(failing(new Multiplied.Case("solved", mapper(MAPPING), true, BOTH, renamed(), BOTH)))
        .containsExactly("solved, twice");
  }

  @Test
  void idThatIsAnotherAfterARestartFailsThere() {
    assertThat(failing(new Multiplied.Case("solved", mapper(MAPPING), true, BOTH, BOTH, renamed())))
        .containsExactly("solved, a restart in the middle");
  }

  @Test
  void withoutNamesWhatComesAgainIsUnchangedUnlessTheMappingTellsEachEvent() {
    Multiplied.Case states =
        new Multiplied.Case("states", mapper(MAPPING), false, BOTH, renamed(), renamed());
    String each = MAPPING + "  - { when: occurred, summary: { en: \"{record} again\" } }\n";
    Multiplied.Case events =
        new Multiplied.Case("events", mapper(each), false, BOTH, renamed(), renamed());

    assertThat(failing(states, events))
        .contains("events, twice", "events, a restart in the middle")
        .noneMatch(name -> name.startsWith("states"));
  }

  @Test
  void versionThatTellsTheArrivalFailsInReverseOrder() {
    String byArrival =
        MAPPING.replace("version: .version", "version: .arrival").replace("finance", "board");
    List<Sent> arriving =
        BOTH.stream()
            .map(
                s ->
                    event(
                        s.event().id(),
                        new String(s.event().data(), StandardCharsets.UTF_8)
                            .replace("\"version\":", "\"arrival\":COUNT,\"version\":")))
            .toList();

    assertThat(failing(Multiplied.Case.of("solved", counting(byArrival, "COUNT"), arriving)))
        .contains("solved, in reverse order");
  }

  @Test
  void mappingThatSaysSomethingElseEachTimeFailsWhenReMapped() {
    assertThat(failing(Multiplied.Case.of("opened", counting(MAPPING, "A lamp"), List.of(OPENED))))
        .contains("opened, re-mapped");
  }

  @Test
  void restrictedValueInASentenceATitleOrAnotherFieldFailsForWhoMayNotRead() {
    String sentence =
        MAPPING.replace(
            "{ en: \"{record} was opened\" } }",
            "{ en: \"{record} takes {effort}\" }, values: { effort: .effort } }");
    String content = MAPPING.replace("was opened\" }", "was opened\" }, content: .effort");
    String title = MAPPING.replace("title: .title", "title: '\"\\(.title), \\(.effort)\"'");
    String actor = MAPPING.replace("track:", "actor: { id: .effort }\ntrack:");

    assertThat(
            failing(
                Multiplied.Case.of("sentence", mapper(sentence), BOTH),
                Multiplied.Case.of("content", mapper(content), BOTH),
                Multiplied.Case.of("title", mapper(title), BOTH),
                Multiplied.Case.of("actor", mapper(actor), BOTH)))
        .containsExactly(
            "sentence, for who may not read",
            "content, for who may not read",
            "title, for who may not read",
            "actor, for who may not read");
  }

  @Test
  void oneCaseFailsAloneAndNotItsNeighbours() {
    assertThat(
            failing(
                Multiplied.Case.of("good", mapper(MAPPING), BOTH),
                new Multiplied.Case("bad", mapper(MAPPING), true, BOTH, renamed(), BOTH)))
        .containsExactly("bad, twice");
  }
}
