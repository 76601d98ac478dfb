package com.example.rss;

import io.causerie.spi.Connector;
import io.causerie.spi.Intake;
import io.causerie.spi.SourceException;

/** One feed. */
// tag::connector[]
record FeedConnector(FeedPoller poller) implements Connector {
  @Override
  public Intake intake() {
    return new Intake.Polled(poller);
  }

  @Override
  public void check() throws SourceException {
    poller.read(poller.beginning(), null, 1);
  }
}
// end::connector[]
