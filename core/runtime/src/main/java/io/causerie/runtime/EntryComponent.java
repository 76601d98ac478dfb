package io.causerie.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/**
 * {@code from("causerie-push:<connector>")}, {@code from("causerie-poll:<connector>")} and {@code
 * from("causerie-subscribe:<connector>")}: where what a source pushes, what was read from it, or
 * what it delivers on a line, enters its route.
 */
final class EntryComponent extends DefaultComponent {
  static final String PUSH = "causerie-push";
  static final String POLL = "causerie-poll";
  static final String SUBSCRIBE = "causerie-subscribe";
  static final List<String> SCHEMES = List.of(PUSH, POLL, SUBSCRIBE);

  private final Map<String, EntryConsumer> consumers = new ConcurrentHashMap<>();

  /** The running route of a connector; nothing while it is stopped. */
  Optional<EntryConsumer> consumer(String connector) {
    return Optional.ofNullable(consumers.get(connector));
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    return new EntryEndpoint(uri, this, remaining);
  }

  private final class EntryEndpoint extends DefaultEndpoint {
    private final String connector;

    EntryEndpoint(String uri, EntryComponent component, String connector) {
      super(uri, component);
      this.connector = connector;
    }

    @Override
    public Producer createProducer() {
      throw new UnsupportedOperationException(
          "this address begins a route; to take an event in, use causerie:" + connector);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      return new EntryConsumer(this, processor, connector);
    }
  }

  /** Hands exchanges to its route. */
  final class EntryConsumer extends DefaultConsumer {
    private final String connector;
    private volatile boolean steps;

    EntryConsumer(Endpoint endpoint, Processor processor, String connector) {
      super(endpoint, processor);
      this.connector = connector;
    }

    @Override
    protected void doStart() throws Exception {
      super.doStart();
      ModelCamelContext model = (ModelCamelContext) getEndpoint().getCamelContext();
      // The last one hands over to the engine.
      steps = model.getRouteDefinition(getRouteId()).getOutputs().size() > 1;
      consumers.put(connector, this);
    }

    @Override
    protected void doStop() throws Exception {
      consumers.remove(connector, this);
      super.doStop();
    }

    /** Whether the route does more than to hand over. */
    boolean hasSteps() {
      return steps;
    }

    AsyncProcessor route() {
      return getAsyncProcessor();
    }
  }
}
