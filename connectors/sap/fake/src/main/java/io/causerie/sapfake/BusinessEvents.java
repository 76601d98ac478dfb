package io.causerie.sapfake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Business events as CloudEvents in structured mode, that carry the key and nothing else; brought
 * to one address in their order, again and again until it takes them.
 */
public final class BusinessEvents implements AutoCloseable {
  private static final int TRIES = 20;

  /** What events call objects, by set: the words of the type, and the key in the data. */
  private static final Map<String, String> OBJECTS =
      Map.of(
          "A_SalesOrder", "SalesOrder",
          "A_PurchaseOrder", "PurchaseOrder",
          "A_OutbDeliveryHeader", "OutboundDelivery",
          "A_BillingDocument", "BillingDocument",
          "A_BusinessPartner", "BusinessPartner",
          "A_ProductionOrder_2", "ProductionOrder",
          "A_ServiceOrder", "ServiceOrder");

  private final Clock clock;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "business events");
            thread.setDaemon(true);
            return thread;
          });
  private final List<ObjectNode> sent = Collections.synchronizedList(new ArrayList<>());
  private volatile @Nullable URI target;
  private volatile String authorization = "";
  private volatile boolean held;
  private final CountDownLatch closed = new CountDownLatch(1);

  BusinessEvents(Clock clock) {
    this.clock = clock;
  }

  /** Brings them there from now on, as a webhook subscription does. */
  public void to(URI webhook, String authorizationHeader) {
    authorization = authorizationHeader;
    target = webhook;
  }

  /** Keeps quiet: what is changed meanwhile is told by nobody. */
  public void hold(boolean quiet) {
    held = quiet;
  }

  /** Those that were made, whether or not they arrived. */
  public List<ObjectNode> sent() {
    synchronized (sent) {
      return List.copyOf(sent);
    }
  }

  /** Tells of an object; nothing of a set that has no events. */
  void happened(String set, String key, String what) {
    String object = OBJECTS.get(set);
    if (object == null || held) {
      return;
    }
    tell(
        "sap.s4.beh.%s.v1.%s.%s.v1".formatted(object.toLowerCase(Locale.ROOT), object, what),
        object,
        key);
  }

  /** Any event at all, for types that differ. */
  public void tell(String type, String property, String key) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("type", type).put("specversion", "1.0").put("source", "/default/sap.s4.beh/S4F100");
    event.put("id", UUID.randomUUID().toString());
    event.put("time", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    event.put("datacontenttype", "application/json").putObject("data").put(property, key);
    sent.add(event);
    bring(event);
  }

  /** Once more, as a broker does that did not hear the answer. */
  public void again(ObjectNode event) {
    bring(event);
  }

  private void bring(ObjectNode event) {
    URI to = target;
    if (to != null) {
      worker.execute(() -> bring(event, to));
    }
  }

  private void bring(ObjectNode event, URI to) {
    HttpRequest request =
        HttpRequest.newBuilder(to)
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/cloudevents+json; charset=utf-8")
            .header("Authorization", authorization)
            .POST(HttpRequest.BodyPublishers.ofString(event.toString(), StandardCharsets.UTF_8))
            .build();
    for (int i = 0; i < TRIES; i++) {
      try {
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status < 500 && status != 429) {
          return;
        }
      } catch (IOException e) {
        // It is away: the broker keeps the event.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      if (ends()) {
        return;
      }
    }
  }

  /** Waits for a moment. */
  private boolean ends() {
    try {
      return closed.await(500, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    worker.shutdownNow();
  }
}
