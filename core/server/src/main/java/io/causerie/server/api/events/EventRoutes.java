package io.causerie.server.api.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Causerie;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.Page;
import io.causerie.engine.audit.Deed;
import io.causerie.engine.discussion.SourceNotes;
import io.causerie.engine.ingest.EventView;
import io.causerie.engine.ingest.Events;
import io.causerie.engine.ingest.Fate;
import io.causerie.model.EventId;
import io.causerie.runtime.ConnectorRuntime;
import io.causerie.runtime.PushResult;
import io.causerie.server.api.Addresses;
import io.causerie.server.api.Feature;
import io.causerie.server.api.InForce;
import io.causerie.server.api.Json;
import io.causerie.server.api.Phrases;
import io.causerie.server.api.Problem;
import io.causerie.server.api.Problem.Kind;
import io.causerie.server.api.ProblemException;
import io.causerie.server.api.Problems;
import io.causerie.server.api.Render;
import io.causerie.server.api.Requests;
import io.causerie.server.api.Shown;
import io.causerie.server.config.Mask;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.causerie.spi.Door;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where sources push, and where operators see what came of it. */
public final class EventRoutes implements Feature {
  private static final int PAGE = 50;
  private static final String QUIET = "Causerie-Quiet";
  private static final String PATH = "path";
  private static final Duration PAUSED = Duration.ofMinutes(1);
  private static final Duration LATER = Duration.ofSeconds(30);

  private final InForce inForce;
  private final Causerie causerie;
  private final ConnectorRuntime runtime;

  public EventRoutes(InForce inForce, Causerie causerie, ConnectorRuntime runtime) {
    this.inForce = inForce;
    this.causerie = causerie;
    this.runtime = runtime;
  }

  @Override
  public void register(RoutesConfig routes) {
    String events = "/api/v1/connectors/{connector}/events";
    // The connector's own door verifies who sends.
    routes.post(events, this::push, Scope.PUBLIC);
    routes.options(events, this::push, Scope.PUBLIC);
    String below = "/api/v1/connectors/{connector}/in/<" + PATH + ">";
    routes.post(below, this::push, Scope.PUBLIC);
    routes.options(below, this::push, Scope.PUBLIC);
    routes.get(events, this::list, Scope.OPERATE);
    routes.get(events + "/{event}", this::get, Scope.OPERATE);
    routes.post(events + "/{event}/replay", this::replay, Scope.OPERATE);
    routes.post(events + "/replay", this::replayAll, Scope.OPERATE);
    routes.post(events + "/discard", this::discard, Scope.OPERATE);
  }

  private void push(Context context) {
    String connector = context.pathParam("connector");
    byte[] body = Requests.bytes(context, inForce.configuration().server().maxEventSize());
    Door.Request request =
        new Door.Request(
            context.req().getMethod(),
            headers(context),
            body,
            Objects.requireNonNullElse(context.queryString(), ""),
            Addresses.of(inForce.configuration().server().forwarded(), context),
            context.pathParamMap().getOrDefault(PATH, ""),
            context.ip());
    String quiet = context.header(QUIET);
    Duration patience = door(connector).patience();
    // Whoever sends while her connector is changed waits, and her request with its door; not longer
    // than she would for anything else. What is under way goes on to its end.
    context.future(
        () ->
            runtime
                .pass(connector, () -> enter(connector, request, quiet))
                .toCompletableFuture()
                .copy()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(inTime(failure)))
                .thenAccept(answer -> answer.accept(context)));
  }

  private Door door(String connector) {
    return runtime.door(connector).orElse(EventRoutes::nobodys);
  }

  /** What is to be answered; nothing is, to who has been told already that it takes too long. */
  private CompletionStage<Consumer<Context>> enter(
      String connector, Door.Request request, @Nullable String quiet) {
    return door(connector)
        .open(request)
        .match(
            reply -> CompletableFuture.completedFuture(context -> reply(context, reply)),
            deliveries -> {
              // Told to who may send alone: a stranger learns neither that it rests nor that it is
              // there.
              if (runtime.isPaused(connector)) {
                throw new ProblemException(
                    Problem.later(
                        Kind.PAUSED, "an operator lets it rest; send this again later", PAUSED));
              }
              Door.Deliveries taken = isQuiet(quiet) ? deliveries.quiet() : deliveries;
              return runtime
                  .push(connector, taken.events())
                  .thenApply(result -> context -> taken(context, taken.taken(), result));
            });
  }

  private static void taken(Context context, Door.@Nullable Reply said, PushResult result) {
    if (said == null) {
      Json.answer(context, 202, counts(result));
    } else {
      reply(context, said);
    }
  }

  /** Whether the sender says that all she sends is part of a bulk load. */
  private static boolean isQuiet(@Nullable String said) {
    if (said != null && !said.equals("true") && !said.equals("false")) {
      throw new InvalidInputException(QUIET, QUIET + " must be true or false");
    }
    return "true".equals(said);
  }

  /** The door of a connector that there is not, or that takes nothing in. */
  private static Door.Answer nobodys(Door.Request request) {
    if (request.method().equals("OPTIONS")) {
      throw new NotFoundException("connector");
    }
    return Door.Reply.stranger();
  }

  private static Map<String, List<String>> headers(Context context) {
    Map<String, List<String>> headers = new HashMap<>();
    for (String name : Collections.list(context.req().getHeaderNames())) {
      headers.put(name.toLowerCase(Locale.ROOT), Collections.list(context.req().getHeaders(name)));
    }
    return headers;
  }

  private static void reply(Context context, Door.Reply reply) {
    reply.headers().forEach(context::header);
    if (reply.problem().isEmpty()) {
      context.status(reply.status());
      if (!reply.detail().isEmpty()) {
        context.result(reply.detail());
      }
    } else {
      Problems.write(context, new Problem(Kind.of(reply.problem()), reply.detail()));
    }
  }

  private static Throwable inTime(Throwable failure) {
    return failure instanceof TimeoutException
        ? new ProblemException(
            Problem.later(
                Kind.NOT_STORED_YET,
                "it takes longer than its sender waits; send the same again later, under its own id: what is stored by then is a duplicate",
                LATER))
        : failure;
  }

  private static ObjectNode counts(PushResult result) {
    return Json.object()
        .put("posted", result.posted())
        .put("duplicate", result.duplicate())
        .put("ignored", result.ignored())
        .put("pending", result.pending())
        .put("failed", result.failed());
  }

  private void list(Context context) {
    Requests.onlyQuery(context, "fate", "cause", "q", "warned", "cursor", "limit");
    String connector = Requests.connector(context, runtime);
    String word = context.queryParam("fate");
    Fate fate = word == null ? null : Requests.word("fate", word, Fate.class);
    String cause = context.queryParam("cause");
    String text = context.queryParam("q");
    String cursor = context.queryParam("cursor");
    int limit = Requests.limit(context, PAGE);
    Events events = causerie.events();
    String wanted = text == null || text.isBlank() ? null : text.strip();
    boolean warned = Requests.truth(context, "warned");
    Page<EventView> page =
        wanted != null || warned
            ? events.search(connector, fate, cause, wanted, warned, cursor, limit)
            : events.list(connector, fate, cause, cursor, limit);
    Json.answer(context, 200, Render.page(page, commented(page.items())::event));
  }

  private void get(Context context) {
    Requests.onlyQuery(context);
    EventId event = Requests.id(context, "event", EventId::parse);
    Json.answer(
        context,
        200,
        causerie
            .events()
            .find(Requests.connector(context, runtime), event)
            .map(view -> commented(List.of(view)).event(view))
            .orElseThrow(() -> new NotFoundException("event")));
  }

  private Shower commented(List<EventView> events) {
    return new Shower(causerie.events().comments(events.stream().map(EventView::id).toList()));
  }

  /** Shows events, with where the comments stand that they told of. */
  private final class Shower {
    private final Map<EventId, SourceNotes.Place> comments;

    Shower(Map<EventId, SourceNotes.Place> comments) {
      this.comments = comments;
    }

    ObjectNode event(EventView view) {
      ObjectNode node = EventRoutes.this.event(view);
      SourceNotes.Place place = comments.get(view.id());
      if (place != null) {
        ObjectNode comment = node.putObject("comment");
        comment.put("activity", place.activity().toString());
        if (place.note() != null) {
          comment.put("note", place.note().toString());
        }
      }
      return node;
    }
  }

  private ObjectNode event(EventView view) {
    ObjectNode node = Json.object();
    node.put("id", view.id().toString());
    node.put("connector", view.connector());
    node.put("key", Shown.of(view.dedupeKey()));
    node.put("received", view.received().toString());
    node.put("fate", view.fate().word());
    Phrases.put(node, "cause", view.cause());
    Phrases.put(node, "reason", view.reason());
    Phrases.put(node, "warnings", view.warnings());
    if (view.record() != null) {
      node.put("record", view.record().toString());
    }
    node.put("source", Shown.of(view.event().source()));
    node.put("type", Shown.of(view.event().type()));
    node.put("eventId", Shown.of(view.event().id()));
    if (view.event().subject() != null) {
      node.put("subject", Shown.of(view.event().subject()));
    }
    if (view.event().time() != null) {
      node.put("time", view.event().time().toString());
    }
    if (view.event().contentType() != null) {
      node.put("dataContentType", Shown.of(view.event().contentType()));
    }
    Mask mask = inForce.configuration().mask(view.connector());
    try {
      node.set("data", mask.apply(Json.parse(view.event().data())));
    } catch (IOException e) {
      // What cannot be read cannot be masked.
      if (mask.equals(Mask.NOTHING)) {
        node.put("dataBase64", Base64.getEncoder().encodeToString(view.event().data()));
      }
    }
    return node;
  }

  private void replayAll(Context context) {
    String connector = Requests.connector(context, runtime);
    Requests.Body body = Requests.body(context, "ids", "cause", "all");
    Events.Choice choice = choice(body);
    // Written before: what follows is done on other threads, in many transactions.
    audit(context, Deed.REPLAY, connector, chosen(choice));
    Events.Replayed replayed = causerie.events().replay(connector, choice);
    audit(
        context,
        Deed.REPLAY,
        connector,
        "%d events: %d posted, %d ignored, %d failed%s"
            .formatted(
                replayed.replayed(),
                replayed.posted(),
                replayed.ignored(),
                replayed.failed(),
                replayed.notFailed() == 0
                    ? ""
                    : "; %d were no failed ones".formatted(replayed.notFailed())));
    Json.answer(
        context,
        200,
        Json.object()
            .put("replayed", replayed.replayed())
            .put("posted", replayed.posted())
            .put("ignored", replayed.ignored())
            .put("failed", replayed.failed())
            .put("notFailed", replayed.notFailed()));
  }

  private void discard(Context context) {
    String connector = Requests.connector(context, runtime);
    Requests.Body body = Requests.body(context, "ids", "cause", "all", "reason");
    Events.Choice choice = choice(body);
    String reason = body.text("reason", Requests.REASON);
    String who = SignIn.of(context).person();
    int discarded =
        causerie
            .audit()
            .act(
                who,
                Deed.DISCARD,
                connector,
                result -> result + " events" + ofCause(choice) + ": " + reason,
                () -> causerie.events().discard(connector, choice, who, reason));
    Json.answer(context, 200, Json.object().put("discarded", discarded));
  }

  private static String chosen(Events.Choice choice) {
    return (choice.ids() == null ? "all failed events" : choice.ids().size() + " events")
        + ofCause(choice);
  }

  private static String ofCause(Events.Choice choice) {
    return choice.cause() == null ? "" : " of the cause: " + choice.cause();
  }

  /** What is not said must not mean everything. */
  private static Events.Choice choice(Requests.Body body) {
    List<EventId> ids = null;
    if (body.node().path("ids").isArray()) {
      ids = new ArrayList<>();
      for (JsonNode id : body.node().path("ids")) {
        try {
          ids.add(EventId.parse(id.asText()));
        } catch (IllegalArgumentException e) {
          throw new InvalidInputException(
              "ids", "'%s' is no id of an event".formatted(id.asText()));
        }
      }
    }
    String cause = body.optionalText("cause").orElse(null);
    boolean all = body.node().path("all").asBoolean(false);
    if ((ids == null ? 0 : 1) + (cause == null ? 0 : 1) + (all ? 1 : 0) != 1) {
      throw new InvalidInputException("ids", "say which events: `ids`, `cause`, or `all: true`");
    }
    return new Events.Choice(ids, cause);
  }

  private void audit(Context context, Deed deed, String connector, String detail) {
    causerie.audit().add(SignIn.of(context).person(), deed, connector, detail);
  }

  private void replay(Context context) {
    EventId event = Requests.id(context, "event", EventId::parse);
    String connector = Requests.connector(context, runtime);
    if (causerie.events().find(connector, event).isEmpty()) {
      throw new NotFoundException("event");
    }
    audit(context, Deed.REPLAY, connector, "event " + event);
    context.future(
        () ->
            causerie
                .events()
                .replay(connector, event)
                .toCompletableFuture()
                .thenAccept(
                    outcome -> {
                      ObjectNode node = Json.object();
                      node.put("event", outcome.event().toString());
                      node.put("fate", outcome.fate().word());
                      Phrases.put(node, "reason", outcome.reason());
                      Json.answer(context, 200, node);
                    }));
  }
}
