package io.causerie.amqp;

import io.causerie.http.Address;
import io.causerie.http.Authorization;
import io.causerie.http.ClientSettings;
import io.causerie.http.HttpClients;
import io.causerie.http.SystemClient;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigException.Fault;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Key;
import io.causerie.spi.SystemContext;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads where a broker is and who one is there; tells all that is wrong at once. */
final class BrokerReader {
  private static final int LARGEST_TOKEN = 1 << 20;
  private static final Set<String> ENCRYPTED = Set.of("amqps", "amqpwss");
  private static final Set<String> PLAIN = Set.of("amqp", "amqpws");
  private static final URI NOWHERE = URI.create("amqps://invalid");
  private static final List<ConfigKey> SHARED =
      List.of(
          AmqpKind.URL,
          AmqpKind.USERNAME,
          AmqpKind.PASSWORD,
          AmqpKind.TOKEN_URL,
          AmqpKind.CLIENT_ID,
          AmqpKind.CLIENT_SECRET,
          AmqpKind.SCOPE,
          AmqpKind.TIMEOUT,
          AmqpKind.IDLE);

  private final SystemContext context;
  private final List<Fault> faults;

  private BrokerReader(SystemContext context) {
    this.context = context;
    this.faults = new ArrayList<>(ConfigKey.faults(SHARED, context));
  }

  static Broker read(SystemContext context, HttpClients clients) throws ConfigException {
    BrokerReader reader = new BrokerReader(context);
    URI address = reader.address();
    Broker.@Nullable Login login = reader.login();
    Optional<Authorization> tokens = reader.tokens(address);
    if (login != null && tokens.isPresent()) {
      reader.fault(AmqpKind.TOKEN_URL, "give either `auth.plain` or `auth.clientCredentials`");
    }
    if (!reader.faults.isEmpty()) {
      throw new ConfigException(reader.faults);
    }
    ClientSettings settings =
        new ClientSettings(context.system(), AmqpKind.TIMEOUT.in(context), LARGEST_TOKEN, Map.of());
    SystemClient client =
        tokens.map(t -> clients.client(settings, t, context.clock())).orElse(null);
    return new Broker(
        address, login, client, AmqpKind.TIMEOUT.in(context), AmqpKind.IDLE.in(context));
  }

  private void fault(Key<?> key, String message) {
    faults.add(new Fault(key.name(), message));
  }

  private URI address() {
    Optional<String> text = AmqpKind.URL.given(context);
    if (text.isEmpty()) {
      fault(AmqpKind.URL, "is missing: amqps://host, or amqpwss://host/path over WebSocket");
      return NOWHERE;
    }
    try {
      URI uri = new URI(text.get().strip());
      String scheme = String.valueOf(uri.getScheme());
      if (uri.getHost() == null || !(ENCRYPTED.contains(scheme) || PLAIN.contains(scheme))) {
        fault(AmqpKind.URL, "expected amqps://host, or amqpwss://host/path over WebSocket");
      } else if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
        fault(AmqpKind.URL, "expected neither user nor query in it; a user goes to `auth.plain`");
      } else if (!isWebSocket(uri) && !path(uri).isEmpty()) {
        fault(AmqpKind.URL, "a path is for WebSocket: amqpwss://");
      } else if (PLAIN.contains(scheme) && !isOnThisMachine(uri.getHost())) {
        fault(AmqpKind.URL, "expected amqps or amqpwss: what one shows there would go unencrypted");
      } else {
        return uri;
      }
    } catch (URISyntaxException e) {
      fault(AmqpKind.URL, "expected amqps://host, or amqpwss://host/path over WebSocket");
    }
    return NOWHERE;
  }

  private static String path(URI uri) {
    return uri.getRawPath() == null ? "" : uri.getRawPath();
  }

  private static boolean isWebSocket(URI uri) {
    return uri.getScheme().startsWith("amqpws");
  }

  /** By its name alone: nothing is reached while a configuration is read. */
  private static boolean isOnThisMachine(String host) {
    return host.equals("localhost")
        || (host.matches("[0-9.]+|\\[?[0-9a-fA-F:]+\\]?") && isLoopback(host));
  }

  private static boolean isLoopback(String literal) {
    try {
      return InetAddress.getByName(literal).isLoopbackAddress();
    } catch (java.net.UnknownHostException e) {
      return false;
    }
  }

  private Broker.@Nullable Login login() {
    Optional<String> username = AmqpKind.USERNAME.given(context);
    Optional<String> password = AmqpKind.PASSWORD.given(context);
    if (username.isEmpty() && password.isEmpty()) {
      return null;
    }
    return new Broker.Login(
        need(AmqpKind.USERNAME, "auth.plain"), need(AmqpKind.PASSWORD, "auth.plain"));
  }

  private String need(Key<String> key, String block) {
    Optional<String> value = key.given(context).filter(text -> !text.isBlank());
    if (value.isEmpty()) {
      fault(key, "is missing; the rest of `" + block + "` is given");
    }
    return value.orElse("");
  }

  private Optional<Authorization> tokens(URI address) {
    boolean given =
        AmqpKind.TOKEN_URL.given(context).isPresent()
            || AmqpKind.CLIENT_ID.given(context).isPresent()
            || AmqpKind.CLIENT_SECRET.given(context).isPresent();
    if (!given) {
      return Optional.empty();
    }
    if (!isWebSocket(address) && !address.equals(NOWHERE)) {
      fault(
          AmqpKind.TOKEN_URL,
          "a token goes into the head of a WebSocket: give `url` as amqpwss://, or `auth.plain`");
    }
    String block = "auth.clientCredentials";
    String id = need(AmqpKind.CLIENT_ID, block);
    String secret = need(AmqpKind.CLIENT_SECRET, block);
    Optional<Address> tokens =
        Address.parse(need(AmqpKind.TOKEN_URL, block))
            .filter(url -> url.isEncrypted() || url.isOnThisMachine());
    if (tokens.isEmpty()) {
      fault(AmqpKind.TOKEN_URL, "expected an https address");
      return Optional.empty();
    }
    return Optional.of(
        Authorization.clientCredentials(
            tokens.get(), id, secret, AmqpKind.SCOPE.given(context).orElse(null), context.clock()));
  }
}
