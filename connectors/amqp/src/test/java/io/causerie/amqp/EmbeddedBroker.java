package io.causerie.amqp;

import io.causerie.testkit.system.Ports;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.apache.qpid.jms.JmsConnectionFactory;

/** A real broker in memory, with users, rights and a queue. */
final class EmbeddedBroker implements AutoCloseable {
  static final String QUEUE = "orders";
  private static final String DESK = "desk";
  private static final String READERS = "readers";

  private final int port = Ports.free();
  private final String prefix;
  private final String encryption;
  private final SecurityConfiguration users = new SecurityConfiguration();
  private EmbeddedActiveMQ server;

  /**
   * @param prefix what stands before a queue's name in its address
   */
  EmbeddedBroker(String prefix) {
    this(prefix, "");
  }

  /** Which shows a certificate; only readers know it, so that nothing is sent. */
  static EmbeddedBroker encrypted(KeyFiles keys) {
    return new EmbeddedBroker(
        "",
        ";sslEnabled=true;keyStoreType=PKCS12;keyStorePath=%s;keyStorePassword=%s"
            .formatted(keys.keys(), KeyFiles.PASSWORD));
  }

  private EmbeddedBroker(String prefix, String encryption) {
    this.prefix = prefix;
    this.encryption = encryption;
    users.addUser(DESK, DESK);
    users.addRole(DESK, DESK);
    this.server = made();
  }

  private EmbeddedActiveMQ made() {
    try {
      ConfigurationImpl configuration = new ConfigurationImpl();
      configuration.setPersistenceEnabled(false).setSecurityEnabled(true);
      configuration.setSecurityInvalidationInterval(0);
      String anycast = prefix.isEmpty() ? "" : ";anycastPrefix=" + prefix;
      configuration.addAcceptorConfiguration(
          "amqp", "tcp://127.0.0.1:" + port + "?protocols=AMQP" + anycast + encryption);
      configuration.addAddressSetting(
          "#",
          new AddressSettings()
              .setAutoCreateQueues(false)
              .setAutoCreateAddresses(false)
              .setMaxDeliveryAttempts(-1));
      configuration.putSecurityRoles("#", Set.of(all(DESK), reader(true)));
      configuration.addQueueConfiguration(queue());
      EmbeddedActiveMQ made = new EmbeddedActiveMQ();
      made.setConfiguration(configuration);
      made.setSecurityManager(
          new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
      made.start();
      return made;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static QueueConfiguration queue() {
    return QueueConfiguration.of(QUEUE).setRoutingType(RoutingType.ANYCAST);
  }

  private static Role all(String name) {
    return new Role(name, true, true, true, true, true, true, true, true, true, true, false, false);
  }

  private static Role reader(boolean may) {
    return new Role(
        READERS, false, may, false, false, false, false, false, may, false, false, false, false);
  }

  String url() {
    return "amqp://127.0.0.1:" + port;
  }

  String encryptedUrl(String host) {
    return "amqps://" + host + ":" + port;
  }

  String encryptedWebSocket() {
    return "amqpwss://127.0.0.1:" + port + "/protocols/amqp10ws";
  }

  String webSocket() {
    return "amqpws://127.0.0.1:" + port;
  }

  /** Somebody who may read, from now on by this password alone. */
  void reader(String name, String password) {
    users.removeUser(name);
    users.addUser(name, password);
    users.addRole(name, READERS);
  }

  void refuse(String name) {
    users.removeUser(name);
  }

  /** Whether readers may read. */
  void allow(boolean may) {
    server
        .getActiveMQServer()
        .getSecurityRepository()
        .addMatch("#", Set.of(all(DESK), reader(may)));
  }

  void removeQueue() {
    try {
      server
          .getActiveMQServer()
          .destroyQueue(org.apache.activemq.artemis.api.core.SimpleString.of(QUEUE), null, false);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  void makeQueue() {
    try {
      server.getActiveMQServer().createQueue(queue());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Cuts every line. */
  void cut() {
    for (RemotingConnection each :
        server.getActiveMQServer().getRemotingService().getConnections()) {
      each.getTransportConnection().forceClose();
    }
  }

  void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  void again() {
    server = made();
  }

  private Queue located() {
    return server.getActiveMQServer().locateQueue(QUEUE);
  }

  /** Messages that nobody has taken for good. */
  long waiting() {
    return located().getMessageCount();
  }

  /** Those of them that somebody has in hand. */
  int inHand() {
    return located().getDeliveringCount();
  }

  int consumers() {
    return located().getConsumerCount();
  }

  /** What is sent. */
  interface Made {
    Message by(Session session) throws JMSException;
  }

  void send(Made... messages) {
    JmsConnectionFactory factory =
        new JmsConnectionFactory(DESK, DESK, url() + "?jms.validatePropertyNames=false");
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
      var producer = session.createProducer(session.createQueue(prefix + QUEUE));
      for (Made each : messages) {
        producer.send(each.by(session));
      }
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
