package io.causerie.model.proposal;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.model.MappingOutcome;
import io.causerie.model.SourceEvent;
import io.causerie.model.json.ForeignJson;
import io.causerie.model.mapping.Mapping;
import io.causerie.model.mapping.MappingCompiler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A first mapping for events that came: what they are about, its key, title, address, time and
 * actor, and the fields of which a change is worth a post. By rules that look at names and values,
 * which {@code docs/mapping.md} tells; each line says why it is so, for whoever corrects it. Pure;
 * the same events give the same mapping.
 *
 * @param yaml the mapping; compiles
 * @param events from how many events it was made
 * @param seen of how many of them it makes an observation
 */
public record MappingProposal(String yaml, int events, int seen) {
  private static final String SYSTEM = "system";

  /**
   * Proposes a mapping.
   *
   * @param came events of one connector, in any order; those whose data are no JSON object are
   *     passed over
   * @throws IllegalArgumentException if there is none that is an object, or no value in them can be
   *     a key
   */
  public static MappingProposal of(Collection<SourceEvent> came) {
    Map<SourceEvent, JsonNode> objects = new LinkedHashMap<>();
    for (SourceEvent event : came) {
      JsonNode data = parse(event);
      if (data.isObject()) {
        objects.put(event, data);
      }
    }
    if (objects.isEmpty()) {
      throw new IllegalArgumentException(
          "no event holds a JSON object; send one, then propose again");
    }
    int all = objects.size();
    Samples samples = new Samples(List.copyOf(objects.values()));
    Subject subject = Subject.of(samples);
    if (subject.isNamedByTypes() && keepMostFrequent(objects)) {
      samples = new Samples(List.copyOf(objects.values()));
      subject = Subject.of(samples);
    }
    Path about = subject.object();
    Set<String> types = new TreeSet<>();
    objects.forEach(
        (event, data) -> {
          if (about.in(data).isObject()) {
            types.add(event.type());
          }
        });
    String yaml = new ProposedYaml(samples, subject, types).write();
    Mapping mapping =
        MappingCompiler.compile("proposal.yaml", yaml)
            .mapping()
            .orElseThrow(() -> new IllegalStateException("a proposal does not compile:\n" + yaml));
    List<MappingOutcome> outcomes = new ArrayList<>();
    objects.keySet().forEach(event -> outcomes.add(mapping.map(event, SYSTEM)));
    int seen =
        (int)
            outcomes.stream()
                .filter(
                    outcome ->
                        outcome.match(
                            observed -> true, ignored -> false, rejected -> false, hint -> false))
                .count();
    return new MappingProposal(yaml, all, seen);
  }

  /**
   * Of events of several things, such as orders and documents, leaves those of the one most are of:
   * each wants a mapping of its own. Tells whether others were left out.
   */
  private static boolean keepMostFrequent(Map<SourceEvent, JsonNode> objects) {
    Map<String, Integer> things = new LinkedHashMap<>();
    objects.keySet().forEach(event -> things.merge(thing(event), 1, Integer::sum));
    String most =
        things.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    return objects.keySet().removeIf(event -> !thing(event).equals(most));
  }

  private static String thing(SourceEvent event) {
    return ProposedYaml.thing(event.type()).orElse("");
  }

  private static JsonNode parse(SourceEvent event) {
    try {
      return ForeignJson.MAPPER.readTree(event.data());
    } catch (IOException e) {
      return ForeignJson.MAPPER.missingNode();
    }
  }
}
