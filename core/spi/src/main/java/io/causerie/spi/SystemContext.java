package io.causerie.spi;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the shared part of a system is made from. Its values have been checked against the kind's
 * keys, and secrets have been put in; they are never shown by {@link #toString}.
 */
public class SystemContext {
  private final String system;
  private final Clock clock;
  private final Map<String, List<String>> values;
  private final Plugins plugins;

  /**
   * @param values by the full name of the key; a single value is a list of one
   * @param plugins what was added to the application
   */
  public SystemContext(
      String system, Clock clock, Map<String, List<String>> values, Plugins plugins) {
    this.system = system;
    this.clock = clock;
    this.values = Map.copyOf(values);
    this.plugins = plugins;
  }

  public final String system() {
    return system;
  }

  public final Clock clock() {
    return clock;
  }

  /** What was added to the application. */
  public final Plugins plugins() {
    return plugins;
  }

  final Map<String, List<String>> values() {
    return values;
  }

  public final Optional<String> text(String key) {
    return texts(key).stream().findFirst();
  }

  /** Whether what is made from another is as good as what is made from this. */
  public final boolean saysTheSame(SystemContext other) {
    return system.equals(other.system) && values.equals(other.values);
  }

  /** All values of a key; none where it was left out. */
  public final List<String> texts(String key) {
    return values.getOrDefault(key, List.of());
  }

  @Override
  public String toString() {
    return "SystemContext[" + system + "]";
  }
}
