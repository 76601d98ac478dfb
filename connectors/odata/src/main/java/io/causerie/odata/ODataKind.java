package io.causerie.odata;

import io.causerie.http.HttpClients;
import io.causerie.http.HttpConfig;
import io.causerie.spi.Capability;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.ConfigKey.Type;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.SourceSystem;
import io.causerie.spi.SystemContext;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Entity sets of OData V2 and V4 services, in JSON: SAP S/4HANA, Dynamics, and many others. */
public final class ODataKind implements ConnectorKind {
  static final String SERVICE = "service";
  static final String VERSION = "version";
  static final String ENTITY_SET = "entitySet";
  static final String CHANGED_ON = "changedOn";
  static final String KEY = "key";
  static final String SELECT = "select";
  static final String EXPAND = "expand";
  static final String FILTER = "filter";
  static final String OVERLAP = "overlap";
  static final String DELTA = "delta";
  static final String PAGE_SIZE = "pageSize";
  static final String EVENT_TYPE = "eventType";
  static final String ZONE = "zone";
  static final String SAP_CLIENT = "sapClient";
  static final String MAX_PAGE = "maxPage";

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
    return List.of(SERVICE, ENTITY_SET, ZONE, VERSION);
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.POLL, Capability.READ_BACK, Capability.CENSUS, Capability.COUNT);
  }

  /** What changed since a delta link cannot be counted. */
  @Override
  public Set<Capability> capabilities(ConnectorContext context) {
    Set<Capability> can = EnumSet.copyOf(capabilities());
    if (context.truth(DELTA)) {
      can.remove(Capability.COUNT);
    }
    return can;
  }

  @Override
  public List<ConfigKey> configKeys() {
    List<ConfigKey> keys = new ArrayList<>();
    keys.add(
        ConfigKey.required(
                HttpConfig.URL,
                Type.TEXT,
                "The root of the service, or of the services in common; an https address.")
            .shared());
    keys.add(
        optional(
            SERVICE,
            Type.TEXT,
            null,
            "The path of the service below `url`, where it has several."));
    keys.add(ConfigKey.required(ENTITY_SET, Type.TEXT, "The entity set that is read."));
    keys.add(optional(VERSION, Type.TEXT, "v4", "The version of OData: `v2` or `v4`."));
    keys.add(
        optional(
            CHANGED_ON,
            Type.TEXT,
            null,
            "The property that says when an entity was last changed; required unless `delta`."));
    keys.add(
        optional(KEY, Type.TEXTS, null, "The properties of the key; by default as in $metadata."));
    keys.add(optional(SELECT, Type.TEXTS, null, "The properties to read; by default all of them."));
    keys.add(optional(EXPAND, Type.TEXTS, null, "Navigation properties to read along."));
    keys.add(optional(FILTER, Type.TEXT, null, "A condition of OData on what is read."));
    keys.add(
        optional(
            OVERLAP,
            Type.DURATION,
            "PT5M",
            "How far each walk reaches back, for what is committed late; at least a day where"
                + " `changedOn` is a day."));
    keys.add(
        optional(
            DELTA,
            Type.TRUTH,
            "false",
            "Follows the delta links of a V4 service; tells deletions."));
    keys.add(optional(PAGE_SIZE, Type.NUMBER, "1000", "How many entities are asked for at once."));
    keys.add(
        optional(
            EVENT_TYPE,
            Type.TEXT,
            null,
            "The type of its events, by default the entity set's name; `.deleted` is put behind it"
                + " for a deletion."));
    keys.add(optional(ZONE, Type.TEXT, "UTC", "The zone of times that are written without one."));
    keys.add(optional(SAP_CLIENT, Type.TEXT, null, "The SAP client (`sap-client`).").shared());
    keys.addAll(HttpConfig.keys());
    keys.add(
        optional(MAX_PAGE, Type.NUMBER, "16777216", "How many bytes an answer may have at most."));
    return List.copyOf(keys);
  }

  private static ConfigKey optional(
      String name, Type type, @org.jspecify.annotations.Nullable String fallback, String help) {
    return ConfigKey.optional(name, type, fallback, help);
  }

  @Override
  public SourceSystem system(SystemContext context) throws ConfigException {
    return ODataSystem.of(context, HttpClients.ofProcess());
  }

  @Override
  public Connector connector(ConnectorContext context) throws ConfigException {
    SettingsReader reader = new SettingsReader(context);
    Settings settings = reader.settings();
    reader.refuse();
    return new ODataConnector(
        settings, context.source(ODataSystem.class).client(), context.clock());
  }
}
