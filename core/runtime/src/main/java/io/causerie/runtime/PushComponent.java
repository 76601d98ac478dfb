package io.causerie.runtime;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/** {@code from("causerie-push:<connector>")}: where what a source pushes enters its route. */
final class PushComponent extends DefaultComponent {
  static final String SCHEME = "causerie-push";

  private final Map<String, PushConsumer> consumers = new ConcurrentHashMap<>();

  /** The running route of a connector; nothing while it is stopped. */
  Optional<PushConsumer> consumer(String connector) {
    return Optional.ofNullable(consumers.get(connector));
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    return new PushEndpoint(uri, this, remaining);
  }

  private final class PushEndpoint extends DefaultEndpoint {
    private final String connector;

    PushEndpoint(String uri, PushComponent component, String connector) {
      super(uri, component);
      this.connector = connector;
    }

    @Override
    public Producer createProducer() {
      throw new UnsupportedOperationException(
          "causerie-push: begins a route; to take an event in, use causerie:" + connector);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      return new PushConsumer(this, processor, connector);
    }
  }

  /** Hands exchanges to its route. */
  final class PushConsumer extends DefaultConsumer {
    private final String connector;

    PushConsumer(Endpoint endpoint, Processor processor, String connector) {
      super(endpoint, processor);
      this.connector = connector;
    }

    @Override
    protected void doStart() throws Exception {
      super.doStart();
      consumers.put(connector, this);
    }

    @Override
    protected void doStop() throws Exception {
      consumers.remove(connector, this);
      super.doStop();
    }

    AsyncProcessor route() {
      return getAsyncProcessor();
    }
  }
}
