package io.causerie.amqp;

import io.causerie.http.Session;
import io.causerie.http.SystemClient;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceSystem;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.qpid.jms.JmsConnectionExtensions;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.policy.JmsDefaultPrefetchPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A broker, and who one is there. Each queue has a connection of its own: what goes wrong with one
 * of them is no other's trouble.
 *
 * @param address without anything secret
 * @param login absent: one is nobody there
 * @param tokens where a token is had that goes into the head of a WebSocket; absent: there is none
 */
record Broker(
    URI address,
    @Nullable Login login,
    @Nullable SystemClient tokens,
    Duration timeout,
    Duration idle)
    implements SourceSystem {

  /** User and password of SASL PLAIN. */
  record Login(String username, String password) {
    @Override
    public String toString() {
      return username;
    }
  }

  /** Opens a line to a queue; no message is asked for yet. */
  Opened open(Queue queue) throws SourceException {
    Optional<Session> session = tokens == null ? Optional.empty() : tokens.session();
    Optional<String> token = session.map(Session::token);
    Faults faults = new Faults(this, queue, token.orElse(null));
    try {
      return Opened.of(factory(queue, token), queue, faults);
    } catch (jakarta.jms.JMSException | RuntimeException e) {
      SourceException told = faults.of(e);
      if (tokens != null && told.fault() == SourceException.Fault.CREDENTIALS) {
        session.ifPresent(tokens::refused);
      }
      throw told;
    }
  }

  private JmsConnectionFactory factory(Queue queue, Optional<String> token) {
    JmsConnectionFactory factory = new JmsConnectionFactory(remote());
    JmsDefaultPrefetchPolicy prefetch = new JmsDefaultPrefetchPolicy();
    prefetch.setAll(queue.prefetch());
    factory.setPrefetchPolicy(prefetch);
    factory.setConnectTimeout(timeout.toMillis());
    factory.setRequestTimeout(timeout.toMillis());
    factory.setCloseTimeout(timeout.toMillis());
    // What has come is a page; nobody waits for more.
    factory.setReceiveNoWaitLocalOnly(true);
    factory.setLocalMessageExpiry(false);
    if (login != null) {
      factory.setUsername(login.username());
      factory.setPassword(login.password());
    }
    token.ifPresent(
        t -> {
          BiFunction<jakarta.jms.Connection, URI, Object> head =
              (connection, uri) -> Map.of("Authorization", "Bearer " + t);
          factory.setExtension(JmsConnectionExtensions.HTTP_HEADERS_OVERRIDE.toString(), head);
        });
    return factory;
  }

  /** With what the client has to know beside the address. */
  private URI remote() {
    String path = address.getRawPath() == null ? "" : address.getRawPath();
    return URI.create(
        address.getScheme()
            + "://"
            + address.getRawAuthority()
            + path
            + "?amqp.idleTimeout="
            + idle.toMillis()
            + "&transport.connectTimeout="
            + timeout.toMillis());
  }

  @Override
  public void close() {
    if (tokens != null) {
      tokens.close();
    }
  }

  /** Without credentials. */
  @Override
  public String toString() {
    return "Broker[" + address + "]";
  }
}
