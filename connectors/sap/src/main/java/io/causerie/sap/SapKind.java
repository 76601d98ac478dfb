package io.causerie.sap;

import io.causerie.http.HttpClients;
import io.causerie.http.HttpConfig;
import io.causerie.http.odata.ODataConnector;
import io.causerie.http.odata.ODataKeys;
import io.causerie.model.Lane;
import io.causerie.spi.Capability;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Key;
import io.causerie.spi.SourceSystem;
import io.causerie.spi.SystemContext;
import io.causerie.spi.WriteBack;
import io.causerie.spi.WriteBack.Means;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A system SAP S/4HANA: one address, one user, one client for all that is read there. Its own
 * connectors read business objects by name; those of kind {@code odata} share the system.
 */
public final class SapKind implements ConnectorKind {
  static final Key<String> URL =
      HttpConfig.URL.help(
          "What the addresses of its services have in common, such as"
              + " `https://my300000-api.s4hana.ondemand.com/sap/opu/odata/sap`; https.");
  static final Key<String> OBJECT =
      Key.text("object")
          .needed()
          .matching(
              BusinessObject.pattern(),
              "one of " + BusinessObject.pattern().replace("|", ", "),
              "sales-order")
          .help(
              "What is read: `sales-order`, `purchase-order`, `delivery`, `billing-document`,"
                  + " `business-partner`, `production-order`, `service-order`, or"
                  + " `sales-order-texts`.");
  static final Key<String> ENTITY_SET =
      Key.text("entitySet").help("The entity set, where it is another than `object` means.");
  static final Key<String> SERVICE =
      Key.text("service").help("The service, where it is another than `object` means.");
  static final Key<List<String>> CHANGED_ON =
      Key.texts("changedOn")
          .help(
              "The property that says when an entity was last changed, or the day and the time of"
                  + " day, where it is another than `object` means.");
  static final Key<String> VERSION =
      Key.word("version", "v2", "v2", "v4").help("The version of OData: `v2` or `v4`.");
  static final Key<String> LANGUAGE =
      Key.text("texts.language", "EN")
          .matching("[A-Z]{2}", "two capital letters", "EN")
          .shared()
          .help("The language of those texts.");

  private static final List<ConfigKey> KEYS =
      Stream.of(
              Stream.of(URL, ODataKeys.SAP_CLIENT),
              TextsOf.keys().stream(),
              Stream.of(
                  LANGUAGE,
                  OBJECT,
                  SERVICE,
                  ENTITY_SET,
                  VERSION,
                  CHANGED_ON,
                  ODataKeys.KEY,
                  ODataKeys.SELECT,
                  ODataKeys.EXPAND,
                  ODataKeys.FILTER,
                  ODataKeys.OVERLAP,
                  ODataKeys.PAGE_SIZE,
                  ODataKeys.EVENT_TYPE,
                  ODataKeys.ZONE,
                  ODataKeys.MAX_PAGE),
              HttpConfig.KEYS.stream())
          .<ConfigKey>flatMap(keys -> keys)
          .toList();

  @Override
  public String name() {
    return "sap";
  }

  @Override
  public List<String> mappings() {
    return List.of(
        "s4hana/billing-document-texts",
        "s4hana/business-partner",
        "s4hana/delivery-texts",
        "s4hana/production-order",
        "s4hana/purchase-order",
        "s4hana/purchase-order-texts",
        "s4hana/sales-order-texts",
        "s4hana/service-order");
  }

  @Override
  public List<String> readingKeys() {
    return Stream.of(OBJECT, SERVICE, ENTITY_SET, ODataKeys.ZONE, VERSION).map(Key::name).toList();
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.POLL, Capability.READ_BACK, Capability.CENSUS, Capability.COUNT);
  }

  @Override
  public Set<Capability> capabilities(ConnectorContext context) {
    return object(context).flatMap(BusinessObject::texts).isPresent()
        ? EnumSet.of(Capability.POLL)
        : capabilities();
  }

  private static Optional<BusinessObject> object(ConnectorContext context) {
    return OBJECT.given(context).flatMap(BusinessObject::of);
  }

  /** Its connectors of kind {@code odata} read what no {@code object} names. */
  @Override
  public Set<String> sharedWith() {
    return Set.of("odata");
  }

  /** A text is read before it is written, so that a mark that stands there is not written again. */
  @Override
  public Optional<WriteBack.Claim> writesBack(SystemContext context) {
    Set<Lane> lanes = TextIds.of(context).lanes();
    return lanes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new WriteBack.Claim(lanes, Set.of(Means.ONCE, Means.FIND, Means.EDIT, Means.DELETE)));
  }

  @Override
  public Optional<KeyOnly> keyOnly(ConnectorContext context) {
    return object(context).map(BusinessObject::events);
  }

  @Override
  public List<ConfigKey> configKeys() {
    return KEYS;
  }

  @Override
  public SourceSystem system(SystemContext context) throws ConfigException {
    return SapSystem.of(context, HttpClients.ofProcess());
  }

  @Override
  public Connector connector(ConnectorContext context) throws ConfigException {
    List<ConfigException.Fault> faults = new ArrayList<>(ConfigKey.faults(KEYS, context));
    Optional<BusinessObject> object = object(context);
    if (OBJECT.given(context).isEmpty()) {
      faults.add(new ConfigException.Fault(OBJECT.name(), "is missing: " + OBJECT.help()));
    }
    if (!faults.isEmpty() || object.isEmpty()) {
      throw new ConfigException(faults);
    }
    SapSystem system = context.source(SapSystem.class);
    BusinessObject what = object.get();
    // Whoever says what is read along has said all of it.
    List<String> ifThere =
        ODataKeys.EXPAND.given(context).isPresent() ? List.of() : what.expandIfThere();
    ODataConnector reading = ODataConnector.of(context.with(what.meant()), ifThere);
    return what.texts()
        .<Connector>map(texts -> new TextConnector(texts, reading, system.texts(), context))
        .orElseGet(() -> new ObjectConnector(reading, ifThere));
  }
}
