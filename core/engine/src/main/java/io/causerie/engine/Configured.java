package io.causerie.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an engine is told of what it works for. Another one may come into force while it runs.
 *
 * @param systems by name
 * @param connectors by name; each belongs to one of the systems
 * @param groupTitles how people call groups, by name
 * @param claimsLapse how long what a sign-in says of a person counts
 */
public record Configured(
    Map<String, SystemRules> systems,
    Map<String, ConnectorRules> connectors,
    Map<String, String> groupTitles,
    Duration claimsLapse) {

  /**
   * @throws IllegalStateException if a connector belongs to none of the systems
   */
  public Configured {
    systems = Map.copyOf(systems);
    connectors = Map.copyOf(connectors);
    groupTitles = Map.copyOf(groupTitles);
    for (ConnectorRules connector : connectors.values()) {
      if (!systems.containsKey(connector.system())) {
        throw new IllegalStateException(
            "connector %s belongs to system %s, which is not among the systems"
                .formatted(connector.name(), connector.system()));
      }
    }
  }

  /** Of systems and connectors as they were read. */
  public static Configured of(
      Collection<SystemRules> systems,
      Collection<ConnectorRules> connectors,
      Map<String, String> groupTitles,
      Duration claimsLapse) {
    Map<String, SystemRules> bySystem = new LinkedHashMap<>();
    systems.forEach(system -> bySystem.put(system.name(), system));
    Map<String, ConnectorRules> byConnector = new LinkedHashMap<>();
    connectors.forEach(connector -> byConnector.put(connector.name(), connector));
    return new Configured(bySystem, byConnector, groupTitles, claimsLapse);
  }

  /** The systems in which a verified address says who somebody is. */
  public Set<String> matchedByEmail() {
    return systems.values().stream()
        .filter(SystemRules::matchByEmail)
        .map(SystemRules::name)
        .collect(Collectors.toSet());
  }
}
