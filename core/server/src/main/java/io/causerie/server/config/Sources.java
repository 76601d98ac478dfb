package io.causerie.server.config;

import io.causerie.spi.ConfigException;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.SourceSystem;
import io.causerie.spi.SystemContext;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes connectors as their configuration says, those of a system with what they share. */
public final class Sources {
  private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

  /** What connectors share: one of a system, or of a connector that stands alone. */
  public record Shared(ConnectorKind kind, SystemContext context) {}

  private record Made(Shared shared, ConnectorContext context) {}

  private final Map<String, Made> byName = new LinkedHashMap<>();

  /** Adds a connector; those with the same {@code shared} share it. */
  public void add(Shared shared, ConnectorContext context) {
    byName.put(context.connector(), new Made(shared, context));
  }

  /** The names of the connectors. */
  public Set<String> names() {
    return byName.keySet();
  }

  /** Makes all of them anew, ready to be started. */
  public Open open() {
    return new Open(byName.values());
  }

  /** Makes one of them anew. */
  public Open open(String connector) {
    return new Open(List.of(Objects.requireNonNull(byName.get(connector), connector)));
  }

  /**
   * Connectors, and the systems they belong to. Closing ends the systems; the connectors are closed
   * before, by whoever runs them.
   */
  public static final class Open implements AutoCloseable {
    private final Map<Shared, SourceSystem> systems = new IdentityHashMap<>();
    private final Map<String, Connector> connectors = new LinkedHashMap<>();

    private Open(Collection<Made> all) {
      try {
        for (Made made : all) {
          connectors.put(
              made.context().connector(),
              made.shared().kind().connector(made.context().in(system(made.shared()))));
        }
      } catch (ConfigException e) {
        close();
        throw new IllegalStateException("it was good when it was read: " + e.getMessage(), e);
      } catch (RuntimeException | Error e) {
        close();
        throw e;
      }
    }

    private SourceSystem system(Shared shared) throws ConfigException {
      SourceSystem known = systems.get(shared);
      if (known == null) {
        known = shared.kind().system(shared.context());
        systems.put(shared, known);
      }
      return known;
    }

    /** By name, in the order of the files. */
    public Map<String, Connector> connectors() {
      return connectors;
    }

    @Override
    public void close() {
      for (Map.Entry<Shared, SourceSystem> system : systems.entrySet()) {
        try {
          system.getValue().close();
        } catch (Exception e) {
          // The others hold connections, too.
          LOG.warn("{} did not end as it should", system.getKey().context(), e);
        }
      }
    }
  }
}
