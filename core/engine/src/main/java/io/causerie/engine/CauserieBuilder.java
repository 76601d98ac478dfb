package io.causerie.engine;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Collection;
import javax.sql.DataSource;

/** Makes an engine from a data source (H2 2.4 or PostgreSQL 15+); creates or updates its tables. */
public final class CauserieBuilder {
  CauserieBuilder() {}

  /** The database; its pool belongs to the caller and is not closed by the engine. Required. */
  public CauserieBuilder dataSource(DataSource dataSource) {
    return this;
  }

  public CauserieBuilder clock(Clock clock) {
    return this;
  }

  public CauserieBuilder systems(Collection<SystemRules> systems) {
    return this;
  }

  public CauserieBuilder connectors(Collection<ConnectorRules> connectors) {
    return this;
  }

  /** How many events may wait to be written; more are refused with {@link BusyException}. */
  public CauserieBuilder queueCapacity(int events) {
    return this;
  }

  public CauserieBuilder meters(MeterRegistry meters) {
    return this;
  }

  public Causerie build() {
    return new Causerie();
  }
}
