package io.causerie.server.api.mappings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.BusyException;
import io.causerie.engine.Causerie;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.ingest.Events;
import io.causerie.model.SourceEvent;
import io.causerie.model.mapping.Mapping;
import io.causerie.model.mapping.MappingCompiler;
import io.causerie.model.mapping.Mappings;
import io.causerie.model.proposal.MappingProposal;
import io.causerie.model.yaml.Problem;
import io.causerie.runtime.ConnectorRuntime;
import io.causerie.server.api.Feature;
import io.causerie.server.api.InForce;
import io.causerie.server.api.Json;
import io.causerie.server.api.Requests;
import io.causerie.server.api.Shown;
import io.causerie.server.config.Configuration.MappingText;
import io.causerie.server.signin.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tries a mapping on an event; nothing is stored. It is tried in a small pool of its own, so that
 * operators who try costly expressions wait for each other and nobody else waits for them.
 */
public final class MappingRoutes implements Feature {
  private static final int AT_ONCE = 2;
  private static final int WAITING = 16;
  private static final Duration BUSY = Duration.ofSeconds(1);

  private final InForce inForce;
  private final Causerie causerie;
  private final ConnectorRuntime runtime;
  private final ThreadPoolExecutor pool;

  public MappingRoutes(InForce inForce, Causerie causerie, ConnectorRuntime runtime) {
    this.inForce = inForce;
    this.causerie = causerie;
    this.runtime = runtime;
    this.pool =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            work -> {
              Thread thread = new Thread(work, "causerie-preview");
              thread.setDaemon(true);
              return thread;
            });
    // Nobody has to end it with the server: a thread that has nothing to do ends by itself.
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.post("/api/v1/mappings/preview", this::preview, Scope.OPERATE);
    String one = "/api/v1/connectors/{connector}";
    routes.get(one + "/mappings", this::mappings, Scope.OPERATE);
    routes.get(one + "/mappings/proposal", this::propose, Scope.OPERATE);
    routes.get(one + "/unseen", this::unseen, Scope.OPERATE);
    routes.get(one + "/unmapped", this::unmapped, Scope.OPERATE);
  }

  private void mappings(Context context) {
    Requests.onlyQuery(context);
    String connector = Requests.connector(context, runtime);
    ObjectNode page = Json.object();
    page.set(
        "items",
        Json.array(
            inForce.configuration().mappings(connector),
            m -> Json.object().put("file", m.file()).put("text", m.text())));
    Json.answer(context, 200, page);
  }

  private void unseen(Context context) {
    Requests.onlyQuery(context);
    String connector = Requests.connector(context, runtime);
    List<SourceEvent> events = UnseenPaths.newest(causerie.events(), connector);
    ObjectNode node = Json.object().put("events", events.size());
    node.set(
        "items",
        UnseenPaths.of(
            inForce.configuration().mappings(connector).stream()
                .flatMap(m -> m.compiled().stream())
                .toList(),
            events));
    Json.answer(context, 200, node);
  }

  /** Types that come and that no mapping is meant for. */
  private void unmapped(Context context) {
    Requests.onlyQuery(context);
    Events.UnmappedTypes found = causerie.events().unmapped(Requests.connector(context, runtime));
    ObjectNode page = Json.object();
    page.set(
        "items",
        Json.array(
            found.types(),
            type ->
                Json.object()
                    .put("type", Shown.of(type.type()))
                    .put("events", type.events())
                    .put("oldest", type.oldest().toString())
                    .put("newest", type.newest().toString())
                    .put("event", type.event().toString())));
    Json.answer(context, 200, page.put("others", found.others()).put("newestOnly", !found.all()));
  }

  /** What a mapping could be, by the newest events of a connector, or those of one type. */
  private void propose(Context context) {
    Requests.onlyQuery(context, "type");
    String connector = Requests.connector(context, runtime);
    String type = context.queryParam("type");
    Json.answer(context, 200, tried(() -> proposal(connector, type)));
  }

  private ObjectNode proposal(String connector, @Nullable String type) {
    try {
      MappingProposal proposal =
          MappingProposal.of(UnseenPaths.newest(causerie.events(), connector, type));
      return Json.object()
          .put("mapping", proposal.yaml())
          .put("events", proposal.events())
          .put("seen", proposal.seen());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("connector", String.valueOf(e.getMessage()));
    }
  }

  private void preview(Context context) {
    Requests.Body body = Requests.body(context, "mapping", "event", "before", "type", "connector");
    String type = body.optionalText("type").orElse("");
    Optional<String> connector = body.optionalText("connector");
    Optional<String> text = body.optionalText("mapping");
    if (text.isEmpty() && connector.isEmpty()) {
      throw new InvalidInputException(
          "mapping", "say a `mapping`, or the `connector` whose own are tried");
    }
    Json.answer(
        context,
        200,
        tried(
            () ->
                text.isPresent()
                    ? preview(body, text.get(), type, connector)
                    : preview(body, type, own(connector))));
  }

  private List<MappingText> own(Optional<String> connector) {
    return connector.map(name -> inForce.configuration().mappings(name)).orElse(List.of());
  }

  /** By the mappings that are in force, the first that takes the event. */
  private static ObjectNode preview(Requests.Body body, String type, List<MappingText> own) {
    List<Mapping> mappings = own.stream().flatMap(m -> m.compiled().stream()).toList();
    MappingTrial trial = new MappingTrial(Mappings.of(MappingTrial.SYSTEM, mappings), type);
    ObjectNode node = Json.object();
    node.putArray("problems");
    return node.setAll(trial.of(body.node().path("event"), body.node().path("before")));
  }

  /** What it takes is bounded by the budget of the expressions, so that it is waited for. */
  private ObjectNode tried(java.util.function.Supplier<ObjectNode> work) {
    try {
      return CompletableFuture.supplyAsync(work, pool).join();
    } catch (RejectedExecutionException e) {
      throw new BusyException(BUSY);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private ObjectNode preview(
      Requests.Body body, String text, String type, Optional<String> connector) {
    List<MappingText> own = own(connector);
    ZoneId zone = own.stream().findFirst().map(MappingText::zone).orElse(ZoneOffset.UTC);
    MappingCompiler.Compiled compiled = MappingCompiler.compile("mapping", text, zone);
    ObjectNode node = Json.object();
    node.set("problems", Json.array(compiled.problems(), MappingRoutes::problem));
    compiled
        .mapping()
        .ifPresent(
            mapping -> {
              MappingTrial trial =
                  new MappingTrial(event -> mapping.map(event, MappingTrial.SYSTEM), type);
              node.setAll(trial.of(body.node().path("event"), body.node().path("before")));
              SourceEvent event = MappingTrial.event(body.node().path("event"), type);
              if (!event.type().isEmpty()) {
                node.put("accepts", mapping.accepts(event));
              }
              if (!own.isEmpty()) {
                node.set("unseen", UnseenPaths.of(List.of(mapping), events(connector, mapping)));
              }
            });
    return node;
  }

  private List<SourceEvent> events(Optional<String> connector, Mapping mapping) {
    List<SourceEvent> events =
        new ArrayList<>(UnseenPaths.newest(causerie.events(), connector.orElseThrow()));
    events.removeIf(event -> !mapping.accepts(event));
    return events;
  }

  private static ObjectNode problem(Problem problem) {
    return Json.object()
        .put("line", problem.line())
        .put("column", problem.column())
        .put("message", problem.message());
  }
}
