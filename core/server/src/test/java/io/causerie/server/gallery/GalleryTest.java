package io.causerie.server.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.ingest.Preview;
import io.causerie.model.CandidatePost;
import io.causerie.model.EventMapper;
import io.causerie.model.Localized;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.SourceEvent;
import io.causerie.model.Value;
import io.causerie.model.jq.Program;
import io.causerie.model.jq.Run;
import io.causerie.model.mapping.Mapping;
import io.causerie.model.mapping.MappingCompiler;
import io.causerie.model.mapping.MappingPaths;
import io.causerie.model.mapping.Mappings;
import io.causerie.server.api.mappings.MappingTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

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
      Set<String> met = new TreeSet<>();
      List<Localized> texts = new ArrayList<>();
      List<SourceEvent> events = new ArrayList<>();
      for (Case one : cases(entry)) {
        for (JsonNode event : one.events()) {
          events.add(MappingTrial.event(event, ""));
        }
        Optional<Observation> seen = seen(entry, one.event());
        if (seen.isPresent()) {
          String file = file(entry, one.event());
          met.add(file + " on " + one.event().path("type").asText());
          seen.get().fields().forEach(field -> met.add(file + " track " + field.field()));
          posted(entry, one, seen.get())
              .forEach(
                  p ->
                      met.add(
                          file + post(p.when().word(), p.summary().template().texts().get("en"))));
          texts.addAll(texts(seen.get()));
        }
      }
      for (Mapping mapping : mappings(entry)) {
        assertThat(met).as("cases").containsAll(rules(entry, mapping));
        texts.addAll(mapping.summaries());
      }
      assertThat(texts)
          .as(entry.name())
          .allSatisfy(t -> assertThat(t.texts()).containsKeys("en", "fr"));
      assertThat(MappingPaths.unseen(mappings(entry), events)).as(entry.name()).isEmpty();
    }
  }

  private static String file(Entry entry, JsonNode event) {
    return mappings(entry).stream()
        .filter(mapping -> mapping.accepts(MappingTrial.event(event, "")))
        .findFirst()
        .orElseThrow()
        .file();
  }

  private static JsonNode yaml(String text) {
    return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
  }

  private static String post(String when, @Nullable String english) {
    return " posts " + when + ": " + english;
  }

  /** What a mapping does, each of which must be met by a case. */
  private static Set<String> rules(Entry entry, Mapping mapping) {
    Set<String> rules = new TreeSet<>();
    mapping.on().forEach(type -> rules.add(mapping.file() + " on " + type));
    mapping.fields().forEach(field -> rules.add(mapping.file() + " track " + field));
    String text = entry.mappings().getOrDefault(mapping.file(), "");
    for (JsonNode post : yaml(text).path("posts")) {
      rules.add(mapping.file() + post(post.path("when").asText(), post.at("/summary/en").asText()));
    }
    assertThat(rules)
        .as(mapping.file() + ": no sentence stands twice for the same occasion")
        .hasSize(mapping.on().size() + mapping.fields().size() + mapping.summaries().size());
    return rules;
  }

  private static List<Localized> texts(Observation seen) {
    List<Localized> texts = new ArrayList<>();
    Optional.ofNullable(seen.typeLabel()).ifPresent(texts::add);
    for (Observed field : seen.fields()) {
      texts.add(field.label());
      if (field.value() instanceof Value.Coded coded) {
        texts.add(coded.name());
      }
    }
    seen.posts().forEach(p -> Optional.ofNullable(p.summary().you()).ifPresent(texts::add));
    return texts;
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

  /** What a case really posts. */
  private static List<CandidatePost> posted(Entry entry, Case one, Observation seen) {
    Observation before =
        one.before().isMissingNode() ? null : seen(entry, one.before()).orElse(null);
    return Preview.of(seen, before).posts();
  }

  /** As the source sends it, its system's file gives a case the type and the id that it has. */
  @Test
  void typeAndIdAreReadFromTheDelivery() throws Exception {
    for (Entry entry : Gallery.ofApplication().all()) {
      JsonNode connector = yaml(entry.system()).at("/connectors/" + entry.name());
      Program type = Program.compile(connector.at("/config/type").asText());
      Program id = Program.compile(connector.at("/config/id").asText());
      for (Case one : cases(entry)) {
        ObjectNode delivery = JSON.createObjectNode();
        delivery.set("body", one.event().path("data"));
        ObjectNode headers = delivery.putObject("headers");
        JSON.readTree(entry.files().get("cases/" + one.name() + "/headers.json"))
            .properties()
            .forEach(h -> headers.set(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));

        Run run = new Run(JSON.createObjectNode());
        assertThat(type.first(run, delivery)).as(one.name()).contains(one.event().path("type"));
        assertThat(id.first(run, delivery)).as(one.name()).contains(one.event().path("id"));
      }
    }
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
