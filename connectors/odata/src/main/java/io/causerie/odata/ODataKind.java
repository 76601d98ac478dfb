package io.causerie.odata;

import io.causerie.http.HttpClients;
import io.causerie.http.HttpConfig;
import io.causerie.spi.Capability;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Key;
import io.causerie.spi.SourceSystem;
import io.causerie.spi.SystemContext;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Entity sets of OData V2 and V4 services, in JSON: SAP S/4HANA, Dynamics, and many others. */
public final class ODataKind implements ConnectorKind {
  static final Key<String> SERVICE =
      Key.text("service")
          .matching(
              "[\\w.~;=,$-]+(/[\\w.~;=,$-]+)*",
              "a path below `url`, without a slash at its ends",
              "API_SALES_ORDER_SRV")
          .help("The path of the service below `url`, where it has several.");
  static final Key<String> ENTITY_SET =
      Key.text("entitySet")
          .matching("[\\p{L}\\p{N}_]{1,128}", "the name of an entity set", "A_SalesOrder")
          .needed()
          .help("The entity set that is read.");
  static final Key<String> VERSION =
      Key.word("version", "v4", "v2", "v4").help("The version of OData: `v2` or `v4`.");
  static final Key<String> CHANGED_ON =
      Key.text("changedOn")
          .help("The property that says when an entity was last changed; required unless `delta`.");
  static final Key<List<String>> KEY =
      Key.texts("key").help("The properties of the key; by default as in $metadata.");
  static final Key<List<String>> SELECT =
      Key.texts("select").help("The properties to read; by default all of them.");
  static final Key<List<String>> EXPAND =
      Key.texts("expand").help("Navigation properties to read along.");
  static final Key<String> FILTER =
      Key.text("filter").help("A condition of OData on what is read.");
  static final Key<Duration> OVERLAP =
      Key.duration("overlap", Duration.ofMinutes(5))
          .atLeast(Duration.ZERO)
          .help(
              "How far each walk reaches back, for what is committed late; at least a day where"
                  + " `changedOn` is a day.");
  static final Key<Boolean> DELTA =
      Key.truth("delta").help("Follows the delta links of a V4 service; tells deletions.");
  static final Key<Integer> PAGE_SIZE =
      Key.number("pageSize", 1000)
          .atLeast(1)
          .atMost(100_000)
          .help("How many entities are asked for at once.");
  static final Key<String> EVENT_TYPE =
      Key.text("eventType")
          .help(
              "The type of its events, by default the entity set's name; `.deleted` is put behind it"
                  + " for a deletion.");
  static final Key<ZoneId> ZONE =
      Key.zone("zone").help("The zone of times that are written without one.");
  static final Key<Integer> MAX_PAGE =
      Key.number("maxPage", 16 << 20)
          .atLeast(1)
          .atMost(1 << 30)
          .help("How many bytes an answer may have at most.");
  static final Key<String> SAP_CLIENT =
      Key.text("sapClient").shared().help("The SAP client (`sap-client`).");
  static final Key<String> URL =
      HttpConfig.URL.help(
          "The root of the service, or of the services in common; an https address.");

  private static final List<ConfigKey> KEYS =
      Stream.<ConfigKey>concat(
              Stream.of(
                  URL,
                  SERVICE,
                  ENTITY_SET,
                  VERSION,
                  CHANGED_ON,
                  KEY,
                  SELECT,
                  EXPAND,
                  FILTER,
                  OVERLAP,
                  DELTA,
                  PAGE_SIZE,
                  EVENT_TYPE,
                  ZONE,
                  MAX_PAGE,
                  SAP_CLIENT),
              HttpConfig.KEYS.stream())
          .toList();

  @Override
  public String name() {
    return "odata";
  }

  @Override
  public List<String> mappings() {
    return List.of("s4hana/billing-document", "s4hana/delivery", "s4hana/sales-order");
  }

  @Override
  public List<String> readingKeys() {
    return List.of(SERVICE.name(), ENTITY_SET.name(), ZONE.name(), VERSION.name());
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.POLL, Capability.READ_BACK, Capability.CENSUS, Capability.COUNT);
  }

  /** What changed since a delta link cannot be counted. */
  @Override
  public Set<Capability> capabilities(ConnectorContext context) {
    Set<Capability> can = EnumSet.copyOf(capabilities());
    if (DELTA.in(context)) {
      can.remove(Capability.COUNT);
    }
    return can;
  }

  @Override
  public List<ConfigKey> configKeys() {
    return KEYS;
  }

  @Override
  public SourceSystem system(SystemContext context) throws ConfigException {
    return ODataSystem.of(context, HttpClients.ofProcess());
  }

  @Override
  public Connector connector(ConnectorContext context) throws ConfigException {
    Settings settings = new SettingsReader(context).settings();
    return new ODataConnector(
        settings, context.source(ODataSystem.class).client(), context.clock());
  }
}
