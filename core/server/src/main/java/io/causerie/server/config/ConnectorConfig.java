package io.causerie.server.config;

import io.causerie.engine.ConnectorRules;
import io.causerie.engine.connector.Watching;
import io.causerie.runtime.PollSettings;
import io.causerie.server.config.Configuration.MappingText;
import io.causerie.server.config.Configuration.OfKind;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import java.util.List;

/**
 * All that is configured of a connector.
 *
 * @param rules what the engine must know of it
 * @param kind the code behind it; another than its system's, where that shares with others
 * @param of its kind, and what it can
 * @param shared what it shares with others of its system
 * @param context what it is made from
 * @param polls how it is read, if it is polled
 * @param watching when it is called silent
 * @param mask what operators do not see of its events
 * @param mappings what its mappings say, in their order; none where it has a hint instead
 */
public record ConnectorConfig(
    ConnectorRules rules,
    ConnectorKind kind,
    OfKind of,
    Sources.Shared shared,
    ConnectorContext context,
    PollSettings polls,
    Watching watching,
    Mask mask,
    List<MappingText> mappings) {
  public ConnectorConfig {
    mappings = List.copyOf(mappings);
  }

  public String name() {
    return rules.name();
  }

  /** Its system. */
  public String system() {
    return rules.system();
  }

  /** What is allowed and may not be meant. */
  public List<String> warnings() {
    return kind.warnings(context);
  }

  /**
   * Whether what runs by another one runs as this one says: who may read and what operators see is
   * decided elsewhere, each time.
   */
  boolean runsAs(ConnectorConfig other) {
    return name().equals(other.name())
        && shared.saysTheSame(other.shared)
        && context.saysTheSame(other.context)
        && of.equals(other.of)
        && polls.equals(other.polls)
        && watching.equals(other.watching)
        && java.util.Objects.equals(rules.since(), other.rules.since())
        && mapsAs(other);
  }

  private boolean mapsAs(ConnectorConfig other) {
    // Where a mapping stands in its file makes no other posts.
    return (mappings.isEmpty() && other.mappings.isEmpty())
        ? rules.mapper().equals(other.rules.mapper())
        : texts().equals(other.texts());
  }

  private List<List<Object>> texts() {
    return mappings.stream().map(m -> List.<Object>of(m.text(), m.zone())).toList();
  }
}
