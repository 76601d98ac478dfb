package io.causerie.salesforce.fake;

import io.causerie.salesforce.fake.chatter.Chatter;
import io.causerie.salesforce.fake.fault.Faults;
import io.causerie.salesforce.fake.page.Margin;
import io.causerie.salesforce.fake.pubsub.EventBus;
import io.causerie.salesforce.fake.pubsub.PubSubServer;
import io.causerie.salesforce.fake.pubsub.Tls;
import io.causerie.salesforce.fake.rest.ConnectedApp;
import io.causerie.salesforce.fake.rest.RestServer;
import io.causerie.salesforce.fake.rest.Sessions;
import io.causerie.salesforce.fake.store.Org;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Salesforce on loopback: records, sign-in, REST, Chatter, change events, and what goes wrong.
 *
 * <pre>{@code
 * try (FakeSalesforce salesforce = FakeSalesforce.with().clock(clock).start()) {
 *   String ada = salesforce.org().user("ada@example.com", "Ada", "Stone");
 *   salesforce.app("id", "secret", null, ada, Set.of());
 *   salesforce.bus().channel("Causerie__chn", "Account", "Opportunity");
 *   String account = salesforce.org().insert(ada, "Account", Map.of("Name", "Acme"));
 * }
 * }</pre>
 */
public final class FakeSalesforce implements AutoCloseable {
  private final Org org;
  private final Faults faults = new Faults();
  private final Sessions sessions;
  private final EventBus bus;
  private final RestServer rest;
  private final PubSubServer pubsub;

  /** How a fake is to be. */
  public static final class Settings {
    private Clock clock = Clock.systemUTC();
    private int port;
    private int pubsubPort;
    private int page = 2_000;
    private Duration keepAlive = Duration.ofSeconds(270);
    private Duration grace = Duration.ofSeconds(1);
    private boolean takesLatest;
    private @Nullable Margin margin;

    private Settings() {}

    /** By which records are stamped and sessions, events and codes grow old. */
    public Settings clock(Clock other) {
      clock = other;
      return this;
    }

    /** 0 for any. */
    public Settings ports(int http, int grpc) {
      port = http;
      pubsubPort = grpc;
      return this;
    }

    /** How many records a query gives at once. */
    public Settings page(int records) {
      page = records;
      return this;
    }

    /** After how long a quiet stream is told how far it is. */
    public Settings keepAlive(Duration duration) {
      keepAlive = duration;
      return this;
    }

    /**
     * How long a stream lives on which nothing is pending: a second. How long Salesforce lets it is
     * not known. Without any, a stream ends before who reads a backlog can ask for more.
     */
    public Settings grace(Duration duration) {
      grace = duration;
      return this;
    }

    /**
     * Lets streams begin at the tip. On the wire a preset that was forgotten looks the same, so a
     * new fake refuses it.
     */
    public Settings takesLatest() {
      takesLatest = true;
      return this;
    }

    /** Shows Causerie's margin beside records. */
    public Settings margin(Margin beside) {
      margin = beside;
      return this;
    }

    public FakeSalesforce start() {
      return new FakeSalesforce(this);
    }
  }

  private FakeSalesforce(Settings settings) {
    org = new Org(settings.clock);
    sessions = new Sessions(settings.clock, Org.ID);
    bus = new EventBus(org, settings.clock, faults);
    rest =
        new RestServer(
            settings.port,
            settings.page,
            settings.clock,
            org,
            sessions,
            faults,
            Optional.ofNullable(settings.margin));
    pubsub =
        new PubSubServer(
            settings.pubsubPort,
            rest.address(),
            bus,
            sessions,
            faults,
            settings.keepAlive,
            settings.grace,
            settings.takesLatest);
  }

  public static Settings with() {
    return new Settings();
  }

  /** Where one signs in, and of the instance. */
  public String address() {
    return rest.address();
  }

  /** Host and port of the Pub/Sub API. */
  public String pubsubAddress() {
    return "127.0.0.1:" + pubsub.port();
  }

  /** What whoever calls the Pub/Sub API must trust, in PEM. */
  public Path certificate() {
    return Tls.own().certificate();
  }

  /** Records: reading them, and changing them as somebody. */
  public Org org() {
    return org;
  }

  /** Posts and comments, as somebody before Salesforce's own pages makes them. */
  public Chatter chatter() {
    return rest.chatter();
  }

  /** What is selected for change events. */
  public EventBus bus() {
    return bus;
  }

  /** What goes wrong. */
  public Faults faults() {
    return faults;
  }

  /** The Pub/Sub API: who listens, and ends of it. */
  public PubSubServer pubsub() {
    return pubsub;
  }

  /** The REST API: its limits. */
  public RestServer rest() {
    return rest;
  }

  public Sessions sessions() {
    return sessions;
  }

  /**
   * An app that may sign in.
   *
   * @param key of its assertions
   * @param runAs the user of its client credentials
   * @param approved users whom its assertions may name
   * @param redirects where codes of persons may be sent
   */
  public void app(
      String id,
      String secret,
      @Nullable PublicKey key,
      @Nullable String runAs,
      Set<String> approved,
      String... redirects) {
    rest.oauth()
        .register(
            new ConnectedApp(
                id, secret, key, runAs, Set.copyOf(approved), Set.copyOf(List.of(redirects))));
  }

  @Override
  public void close() {
    pubsub.close();
    rest.close();
  }
}
