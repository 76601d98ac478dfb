package io.causerie.amqp;

import io.causerie.spi.SourceException;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open line to a queue. What it has given is the broker's until it is settled, all of it
 * together. Used by one thread.
 */
final class Opened implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

  /** Of the client: how what was given is settled. */
  private static final String AS = "JMS_AMQP_ACK_TYPE";

  private static final int ACCEPTED = 1;
  private static final int RELEASED = 3;

  private final Connection connection;
  private final Session session;
  private final MessageConsumer consumer;
  private final Faults faults;
  private final AtomicReference<@Nullable Exception> lost = new AtomicReference<>();
  private boolean started;

  private Opened(Connection connection, Session session, MessageConsumer consumer, Faults faults) {
    this.connection = connection;
    this.session = session;
    this.consumer = consumer;
    this.faults = faults;
  }

  static Opened of(JmsConnectionFactory factory, Queue queue, Faults faults) throws JMSException {
    Connection connection = factory.createConnection();
    try {
      Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
      MessageConsumer consumer = session.createConsumer(session.createQueue(queue.address()));
      Opened opened = new Opened(connection, session, consumer, faults);
      connection.setExceptionListener(e -> opened.lost.compareAndSet(null, e));
      return opened;
    } catch (JMSException | RuntimeException e) {
      closed(connection);
      throw e;
    }
  }

  /**
   * What has come; nothing if nothing came for some time, and the line stands.
   *
   * @param most how many at once
   */
  List<Message> receive(Duration wait, int most) throws SourceException, InterruptedException {
    try {
      if (!started) {
        connection.start();
        started = true;
      }
      Message first = consumer.receive(wait.toMillis());
      if (first == null) {
        requireOpen();
        return List.of();
      }
      List<Message> some = new ArrayList<>(List.of(first));
      while (some.size() < most) {
        Message next = consumer.receiveNoWait();
        if (next == null) {
          break;
        }
        some.add(next);
      }
      return some;
    } catch (JMSException | RuntimeException e) {
      throw told(e);
    }
  }

  private void requireOpen() throws SourceException, InterruptedException {
    Exception why = lost.get();
    if (why != null) {
      throw told(why);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private SourceException told(Exception e) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Exception why = lost.get();
    return faults.of(why == null ? e : why);
  }

  /** Lets the broker forget all that was given. */
  void accept(Message last) throws SourceException, InterruptedException {
    try {
      settle(last, ACCEPTED);
    } catch (JMSException | RuntimeException e) {
      throw told(e);
    }
  }

  /** Gives it back; where that fails the broker takes it back itself when the line is closed. */
  void release(Message last) {
    // An interrupt would cut the line before it is said.
    boolean interrupted = Thread.interrupted();
    try {
      settle(last, RELEASED);
    } catch (JMSException | RuntimeException e) {
      LOG.debug("what was not taken is not given back: {}", e.toString());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void settle(Message last, int how) throws JMSException {
    last.setIntProperty(AS, how);
    last.acknowledge();
  }

  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      closed(connection);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void closed(Connection connection) {
    try {
      connection.close();
    } catch (JMSException | RuntimeException e) {
      LOG.debug("a line is not closed as it should be: {}", e.toString());
    }
  }

  @Override
  public String toString() {
    return "Opened[" + session + "]";
  }
}
