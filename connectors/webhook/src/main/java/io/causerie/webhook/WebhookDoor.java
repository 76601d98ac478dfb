package io.causerie.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.model.SourceEvent;
import io.causerie.model.jq.Run;
import io.causerie.model.json.ForeignJson;
import io.causerie.model.phrase.Phrase;
import io.causerie.model.phrase.PhraseException;
import io.causerie.spi.Door;
import io.causerie.spi.Handshake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Takes whatever is posted by who may. What cannot be read is kept as failed, since hardly any
 * sender looks at what it is answered; a body that is no event by the configuration can be replayed
 * once that is corrected, but for what its expressions read.
 */
final class WebhookDoor implements Door {
  private static final String BROKEN = "webhook.broken";
  private static final int MOST = 10_000;

  private final String source;
  private final Verification senders;
  private final Reading reading;
  private final Manners manners;

  /**
   * What is answered beside events.
   *
   * @param graph whether Microsoft Graph may ask for the address
   * @param handshake whom of those who ask before they send
   * @param patience how soon senders want an answer
   */
  record Manners(boolean graph, Handshake handshake, Duration patience) {}

  WebhookDoor(String source, Verification senders, Reading reading, Manners manners) {
    this.source = source;
    this.senders = senders;
    this.reading = reading;
    this.manners = manners;
  }

  @Override
  public Duration patience() {
    return manners.patience();
  }

  @Override
  public Answer open(Request request) {
    if (request.method().equals("OPTIONS") && manners.handshake().isUsed()) {
      return manners.handshake().answer(request);
    }
    if (!request.method().equals("POST")) {
      return Reply.problem(405, "method-not-allowed", "send events with POST");
    }
    List<String> token = request.parameters().getOrDefault("validationToken", List.of());
    if (manners.graph() && request.body().length == 0 && token.size() == 1) {
      return Reply.text(token.get(0));
    }
    if (!senders.lets(request)) {
      return Reply.stranger();
    }
    if (request.header("content-encoding").filter(e -> !e.equals("identity")).isPresent()) {
      return Reply.problem(415, "unsupported-media-type", "send the body without Content-Encoding");
    }
    try {
      Body body = Body.read(request);
      if (isChallenge(body.node())) {
        return Reply.text(body.node().path("challenge").asText());
      }
      return new Deliveries(deliveries(senders.without(request), body));
    } catch (NoEvent e) {
      return new Deliveries(List.of(broken(request.body(), e.phrase())));
    }
  }

  /** Slack's, and of who does as Slack does: whether somebody is there, before the first event. */
  private static boolean isChallenge(JsonNode body) {
    return body.path("type").asText().equals("url_verification")
        && body.path("challenge").isTextual();
  }

  private List<Delivery> deliveries(Request request, Body body) throws NoEvent {
    ObjectNode in = ForeignJson.MAPPER.createObjectNode();
    in.set("body", body.node());
    texts(in.putObject("headers"), request.headers());
    texts(in.putObject("query"), request.parameters());
    in.put("path", request.path());
    Run run = new Run(in);
    if (reading.split() == null) {
      return List.of(delivery(run, in, body, request.body(), id -> id));
    }
    JsonNode items = Reading.value("split", reading.split(), run, in);
    if (!items.isArray()) {
      throw new NoEvent(WebhookWording.NO_LIST.with());
    }
    if (items.size() > MOST) {
      throw new NoEvent(WebhookWording.TOO_MANY.with(MOST));
    }
    Optional<String> whole = reading.idOfWhole(run, in);
    List<Delivery> all = new ArrayList<>();
    for (JsonNode item : items) {
      // One that cannot be read is stored by itself; the others are none the worse for it.
      Body one = Body.of(item);
      String place = "/" + (all.size() + 1);
      all.add(
          delivery(
              run,
              with(in, item),
              one,
              one.json(),
              id -> whole.filter(id::equals).map(of -> of + place).orElse(id)));
    }
    return all;
  }

  /** The same, with an element of its list; the rest is shared, since nobody changes it. */
  private static JsonNode with(ObjectNode in, JsonNode item) {
    ObjectNode one = ForeignJson.MAPPER.createObjectNode();
    one.setAll(in);
    return one.set("item", item);
  }

  /** Of what is there several times the first, which is what is verified. */
  private static void texts(ObjectNode node, Map<String, List<String>> values) {
    values.forEach((name, several) -> node.put(name, several.get(0)));
  }

  /**
   * @param named the event's id, of what `id` gives
   */
  private Delivery delivery(
      Run run, JsonNode in, Body data, byte[] came, UnaryOperator<String> named) {
    try {
      return new Delivery(
          new SourceEvent(
              source,
              reading.typeOf(run, in),
              // Never made of the body: what is said again later may be a change back.
              reading.idOf(run, in).map(named).orElseGet(() -> UUID.randomUUID().toString()),
              reading.subjectOf(run, in).orElse(null),
              reading.timeOf(run, in).orElse(null),
              "application/json",
              Map.of(),
              data.json()),
          null);
    } catch (NoEvent e) {
      return broken(came, e.phrase());
    } catch (IllegalArgumentException e) {
      return broken(came, PhraseException.of(e));
    }
  }

  private Delivery broken(byte[] came, Phrase why) {
    return new Delivery(
        new SourceEvent(
            source, BROKEN, UUID.randomUUID().toString(), null, null, null, Map.of(), came),
        new Fault(WebhookWording.NO_EVENT.with(), why));
  }
}
