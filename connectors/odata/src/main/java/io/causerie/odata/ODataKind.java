package io.causerie.odata;

import io.causerie.http.HttpClients;
import io.causerie.http.odata.ODataConnector;
import io.causerie.http.odata.ODataKeys;
import io.causerie.http.odata.ODataSystem;
import io.causerie.spi.Capability;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.SourceSystem;
import io.causerie.spi.SystemContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Entity sets of OData V2 and V4 services, in JSON: SAP S/4HANA, Dynamics, and many others. */
public final class ODataKind implements ConnectorKind {
  @Override
  public String name() {
    return "odata";
  }

  @Override
  public List<String> mappings() {
    return List.of(
        "c4c/service-request",
        "c4c/ticket-note",
        "s4hana/billing-document",
        "s4hana/delivery",
        "s4hana/sales-order");
  }

  @Override
  public List<String> readingKeys() {
    return List.of(
        ODataKeys.SERVICE.name(),
        ODataKeys.ENTITY_SET.name(),
        ODataKeys.ZONE.name(),
        ODataKeys.VERSION.name());
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.POLL, Capability.READ_BACK, Capability.CENSUS, Capability.COUNT);
  }

  /** What changed since a delta link cannot be counted. */
  @Override
  public Set<Capability> capabilities(ConnectorContext context) {
    Set<Capability> can = EnumSet.copyOf(capabilities());
    if (ODataKeys.DELTA.in(context)) {
      can.remove(Capability.COUNT);
    }
    return can;
  }

  @Override
  public List<ConfigKey> configKeys() {
    return ODataKeys.ALL;
  }

  @Override
  public SourceSystem system(SystemContext context) throws ConfigException {
    return ODataSystem.of(context, HttpClients.ofProcess());
  }

  @Override
  public Connector connector(ConnectorContext context) throws ConfigException {
    return ODataConnector.of(context);
  }
}
