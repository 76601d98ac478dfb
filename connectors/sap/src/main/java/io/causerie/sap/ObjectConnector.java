package io.causerie.sap;

import io.causerie.http.odata.ODataConnector;
import io.causerie.spi.Census;
import io.causerie.spi.Connector;
import io.causerie.spi.Intake;
import io.causerie.spi.ReadBack;
import io.causerie.spi.SourceException;
import java.util.List;
import java.util.Optional;

/** Business objects of one kind. */
final class ObjectConnector implements Connector {
  private final ODataConnector reading;
  private final List<String> ifThere;

  /**
   * @param ifThere what is read along where this release has it
   */
  ObjectConnector(ODataConnector reading, List<String> ifThere) {
    this.reading = reading;
    this.ifThere = List.copyOf(ifThere);
  }

  @Override
  public Intake intake() {
    return reading.intake();
  }

  @Override
  public Optional<ReadBack> readBack() {
    return reading.readBack();
  }

  @Override
  public Optional<Census> census() {
    return reading.census();
  }

  @Override
  public void check() throws SourceException {
    reading.check();
    for (String navigation : ifThere) {
      if (!reading.has(navigation)) {
        throw new SourceException(
            SourceException.Fault.CONFIGURATION,
            SapWording.NO_DOCUMENT_FLOW.with(navigation),
            SapWording.SAY_EXPAND.with(),
            null);
      }
    }
  }

  @Override
  public void close() {
    reading.close();
  }

  @Override
  public String toString() {
    return reading.toString();
  }
}
