package io.causerie.server.api.connectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.BusyException;
import io.causerie.engine.Causerie;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.audit.AuditLog;
import io.causerie.engine.audit.Deed;
import io.causerie.engine.connector.BulkLoads;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.DutyKind;
import io.causerie.engine.connector.RequestStore;
import io.causerie.engine.ingest.Remapping;
import io.causerie.model.time.Written;
import io.causerie.runtime.ConnectorRuntime;
import io.causerie.server.api.Feature;
import io.causerie.server.api.InForce;
import io.causerie.server.api.Json;
import io.causerie.server.api.Phrases;
import io.causerie.server.api.Problem;
import io.causerie.server.api.Problem.Kind;
import io.causerie.server.api.ProblemException;
import io.causerie.server.api.Render;
import io.causerie.server.api.Renders;
import io.causerie.server.api.Requests;
import io.causerie.server.config.ConnectorConfig;
import io.causerie.server.config.FolderState;
import io.causerie.server.connect.SourceCheck;
import io.causerie.server.connect.SourceChecks;
import io.causerie.server.connect.SourceReport;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What operators see of connectors, and what they do with them. */
public final class ConnectorRoutes implements Feature {
  private static final int PAGE = 50;
  private static final Duration AHEAD = Duration.ofDays(1);

  /** So long an operator is let wait for what a connector's worker asks its source. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** So long one is let wait for a page of rows, and what would come of it. */
  private static final Duration LONGEST_CHECK = Duration.ofSeconds(30);

  private final InForce inForce;
  private final Causerie causerie;
  private final ConnectorRuntime runtime;
  private final Clock clock;
  private final Supplier<FolderState> folder;
  private final ConnectorRender render;
  private final SourceChecks checks;

  public ConnectorRoutes(
      InForce inForce,
      Causerie causerie,
      ConnectorRuntime runtime,
      Renders renders,
      Clock clock,
      Supplier<FolderState> folder) {
    this.inForce = inForce;
    this.causerie = causerie;
    this.runtime = runtime;
    this.clock = clock;
    this.folder = folder;
    this.render = new ConnectorRender(inForce, causerie, runtime, renders, clock);
    this.checks =
        new SourceChecks(
            name -> new SourceCheck(inForce.configuration(), clock).of(name), LONGEST_CHECK);
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get("/api/v1/systems", this::systems, Scope.OPERATE);
    routes.get("/api/v1/connectors", this::list, Scope.OPERATE);
    String one = "/api/v1/connectors/{connector}";
    routes.get(one, this::get, Scope.OPERATE);
    routes.post(one + "/check", this::check, Scope.OPERATE);
    routes.post(one + "/run", this::run, Scope.OPERATE);
    routes.post(one + "/pause", this::pause, Scope.OPERATE);
    routes.put(one + "/bulk-load", this::announceBulkLoad, Scope.OPERATE);
    routes.delete(one + "/bulk-load", this::endBulkLoad, Scope.OPERATE);
    routes.post(one + "/resume", this::resume, Scope.OPERATE);
    routes.post(one + "/backfill", this::backfill, Scope.OPERATE);
    routes.post(one + "/reset", this::reset, Scope.OPERATE);
    routes.post(one + "/reconcile", this::reconcile, Scope.OPERATE);
    String duty = one + "/duties/{duty}";
    routes.post(duty + "/run", this::runDuty, Scope.OPERATE);
    routes.post(duty + "/pause", this::pauseDuty, Scope.OPERATE);
    routes.post(duty + "/resume", this::resumeDuty, Scope.OPERATE);
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
            inForce.configuration().systems(),
            system ->
                Json.object()
                    .put("name", system.name())
                    .put("title", system.rules().title().in(language))
                    .set(
                        "connectors",
                        Json.tree(
                            system.connectors().stream().map(ConnectorConfig::name).toList()))));
    FolderState state = folder.get();
    state.refused().ifPresent(why -> page.put("configurationRefused", why));
    if (!state.restarting().isEmpty()) {
      page.set("configurationRestart", Json.tree(state.restarting()));
    }
    Json.answer(context, 200, page);
  }

  private void list(Context context) {
    Requests.onlyQuery(context);
    ObjectNode page = Json.object();
    page.set(
        "items",
        Json.array(
            causerie.connectors().all().stream()
                .filter(state -> runtime.connectors().contains(state.name()))
                .toList(),
            render::connector));
    Json.answer(context, 200, page);
  }

  private ConnectorState existing(Context context) {
    return causerie
        .connectors()
        .find(Requests.connector(context, runtime))
        .orElseThrow(() -> new NotFoundException("connector"));
  }

  private void answer(Context context) {
    answer(context, 200);
  }

  private void answer(Context context, int status) {
    ObjectNode node = render.withKeys(existing(context));
    node.set(
        "causes",
        Json.array(
            causerie.events().causes(context.pathParam("connector")),
            cause ->
                Phrases.put(Json.object(), "cause", cause.cause())
                    // As it is: by it the failed events are chosen.
                    .put("cause", cause.cause().text())
                    .put("events", cause.events())
                    .put("newest", cause.newest().toString())));
    Json.answer(context, status, node);
  }

  private void get(Context context) {
    Requests.onlyQuery(context);
    answer(context);
  }

  /** Does something that is audited, in the same transaction. */
  private void act(Context context, Deed deed, @Nullable String detail, Runnable work) {
    causerie
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

  /** A connector that is polled, or whose source delivers on a line. */
  private String read(Context context) {
    String connector = existing(context).name();
    if (!runtime.isPolled(connector) && !runtime.isSubscribed(connector)) {
      boolean routed = runtime.duties(connector).contains(DutyKind.ROUTE);
      throw new ProblemException(
          new Problem(
              Kind.INVALID_REQUEST,
              routed
                  ? "a route brings the events of this connector: act on its duty `route`"
                  : "the source of this connector pushes; there is nothing to read"));
    }
    return connector;
  }

  private String withHistory(Context context) {
    String connector = read(context);
    if (!runtime.duties(connector).contains(DutyKind.BACKFILL)) {
      throw new ProblemException(
          new Problem(
              Kind.INVALID_REQUEST,
              "the source of this connector delivers what is new and tells no history"));
    }
    return connector;
  }

  private void check(Context context) {
    Requests.onlyQuery(context);
    String connector = existing(context).name();
    context.future(
        () ->
            asked(connector)
                .exceptionallyCompose(
                    failure -> CompletableFuture.failedFuture(inTime(connector, failure)))
                .thenAccept(report -> Json.answer(context, 200, SourceRender.report(report))));
  }

  private CompletableFuture<SourceReport> asked(String connector) {
    try {
      return checks.ask(connector);
    } catch (RejectedExecutionException e) {
      throw new BusyException(PATIENCE);
    }
  }

  private static Throwable inTime(String connector, Throwable failure) {
    return failure instanceof TimeoutException
        ? new ProblemException(
            new Problem(
                Kind.SOURCE_SLOW,
                "the source of %s has not answered within %d s; see whether it answers others, and its time-outs"
                    .formatted(connector, LONGEST_CHECK.toSeconds())))
        : failure;
  }

  private void run(Context context) {
    String connector = read(context);
    act(context, Deed.RUN, null, () -> runtime.run(connector));
    answer(context);
  }

  private void pause(Context context) {
    String connector = existing(context).name();
    String reason = reason(context);
    String who = SignIn.of(context).person();
    act(context, Deed.PAUSE, reason, () -> runtime.pause(connector, who, reason));
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

  private BulkLoads bulkLoads() {
    return causerie.connectors().bulkLoads();
  }

  private static @Nullable String reason(Context context) {
    return context.req().getContentLengthLong() <= 0
        ? null
        : reason(Requests.body(context, "reason"));
  }

  private static @Nullable String reason(Requests.Body body) {
    return body.optionalText("reason").isPresent() ? body.text("reason", Requests.REASON) : null;
  }

  private void resume(Context context) {
    String connector = existing(context).name();
    act(context, Deed.RESUME, null, () -> runtime.resume(connector));
    answer(context);
  }

  private void backfill(Context context) {
    String connector = withHistory(context);
    long request = asked(context, Deed.BACKFILL, null, () -> runtime.backfill(connector));
    answer(context, request);
  }

  /** Asks a source by its connector's worker, with the line of the act. */
  private long asked(Context context, Deed deed, @Nullable String detail, LongSupplier ask) {
    long[] request = {0};
    act(context, deed, detail, () -> request[0] = ask.getAsLong());
    return request[0];
  }

  /** Tells what came of a request; after a while that it is asked for. */
  private void answer(Context context, long request) {
    boolean served = answered(request).isPresent();
    answer(context, served ? 200 : 202);
  }

  /** The request's answer, if it comes in time. */
  private Optional<RequestStore.Answer> answered(long request) {
    Optional<RequestStore.Answer> answer = runtime.answer(request, PATIENCE);
    answer
        .map(RequestStore.Answer::failure)
        .ifPresent(
            failure -> {
              throw new ProblemException(
                  new Problem(
                      Kind.SOURCE_FAILED,
                      failure.message().text() + " " + failure.remedy().text()));
            });
    return answer;
  }

  private DutyKind duty(Context context) {
    String connector = existing(context).name();
    return DutyKind.of(context.pathParam("duty"))
        .filter(runtime.duties(connector)::contains)
        .orElseThrow(() -> new NotFoundException("duty"));
  }

  private void runDuty(Context context) {
    DutyKind duty = duty(context);
    if (duty == DutyKind.BACKFILL) {
      backfill(context);
      return;
    }
    String connector = context.pathParam("connector");
    Deed deed = duty == DutyKind.CENSUS ? Deed.RECONCILE : Deed.RUN;
    String detail = duty == DutyKind.READ_BACK ? duty.word() : null;
    act(context, deed, detail, () -> runtime.run(connector, duty));
    answer(context);
  }

  private void pauseDuty(Context context) {
    DutyKind duty = duty(context);
    String connector = context.pathParam("connector");
    String reason = reason(context);
    String who = SignIn.of(context).person();
    String detail = reason == null ? duty.word() : duty.word() + ": " + reason;
    act(context, Deed.PAUSE, detail, () -> runtime.pause(connector, duty, who, reason));
    answer(context);
  }

  private void resumeDuty(Context context) {
    DutyKind duty = duty(context);
    String connector = context.pathParam("connector");
    act(context, Deed.RESUME, duty.word(), () -> runtime.resume(connector, duty));
    answer(context);
  }

  private String reconciled(Context context) {
    String connector = existing(context).name();
    if (!runtime.isReconciled(connector)) {
      throw new ProblemException(
          new Problem(
              Kind.INVALID_REQUEST,
              "the source of this connector cannot tell what it has; there is nothing to compare"));
    }
    return connector;
  }

  private void reconcile(Context context) {
    String connector = reconciled(context);
    act(context, Deed.RECONCILE, null, () -> runtime.reconcile(connector));
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
              || runtime.confirmGone(connector, stopped).isEmpty()) {
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
    decide(context, Deed.DISMISS, (connector, stopped) -> runtime.dismissGone(connector));
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
    String connector = read(context);
    Instant since =
        context.req().getContentLengthLong() <= 0
            ? null
            : Requests.body(context, "since").optionalText("since").map(this::since).orElse(null);
    if (Requests.truth(context, "dry")) {
      count(context, runtime.countFrom(connector, since));
      return;
    }
    String where = since == null ? "to the beginning" : "to " + since;
    long request = asked(context, Deed.RESET, where, () -> runtime.reset(connector, since));
    answer(context, request);
  }

  private void count(Context context, long request) {
    Optional<RequestStore.Answer> answer = answered(request);
    ObjectNode node = Json.object();
    answer.map(RequestStore.Answer::rows).ifPresent(n -> node.put("rows", n));
    if (answer.isEmpty()) {
      // Nobody comes back for it.
      runtime.withdraw(request);
    }
    Json.answer(context, answer.isPresent() ? 200 : 202, node);
  }

  /** A moment to come would have it read nothing until then, and look well. */
  private Instant since(String text) {
    Instant since = time("since", text);
    if (since.isAfter(clock.instant())) {
      throw new InvalidInputException("since", "since must not lie ahead");
    }
    return since;
  }

  private static Instant time(String field, String text) {
    return Written.exact(text)
        .orElseThrow(() -> new InvalidInputException(field, field + " must be a time of RFC 3339"));
  }

  private void remap(Context context) {
    String connector = existing(context).name();
    Requests.Body body = Requests.body(context, "from", "to");
    Instant from = time("from", body.text("from"));
    Instant now = clock.instant();
    Instant to = body.optionalText("to").map(t -> time("to", t)).orElse(now);
    // Ids of events run ahead of the clock for a while after a start.
    Instant end = to.isBefore(now) ? to : now.plus(AHEAD);
    boolean dry = Requests.truth(context, "dry");
    Remapping remapping = causerie.remapping();
    Remapping.Result result =
        dry
            ? remapping.remap(connector, from, end, false)
            : causerie
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
    causerie
        .audit()
        .add(SignIn.of(context).person(), action, context.pathParam("connector"), figures);
  }

  private void remapRecords(Context context) {
    String connector = existing(context).name();
    boolean dry = Requests.truth(context, "dry");
    Remapping remapping = causerie.remapping();
    Remapping.Records result =
        dry
            ? remapping.records(connector, false)
            : causerie
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

  private void audit(Context context) {
    Requests.onlyQuery(context, "cursor", "limit");
    var page = causerie.audit().list(context.queryParam("cursor"), Requests.limit(context, PAGE));
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
