package io.causerie.server.config;

import io.causerie.engine.SystemRules;
import java.util.List;

/** All that is configured of a system, its connectors in the order of its file. */
public record SystemConfig(SystemRules rules, List<ConnectorConfig> connectors) {
  public SystemConfig {
    connectors = List.copyOf(connectors);
  }

  public String name() {
    return rules.name();
  }
}
