package io.causerie.idoc;

import io.causerie.spi.Connector;
import io.causerie.spi.Intake;
import io.causerie.spi.SourceException;

/** Takes files from a folder. */
record FolderConnector(FolderPoller poller) implements Connector {
  @Override
  public Intake intake() {
    return new Intake.Polled(poller);
  }

  @Override
  public void check() throws SourceException {
    poller.check();
  }
}
