package io.causerie.webhook;

import io.causerie.model.jq.JqSyntaxException;
import io.causerie.model.jq.Program;
import io.causerie.spi.Capability;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Intake;
import io.causerie.spi.Key;
import io.causerie.spi.StandardWebhooks;
import io.causerie.webhook.Signed.Encoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sources that post JSON, a form or XML of their own, signed in one of the usual ways. */
public final class WebhookKind implements ConnectorKind {
  /** A secret of blanks lets in whoever shows blanks. */
  private static final String FILLED = "[\\s\\S]*\\S[\\s\\S]*";

  static final Key<String> ID =
      Key.text("id")
          .help(
              "jq of the sender's own name of what it delivers, the same when it tries again; without it each delivery is an event of its own.");
  static final Key<String> TYPE = Key.text("type").help("jq of the event's type.");
  static final Key<String> TIME = Key.text("time").help("jq of when it happened.");
  static final Key<String> SUBJECT = Key.text("subject").help("jq of what it is about.");
  static final Key<String> SPLIT =
      Key.text("split").help("jq of the list of events that one body holds; each is `item` then.");

  static final Key<Boolean> GRAPH =
      Key.truth("graph")
          .help("Answers the `validationToken` by which Microsoft Graph asks for the address.");

  static final Key<List<String>> GITHUB = secrets("github", "GitHub's *Secret*");
  static final Key<List<String>> GITLAB = secrets("gitlab", "GitLab's *Secret token*");
  static final Key<List<String>> STRIPE = secrets("stripe", "Stripe's signing secret, `whsec_...`");
  static final Key<List<String>> SLACK = secrets("slack", "Slack's signing secret");
  static final Key<List<String>> ZENDESK = secrets("zendesk", "Zendesk's signing secret");
  static final Key<List<String>> HUBSPOT = secrets("hubspot", "the client secret of the app");
  static final Key<String> HUBSPOT_URL =
      Key.text("verify.hubspot.url").help("The address as HubSpot was given it, which it signs.");
  static final Key<List<String>> STANDARD =
      secrets("standardWebhooks", "secrets of Standard Webhooks, `whsec_...`");

  static final Key<List<String>> HMAC = secrets("hmac", "the secret of an HMAC");
  static final Key<String> HMAC_HEADER =
      Key.text("verify.hmac.header").help("The header that the signature stands in.");
  static final Key<String> HMAC_PREFIX =
      Key.text("verify.hmac.prefix", "").help("What stands before the signature.");
  static final Key<String> HMAC_ALGORITHM =
      Key.word("verify.hmac.algorithm", "sha256", "sha256", "sha1")
          .help("The digest; SHA-1 only where the sender knows no other.");
  static final Key<String> HMAC_ENCODING =
      Key.word("verify.hmac.encoding", "hex", "hex", "base64").help("How it is written.");
  static final Key<String> HMAC_TIMESTAMP =
      Key.text("verify.hmac.timestamp")
          .help(
              "The header of the time that is signed before the body; with `url`, behind it. Left out: the body alone is signed.");
  static final Key<String> HMAC_URL =
      Key.text("verify.hmac.url")
          .help("The address that is signed between the method and the body, with `timestamp`.");
  static final Key<Duration> WINDOW =
      Key.duration("verify.window", Window.USUAL)
          .atLeast(Duration.ofSeconds(1))
          .help(
              "How old what was signed with its time may be; of Standard Webhooks always five minutes.");

  static final Key<List<String>> SECRET = secrets("secret", "a shared secret, as it is");
  static final Key<String> SECRET_HEADER =
      Key.text("verify.secret.header").help("The header that the shared secret stands in.");
  static final Key<String> SECRET_QUERY =
      Key.text("verify.secret.query")
          .help("The parameter of the address that the shared secret stands in.");
  static final Key<List<String>> BASIC =
      Key.texts("verify.basic.credentials")
          .matching("[^:]+:[\\s\\S]+", "`user:password`", "desk:a-password")
          .hidden()
          .help("HTTP Basic, each as `user:password`.");
  static final Key<Boolean> NONE =
      Key.truth("verify.none").help("Everybody who knows the address may send.");

  private static Key<List<String>> secrets(String of, String what) {
    return Key.texts("verify." + of + ".secrets")
        .matching(FILLED, "something of each", "a-secret-of-the-sender")
        .hidden()
        .help("Verified by " + what + "; two during a change.");
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.PUSH);
  }

  @Override
  public List<ConfigKey> configKeys() {
    return List.of(
        ID,
        TYPE,
        TIME,
        SUBJECT,
        SPLIT,
        GRAPH,
        GITHUB,
        GITLAB,
        STRIPE,
        SLACK,
        ZENDESK,
        HUBSPOT,
        HUBSPOT_URL,
        STANDARD,
        HMAC,
        HMAC_HEADER,
        HMAC_PREFIX,
        HMAC_ALGORITHM,
        HMAC_ENCODING,
        HMAC_TIMESTAMP,
        HMAC_URL,
        WINDOW,
        SECRET,
        SECRET_HEADER,
        SECRET_QUERY,
        BASIC,
        NONE);
  }

  @Override
  public Connector connector(ConnectorContext context) throws ConfigException {
    List<ConfigException.Fault> faults = new ArrayList<>(ConfigKey.faults(configKeys(), context));
    Reading reading =
        new Reading(
            program(ID, context, faults),
            program(TYPE, context, faults),
            program(TIME, context, faults),
            program(SUBJECT, context, faults),
            program(SPLIT, context, faults));
    List<Verification> ways = ways(context, faults);
    if (ways.isEmpty()) {
      faults.add(
          new ConfigException.Fault(
              "verify",
              "say who may send: verify by `github`, `gitlab`, `stripe`, `slack`, `zendesk`, `hubspot`, `standardWebhooks`, `hmac`, `secret` or `basic`; `none: true` lets everybody in"));
    }
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    Intake pushed =
        new Intake.Pushed(
            new WebhookDoor(
                "/" + context.system() + "/" + context.connector(),
                Verification.anyOf(ways),
                reading,
                GRAPH.in(context)));
    return () -> pushed;
  }

  @Override
  public boolean namesEvents(ConnectorContext context) {
    return ID.given(context).isPresent();
  }

  private static @Nullable Program program(
      Key<String> key, ConnectorContext context, List<ConfigException.Fault> faults) {
    Optional<String> text = key.given(context);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Program.compile(text.get());
    } catch (JqSyntaxException e) {
      faults.add(new ConfigException.Fault(key.name(), String.valueOf(e.getMessage())));
      return null;
    }
  }

  private static List<Verification> ways(
      ConnectorContext context, List<ConfigException.Fault> faults) {
    Window window = new Window(context.clock(), WINDOW.in(context));
    List<Verification> ways = new ArrayList<>();
    GITHUB.given(context).map(Providers::github).ifPresent(ways::add);
    GITLAB.given(context).map(Providers::gitlab).ifPresent(ways::add);
    STRIPE.given(context).map(s -> Providers.stripe(s, window)).ifPresent(ways::add);
    SLACK.given(context).map(s -> Providers.slack(s, window)).ifPresent(ways::add);
    ZENDESK.given(context).map(s -> Providers.zendesk(s, window)).ifPresent(ways::add);
    HUBSPOT
        .given(context)
        .map(s -> Providers.hubspot(s, window, needed(HUBSPOT_URL, context, faults)))
        .ifPresent(ways::add);
    STANDARD.given(context).map(s -> standard(s, context, faults)).ifPresent(ways::add);
    HMAC.given(context).map(s -> hmac(s, window, context, faults)).ifPresent(ways::add);
    SECRET.given(context).map(s -> secret(s, context, faults)).ifPresent(ways::add);
    BASIC.given(context).map(Providers::basic).ifPresent(ways::add);
    if (NONE.in(context)) {
      if (!ways.isEmpty()) {
        faults.add(
            new ConfigException.Fault(
                NONE.name(), "everybody is let in already; leave the other ways out"));
      }
      ways.add(Verification.NONE);
    }
    return ways;
  }

  private static String needed(
      Key<String> key, ConnectorContext context, List<ConfigException.Fault> faults) {
    Optional<String> given = key.given(context).filter(text -> !text.isBlank());
    if (given.isEmpty()) {
      faults.add(new ConfigException.Fault(key.name(), "it is needed here"));
    }
    return given.orElse("-");
  }

  private static Verification standard(
      List<String> secrets, ConnectorContext context, List<ConfigException.Fault> faults) {
    List<byte[]> keys = new ArrayList<>();
    for (String secret : secrets) {
      Optional<byte[]> key = StandardWebhooks.key(secret);
      if (key.isEmpty()) {
        faults.add(
            new ConfigException.Fault(
                STANDARD.name(), "expected `whsec_` and 16 to 64 bytes in Base64"));
      }
      key.ifPresent(keys::add);
    }
    return new StandardWebhooks(keys, context.clock())::verify;
  }

  private static Verification hmac(
      List<String> secrets,
      Window window,
      ConnectorContext context,
      List<ConfigException.Fault> faults) {
    Encoding encoding = Encoding.valueOf(HMAC_ENCODING.in(context).toUpperCase(Locale.ROOT));
    Providers.Header header =
        new Providers.Header(
            needed(HMAC_HEADER, context, faults),
            HMAC_PREFIX.in(context),
            encoding,
            Providers.algorithm(HMAC_ALGORITHM.in(context)));
    Optional<String> timestamp = HMAC_TIMESTAMP.given(context);
    Optional<String> url = HMAC_URL.given(context);
    if (timestamp.isEmpty()) {
      if (url.isPresent()) {
        faults.add(new ConfigException.Fault(HMAC_TIMESTAMP.name(), "it is needed with `url`"));
      }
      return Providers.hmac(secrets, header.algorithm(), encoding, header.name(), header.prefix());
    }
    return Providers.timed(secrets, window, header, timestamp.get(), url.orElse(""));
  }

  private static Verification secret(
      List<String> secrets, ConnectorContext context, List<ConfigException.Fault> faults) {
    Optional<String> header = SECRET_HEADER.given(context);
    Optional<String> query = SECRET_QUERY.given(context);
    if (header.isPresent() == query.isPresent()) {
      faults.add(
          new ConfigException.Fault(
              SECRET_HEADER.name(), "say either `header` or `query`: where the secret stands"));
    }
    return Providers.secret(secrets, header.orElse(""), query.orElse(""));
  }
}
