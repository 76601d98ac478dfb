package io.causerie.runtime;

import io.causerie.engine.connector.Watching;
import io.causerie.spi.Capability;
import io.causerie.spi.Connector;
import io.causerie.spi.SourceSystem;

/**
 * A connector that runs, with how it is run. The same one again, run in the same way, is not
 * disturbed by a change of the others.
 *
 * @param polls how its source is read, where it is polled
 * @param watching when it is called silent
 * @param system what it shares with others
 */
public record Installed(
    String name, Connector connector, PollSettings polls, Watching watching, SourceSystem system) {
  /** Whether this process reads its source, or keeps the line open on which that delivers. */
  boolean isRead() {
    return intake() == Capability.POLL || intake() == Capability.SUBSCRIBE;
  }

  /** How its events come. */
  Capability intake() {
    return connector.intake().capability();
  }
}
