package io.causerie.contract;

import io.causerie.model.Localized;
import io.causerie.model.Observation;
import io.causerie.model.SourceEvent;
import io.causerie.model.mapping.Mapping;
import io.causerie.spi.Capability;
import io.causerie.spi.ConfigKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What of a kind and its mappings no case shows; each says what to add. */
final class Uncovered {
  private static final String CASES = "src/test/resources/cases/<what-happened>/";

  private Uncovered() {}

  /** Keys that no configuration of the contract gives. */
  static List<String> keys(Collection<? extends ConfigKey> keys, Set<String> given) {
    return keys.stream()
        .map(ConfigKey::name)
        .filter(name -> !given.contains(name))
        .map(
            name ->
                "the key `%s`: give it in a block of configs(), with which a connector is made"
                    .formatted(name))
        .toList();
  }

  /** Types that a mapping takes, and what a connector can, of which no event is an example. */
  static List<String> events(
      List<Mapping> mappings, Set<Capability> claimed, List<SourceEvent> captured) {
    List<String> missing = new ArrayList<>();
    for (Mapping mapping : mappings) {
      for (String type : mapping.on()) {
        if (captured.stream().noneMatch(event -> isOf(type, event))) {
          missing.add(
              "the type `%s` in `on` of %s: add %sevent.json of that type"
                  .formatted(type, mapping.file(), CASES));
        }
      }
    }
    if (claimed.contains(Capability.CENSUS)
        && captured.stream().noneMatch(SourceEvent::isDeletion)) {
      missing.add(
          "the capability CENSUS: add %sevent.json of a record that is gone, which take() reads with Census.gone"
              .formatted(CASES));
    }
    return missing;
  }

  private static boolean isOf(String type, SourceEvent event) {
    return type.endsWith("*")
        ? event.type().startsWith(type.substring(0, type.length() - 1))
        : event.type().equals(type);
  }

  /** What mappings track and say, and no case tells. */
  static List<String> rules(List<Mapping> mappings, List<Observation> observed) {
    Set<String> fields = new HashSet<>();
    Set<Localized> sentences = new HashSet<>();
    for (Observation seen : observed) {
      seen.fields().forEach(field -> fields.add(field.field()));
      seen.posts().forEach(post -> sentences.add(post.summary().template()));
    }
    List<String> missing = new ArrayList<>();
    for (Mapping mapping : mappings) {
      mapping.fields().stream()
          .filter(field -> !fields.contains(field))
          .forEach(
              field ->
                  missing.add(
                      "the field `%s` of %s: add a case whose event tells it"
                          .formatted(field, mapping.file())));
      mapping.summaries().stream()
          .filter(sentence -> !sentences.contains(sentence))
          .forEach(
              sentence ->
                  missing.add(
                      "the sentence %s of %s: add a case that may tell it"
                          .formatted(sentence.texts(), mapping.file())));
      if (mapping.tellsNotes() && observed.stream().allMatch(seen -> seen.note() == null)) {
        missing.add(
            "the `note` of %s: add a case whose event tells of a comment"
                .formatted(mapping.file()));
      }
    }
    return missing;
  }

  /**
   * Whether disorder is seen.
   *
   * @param cases what each case's events tell, in their order
   */
  static List<String> order(List<List<Observation>> cases) {
    return cases.stream().anyMatch(Multiplied::isOrdered)
        ? List.of()
        : List.of(
            "events in reverse order: add %sbefore.json to a case, and `record.version` to the mapping, so that both have one"
                .formatted(CASES));
  }
}
