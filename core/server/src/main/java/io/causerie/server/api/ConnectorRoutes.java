package io.causerie.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.ConnectorRules;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.SystemRules;
import io.causerie.engine.audit.AuditLog;
import io.causerie.engine.audit.Deed;
import io.causerie.engine.connector.BulkLoadStore;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.ingest.Remapping;
import io.causerie.model.SourceEvent;
import io.causerie.model.time.Written;
import io.causerie.server.api.Problem.Kind;
import io.causerie.server.connect.SourceCheck;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.causerie.spi.SourceException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What operators see of connectors, and what they do with them. */
final class ConnectorRoutes {
  private static final int PAGE = 50;
  private static final Duration AHEAD = Duration.ofDays(1);

  private final ApiParts parts;
  private final ConnectorRender render;

  ConnectorRoutes(ApiParts parts) {
    this.parts = parts;
    this.render = new ConnectorRender(parts);
  }

  void register(RoutesConfig routes) {
    routes.get("/api/v1/systems", this::systems, Scope.OPERATE);
    routes.get("/api/v1/connectors", this::list, Scope.OPERATE);
    String one = "/api/v1/connectors/{connector}";
    routes.get(one, this::get, Scope.OPERATE);
    routes.get(one + "/mappings", this::mappings, Scope.OPERATE);
    routes.get(one + "/unseen", this::unseen, Scope.OPERATE);
    routes.post(one + "/check", this::check, Scope.OPERATE);
    routes.post(one + "/run", this::run, Scope.OPERATE);
    routes.post(one + "/pause", this::pause, Scope.OPERATE);
    routes.put(one + "/bulk-load", this::announceBulkLoad, Scope.OPERATE);
    routes.delete(one + "/bulk-load", this::endBulkLoad, Scope.OPERATE);
    routes.post(one + "/resume", this::resume, Scope.OPERATE);
    routes.post(one + "/backfill", this::backfill, Scope.OPERATE);
    routes.post(one + "/reset", this::reset, Scope.OPERATE);
    routes.post(one + "/reconcile", this::reconcile, Scope.OPERATE);
    routes.post(one + "/confirm", this::confirm, Scope.OPERATE);
    routes.post(one + "/dismiss", this::dismiss, Scope.OPERATE);
    routes.post(one + "/remap", this::remap, Scope.OPERATE);
    routes.post(one + "/remap/records", this::remapRecords, Scope.OPERATE);
    routes.get("/api/v1/audit", this::audit, Scope.OPERATE);
  }

  private void systems(Context context) {
    Requests.onlyQuery(context);
    String language = Optional.ofNullable(context.queryParam("lang")).orElse("en");
    ObjectNode page = Json.object();
    page.set(
        "items",
        Json.array(
            parts.configuration().systems(),
            system ->
                Json.object()
                    .put("name", system.name())
                    .put("title", system.title().in(language))
                    .set("connectors", Json.tree(connectorsOf(system)))));
    parts.refused().get().ifPresent(why -> page.put("configurationRefused", why));
    Json.answer(context, 200, page);
  }

  private List<String> connectorsOf(SystemRules system) {
    return parts.configuration().rules().stream()
        .filter(rules -> rules.system().equals(system.name()))
        .map(ConnectorRules::name)
        .toList();
  }

  private void list(Context context) {
    Requests.onlyQuery(context);
    ObjectNode page = Json.object();
    page.set(
        "items",
        Json.array(
            parts.causerie().connectors().all().stream()
                .filter(state -> parts.runtime().connectors().contains(state.name()))
                .toList(),
            render::connector));
    Json.answer(context, 200, page);
  }

  private ConnectorState existing(Context context) {
    String connector = context.pathParam("connector");
    if (!parts.runtime().connectors().contains(connector)) {
      throw new NotFoundException("connector");
    }
    return parts
        .causerie()
        .connectors()
        .find(connector)
        .orElseThrow(() -> new NotFoundException("connector"));
  }

  private void answer(Context context) {
    ObjectNode node = render.withKeys(existing(context));
    node.set(
        "causes",
        Json.array(
            parts.causerie().events().causes(context.pathParam("connector")),
            cause ->
                Phrases.put(Json.object(), "cause", cause.cause())
                    // As it is: by it the failed events are chosen.
                    .put("cause", cause.cause().text())
                    .put("events", cause.events())
                    .put("newest", cause.newest().toString())));
    Json.answer(context, 200, node);
  }

  private void get(Context context) {
    Requests.onlyQuery(context);
    answer(context);
  }

  private void mappings(Context context) {
    Requests.onlyQuery(context);
    String connector = existing(context).name();
    ObjectNode page = Json.object();
    page.set(
        "items",
        Json.array(
            parts.configuration().mappings().getOrDefault(connector, List.of()),
            m -> Json.object().put("file", m.file()).put("text", m.text())));
    Json.answer(context, 200, page);
  }

  private void unseen(Context context) {
    Requests.onlyQuery(context);
    String connector = existing(context).name();
    List<SourceEvent> events = UnseenPaths.newest(parts.causerie().events(), connector);
    ObjectNode node = Json.object().put("events", events.size());
    node.set(
        "items",
        UnseenPaths.of(
            parts.configuration().mappings().getOrDefault(connector, List.of()).stream()
                .flatMap(m -> m.compiled().stream())
                .toList(),
            events));
    Json.answer(context, 200, node);
  }

  /** Does something that is audited, in the same transaction. */
  private <X extends Exception> void act(
      Context context, Deed deed, @Nullable String detail, Asking<X> work) throws X {
    parts
        .causerie()
        .audit()
        .act(
            SignIn.of(context).person(),
            deed,
            context.pathParam("connector"),
            result -> detail,
            () -> {
              work.run();
              return true;
            });
  }

  private String polled(Context context) {
    String connector = existing(context).name();
    if (!parts.runtime().isPolled(connector)) {
      throw new ProblemException(
          new Problem(
              Kind.INVALID_REQUEST,
              "the source of this connector pushes; there is nothing to read"));
    }
    return connector;
  }

  private void check(Context context) {
    Requests.onlyQuery(context);
    String connector = existing(context).name();
    Json.answer(
        context,
        200,
        SourceRender.report(new SourceCheck(parts.configuration(), parts.clock()).of(connector)));
  }

  private void run(Context context) {
    String connector = polled(context);
    act(context, Deed.RUN, null, () -> parts.runtime().run(connector));
    answer(context);
  }

  private void pause(Context context) {
    String connector = existing(context).name();
    String reason =
        context.req().getContentLengthLong() <= 0 ? null : reason(Requests.body(context, "reason"));
    String who = SignIn.of(context).person();
    act(context, Deed.PAUSE, reason, () -> parts.runtime().pause(connector, who, reason));
    answer(context);
  }

  private void announceBulkLoad(Context context) {
    String connector = existing(context).name();
    Requests.Body body = Requests.body(context, "for", "reason");
    Duration time = duration("for", body.text("for"));
    String reason = reason(body);
    String who = SignIn.of(context).person();
    act(
        context,
        Deed.ANNOUNCE_BULK_LOAD,
        "for " + time + (reason == null ? "" : ": " + reason),
        () -> bulkLoads().announce(connector, time, who, reason));
    answer(context);
  }

  private static Duration duration(String field, String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidInputException(
          field, field + " must be a duration of ISO 8601, such as PT2H");
    }
  }

  private void endBulkLoad(Context context) {
    String connector = existing(context).name();
    act(context, Deed.END_BULK_LOAD, null, () -> bulkLoads().end(connector));
    answer(context);
  }

  private BulkLoadStore bulkLoads() {
    return parts.causerie().connectors().bulkLoads();
  }

  private static @Nullable String reason(Requests.Body body) {
    return body.optionalText("reason").isPresent() ? body.text("reason", Requests.REASON) : null;
  }

  private void resume(Context context) {
    String connector = existing(context).name();
    act(context, Deed.RESUME, null, () -> parts.runtime().resume(connector));
    answer(context);
  }

  private void backfill(Context context) {
    String connector = polled(context);
    asking(() -> act(context, Deed.BACKFILL, null, () -> parts.runtime().backfill(connector)));
    answer(context);
  }

  private String reconciled(Context context) {
    String connector = existing(context).name();
    if (!parts.runtime().isReconciled(connector)) {
      throw new ProblemException(
          new Problem(
              Kind.INVALID_REQUEST,
              "the source of this connector cannot tell what it has; there is nothing to compare"));
    }
    return connector;
  }

  private void reconcile(Context context) {
    String connector = reconciled(context);
    act(context, Deed.RECONCILE, null, () -> parts.runtime().reconcile(connector));
    answer(context);
  }

  private void confirm(Context context) {
    Requests.onlyQuery(context, "stopped");
    decide(
        context,
        Deed.CONFIRM,
        (connector, stopped) -> {
          // What she says is about what she was shown, not about what was found gone since.
          if (!shown(context).equals(stopped)
              || parts.runtime().confirmGone(connector, stopped).isEmpty()) {
            throw new ProblemException(
                new Problem(
                    Kind.NOTHING_STOPPED,
                    "another reconciliation was stopped meanwhile; look at what it found gone"));
          }
        });
  }

  private static Instant shown(Context context) {
    String text = context.queryParam("stopped");
    try {
      return Instant.parse(text == null ? "" : text);
    } catch (DateTimeParseException e) {
      throw new ProblemException(
          Problem.field(
              Kind.INVALID_REQUEST,
              "stopped",
              "say which reconciliation: since when it is stopped, as it is told with its goneKeys"));
    }
  }

  private void dismiss(Context context) {
    decide(context, Deed.DISMISS, (connector, stopped) -> parts.runtime().dismissGone(connector));
  }

  private void decide(Context context, Deed deed, BiConsumer<String, Instant> word) {
    String connector = reconciled(context);
    ConnectorState.CensusReport found = existing(context).census();
    if (found == null || found.stopped() == null) {
      throw new ProblemException(
          new Problem(
              Kind.NOTHING_STOPPED,
              "no reconciliation of this connector waits for a word; somebody may have given it"));
    }
    String detail = "%d records gone from the source".formatted(found.gone());
    act(context, deed, detail, () -> word.accept(connector, found.stopped()));
    answer(context);
  }

  private void reset(Context context) {
    String connector = polled(context);
    Instant since =
        context.req().getContentLengthLong() <= 0
            ? null
            : Requests.body(context, "since")
                .optionalText("since")
                .map(ConnectorRoutes::since)
                .orElse(null);
    if ("true".equals(context.queryParam("dry"))) {
      OptionalLong[] rows = {OptionalLong.empty()};
      asking(() -> rows[0] = parts.runtime().countFrom(connector, since));
      ObjectNode node = Json.object();
      rows[0].ifPresent(n -> node.put("rows", n));
      Json.answer(context, 200, node);
      return;
    }
    String where = since == null ? "to the beginning" : "to " + since;
    asking(() -> act(context, Deed.RESET, where, () -> parts.runtime().reset(connector, since)));
    answer(context);
  }

  private static Instant since(String text) {
    return time("since", text);
  }

  private static Instant time(String field, String text) {
    return Written.exact(text)
        .orElseThrow(() -> new InvalidInputException(field, field + " must be a time of RFC 3339"));
  }

  private void remap(Context context) {
    String connector = existing(context).name();
    Requests.Body body = Requests.body(context, "from", "to");
    Instant from = time("from", body.text("from"));
    Instant now = parts.clock().instant();
    Instant to = body.optionalText("to").map(t -> time("to", t)).orElse(now);
    // Ids of events run ahead of the clock for a while after a start.
    Instant end = to.isBefore(now) ? to : now.plus(AHEAD);
    boolean dry = "true".equals(context.queryParam("dry"));
    Remapping remapping = parts.causerie().remapping();
    Remapping.Result result =
        dry
            ? remapping.remap(connector, from, end, false)
            : parts
                .causerie()
                .audit()
                .act(
                    SignIn.of(context).person(),
                    Deed.REMAP,
                    connector,
                    written -> "posts of %s to %s: begun".formatted(from, to),
                    () -> remapping.remap(connector, from, end, true));
    if (!dry) {
      ended(
          context,
          Deed.REMAP,
          "posts of %s to %s: %d of %d differ, %d new"
              .formatted(from, to, result.different(), result.posts(), result.added()));
    }
    ObjectNode node = Json.object();
    node.put("posts", result.posts());
    node.put("different", result.different());
    node.put("added", result.added());
    node.set("differences", Json.array(result.shown(), d -> render.difference(context, d)));
    node.set("cannot", ConnectorRender.cannot(result.cannot()));
    Json.answer(context, 200, node);
  }

  /** Tells the figures of an act of many transactions, whose beginning has its line already. */
  private void ended(Context context, Deed action, String figures) {
    parts
        .causerie()
        .audit()
        .add(SignIn.of(context).person(), action, context.pathParam("connector"), figures);
  }

  private void remapRecords(Context context) {
    String connector = existing(context).name();
    boolean dry = "true".equals(context.queryParam("dry"));
    Remapping remapping = parts.causerie().remapping();
    Remapping.Records result =
        dry
            ? remapping.records(connector, false)
            : parts
                .causerie()
                .audit()
                .act(
                    SignIn.of(context).person(),
                    Deed.REMAP_RECORDS,
                    connector,
                    written -> "all its records: begun",
                    () -> remapping.records(connector, true));
    if (!dry) {
      ended(
          context,
          Deed.REMAP_RECORDS,
          "%d of %d records differ".formatted(result.different(), result.records()));
    }
    ObjectNode node = Json.object();
    node.put("records", result.records());
    node.put("different", result.different());
    node.set("differences", Json.array(result.shown(), d -> render.difference(context, d)));
    node.set("cannot", ConnectorRender.cannot(result.cannot()));
    Json.answer(context, 200, node);
  }

  /** Something that asks the source. */
  @FunctionalInterface
  private interface Asking<X extends Exception> {
    void run() throws X;
  }

  private static void asking(Asking<SourceException> work) {
    try {
      work.run();
    } catch (SourceException e) {
      throw new ProblemException(
          new Problem(Kind.SOURCE_FAILED, e.getMessage() + " " + e.remedy()));
    }
  }

  private void audit(Context context) {
    Requests.onlyQuery(context, "cursor", "limit");
    var page =
        parts.causerie().audit().list(context.queryParam("cursor"), Requests.limit(context, PAGE));
    Json.answer(context, 200, Render.page(page, ConnectorRoutes::line));
  }

  private static ObjectNode line(AuditLog.Line line) {
    ObjectNode node = Json.object();
    node.put("at", line.at().toString());
    node.put("who", line.who());
    node.put("action", line.action());
    if (line.connector() != null) {
      node.put("connector", line.connector());
    }
    if (line.detail() != null) {
      node.put("detail", line.detail());
    }
    return node;
  }
}
