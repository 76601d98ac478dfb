package io.causerie.amqp;

import io.causerie.model.PlainText;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a broker says, in words for who knows the broker and not this; without secrets. */
final class Faults {
  private static final int LONGEST = 500;

  private final Broker broker;
  private final Queue queue;
  private final List<String> secrets;

  Faults(Broker broker, Queue queue, @Nullable String token) {
    this.broker = broker;
    this.queue = queue;
    this.secrets =
        Stream.of(broker.login() == null ? null : broker.login().password(), token)
            .filter(Objects::nonNull)
            .filter(secret -> !secret.isEmpty())
            .toList();
  }

  SourceException of(Exception e) {
    String said = said(e);
    String host = String.valueOf(broker.address().getHost());
    if ((isOf(e, JMSSecurityException.class) && !said.contains("amqp:unauthorized-access"))
        || isRefusedHead(said)) {
      return new SourceException(
          Fault.CREDENTIALS,
          AmqpWording.REFUSED.with(host, said),
          (broker.tokens() == null ? AmqpWording.CHECK_PLAIN : AmqpWording.CHECK_CLIENT).with(),
          e);
    }
    if (said.contains("amqp:unauthorized-access")) {
      return new SourceException(
          Fault.CREDENTIALS,
          AmqpWording.MAY_NOT.with(host, queue.address(), said),
          AmqpWording.GIVE_RIGHT.with(),
          e);
    }
    if (isOf(e, InvalidDestinationException.class) || said.contains("amqp:not-found")) {
      return new SourceException(
          Fault.CONFIGURATION,
          AmqpWording.NO_QUEUE.with(host, queue.address(), said),
          AmqpWording.MAKE_QUEUE.with(),
          e);
    }
    if (isOf(e, CertificateException.class) || isOf(e, CertPathBuilderException.class)) {
      return new SourceException(
          Fault.CONFIGURATION,
          AmqpWording.CERTIFICATE.with(host, said),
          AmqpWording.LET_TRUST.with(),
          e);
    }
    return new SourceException(
        Fault.TEMPORARY, AmqpWording.AWAY.with(host, said), AmqpWording.LOOK_AT_BROKER.with(), e);
  }

  private static boolean isOf(Throwable e, Class<? extends Throwable> kind) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (kind.isInstance(each)) {
        return true;
      }
    }
    return false;
  }

  /** Of a WebSocket that is not let in before any AMQP is spoken. */
  private static boolean isRefusedHead(String said) {
    return said.contains("handshake") && (said.contains("401") || said.contains("403"));
  }

  private String said(Throwable e) {
    Throwable root = e;
    String said = Objects.requireNonNullElse(e.getMessage(), "");
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
      if (root.getMessage() != null && !said.contains(root.getMessage())) {
        said = said + "; " + root.getMessage();
      }
    }
    if (said.isBlank()) {
      said = root.getClass().getSimpleName();
    }
    for (String secret : secrets) {
      said = said.replace(secret, "***");
    }
    return PlainText.cut(PlainText.storable(said), LONGEST);
  }
}
