package io.causerie.runtime;

import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.Ingest;
import io.causerie.model.SourceEvent;
import io.causerie.model.phrase.PhraseException;
import io.causerie.spi.RejectedEventException;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * {@code to("causerie:<connector>")}: hands a CloudEvent to the engine and goes on after its
 * commit. The message's {@code ce-} headers are the attributes, its body the data. What cannot be
 * taken fails the exchange; in a route of the connector's own the receipt says what became of it.
 */
final class CauserieComponent extends DefaultComponent {
  static final String SCHEME = "causerie";

  private final Ingest ingest;

  CauserieComponent(Ingest ingest) {
    this.ingest = ingest;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    return new CauserieEndpoint(uri, this, remaining);
  }

  private final class CauserieEndpoint extends DefaultEndpoint {
    private final String connector;

    CauserieEndpoint(String uri, CauserieComponent component, String connector) {
      super(uri, component);
      this.connector = connector;
    }

    @Override
    public Producer createProducer() {
      return new IngestProducer(this, connector);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      throw new UnsupportedOperationException(
          "causerie: takes events in; a route begins with causerie-push:, causerie-poll: or causerie-subscribe:"
              + connector);
    }
  }

  private final class IngestProducer extends DefaultAsyncProducer {
    private final String connector;

    IngestProducer(Endpoint endpoint, String connector) {
      super(endpoint);
      this.connector = connector;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      try {
        SourceEvent event = EventHeaders.read(exchange);
        Optional<Receipt> receipt =
            Receipt.of(exchange).filter(r -> r.routed().connector().equals(connector));
        receipt
            .map(r -> r.routed().accept(ingest, event))
            .orElseGet(() -> ingest.accept(connector, Ingest.keyOf(event), event))
            .whenComplete(
                (outcome, failure) -> finish(exchange, callback, receipt, outcome, failure));
        return false;
      } catch (IllegalArgumentException e) {
        exchange.setException(new RejectedEventException(PhraseException.of(e)));
        callback.done(true);
        return true;
      } catch (RuntimeException e) {
        exchange.setException(e);
        callback.done(true);
        return true;
      }
    }

    private void finish(
        Exchange exchange,
        AsyncCallback callback,
        Optional<Receipt> receipt,
        @Nullable EventOutcome outcome,
        @Nullable Throwable failure) {
      if (failure != null || outcome == null) {
        exchange.setException(failure);
      } else {
        receipt.ifPresent(r -> r.complete(outcome));
        Passage.of(exchange).ifPresent(Passage::arrive);
      }
      callback.done(false);
    }
  }
}
