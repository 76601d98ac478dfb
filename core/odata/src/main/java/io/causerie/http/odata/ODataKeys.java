package io.causerie.http.odata;

import io.causerie.http.HttpConfig;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Key;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/** The keys of every kind that reads OData. */
public final class ODataKeys {
  public static final Key<String> SERVICE =
      Key.text("service")
          .matching(
              "[\\w.~;=,$-]+(/[\\w.~;=,$-]+)*",
              "a path below `url`, without a slash at its ends",
              "API_SALES_ORDER_SRV")
          .help("The path of the service below `url`, where it has several.");
  public static final Key<String> ENTITY_SET =
      Key.text("entitySet")
          .matching("[\\p{L}\\p{N}_]{1,128}", "the name of an entity set", "A_SalesOrder")
          .needed()
          .help("The entity set that is read.");
  public static final Key<String> VERSION =
      Key.word("version", "v4", "v2", "v4").help("The version of OData: `v2` or `v4`.");
  public static final Key<List<String>> CHANGED_ON =
      Key.texts("changedOn")
          .help(
              "The property that says when an entity was last changed, or the day and the time of"
                  + " day where they stand apart; required unless `delta`.");
  public static final Key<List<String>> KEY =
      Key.texts("key").help("The properties of the key; by default as in $metadata.");
  public static final Key<List<String>> SELECT =
      Key.texts("select").help("The properties to read; by default all of them.");
  public static final Key<List<String>> EXPAND =
      Key.texts("expand").help("Navigation properties to read along.");
  public static final Key<String> FILTER =
      Key.text("filter").help("A condition of OData on what is read.");
  public static final Key<Duration> OVERLAP =
      Key.duration("overlap", Duration.ofMinutes(5))
          .atLeast(Duration.ZERO)
          .help(
              "How far each walk reaches back, for what is committed late; at least a day where"
                  + " `changedOn` is a day.");
  public static final Key<Boolean> DELTA =
      Key.truth("delta").help("Follows the delta links of a V4 service; tells deletions.");
  public static final Key<Integer> PAGE_SIZE =
      Key.number("pageSize", 1000)
          .atLeast(1)
          .atMost(100_000)
          .help("How many entities are asked for at once.");
  public static final Key<String> EVENT_TYPE =
      Key.text("eventType")
          .help(
              "The type of its events, by default the entity set's name; `.deleted` is put behind it"
                  + " for a deletion.");
  public static final Key<ZoneId> ZONE =
      Key.zone("zone").help("The zone of times that are written without one.");
  public static final Key<Integer> MAX_PAGE =
      Key.number("maxPage", 16 << 20)
          .atLeast(1)
          .atMost(1 << 30)
          .help("How many bytes an answer may have at most.");
  public static final Key<String> SAP_CLIENT =
      Key.text("sapClient").shared().help("The SAP client (`sap-client`).");
  public static final Key<String> URL =
      HttpConfig.URL.help(
          "The root of the service, or of the services in common; an https address.");

  /** All of them, and who one is. */
  public static final List<ConfigKey> ALL =
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

  private ODataKeys() {}
}
