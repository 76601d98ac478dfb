package io.causerie.http;

import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.ConfigKey.Type;
import io.causerie.spi.SystemContext;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of every kind that speaks HTTP, and what they say; collects what is wrong with them. */
public final class HttpConfig {
  public static final String URL = "url";
  public static final String TIMEOUT = "timeout";
  private static final String BASIC = "auth.basic.";
  private static final String KEY = "auth.apiKey.";
  private static final String CLIENT = "auth.clientCredentials.";
  private static final String JWT = "auth.jwtBearer.";
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);
  private static final Address NOWHERE = Address.of("https://invalid/");

  private final SystemContext context;
  private final List<ConfigException.Fault> faults;

  /**
   * @param faults what is wrong is added to these
   */
  public HttpConfig(SystemContext context, List<ConfigException.Fault> faults) {
    this.context = context;
    this.faults = faults;
  }

  /** Who one is, and how long to wait; the address is the kind's own. */
  public static List<ConfigKey> keys() {
    List<ConfigKey> keys = new ArrayList<>();
    keys.add(optional(BASIC + "username", "The user of basic authentication."));
    keys.add(ConfigKey.secret(BASIC + "password", "The password of that user."));
    keys.add(optional(KEY + "header", "The header that an API key goes into."));
    keys.add(
        optional(
            KEY + "query", "The parameter that an API key goes into, where no header will do."));
    keys.add(ConfigKey.secret(KEY + "key", "The API key."));
    keys.add(optional(CLIENT + "tokenUrl", "Where OAuth client credentials get a token."));
    keys.add(optional(CLIENT + "clientId", "The OAuth client."));
    keys.add(ConfigKey.secret(CLIENT + "clientSecret", "The secret of the OAuth client."));
    keys.add(optional(CLIENT + "scope", "The scope the client asks for."));
    keys.add(optional(JWT + "tokenUrl", "Where a signed assertion gets a token."));
    keys.add(optional(JWT + "clientId", "The OAuth client, and `iss`."));
    keys.add(
        ConfigKey.secret(
            JWT + "privateKey", "The RSA key that signs (RS256), in PEM, PKCS #8 unencrypted."));
    keys.add(optional(JWT + "audience", "`aud`; by default the token's address."));
    keys.add(optional(JWT + "subject", "`sub`, the user to read as."));
    keys.add(
        ConfigKey.optional(
            TIMEOUT, Type.DURATION, USUAL_TIMEOUT.toString(), "How long an answer may take."));
    return keys.stream().map(ConfigKey::shared).toList();
  }

  private static ConfigKey optional(String name, String help) {
    return ConfigKey.optional(name, Type.TEXT, null, help);
  }

  /** The address of the system, a folder, without user and query. */
  public Address root() {
    Address root = address(URL, context.text(URL).orElse(""));
    if (root.hasUser() || root.query().isPresent()) {
      fault(URL, "expected neither user nor query in it; a user goes to `auth.basic`");
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
    Duration timeout = context.duration(TIMEOUT).orElse(USUAL_TIMEOUT);
    if (timeout.isNegative() || timeout.isZero()) {
      fault(TIMEOUT, "expected a positive duration, for instance " + USUAL_TIMEOUT);
      return USUAL_TIMEOUT;
    }
    return timeout;
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
    if (!key.matches("[ -~]*")) {
      fault(KEY + "key", "expected letters, digits and signs of ASCII, on one line");
    }
    Optional<String> parameter = context.text(KEY + "query");
    if (parameter.isPresent() && context.text(KEY + "header").isPresent()) {
      fault(KEY + "query", "give either `header` or `query`");
    }
    if (parameter.isPresent()) {
      return Optional.of(Authorization.keyInQuery(parameter.get(), key));
    }
    String header = need(KEY, "header");
    if (!header.isEmpty() && !header.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")) {
      fault(KEY + "header", "expected the name of a header, such as X-API-Key");
    }
    return Optional.of(Authorization.keyInHeader(header, key));
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
