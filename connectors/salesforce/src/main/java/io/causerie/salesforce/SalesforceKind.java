package io.causerie.salesforce;

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
import io.causerie.spi.WriteBack;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Salesforce: changes of records as they happen, records by query, and what people say in feeds.
 */
public final class SalesforceKind implements ConnectorKind {
  private static final String NAME = "[A-Za-z]\\w{0,79}";

  static final Key<String> URL =
      HttpConfig.URL.help(
          "The org's My Domain address, such as https://example.my.salesforce.com.");
  static final Key<String> VERSION =
      Key.text("apiVersion", "62.0")
          .matching("\\d{2,3}\\.0", "a version such as 62.0", "62.0")
          .shared()
          .help("The version of Salesforce's REST API.");
  static final Key<String> PUB_SUB =
      Key.text("pubSub", "https://api.pubsub.salesforce.com:7443")
          .shared()
          .help("The address of the Pub/Sub API.");
  static final Key<String> AUTHORITY =
      Key.text("pubSubAuthority")
          .shared()
          .help(
              "The certificate, in PEM, of an authority to trust for the Pub/Sub API, such as that of a proxy; by default those of Java.");
  static final Key<String> CLIENT =
      Key.text("client", "causerie")
          .matching("[\\w-]{1,40}", "letters, digits, hyphens", "causerie")
          .shared()
          .help(
              "The name under which the org notes what is written from here; of two Causeries on one org each has its own.");
  static final Key<String> ACCOUNTS =
      Key.text("accounts.clientId")
          .shared()
          .help("The consumer key of the app with which people connect accounts of their own.");
  static final Key<String> ACCOUNTS_SECRET =
      Key.text("accounts.clientSecret").shared().hidden().help("Its secret, where it has one.");
  static final Key<Integer> MAX_ANSWER =
      Key.number("maxAnswer", 32 << 20)
          .atLeast(1 << 10)
          .atMost(1 << 30)
          .shared()
          .help("How many bytes an answer may have at most.");
  static final Key<String> READ =
      Key.word("read", "changes", "changes", "records", "feed")
          .help(
              "What is read: `changes` as they happen, `records` by query, or what people say in the `feed`.");
  static final Key<List<String>> FIELDS =
      Key.texts("fields")
          .matching(
              NAME + "(\\." + NAME + "){1,3}",
              "fields with their object, such as Opportunity.StageName",
              "Opportunity.StageName")
          .help("The fields that may be read, each with its object; no other enters.");
  static final Key<String> OBJECT =
      Key.text("object")
          .matching(NAME, "the name of an object, such as Opportunity", "Opportunity")
          .help("With `read: feed`: the object whose records' feeds are read.");
  static final Key<String> CHANNEL =
      Key.text("channel")
          .matching(
              "/data/\\w{1,100}", "a channel such as /data/Causerie__chn", "/data/Causerie__chn")
          .help(
              "The channel of Change Data Capture; by default that of the object, where `fields` names one only.");
  static final Key<Duration> OVERLAP =
      Key.duration("overlap", Duration.ofMinutes(5))
          .atLeast(Duration.ZERO)
          .help("How far each walk reaches back, for what is committed late.");
  static final Key<Integer> BATCH =
      Key.number("batch", 100)
          .atLeast(1)
          .atMost(100)
          .help("How many events are asked for at once.");

  private static final List<ConfigKey> KEYS =
      Stream.<ConfigKey>concat(
              Stream.of(
                  URL,
                  VERSION,
                  PUB_SUB,
                  AUTHORITY,
                  CLIENT,
                  ACCOUNTS,
                  ACCOUNTS_SECRET,
                  MAX_ANSWER,
                  READ,
                  FIELDS,
                  OBJECT,
                  CHANNEL,
                  OVERLAP,
                  BATCH),
              HttpConfig.KEYS.stream())
          .toList();

  @Override
  public String name() {
    return "salesforce";
  }

  @Override
  public List<ConfigKey> configKeys() {
    return KEYS;
  }

  @Override
  public List<String> mappings() {
    return List.of(
        "salesforce/account",
        "salesforce/account-feed",
        "salesforce/case",
        "salesforce/case-feed",
        "salesforce/contact",
        "salesforce/custom-object",
        "salesforce/lead",
        "salesforce/opportunity",
        "salesforce/opportunity-feed",
        "salesforce/task");
  }

  @Override
  public List<String> readingKeys() {
    return List.of();
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(
        Capability.SUBSCRIBE,
        Capability.POLL,
        Capability.READ_BACK,
        Capability.CENSUS,
        Capability.COUNT,
        Capability.HISTORY);
  }

  @Override
  public Set<Capability> capabilities(ConnectorContext context) {
    return switch (SettingsReader.reading(context)) {
      case CHANGES ->
          EnumSet.of(
              Capability.SUBSCRIBE,
              Capability.READ_BACK,
              Capability.CENSUS,
              Capability.COUNT,
              Capability.HISTORY);
      case RECORDS ->
          EnumSet.of(Capability.POLL, Capability.READ_BACK, Capability.CENSUS, Capability.COUNT);
      case FEED -> EnumSet.of(Capability.POLL, Capability.CENSUS, Capability.COUNT);
    };
  }

  @Override
  public Optional<WriteBack.Claim> writesBack(SystemContext context) {
    return Optional.of(Chatter.claim(ACCOUNTS.given(context).isPresent()));
  }

  @Override
  public SourceSystem system(SystemContext context) throws ConfigException {
    return Org.of(context, HttpClients.ofProcess());
  }

  @Override
  public Connector connector(ConnectorContext context) throws ConfigException {
    return new SalesforceConnector(
        context.source(Org.class), new SettingsReader(context).settings());
  }
}
