package io.causerie.amqp;

import io.causerie.spi.Connector;
import io.causerie.spi.Intake;
import io.causerie.spi.SourceException;

/** One queue. */
final class AmqpConnector implements Connector {
  private final Broker broker;
  private final Queue queue;
  private final Intake intake;

  AmqpConnector(Broker broker, Queue queue) {
    this.broker = broker;
    this.queue = queue;
    this.intake = new Intake.Subscribed(new AmqpSubscription(broker, queue));
  }

  @Override
  public Intake intake() {
    return intake;
  }

  /** Lets itself in, and asks for no message. */
  @Override
  public void check() throws SourceException {
    broker.open(queue).close();
  }

  @Override
  public String toString() {
    return "AmqpConnector[" + broker + ", " + queue + "]";
  }
}
