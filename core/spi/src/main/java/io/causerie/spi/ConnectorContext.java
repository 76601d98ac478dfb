package io.causerie.spi;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a connector is made from. Its values have been checked against the kind's keys, and secrets
 * have been put in; they are never shown by {@link #toString}.
 */
public final class ConnectorContext {
  private final String system;
  private final String connector;
  private final Clock clock;
  private final Map<String, List<String>> values;
  private final Plugins plugins;

  /**
   * @param values by the full name of the key; a single value is a list of one
   */
  public ConnectorContext(
      String system, String connector, Clock clock, Map<String, List<String>> values) {
    this(system, connector, clock, values, Plugins.none());
  }

  /** As above, with what was added to the application. */
  public ConnectorContext(
      String system,
      String connector,
      Clock clock,
      Map<String, List<String>> values,
      Plugins plugins) {
    this.system = system;
    this.connector = connector;
    this.clock = clock;
    this.values = Map.copyOf(values);
    this.plugins = plugins;
  }

  public String system() {
    return system;
  }

  public String connector() {
    return connector;
  }

  public Clock clock() {
    return clock;
  }

  /** What was added to the application. */
  public Plugins plugins() {
    return plugins;
  }

  public Optional<String> text(String key) {
    return texts(key).stream().findFirst();
  }

  /** All values of a key; none where it was left out. */
  public List<String> texts(String key) {
    return values.getOrDefault(key, List.of());
  }

  /** A duration, where it was given. */
  public Optional<Duration> duration(String key) {
    return text(key).map(Duration::parse);
  }

  /** A truth; false where it was left out. */
  public boolean truth(String key) {
    return text(key).filter("true"::equals).isPresent();
  }

  @Override
  public String toString() {
    return "ConnectorContext[" + connector + " of " + system + "]";
  }
}
