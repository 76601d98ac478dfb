package io.causerie.salesforce;

import io.causerie.http.Address;
import io.causerie.http.Authorization;
import io.causerie.http.ClientSettings;
import io.causerie.http.HttpClients;
import io.causerie.http.HttpConfig;
import io.causerie.http.Json;
import io.causerie.http.Session;
import io.causerie.http.SystemClient;
import io.causerie.model.SourceLimit;
import io.causerie.spi.Accounts;
import io.causerie.spi.ConfigException;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceSystem;
import io.causerie.spi.SystemContext;
import io.causerie.spi.WriteBack;
import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An org: one address, one user, one session and one client for all that is read there. */
final class Org implements SourceSystem {
  private static final Logger LOG = LoggerFactory.getLogger(Org.class);

  /** {@code https://login.salesforce.com/id/00D.../005...}. */
  static final Pattern IDENTITY =
      Pattern.compile(".*/id/(00D[0-9A-Za-z]{12,15})/(005[0-9A-Za-z]{12,15})");

  private final Address root;
  private final String caller;
  private final SystemClient client;
  private final Rest rest;
  private final Bus bus;
  private final Limits limits;
  private final Clock clock;
  private final Users users;
  private final Address data;
  private final Optional<Persons> persons;

  private Org(
      Address root,
      String version,
      String caller,
      SystemClient client,
      Bus bus,
      SystemContext of,
      Function<Authorization, SystemClient> others) {
    this.root = root;
    this.caller = caller;
    this.client = client;
    this.bus = bus;
    this.clock = of.clock();
    this.limits = new Limits(clock);
    this.data = root.below("services").below("data").below("v" + version).asFolder();
    this.rest = new Rest(client, data, caller, limits);
    this.users = new Users(rest);
    this.persons =
        SalesforceKind.ACCOUNTS
            .given(of)
            .map(
                id ->
                    new Persons(
                        this, id, SalesforceKind.ACCOUNTS_SECRET.given(of).orElse(""), others));
  }

  static Org of(SystemContext context, HttpClients clients) throws ConfigException {
    List<ConfigException.Fault> faults = new ArrayList<>();
    HttpConfig http = new HttpConfig(context, faults);
    Optional<Address> pubSub = Address.parse(SalesforceKind.PUB_SUB.in(context));
    if (pubSub.isEmpty()
        || (!pubSub.get().isEncrypted() && !pubSub.get().isOnThisMachine())
        || pubSub.get().hasUser()) {
      faults.add(
          new ConfigException.Fault(SalesforceKind.PUB_SUB.name(), "expected an https address"));
    }
    ChannelCredentials authority = authority(context, faults);
    ClientSettings settings =
        new ClientSettings(
            context.system(),
            http.timeout(),
            SalesforceKind.MAX_ANSWER.in(context),
            Faults.REMEDIES);
    Address root = http.root();
    SystemClient client = clients.client(settings, http.authorization(), context.clock());
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    return new Org(
        root,
        SalesforceKind.VERSION.in(context),
        SalesforceKind.CLIENT.in(context),
        client,
        new Bus(pubSub.orElseThrow(), authority, http.timeout()),
        context,
        other -> clients.client(settings, other, context.clock()));
  }

  private static @Nullable ChannelCredentials authority(
      SystemContext context, List<ConfigException.Fault> faults) {
    Optional<String> pem = SalesforceKind.AUTHORITY.given(context);
    if (pem.isEmpty()) {
      return null;
    }
    try {
      byte[] bytes = pem.get().getBytes(StandardCharsets.US_ASCII);
      CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
      return TlsChannelCredentials.newBuilder()
          .trustManager(new ByteArrayInputStream(bytes))
          .build();
    } catch (CertificateException | IOException e) {
      faults.add(
          new ConfigException.Fault(
              SalesforceKind.AUTHORITY.name(), "expected a certificate in PEM"));
      return null;
    }
  }

  /** The API as somebody else uses it. */
  Rest restOf(SystemClient other) {
    return new Rest(other, data, caller, limits);
  }

  Clock clock() {
    return clock;
  }

  @Override
  public Optional<WriteBack> writeBack() {
    return Optional.of(new Chatter(this, persons));
  }

  @Override
  public Optional<Accounts> accounts() {
    return persons.map(Function.identity());
  }

  Rest rest() {
    return rest;
  }

  Bus bus() {
    return bus;
  }

  Users users() {
    return users;
  }

  @Override
  public List<SourceLimit> limits() {
    return limits.all();
  }

  /**
   * Asks how many events may still be delivered, once in a while. A user without the right to see
   * the org's setup is not told, and nothing else depends on it.
   */
  void askForLimits() {
    if (!limits.isToBeAsked()) {
      return;
    }
    try {
      limits.told(Json.read(rest.get(rest.at("limits")), client.faults()));
    } catch (SourceException e) {
      LOG.info("{}: its limits are not told: {}", root.host(), e.getMessage());
    }
  }

  /** The name under which the org notes what is written from here. */
  String caller() {
    return caller;
  }

  Address root() {
    return root;
  }

  /** A session; logs in where there is none. */
  OrgSession session() throws SourceException {
    Optional<Session> session = client.session();
    Optional<String> instance = session.flatMap(s -> s.text("instance_url"));
    Matcher id = IDENTITY.matcher(session.flatMap(s -> s.text("id")).orElse(""));
    if (session.isEmpty() || instance.isEmpty() || !id.matches()) {
      throw Faults.configuration(
          SalesforceWording.NO_SESSION.with(root.host()), SalesforceWording.CHECK_TOKEN_URL.with());
    }
    return new OrgSession(session.get(), instance.get(), id.group(1), id.group(2));
  }

  void refused(OrgSession session) {
    client.refused(session.session());
  }

  /** What time it is there. */
  Instant now() throws SourceException {
    // Of all that can be asked what needs no right.
    return rest.get(rest.at()).date().orElseGet(clock::instant);
  }

  @Override
  public void close() {
    bus.close();
    client.close();
  }

  @Override
  public String toString() {
    return "Org[" + root + "]";
  }
}
