package io.causerie.server.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.causerie.model.EventMapper;
import io.causerie.model.Localized;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.SourceEvent;
import io.causerie.model.mapping.Mapping;
import io.causerie.model.mapping.MappingCompiler;
import io.causerie.model.mapping.MappingPaths;
import io.causerie.model.mapping.Mappings;
import io.causerie.server.api.MappingTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What holds for every system of the gallery: each case is as its files say in both languages, and
 * no type, field or sentence of a mapping is without a case. {@code -Dgolden=update} writes what
 * the cases come to.
 */
class GalleryTest {
  private static final Path SOURCES = Path.of("../../connectors/gallery");
  private static final List<String> HEADINGS =
      List.of(
          "## What people see",
          "## Set up",
          "## Events",
          "## What is never sent again",
          "## Who may read",
          "## Proven",
          "## Not covered");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private static final Map<String, List<Mapping>> COMPILED = new ConcurrentHashMap<>();

  /**
   * A case of an entry.
   *
   * @param before missing where the record is not known before
   */
  record Case(Entry entry, String name, JsonNode event, JsonNode before) {
    List<JsonNode> events() {
      return before.isMissingNode() ? List.of(event) : List.of(before, event);
    }

    Path file(String name) {
      return SOURCES.resolve(entry.name()).resolve("cases").resolve(this.name).resolve(name);
    }
  }

  static List<Case> cases(Entry entry) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (String path : entry.files().keySet()) {
      if (path.matches("cases/[^/]+/event\\.json")) {
        String name = path.split("/")[1];
        String before = entry.files().get("cases/" + name + "/before.json");
        cases.add(
            new Case(
                entry,
                name,
                JSON.readTree(entry.files().get(path)),
                before == null ? MissingNode.getInstance() : JSON.readTree(before)));
      }
    }
    return cases;
  }

  static List<Mapping> mappings(Entry entry) {
    return COMPILED.computeIfAbsent(entry.name(), name -> compile(entry));
  }

  private static List<Mapping> compile(Entry entry) {
    List<Mapping> mappings = new ArrayList<>();
    entry
        .mappings()
        .forEach(
            (path, text) -> {
              MappingCompiler.Compiled compiled = MappingCompiler.compile(path, text);
              assertThat(compiled.problems()).as(path).isEmpty();
              assertThat(entry.system()).contains("- " + path + "\n");
              compiled.mapping().ifPresent(mappings::add);
            });
    return mappings;
  }

  static EventMapper mapper(Entry entry, String system) {
    return Mappings.of(system, mappings(entry));
  }

  @TestFactory
  Stream<DynamicTest> everyCaseIsAsItsFilesSay() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Entry entry : Gallery.ofApplication().all()) {
      EventMapper mapper = mapper(entry, "preview");
      for (Case one : cases(entry)) {
        tests.add(
            DynamicTest.dynamicTest(entry.name() + " " + one.name(), () -> check(one, mapper)));
      }
    }
    return tests.stream();
  }

  private static void check(Case one, EventMapper mapper) throws IOException {
    String came =
        JSON.writeValueAsString(new MappingTrial(mapper, "").of(one.event(), one.before())) + "\n";
    Path expected = one.file("expected.json");
    if ("update".equals(System.getProperty("golden"))) {
      Files.writeString(expected, came);
    }
    assertThat(expected).as("-Dgolden=update writes it").exists();
    assertThat(came).isEqualTo(Files.readString(expected));
  }

  @Test
  void entriesAreThere() {
    assertThat(Gallery.ofApplication().all())
        .extracting(Entry::name)
        .containsExactly("github", "jira");
  }

  @Test
  void everyTypeFieldAndSentenceHasACaseInBothLanguages() throws IOException {
    for (Entry entry : Gallery.ofApplication().all()) {
      Set<String> types = new TreeSet<>();
      Set<String> fields = new HashSet<>();
      Set<Localized> told = new HashSet<>();
      List<Localized> texts = new ArrayList<>();
      List<SourceEvent> events = new ArrayList<>();
      for (Case one : cases(entry)) {
        for (JsonNode event : one.events()) {
          events.add(MappingTrial.event(event, ""));
        }
        Optional<Observation> seen = seen(entry, one.event());
        if (seen.isPresent()) {
          types.add(one.event().path("type").asText());
          seen.get().fields().stream().map(Observed::field).forEach(fields::add);
          seen.get().fields().stream().map(Observed::label).forEach(texts::add);
          told.addAll(posted(entry, one));
        }
      }
      for (Mapping mapping : mappings(entry)) {
        assertThat(types).as(mapping.file()).containsAll(mapping.on());
        assertThat(fields).as(mapping.file()).containsAll(mapping.fields());
        assertThat(told).as(mapping.file()).containsAll(mapping.summaries());
        texts.addAll(mapping.summaries());
      }
      assertThat(texts)
          .as(entry.name())
          .allSatisfy(t -> assertThat(t.texts()).containsKeys("en", "fr"));
      assertThat(MappingPaths.unseen(mappings(entry), events)).as(entry.name()).isEmpty();
    }
  }

  private static Optional<Observation> seen(Entry entry, JsonNode event) {
    return mapper(entry, "preview")
        .map(MappingTrial.event(event, ""))
        .<Optional<Observation>>match(
            seen -> {
              assertThat(seen.warnings()).isEmpty();
              return Optional.of(seen.observation());
            },
            ignored -> Optional.empty(),
            rejected -> Optional.empty(),
            hinted -> Optional.empty());
  }

  /** The sentences that a case really posts. */
  private static List<Localized> posted(Entry entry, Case one) {
    Observation before =
        one.before().isMissingNode() ? null : seen(entry, one.before()).orElse(null);
    return io.causerie.engine.ingest.Preview.of(seen(entry, one.event()).orElseThrow(), before)
        .posts()
        .stream()
        .map(p -> p.summary().template())
        .toList();
  }

  @Test
  void somethingIsIgnoredAndNothingFails() throws IOException {
    for (Entry entry : Gallery.ofApplication().all()) {
      List<String> outcomes = new ArrayList<>();
      for (Case one : cases(entry)) {
        outcomes.add(
            new MappingTrial(mapper(entry, "preview"), "")
                .of(one.event(), one.before())
                .path("outcome")
                .asText());
      }
      assertThat(outcomes).as(entry.name()).contains("ignored").doesNotContain("failed");
    }
  }

  /** Some may be read by a few only, some come a second time in another form. */
  @Test
  void commentsThatAreNotToldAreInNoPost() throws IOException {
    int silent = 0;
    for (Entry entry : Gallery.ofApplication().all()) {
      for (Case one : cases(entry)) {
        String words = one.event().at("/data/comment/body").asText();
        if (one.name().endsWith("-is-not-told")) {
          silent++;
          JsonNode came =
              new MappingTrial(mapper(entry, "preview"), "").of(one.event(), one.before());
          assertThat(came.at("/seen/posts")).as(one.name()).isEmpty();
          assertThat(words.isEmpty() || !came.toString().contains(words)).as(one.name()).isTrue();
        }
      }
    }
    assertThat(silent).isGreaterThan(5);
  }

  @Test
  void readmeTellsAllThereIsToKnow() throws IOException {
    String all = Files.readString(SOURCES.resolve("README.md"));
    for (Entry entry : Gallery.ofApplication().all()) {
      assertThat(entry.readme()).as(entry.name()).contains(HEADINGS);
      assertThat(all).contains("(" + entry.name() + "/README.md)");
      assertThat(entry.system()).startsWith("# ").contains("\n  " + entry.name() + ":\n");
      assertThat(entry.secrets()).as("a secret is made when it is copied").isNotEmpty();
    }
  }
}
