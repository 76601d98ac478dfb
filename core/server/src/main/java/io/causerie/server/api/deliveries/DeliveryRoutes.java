package io.causerie.server.api.deliveries;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Causerie;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.Page;
import io.causerie.engine.audit.Deed;
import io.causerie.engine.delivery.Deliveries;
import io.causerie.engine.delivery.DeliveryState;
import io.causerie.engine.delivery.DeliveryView;
import io.causerie.model.IdText;
import io.causerie.model.yaml.Nearest;
import io.causerie.server.api.Feature;
import io.causerie.server.api.Json;
import io.causerie.server.api.Phrases;
import io.causerie.server.api.Render;
import io.causerie.server.api.Requests;
import io.causerie.server.api.Shown;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What goes outside, and what of it waits for an operator's word. */
public final class DeliveryRoutes implements Feature {
  private static final int PAGE = 50;

  /** More would keep one transaction open for long; all of a channel are chosen by its name. */
  private static final int MOST_IDS = 1000;

  private final Causerie causerie;

  public DeliveryRoutes(Causerie causerie) {
    this.causerie = causerie;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get("/api/v1/deliveries", this::list, Scope.OPERATE);
    routes.post("/api/v1/deliveries/retry", this::retry, Scope.OPERATE);
    routes.post("/api/v1/deliveries/discard", this::discard, Scope.OPERATE);
  }

  private void list(Context context) {
    Requests.onlyQuery(context, "state", "channel", "cursor", "limit");
    String state = context.queryParam("state");
    String channel = context.queryParam("channel");
    Page<DeliveryView> page =
        causerie
            .deliveries()
            .list(
                state == null ? null : Requests.word("state", state, DeliveryState.class),
                channel,
                context.queryParam("cursor"),
                Requests.limit(context, PAGE));
    if (channel != null && page.items().isEmpty()) {
      requireChannel(channel);
    }
    Json.answer(context, 200, Render.page(page, DeliveryRoutes::delivery));
  }

  private static ObjectNode delivery(DeliveryView view) {
    ObjectNode node = Json.object();
    node.put("id", IdText.format(view.id()));
    node.put("channel", view.channel());
    node.put("target", Shown.of(view.target()));
    node.put("subject", Shown.of(view.subject()));
    node.put("state", view.state().word());
    if (view.outcome() != null) {
      node.put("outcome", view.outcome());
    }
    node.put("attempts", view.attempts());
    node.put("added", view.added().toString());
    node.put("due", view.due().toString());
    Phrases.put(node, "failure", view.failure());
    return node;
  }

  private void retry(Context context) {
    Requests.Body body = Requests.body(context, "ids", "channel", "state", "reason");
    Deliveries.Choice choice = choice(body);
    String reason =
        body.node().hasNonNull("reason") ? ": " + body.text("reason", Requests.REASON) : "";
    int retried =
        causerie
            .audit()
            .act(
                SignIn.of(context).person(),
                Deed.RETRY,
                null,
                result -> result + " deliveries" + of(choice) + reason,
                () -> causerie.deliveries().retry(choice));
    Json.answer(context, 200, Json.object().put("retried", retried));
  }

  private void discard(Context context) {
    Requests.Body body = Requests.body(context, "ids", "channel", "state", "reason");
    Deliveries.Choice choice = choice(body);
    String reason = body.text("reason", Requests.REASON);
    int discarded =
        causerie
            .audit()
            .act(
                SignIn.of(context).person(),
                Deed.DISCARD,
                null,
                result -> result + " deliveries" + of(choice) + ": " + reason,
                () -> causerie.deliveries().discard(choice));
    Json.answer(context, 200, Json.object().put("discarded", discarded));
  }

  private static String of(Deliveries.Choice choice) {
    return choice.channel() == null ? "" : " by " + choice.channel();
  }

  /** What is not said must not mean everything. */
  private Deliveries.Choice choice(Requests.Body body) {
    List<Long> ids = ids(body.node().path("ids"));
    String channel = body.optionalText("channel").orElse(null);
    String word = body.optionalText("state").orElse(null);
    if (ids != null && channel == null && word == null) {
      return Deliveries.Choice.of(ids);
    }
    if (ids == null && channel != null && word != null) {
      DeliveryState state = Requests.word("state", word, DeliveryState.class);
      if (state != DeliveryState.DEAD && state != DeliveryState.IN_DOUBT) {
        throw new InvalidInputException("state", "state must be `dead` or `in-doubt`");
      }
      requireChannel(channel);
      return Deliveries.Choice.of(channel, state);
    }
    throw new InvalidInputException(
        "ids", "say which deliveries: `ids`, or `channel` together with `state`");
  }

  /** A misspelt one would be one with nothing to do. */
  private void requireChannel(String channel) {
    Set<String> known = causerie.channels();
    if (!known.contains(channel)) {
      throw new InvalidInputException(
          "channel",
          "there is no channel '%s'%s; there are %s"
              .formatted(channel, Nearest.hint(channel, known), String.join(", ", known)));
    }
  }

  private static @Nullable List<Long> ids(JsonNode given) {
    if (given.isMissingNode() || given.isNull()) {
      return null;
    }
    if (!given.isArray() || given.size() > MOST_IDS) {
      throw new InvalidInputException(
          "ids", "ids must be a list of at most %d ids".formatted(MOST_IDS));
    }
    List<Long> ids = new ArrayList<>();
    for (JsonNode id : given) {
      try {
        ids.add(IdText.parse(id.asText()));
      } catch (IllegalArgumentException e) {
        throw new InvalidInputException(
            "ids", "'%s' is no id of a delivery".formatted(id.asText()));
      }
    }
    return ids;
  }
}
