package io.causerie.webhook;

import io.causerie.spi.BasicCredentials;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Key;
import io.causerie.spi.StandardWebhooks;
import io.causerie.webhook.Signed.Encoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ways in which a sender shows that it may send; a connector has one. */
final class Ways {
  /** A secret of blanks lets in whoever shows blanks. */
  private static final String FILLED = "[\\s\\S]*\\S[\\s\\S]*";

  private static final Key<List<String>> GITHUB = secrets("github", "GitHub's *Secret*");
  private static final Key<List<String>> GITLAB = secrets("gitlab", "GitLab's *Secret token*");
  private static final Key<List<String>> STRIPE =
      secrets("stripe", "Stripe's signing secret, `whsec_...`");
  private static final Key<List<String>> SLACK = secrets("slack", "Slack's signing secret");
  private static final Key<List<String>> ZENDESK = secrets("zendesk", "Zendesk's signing secret");
  private static final Key<List<String>> HUBSPOT =
      secrets("hubspot", "the client secret of the app");
  private static final Key<String> HUBSPOT_URL =
      Key.text("verify.hubspot.url").help("The address as HubSpot was given it, which it signs.");
  private static final Key<List<String>> STANDARD =
      secrets("standardWebhooks", "secrets of Standard Webhooks, `whsec_...`");

  private static final Key<List<String>> HMAC = secrets("hmac", "the secret of an HMAC");
  private static final Key<String> HMAC_HEADER =
      Key.text("verify.hmac.header").help("The header that the signature stands in.");
  private static final Key<String> HMAC_PREFIX =
      Key.text("verify.hmac.prefix", "").help("What stands before the signature.");
  private static final Key<String> HMAC_ALGORITHM =
      Key.word("verify.hmac.algorithm", "sha256", "sha256", "sha1")
          .help("The digest; SHA-1 only where the sender knows no other.");
  private static final Key<String> HMAC_ENCODING =
      Key.word("verify.hmac.encoding", "hex", "hex", "base64").help("How it is written.");
  private static final Key<String> HMAC_TIMESTAMP =
      Key.text("verify.hmac.timestamp")
          .help(
              "The header of the time that is signed before the body; with `url`, behind it. Left out: the body alone is signed.");
  private static final Key<String> HMAC_URL =
      Key.text("verify.hmac.url")
          .help("The address that is signed between the method and the body, with `timestamp`.");
  private static final Key<Duration> WINDOW =
      Key.duration("verify.window", Window.USUAL)
          .atLeast(Duration.ofSeconds(1))
          .help(
              "How old what was signed with its time may be; of Standard Webhooks always five minutes.");

  private static final Key<List<String>> SECRET = secrets("secret", "a shared secret, as it is");
  private static final Key<String> SECRET_HEADER =
      Key.text("verify.secret.header").help("The header that the shared secret stands in.");
  private static final Key<String> SECRET_QUERY =
      Key.text("verify.secret.query")
          .help("The parameter of the address that the shared secret stands in.");
  private static final Key<Boolean> SECRET_PATH =
      Key.truth("verify.secret.path")
          .help("It stands in the address itself, behind `/in/`, up to the next slash.");
  private static final Key<List<String>> BASIC = BasicCredentials.CREDENTIALS;
  private static final Key<String> CERTIFICATE_HEADER =
      Key.text("verify.certificate.header")
          .help("The header in which a proxy writes whose certificate it has seen.");
  private static final Key<List<String>> CERTIFICATE_NAMES =
      Key.texts("verify.certificate.names")
          .matching(FILLED, "something of each", "CN=erp,O=Example")
          .help("What it writes for those who may send; one is enough.");
  private static final Key<List<String>> CERTIFICATE_FROM =
      Key.texts("verify.certificate.from")
          .help("The proxy's addresses, such as `10.0.0.7` or `10.0.0.0/29`.");
  private static final Key<Boolean> NONE =
      Key.truth("verify.none").help("Everybody who knows the address may send.");

  private static final List<Way> ALL =
      List.of(
          new Way("github", List.of(GITHUB), g -> Providers.github(g.needed(GITHUB))),
          new Way("gitlab", List.of(GITLAB), g -> Providers.gitlab(g.needed(GITLAB))),
          new Way("stripe", List.of(STRIPE), g -> Providers.stripe(g.needed(STRIPE), g.window())),
          new Way("slack", List.of(SLACK), g -> Providers.slack(g.needed(SLACK), g.window())),
          new Way(
              "zendesk", List.of(ZENDESK), g -> Providers.zendesk(g.needed(ZENDESK), g.window())),
          new Way("hubspot", List.of(HUBSPOT, HUBSPOT_URL), Ways::hubspot),
          new Way("standardWebhooks", List.of(STANDARD), Ways::standard),
          new Way(
              "hmac",
              List.of(
                  HMAC,
                  HMAC_HEADER,
                  HMAC_PREFIX,
                  HMAC_ALGORITHM,
                  HMAC_ENCODING,
                  HMAC_TIMESTAMP,
                  HMAC_URL),
              Ways::hmac),
          new Way(
              "secret", List.of(SECRET, SECRET_HEADER, SECRET_QUERY, SECRET_PATH), Ways::secret),
          new Way("basic", List.of(BASIC), g -> new Basic(new BasicCredentials(g.needed(BASIC)))),
          new Way(
              "certificate",
              List.of(CERTIFICATE_HEADER, CERTIFICATE_NAMES, CERTIFICATE_FROM),
              Ways::certificate),
          new Way("none", List.of(NONE), g -> Verification.NONE));

  /** The names under which senders say again what they have said: the same when they try again. */
  private static final Map<String, String> RETRIED =
      Map.of(
          "github", ".headers[\"x-github-delivery\"]",
          // Events that a hook's own request has caused have the same UUID.
          "gitlab", ".headers[\"idempotency-key\"] // .headers[\"x-gitlab-event-uuid\"]",
          "stripe", ".body.id",
          "slack", ".body.event_id",
          "standardWebhooks", ".headers[\"webhook-id\"]");

  private Ways() {}

  private static Key<List<String>> secrets(String of, String what) {
    return Key.texts("verify." + of + ".secrets")
        .matching(FILLED, "something of each", "a-secret-of-the-sender")
        .hidden()
        .help("Verified by " + what + "; two during a change.");
  }

  /** How one is made. */
  @FunctionalInterface
  private interface Made {
    Verification of(Given given);
  }

  /**
   * One of them.
   *
   * @param word below {@code verify}
   */
  private record Way(String word, List<Key<?>> keys, Made made) {
    boolean isGiven(ConnectorContext context) {
      return keys.stream().anyMatch(key -> !context.texts(key.name()).isEmpty())
          && !(keys.contains(NONE) && !NONE.in(context));
    }
  }

  /** What was written, and what is wrong with it. */
  private record Given(ConnectorContext context, List<ConfigException.Fault> faults) {
    Window window() {
      return new Window(context.clock(), WINDOW.in(context));
    }

    void fault(String key, String message) {
      faults.add(new ConfigException.Fault(key, message));
    }

    List<String> needed(Key<List<String>> key) {
      return key.given(context).filter(list -> !list.isEmpty()).orElseGet(() -> missing(key));
    }

    private List<String> missing(Key<?> key) {
      fault(key.name(), "it is needed here");
      return List.of();
    }

    String neededText(Key<String> key) {
      return key.given(context)
          .filter(text -> !text.isBlank())
          .orElseGet(
              () -> {
                missing(key);
                return "-";
              });
    }
  }

  static List<ConfigKey> keys() {
    return Stream.concat(ALL.stream().flatMap(way -> way.keys().stream()), Stream.of(WINDOW))
        .map(ConfigKey.class::cast)
        .toList();
  }

  private static List<Way> given(ConnectorContext context) {
    return ALL.stream().filter(way -> way.isGiven(context)).toList();
  }

  /** The one that is configured; what is wrong is added to the faults. */
  static Verification of(ConnectorContext context, List<ConfigException.Fault> faults) {
    List<Way> given = given(context);
    if (given.isEmpty()) {
      faults.add(
          new ConfigException.Fault(
              "verify",
              "say who may send: verify by %s; `none: true` lets everybody in"
                  .formatted(
                      words(
                          ALL.stream().filter(way -> !way.keys().contains(NONE)).toList(), "or"))));
      return Verification.NONE;
    }
    if (given.size() > 1) {
      faults.add(
          new ConfigException.Fault(
              "verify",
              "%s stand beside each other, and whoever passes the weakest would be let in; leave one, and give another sender a connector of its own"
                  .formatted(words(given, "and"))));
      return Verification.NONE;
    }
    return given.get(0).made().of(new Given(context, faults));
  }

  private static String words(List<Way> ways, String last) {
    List<String> words = ways.stream().map(way -> "`" + way.word() + "`").toList();
    return words.stream().limit(words.size() - 1).collect(Collectors.joining(", "))
        + " "
        + last
        + " "
        + words.get(words.size() - 1);
  }

  /** By which expression an event is the same again, where the sender is known to say it. */
  static Optional<String> retried(ConnectorContext context) {
    List<Way> given = given(context);
    return given.size() == 1
        ? Optional.ofNullable(RETRIED.get(given.get(0).word()))
        : Optional.empty();
  }

  /** Where senders send to: some secrets stand in the address. */
  static String address(ConnectorContext context) {
    if (SECRET_PATH.in(context)) {
      return "in/" + ConnectorKind.SECRET;
    }
    return SECRET_QUERY
        .given(context)
        .map(name -> "events?%s=%s".formatted(name, ConnectorKind.SECRET))
        .orElse("events");
  }

  /** Whether everybody may send. */
  static boolean isOpen(ConnectorContext context) {
    return NONE.in(context);
  }

  private static Verification hubspot(Given given) {
    return Providers.hubspot(given.needed(HUBSPOT), given.window(), given.neededText(HUBSPOT_URL));
  }

  private static Verification standard(Given given) {
    List<byte[]> keys = new ArrayList<>();
    for (String secret : given.needed(STANDARD)) {
      Optional<byte[]> key = StandardWebhooks.key(secret);
      if (key.isEmpty()) {
        given.fault(STANDARD.name(), "expected `whsec_` and 16 to 64 bytes in Base64");
      }
      key.ifPresent(keys::add);
    }
    return new StandardWebhooks(keys, given.context().clock())::verify;
  }

  private static Verification hmac(Given given) {
    ConnectorContext context = given.context();
    Encoding encoding = Encoding.valueOf(HMAC_ENCODING.in(context).toUpperCase(Locale.ROOT));
    List<String> secrets = given.needed(HMAC);
    Providers.Header header =
        new Providers.Header(
            given.neededText(HMAC_HEADER),
            HMAC_PREFIX.in(context),
            encoding,
            Providers.algorithm(HMAC_ALGORITHM.in(context)));
    Optional<String> timestamp = HMAC_TIMESTAMP.given(context);
    Optional<String> url = HMAC_URL.given(context);
    if (timestamp.isEmpty()) {
      if (url.isPresent()) {
        given.fault(HMAC_TIMESTAMP.name(), "it is needed with `url`");
      }
      return Providers.hmac(secrets, header.algorithm(), encoding, header.name(), header.prefix());
    }
    return url.map(u -> Providers.addressed(secrets, given.window(), header, timestamp.get(), u))
        .orElseGet(() -> Providers.timed(secrets, given.window(), header, timestamp.get(), null));
  }

  private static Verification secret(Given given) {
    List<String> secrets = given.needed(SECRET);
    Optional<String> header = SECRET_HEADER.given(given.context());
    Optional<String> query = SECRET_QUERY.given(given.context());
    boolean path = SECRET_PATH.in(given.context());
    if ((header.isPresent() ? 1 : 0) + (query.isPresent() ? 1 : 0) + (path ? 1 : 0) != 1) {
      given.fault(
          SECRET_HEADER.name(),
          "say either `header`, `query` or `path: true`: where the secret stands");
    }
    if (path && secrets.stream().anyMatch(secret -> secret.contains("/"))) {
      given.fault(SECRET.name(), "in the path of an address a secret has no slash");
    }
    return path
        ? SharedSecret.inPath(secrets)
        : query
            .map(name -> SharedSecret.inQuery(secrets, name))
            .orElseGet(() -> SharedSecret.inHeader(secrets, header.orElse("-")));
  }

  private static Verification certificate(Given given) {
    List<Network> proxies = new ArrayList<>();
    for (String text : given.needed(CERTIFICATE_FROM)) {
      Optional<Network> network = Network.of(text);
      if (network.isEmpty()) {
        given.fault(
            CERTIFICATE_FROM.name(),
            "expected addresses such as `10.0.0.7` or `10.0.0.0/29`, and not all there are");
      }
      network.ifPresent(proxies::add);
    }
    return new Certificate(
        given.context().connector(),
        given.neededText(CERTIFICATE_HEADER),
        given.needed(CERTIFICATE_NAMES),
        proxies);
  }
}
