package io.causerie.salesforce;

import io.causerie.spi.Census;
import io.causerie.spi.Connector;
import io.causerie.spi.Intake;
import io.causerie.spi.ReadBack;
import io.causerie.spi.SourceException;
import java.util.Optional;

/** Changes, records or feeds of an org. */
final class SalesforceConnector implements Connector {
  private final Org org;
  private final Settings settings;
  private final Intake intake;
  private final Optional<ReadBack> readBack;
  private final Optional<Census> census;

  SalesforceConnector(Org org, Settings settings) {
    this.org = org;
    this.settings = settings;
    Rows rows = new Rows(settings.system(), settings.connector());
    RecordReadBack records = new RecordReadBack(org, settings, rows);
    FeedPoller feeds = new FeedPoller(org, settings, rows);
    RecordPoller poller = new RecordPoller(org, settings, rows);
    this.intake =
        switch (settings.reading()) {
          case CHANGES ->
              new Intake.Subscribed(new ChangeStream(org, settings, rows, records, poller));
          case RECORDS -> new Intake.Polled(poller);
          case FEED -> new Intake.Polled(feeds);
        };
    boolean ofRecords = settings.reading() != Settings.Reading.FEED;
    this.readBack = ofRecords ? Optional.of(records) : Optional.empty();
    this.census =
        Optional.of(
            ofRecords
                ? new RecordCensus(org, settings, rows, records)
                : new FeedCensus(org, rows, feeds));
  }

  @Override
  public Intake intake() {
    return intake;
  }

  @Override
  public Optional<ReadBack> readBack() {
    return readBack;
  }

  @Override
  public Optional<Census> census() {
    return census;
  }

  @Override
  public void check() throws SourceException {
    new OrgCheck(org, settings).check();
  }

  @Override
  public String toString() {
    return "SalesforceConnector[" + settings.reading().word() + " of " + org.root() + "]";
  }
}
