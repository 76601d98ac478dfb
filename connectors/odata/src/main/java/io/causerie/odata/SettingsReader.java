package io.causerie.odata;

import io.causerie.spi.ConfigException;
import io.causerie.spi.ConnectorContext;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/** Reads a connector's configuration, and collects what is wrong with it. */
final class SettingsReader {
  private static final HttpUrl NOWHERE = HttpUrl.get("https://invalid/");

  private final ConnectorContext context;
  private final List<ConfigException.Fault> faults = new ArrayList<>();

  SettingsReader(ConnectorContext context) {
    this.context = context;
  }

  void refuse() throws ConfigException {
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
  }

  Settings settings() {
    boolean delta = context.truth(ODataKind.DELTA);
    ODataVersion version = version();
    String set = context.text(ODataKind.ENTITY_SET).orElse("");
    if (!set.matches("[\\p{L}\\p{N}_]{1,128}")) {
      fault(ODataKind.ENTITY_SET, "expected the name of an entity set");
    }
    Optional<String> changedOn = context.text(ODataKind.CHANGED_ON);
    if (changedOn.isEmpty() && !delta) {
      fault(
          ODataKind.CHANGED_ON,
          "is missing: name the property that says when an entity was last changed, or set"
              + " `delta: true`");
    }
    if (delta && version.isV2()) {
      fault(ODataKind.DELTA, "only V4 services offer delta links; give `changedOn`");
    }
    return new Settings(
        context.system(),
        context.connector(),
        root(),
        version,
        set,
        changedOn.orElse(null),
        context.texts(ODataKind.KEY),
        context.texts(ODataKind.SELECT),
        context.texts(ODataKind.EXPAND),
        context.text(ODataKind.FILTER).orElse(null),
        duration(ODataKind.OVERLAP, Duration.ofMinutes(5)),
        delta,
        number(ODataKind.PAGE_SIZE, 1000, 100_000),
        context.text(ODataKind.EVENT_TYPE).orElse(set),
        zone(),
        context.text(ODataKind.SAP_CLIENT).orElse(null),
        duration(ODataKind.TIMEOUT, Duration.ofSeconds(30)),
        number(ODataKind.MAX_PAGE, 16 << 20, 1 << 30));
  }

  /** By assertion, else by client secret, else by password: the first that is configured. */
  Credentials credentials() {
    Credentials basic = basic();
    Optional<Credentials> client = clientCredentials();
    Optional<Credentials> jwt = jwtBearer();
    return jwt.or(() -> client).orElse(basic);
  }

  private void fault(String key, String message) {
    faults.add(new ConfigException.Fault(key, message));
  }

  private ODataVersion version() {
    String text = context.text(ODataKind.VERSION).orElse("v4");
    if (!text.equals("v2") && !text.equals("v4")) {
      fault(ODataKind.VERSION, "expected `v2` or `v4`");
    }
    return text.equals("v2") ? ODataVersion.V2 : ODataVersion.V4;
  }

  private HttpUrl root() {
    HttpUrl url = address(ODataKind.URL, context.text(ODataKind.URL).orElse(""));
    if (!url.username().isEmpty() || !url.password().isEmpty() || url.query() != null) {
      fault(
          ODataKind.URL,
          "expected neither user nor query in it; a user goes to `auth.basic`, a client to"
              + " `sapClient`");
      return NOWHERE;
    }
    return url.encodedPath().endsWith("/") ? url : url.newBuilder().addPathSegment("").build();
  }

  /** An address; without encryption on this machine only, since credentials go there. */
  private HttpUrl address(String key, String text) {
    HttpUrl url = HttpUrl.parse(text);
    if (url == null) {
      fault(key, "expected an https address");
      return NOWHERE;
    }
    boolean here = url.host().equals("localhost") || url.host().equals("127.0.0.1");
    if (!url.isHttps() && !here) {
      fault(key, "expected https: user and password would go unencrypted");
    }
    return url;
  }

  private Duration duration(String key, Duration fallback) {
    Duration duration = context.duration(key).orElse(fallback);
    if (duration.isNegative() || (key.equals(ODataKind.TIMEOUT) && duration.isZero())) {
      fault(key, "expected a positive duration, for instance " + fallback);
    }
    return duration;
  }

  private int number(String key, int fallback, int most) {
    int number = context.text(key).map(Integer::parseInt).orElse(fallback);
    if (number < 1 || number > most) {
      fault(key, "expected a number from 1 to " + most);
    }
    return number;
  }

  private ZoneId zone() {
    try {
      return context.text(ODataKind.ZONE).map(ZoneId::of).orElse(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      fault(ODataKind.ZONE, "expected a zone such as Europe/Paris");
      return ZoneOffset.UTC;
    }
  }

  private String need(String prefix, String name) {
    Optional<String> value = context.text(prefix + name);
    if (value.isEmpty() || value.get().isBlank()) {
      fault(prefix + name, "is missing; the rest of `" + prefix + "` is given");
    }
    return value.orElse("");
  }

  private boolean isGiven(String prefix, String... names) {
    for (String name : names) {
      if (context.text(prefix + name).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private Credentials basic() {
    if (!isGiven(ODataKind.BASIC, "username", "password")) {
      return Credentials.none();
    }
    return Credentials.basic(need(ODataKind.BASIC, "username"), need(ODataKind.BASIC, "password"));
  }

  private Optional<Credentials> clientCredentials() {
    String prefix = ODataKind.CLIENT;
    if (!isGiven(prefix, "tokenUrl", "clientId", "clientSecret")) {
      return Optional.empty();
    }
    HttpUrl url = address(prefix + "tokenUrl", need(prefix, "tokenUrl"));
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    context.text(prefix + "scope").ifPresent(scope -> form.put("scope", scope));
    String authorization =
        okhttp3.Credentials.basic(
            need(prefix, "clientId"), need(prefix, "clientSecret"), StandardCharsets.UTF_8);
    return Optional.of(new Tokens(url, authorization, () -> form, context.clock()));
  }

  private Optional<Credentials> jwtBearer() {
    String prefix = ODataKind.JWT;
    if (!isGiven(prefix, "tokenUrl", "clientId", "privateKey", "subject")) {
      return Optional.empty();
    }
    HttpUrl url = address(prefix + "tokenUrl", need(prefix, "tokenUrl"));
    String client = need(prefix, "clientId");
    String subject = need(prefix, "subject");
    String pem = need(prefix, "privateKey");
    String audience = context.text(prefix + "audience").orElse(url.toString());
    try {
      Assertions assertions =
          new Assertions(Assertions.key(pem), client, subject, audience, context.clock());
      return Optional.of(
          new Tokens(
              url,
              null,
              () ->
                  Map.of(
                      "grant_type",
                      "urn:ietf:params:oauth:grant-type:jwt-bearer",
                      "client_id",
                      client,
                      "assertion",
                      assertions.next()),
              context.clock()));
    } catch (GeneralSecurityException e) {
      fault(
          prefix + "privateKey",
          "expected an unencrypted RSA key in PKCS #8, between -----BEGIN PRIVATE KEY----- and its"
              + " end; `openssl pkcs8 -topk8 -nocrypt` makes one");
      return Optional.empty();
    }
  }
}
