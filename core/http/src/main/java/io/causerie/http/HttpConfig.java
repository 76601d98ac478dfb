package io.causerie.http;

import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Key;
import io.causerie.spi.SystemContext;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of every kind that speaks HTTP, and what they say; collects what is wrong with them. */
public final class HttpConfig {
  public static final Key<String> URL =
      Key.text("url").needed().shared().help("The address of the system, https.");
  static final Key<Duration> TIMEOUT =
      Key.duration("timeout", Duration.ofSeconds(30))
          .atLeast(Duration.ofMillis(1))
          .shared()
          .help("How long an answer may take.");
  private static final String BASIC = "auth.basic.";
  private static final String KEY = "auth.apiKey.";
  private static final String CLIENT = "auth.clientCredentials.";
  private static final String JWT = "auth.jwtBearer.";

  /** Who one is, and how long to wait; the address is the kind's own. */
  public static final List<ConfigKey> KEYS =
      List.of(
          key(BASIC + "username", "The user of basic authentication."),
          key(BASIC + "password", "The password of that user.").hidden(),
          key(KEY + "header", "The header that an API key goes into.")
              .matching(
                  "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}",
                  "the name of a header, such as X-API-Key", "X-API-Key"),
          key(KEY + "query", "The parameter that an API key goes into, where no header will do."),
          key(KEY + "key", "The API key.")
              .matching("[ -~]*", "letters, digits and signs of ASCII, on one line", "a-key")
              .hidden(),
          key(CLIENT + "tokenUrl", "Where OAuth client credentials get a token."),
          key(CLIENT + "clientId", "The OAuth client."),
          key(CLIENT + "clientSecret", "The secret of the OAuth client.").hidden(),
          key(CLIENT + "scope", "The scope the client asks for."),
          key(JWT + "tokenUrl", "Where a signed assertion gets a token."),
          key(JWT + "clientId", "The OAuth client, and `iss`."),
          key(JWT + "privateKey", "The RSA key that signs (RS256), in PEM, PKCS #8 unencrypted.")
              .hidden(),
          key(JWT + "audience", "`aud`; by default the token's address."),
          key(JWT + "subject", "`sub`, the user to read as."),
          TIMEOUT);

  private static final Address NOWHERE = Address.of("https://invalid/");

  private final SystemContext context;
  private final List<ConfigException.Fault> faults;

  /**
   * @param faults what is wrong is added to these
   */
  public HttpConfig(SystemContext context, List<ConfigException.Fault> faults) {
    this.context = context;
    this.faults = faults;
    faults.addAll(ConfigKey.faults(KEYS, context));
  }

  private static Key<String> key(String name, String help) {
    return Key.text(name).shared().help(help);
  }

  /** The address of the system, a folder, without user and query. */
  public Address root() {
    Address root = address(URL.name(), URL.given(context).orElse(""));
    if (root.hasUser() || root.query().isPresent()) {
      fault(URL.name(), "expected neither user nor query in it; a user goes to `auth.basic`");
      return NOWHERE;
    }
    return root.asFolder();
  }

  /** An address; without encryption on this machine only, since credentials go there. */
  private Address address(String key, String text) {
    Optional<Address> address = Address.parse(text);
    if (address.isEmpty()) {
      fault(key, "expected an https address");
      return NOWHERE;
    }
    if (!address.get().isEncrypted() && !address.get().isOnThisMachine()) {
      fault(key, "expected https: user and password would go unencrypted");
    }
    return address.get();
  }

  public Duration timeout() {
    return TIMEOUT.in(context);
  }

  /** By assertion, else by client secret, API key, password: the first that is configured. */
  public Authorization authorization() {
    Optional<Authorization> basic = basic();
    Optional<Authorization> key = apiKey();
    Optional<Authorization> client = clientCredentials();
    Optional<Authorization> jwt = jwtBearer();
    return Stream.of(jwt, client, key, basic)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(Authorization::none);
  }

  private void fault(String key, String message) {
    faults.add(new ConfigException.Fault(key, message));
  }

  private String need(String prefix, String name) {
    Optional<String> value = context.text(prefix + name);
    if (value.isEmpty() || value.get().isBlank()) {
      fault(prefix + name, "is missing; the rest of `" + prefix + "` is given");
    }
    return value.orElse("");
  }

  private boolean isGiven(String prefix, String... names) {
    return Stream.of(names).anyMatch(name -> context.text(prefix + name).isPresent());
  }

  private Optional<Authorization> basic() {
    if (!isGiven(BASIC, "username", "password")) {
      return Optional.empty();
    }
    return Optional.of(Authorization.basic(need(BASIC, "username"), need(BASIC, "password")));
  }

  private Optional<Authorization> apiKey() {
    if (!isGiven(KEY, "header", "query", "key")) {
      return Optional.empty();
    }
    String key = need(KEY, "key");
    Optional<String> parameter = context.text(KEY + "query");
    if (parameter.isPresent() && context.text(KEY + "header").isPresent()) {
      fault(KEY + "query", "give either `header` or `query`");
    }
    if (parameter.isPresent()) {
      return Optional.of(Authorization.keyInQuery(parameter.get(), key));
    }
    return Optional.of(Authorization.keyInHeader(need(KEY, "header"), key));
  }

  private Optional<Authorization> clientCredentials() {
    if (!isGiven(CLIENT, "tokenUrl", "clientId", "clientSecret")) {
      return Optional.empty();
    }
    return Optional.of(
        Authorization.clientCredentials(
            address(CLIENT + "tokenUrl", need(CLIENT, "tokenUrl")),
            need(CLIENT, "clientId"),
            need(CLIENT, "clientSecret"),
            context.text(CLIENT + "scope").orElse(null),
            context.clock()));
  }

  private Optional<Authorization> jwtBearer() {
    if (!isGiven(JWT, "tokenUrl", "clientId", "privateKey", "subject")) {
      return Optional.empty();
    }
    Address tokens = address(JWT + "tokenUrl", need(JWT, "tokenUrl"));
    String client = need(JWT, "clientId");
    String subject = need(JWT, "subject");
    String audience = context.text(JWT + "audience").orElse(tokens.text());
    try {
      return Optional.of(
          Authorization.jwtBearer(
              tokens, client, subject, audience, need(JWT, "privateKey"), context.clock()));
    } catch (GeneralSecurityException e) {
      fault(
          JWT + "privateKey",
          "expected an unencrypted RSA key in PKCS #8, between -----BEGIN PRIVATE KEY----- and its"
              + " end; `openssl pkcs8 -topk8 -nocrypt` makes one");
      return Optional.empty();
    }
  }
}
