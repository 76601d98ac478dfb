package io.causerie.model.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.MappingOutcome;
import io.causerie.model.SourceEvent;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Mappings of tests, and what they see. */
final class Rules {
  private Rules() {}

  /** A mapping without problems. */
  static Mapping compile(String yaml) {
    MappingCompiler.Compiled compiled = MappingCompiler.compile("order.yaml", yaml);
    assertThat(compiled.problems()).isEmpty();
    return compiled.mapping().orElseThrow();
  }

  /** An event that is its data alone. */
  static SourceEvent event(String json) {
    return new SourceEvent(
        "/erp", "t", "1", null, null, null, Map.of(), json.getBytes(StandardCharsets.UTF_8));
  }

  /** What an event is seen to tell; one that is not seen fails the test. */
  static MappingOutcome.Seen observed(Mapping mapping, String json) {
    MappingOutcome outcome = mapping.map(event(json), "erp");
    assertThat(outcome).isInstanceOf(MappingOutcome.Seen.class);
    return (MappingOutcome.Seen) outcome;
  }
}
