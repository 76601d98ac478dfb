package io.causerie.spi;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a connector is made from: its own values and those of its system. */
public final class ConnectorContext extends SystemContext {
  private final String connector;
  private final SourceSystem source;

  /**
   * Of a connector that shares nothing but its configuration, without anything that was added to
   * the application.
   *
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
    this(system, connector, clock, values, plugins, SourceSystem.configured());
  }

  private ConnectorContext(
      String system,
      String connector,
      Clock clock,
      Map<String, List<String>> values,
      Plugins plugins,
      SourceSystem source) {
    super(system, clock, values, plugins);
    this.connector = connector;
    this.source = source;
  }

  /** The same, in a system whose kind has made this. */
  public ConnectorContext in(SourceSystem shared) {
    return new ConnectorContext(system(), connector, clock(), values(), plugins(), shared);
  }

  /** The same, with values for keys that were left out. */
  public ConnectorContext with(Map<String, List<String>> otherwise) {
    Map<String, List<String>> all = new HashMap<>(otherwise);
    all.putAll(values());
    return new ConnectorContext(system(), connector, clock(), all, plugins(), source);
  }

  public String connector() {
    return connector;
  }

  /**
   * What the connectors of the system share.
   *
   * @param type what the kind makes
   * @throws IllegalStateException if it was not made
   */
  public <T extends SourceSystem> T source(Class<T> type) {
    if (!type.isInstance(source)) {
      throw new IllegalStateException(
          "%s was not made for %s".formatted(type.getSimpleName(), this));
    }
    return type.cast(source);
  }

  @Override
  public String toString() {
    return "ConnectorContext[" + connector + " of " + system() + "]";
  }
}
