package io.causerie.salesforce;

import io.causerie.model.yaml.Problem;
import io.causerie.model.yaml.Yaml;
import io.causerie.salesforce.fake.FakeSalesforce;
import io.causerie.salesforce.fake.store.Actor;
import io.causerie.spi.ConfigException;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.KindConfig;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceSystem;
import io.causerie.spi.Subscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A fake of Salesforce with an app, two people, the integration's user, and a channel. */
final class LiveOrg implements AutoCloseable {
  static final String SECRET = "canary-of-the-client";
  static final List<String> FIELDS =
      List.of(
          "Opportunity.Name",
          "Opportunity.StageName",
          "Opportunity.Amount",
          "Opportunity.CloseDate",
          "Account.Name",
          "Account.Industry",
          "Account.BillingCity",
          "Contact.Name",
          "Contact.Title",
          "Contact.AccountId",
          "Contact.Account.Name",
          "Project__c.Name",
          "Project__c.Status__c");

  final FakeSalesforce salesforce;
  final String ada;
  final String ben;
  final String integration;
  private final List<SourceSystem> systems = new ArrayList<>();
  private final Clock clock;

  LiveOrg(Clock clock) {
    this(clock, FakeSalesforce.with().clock(clock));
  }

  LiveOrg(Clock clock, FakeSalesforce.Settings settings) {
    this.clock = clock;
    salesforce = settings.start();
    ada = salesforce.org().user("ada@example.com", "Ada", "Lovelace");
    ben = salesforce.org().user("ben@example.com", "Ben", "Yu");
    integration = salesforce.org().user("causerie@example.com", "Causerie", "Integration");
    salesforce.app("causerie", SECRET, null, integration, Set.of());
    salesforce.bus().select("Opportunity", "Account", "Contact");
    salesforce.bus().channel("Causerie__chn", "Opportunity", "Account", "Contact", "Project__c");
  }

  String opportunity(String name, String stage) {
    return salesforce
        .org()
        .insert(ada, "Opportunity", Map.of("Name", name, "StageName", stage, "NextStep", "secret"));
  }

  Actor integrationBy(String client) {
    return new Actor(integration, "com/salesforce/api/rest/62.0;client=" + client, null);
  }

  /** Of the system. */
  String config() {
    try {
      return """
      url: %1$s
      pubSub: https://%2$s
      pubSubAuthority: "%3$s"
      timeout: PT5S
      auth: { clientCredentials: { tokenUrl: %1$s/services/oauth2/token, clientId: causerie, clientSecret: %4$s } }
      """
          .formatted(
              salesforce.address(),
              salesforce.pubsubAddress(),
              Files.readString(salesforce.certificate()).strip().replace("\n", "\\n"),
              SECRET);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Instead of {@code auth}: an assertion that the integration's user signs in by. */
  String signed(String client, String key) {
    return "auth: { jwtBearer: { tokenUrl: %s/services/oauth2/token, clientId: %s, privateKey: \"%s\", subject: causerie@example.com, audience: https://login.salesforce.com } }"
        .formatted(salesforce.address(), client, key);
  }

  String changes() {
    return config()
        + "channel: /data/Causerie__chn\noverlap: PT1M\nfields: ["
        + String.join(", ", FIELDS)
        + "]\n";
  }

  Connector connector(String config) {
    List<Problem> problems = new ArrayList<>();
    Yaml yaml = Yaml.read("config", config, problems).orElseThrow();
    SalesforceKind kind = new SalesforceKind();
    Map<String, List<String>> values =
        new KindConfig(Yaml::text).read(kind, Optional.of(yaml), yaml);
    if (!problems.isEmpty()) {
      throw new AssertionError(problems.toString());
    }
    ConnectorContext context = new ConnectorContext("crm", "crm-changes", clock, values);
    try {
      SourceSystem system = kind.system(context);
      systems.add(system);
      return kind.connector(context.in(system));
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  SourceSystem system(String config) {
    List<Problem> problems = new ArrayList<>();
    Yaml yaml = Yaml.read("config", config, problems).orElseThrow();
    SalesforceKind kind = new SalesforceKind();
    var values = new KindConfig(Yaml::text).readSystem(kind, Optional.of(yaml), yaml);
    try {
      SourceSystem system = kind.system(new ConnectorContext("crm", "crm-changes", clock, values));
      systems.add(system);
      return system;
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  /** The system of what was made last. */
  SourceSystem made() {
    return systems.get(systems.size() - 1);
  }

  Subscription subscription() {
    return connector(changes()).intake().subscribed().orElseThrow();
  }

  Poller poller(String more) {
    return connector(config() + more).intake().polled().orElseThrow();
  }

  /** What is asked of a source, and may fail. */
  interface Asking {
    void ask() throws SourceException;
  }

  SourceException catchSource(Asking asking) {
    try {
      asking.ask();
      throw new AssertionError("it did not fail");
    } catch (SourceException e) {
      return e;
    }
  }

  @Override
  public void close() {
    systems.forEach(SourceSystem::close);
    salesforce.close();
  }
}
