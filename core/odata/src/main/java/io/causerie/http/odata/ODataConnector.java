package io.causerie.http.odata;

import io.causerie.http.SystemClient;
import io.causerie.spi.Census;
import io.causerie.spi.ConfigException;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.Intake;
import io.causerie.spi.Poller;
import io.causerie.spi.ReadBack;
import io.causerie.spi.SourceException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** One entity set of one service. */
public final class ODataConnector implements Connector {
  private final Service service;
  private final Poller poller;
  private final ReadBack readBack;
  private final Census census;

  private ODataConnector(Settings settings, SystemClient client, Clock clock) {
    this.service = new Service(settings, client);
    this.poller =
        settings.delta() ? new DeltaPoller(service, clock) : new KeysetPoller(service, clock);
    BatchReadBack batches = new BatchReadBack(service);
    this.readBack = batches;
    this.census = new KeyCensus(service, batches, clock);
  }

  /**
   * As configured by {@link ODataKeys}, in an {@link ODataSystem}.
   *
   * @throws ConfigException naming each key that is wrong
   */
  public static ODataConnector of(ConnectorContext context) throws ConfigException {
    return of(context, List.of());
  }

  /**
   * As above.
   *
   * @param expandIfThere navigation properties that are read along where the service has them, and
   *     missed by nobody where it has not
   */
  public static ODataConnector of(ConnectorContext context, List<String> expandIfThere)
      throws ConfigException {
    Settings settings = new SettingsReader(context, expandIfThere).settings();
    return new ODataConnector(
        settings, context.source(ODataSystem.class).client(), context.clock());
  }

  @Override
  public Intake intake() {
    return new Intake.Polled(poller);
  }

  @Override
  public Optional<ReadBack> readBack() {
    return Optional.of(readBack);
  }

  @Override
  public Optional<Census> census() {
    return Optional.of(census);
  }

  @Override
  public void check() throws SourceException {
    new ConfigCheck(service).check();
  }

  /** Whether the service's {@code $metadata} knows a way from the set to others. */
  public boolean has(String navigation) throws SourceException {
    return service.entitySet().navigation().contains(navigation);
  }

  @Override
  public String toString() {
    return "ODataConnector[" + service.settings().place() + "]";
  }
}
