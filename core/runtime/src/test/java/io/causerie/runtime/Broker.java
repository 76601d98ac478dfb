package io.causerie.runtime;

import io.causerie.testkit.system.Ports;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A real broker in memory, with a queue and a place for what nobody could take. */
final class Broker implements AutoCloseable {
  private static final int ATTEMPTS = 3;

  private final int port;
  private final AtomicInteger toLose = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private EmbeddedActiveMQ server;

  private Broker(int port) throws Exception {
    this.port = port;
    this.server = made();
  }

  static Broker start() throws Exception {
    return new Broker(Ports.free());
  }

  private EmbeddedActiveMQ made() throws Exception {
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration.setPersistenceEnabled(false).setSecurityEnabled(false);
    configuration.addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port);
    configuration.addAddressSetting(
        "#",
        new AddressSettings()
            .setMaxDeliveryAttempts(ATTEMPTS)
            .setDeadLetterAddress(SimpleString.of("dead")));
    for (String queue : new String[] {"orders", "dead"}) {
      configuration.addQueueConfiguration(
          QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST));
    }
    EmbeddedActiveMQ made = new EmbeddedActiveMQ();
    made.setConfiguration(configuration);
    made.start();
    made.getActiveMQServer().getRemotingService().addIncomingInterceptor(interceptor());
    return made;
  }

  private Interceptor interceptor() {
    return (packet, connection) -> {
      if (packet.getType() == PacketImpl.SESS_COMMIT
          && toLose.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        lost.incrementAndGet();
        connection.getTransportConnection().forceClose();
        return false;
      }
      return true;
    };
  }

  String url() {
    return "tcp://127.0.0.1:" + port;
  }

  /** The next one that takes messages for good breaks off before the broker has heard of it. */
  void loseNextCommit() {
    toLose.set(1);
  }

  int lostCommits() {
    return lost.get();
  }

  void send(String queue, String order, String body) throws Exception {
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url());
        Connection connection = factory.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      Message message = session.createTextMessage(body);
      message.setStringProperty("order", order);
      session.createProducer(session.createQueue(queue)).send(message);
    }
  }

  private Queue queue(String name) {
    return server.getActiveMQServer().locateQueue(name);
  }

  /** Messages that nobody has taken for good. */
  long waiting(String queue) {
    return queue(queue).getMessageCount();
  }

  int consumers(String queue) {
    return queue(queue).getConsumerCount();
  }

  void stop() throws Exception {
    server.stop();
  }

  void again() throws Exception {
    server = made();
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }
}
