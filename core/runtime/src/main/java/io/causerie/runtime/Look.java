package io.causerie.runtime;

import io.causerie.engine.connector.ConnectorStore;
import io.causerie.engine.connector.Lease;
import io.causerie.spi.Connector;
import io.causerie.spi.SourceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a start whether the configuration of a connector fits its source; what is wrong is
 * shown, and whether it hinders is left to the source. Used by one thread at a time.
 */
final class Look {
  private static final Logger LOG = LoggerFactory.getLogger(Look.class);

  private final String name;
  private final Connector connector;
  private final ConnectorStore states;
  private boolean done;

  Look(String name, Connector connector, ConnectorStore states) {
    this.name = name;
    this.connector = connector;
    this.states = states;
  }

  /** Looks, if it is not done. */
  void once(Lease lease) {
    if (done) {
      return;
    }
    try {
      connector.check();
      states.checked(lease, null);
    } catch (SourceException e) {
      LOG.warn("{}: {} {}", name, e.getMessage(), e.remedy());
      states.checked(lease, RunWording.FOUND.with(e.message(), e.remedy()));
      // No answer is no finding: it is asked again before the next run.
      done = e.fault() != SourceException.Fault.TEMPORARY;
      return;
    }
    done = true;
  }
}
