package io.causerie.server.config;

import io.causerie.runtime.Installed;
import io.causerie.spi.Accounts;
import io.causerie.spi.ConfigException;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.SourceSystem;
import io.causerie.spi.SystemContext;
import io.causerie.spi.WriteBack;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connectors that are made as their configuration says, and what those of a system share. Where
 * another configuration is to come into force, what it says as before stays the same one. Used by
 * one thread at a time.
 */
public final class Sources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

  /**
   * What connectors share: those of a system, or one that stands alone with itself.
   *
   * @param alone the connector that stands alone; absent: the system's
   */
  public record Shared(ConnectorKind kind, SystemContext context, @Nullable String alone) {
    boolean saysTheSame(Shared other) {
      return Objects.equals(alone, other.alone)
          && kind.name().equals(other.kind.name())
          && context.saysTheSame(other.context);
    }
  }

  private record Opened(Shared shared, SourceSystem system) {}

  private record Made(ConnectorConfig config, Installed installed, Opened opened) {}

  /**
   * A system into which can be written.
   *
   * @param accounts how people connect accounts of their own there, where they can
   */
  public record Target(WriteBack writing, WriteBack.Claim claim, Optional<Accounts> accounts) {}

  private Map<String, Made> inForce = Map.of();

  /** By system; looked at by any thread. */
  private volatile Map<String, Target> targets = Map.of();

  /** A system that is in force and can be written into; safe for use by many threads. */
  public Optional<Target> target(String system) {
    return Optional.ofNullable(targets.get(system));
  }

  private static Map<String, Target> targets(Collection<Made> all) {
    Map<String, Target> found = new HashMap<>();
    for (Made one : all) {
      Shared shared = one.opened().shared();
      SourceSystem system = one.opened().system();
      Optional<WriteBack.Claim> claim =
          shared.alone() == null ? shared.kind().writesBack(shared.context()) : Optional.empty();
      if (claim.isPresent() && system.writeBack().isPresent()) {
        found.put(
            shared.context().system(),
            new Target(system.writeBack().get(), claim.get(), system.accounts()));
      }
    }
    return Map.copyOf(found);
  }

  /**
   * Makes what some connectors need beside what there is; nothing is started, and nothing closed.
   */
  public Next next(Collection<ConnectorConfig> wanted) {
    Next next = new Next();
    try {
      wanted.forEach(next::need);
      return next;
    } catch (RuntimeException | Error e) {
      next.drop();
      throw e;
    }
  }

  /** Makes one by itself; it is the caller's to close, and this after it. */
  public Connector open(ConnectorConfig one) {
    Next next = next(List.of(one));
    next.take();
    return next.installed().get(0).connector();
  }

  /** What is to come into force. */
  public final class Next {
    private final Map<String, Made> made = new LinkedHashMap<>();
    private final List<Made> added = new ArrayList<>();
    private final List<Opened> opened = new ArrayList<>();

    private void need(ConnectorConfig config) {
      Made known = inForce.get(config.name());
      if (known == null || !known.config().runsAs(config)) {
        known = make(config);
        added.add(known);
      }
      made.put(config.name(), known);
    }

    private Made make(ConnectorConfig config) {
      try {
        Opened system = system(config.shared());
        Connector connector = config.kind().connector(config.context().in(system.system()));
        return new Made(
            config,
            new Installed(
                config.name(), connector, config.polls(), config.watching(), system.system()),
            system);
      } catch (ConfigException e) {
        throw new IllegalStateException("it was good when it was read: " + e.getMessage(), e);
      }
    }

    private Opened system(Shared shared) throws ConfigException {
      for (Made other : inForce.values()) {
        if (other.opened().shared().saysTheSame(shared)) {
          return other.opened();
        }
      }
      for (Opened other : opened) {
        if (other.shared().saysTheSame(shared)) {
          return other;
        }
      }
      Opened system = new Opened(shared, shared.kind().system(shared.context()));
      opened.add(system);
      return system;
    }

    /** All of them, in their order; those that are in force already are the same ones. */
    public List<Installed> installed() {
      return made.values().stream().map(Made::installed).toList();
    }

    /** They are in force: ends those that ran before and do so no more, and what only they used. */
    // What stays is the very one that runs.
    @SuppressWarnings("ReferenceEquality")
    public void take() {
      Map<String, Made> before = inForce;
      inForce = Collections.unmodifiableMap(made);
      targets = targets(made.values());
      Set<Opened> used = Collections.newSetFromMap(new IdentityHashMap<>());
      made.values().forEach(one -> used.add(one.opened()));
      Set<Opened> unused = Collections.newSetFromMap(new IdentityHashMap<>());
      before.forEach(
          (name, one) -> {
            if (made.get(name) != one) {
              end(one.installed().connector(), name);
            }
            if (!used.contains(one.opened())) {
              unused.add(one.opened());
            }
          });
      unused.forEach(Sources::end);
    }

    /** They are not: ends what was made for them. */
    public void drop() {
      added.forEach(one -> end(one.installed().connector(), one.config().name()));
      opened.forEach(Sources::end);
    }
  }

  private static void end(Opened opened) {
    end(opened.system(), opened.shared().context());
  }

  private static void end(AutoCloseable part, Object what) {
    try {
      part.close();
    } catch (Exception e) {
      // The others hold connections, too.
      LOG.warn("{} did not end as it should", what, e);
    }
  }

  /** Ends what connectors share; they themselves were closed before, by whoever ran them. */
  @Override
  public void close() {
    Set<Opened> all = Collections.newSetFromMap(new IdentityHashMap<>());
    inForce.values().forEach(one -> all.add(one.opened()));
    inForce = Map.of();
    targets = Map.of();
    all.forEach(Sources::end);
  }
}
