package io.causerie.webhook;

import io.causerie.spi.Door;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's certificate, as the proxy that has looked at it says in a header. Anybody could write
 * that header, so it counts from the proxy's own addresses alone.
 */
final class Certificate implements Verification {
  private static final Logger LOG = LoggerFactory.getLogger(Certificate.class);

  /** So many are told of; a stranger has addresses without number. */
  private static final int TOLD = 100;

  private final String connector;
  private final String header;
  private final List<String> names;
  private final List<Network> proxies;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  Certificate(String connector, String header, List<String> names, List<Network> proxies) {
    this.connector = connector;
    this.header = header.toLowerCase(Locale.ROOT);
    this.names = names;
    this.proxies = proxies;
  }

  @Override
  public boolean lets(Door.Request request) {
    List<String> shown = request.headers().getOrDefault(header, List.of());
    if (shown.isEmpty()) {
      return false;
    }
    if (proxies.stream().noneMatch(proxy -> proxy.has(request.peer()))) {
      tell(request.peer());
      return false;
    }
    // Of two the proxy wrote one at most.
    return shown.size() == 1 && Signed.isOneOf(names, shown.get(0).strip());
  }

  private void tell(String peer) {
    if (told.size() < TOLD && told.add(peer)) {
      LOG.warn(
          "{}: refused the header {} from {}, which is none of verify.certificate.from: there who sends could have written it herself",
          connector,
          header,
          peer.isEmpty() ? "nowhere" : peer);
    }
  }
}
