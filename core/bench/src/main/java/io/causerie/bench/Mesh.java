package io.causerie.bench;

import io.causerie.testkit.system.Ports;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.qpid.jms.JmsConnectionFactory;

/** A broker in this process that keeps nothing, and a system that reads its queue. */
final class Mesh implements AutoCloseable {
  static final String CONNECTOR = "mesh-orders";

  private static final String QUEUE = "orders";

  private final EmbeddedActiveMQ broker;
  private final String url;

  private Mesh(EmbeddedActiveMQ broker, String url) {
    this.broker = broker;
    this.url = url;
  }

  /** Starts it and writes the system's file. */
  static Mesh start(Path folder) throws Exception {
    int port = Ports.free();
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration.setPersistenceEnabled(false).setSecurityEnabled(false);
    configuration.addAcceptorConfiguration("amqp", "tcp://127.0.0.1:" + port + "?protocols=AMQP");
    configuration.addQueueConfiguration(
        QueueConfiguration.of(QUEUE).setRoutingType(RoutingType.ANYCAST));
    EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    broker.setConfiguration(configuration);
    broker.start();
    String url = "amqp://127.0.0.1:" + port;
    Files.writeString(
        folder.resolve("systems/mesh.yaml"),
        """
        system: mesh
        audience: { groups: [sales] }
        kind: amqp
        config: { url: "%s" }
        connectors:
          mesh-orders:
            since: 2026-01-01
            config: { queue: %s, prefetch: 100 }
            mapping: mappings/order.yaml
        """
            .formatted(url, QUEUE));
    return new Mesh(broker, url);
  }

  /** So many orders more. */
  void send(int many, LongSupplier orders) throws JMSException {
    JmsConnectionFactory factory = new JmsConnectionFactory(url + "?jms.forceAsyncSend=true");
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
      MessageProducer producer = session.createProducer(session.createQueue(QUEUE));
      producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
      for (int i = 0; i < many; i++) {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(OrderDesk.event(orders.getAsLong()));
        producer.send(message);
      }
    }
  }

  @Override
  public void close() throws Exception {
    broker.stop();
  }
}
