package io.causerie.server.api.connectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Causerie;
import io.causerie.engine.connector.BulkLoad;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.ConnectorState.CensusReport;
import io.causerie.engine.connector.ConnectorState.History;
import io.causerie.engine.connector.Duty;
import io.causerie.engine.connector.DutyKind;
import io.causerie.engine.connector.Stillness;
import io.causerie.engine.ingest.Events;
import io.causerie.engine.ingest.Fate;
import io.causerie.engine.ingest.Remapping;
import io.causerie.model.Localized;
import io.causerie.model.SourceLimit;
import io.causerie.model.Summary;
import io.causerie.model.text.ReaderContext;
import io.causerie.model.text.SummaryText;
import io.causerie.model.text.ValueText;
import io.causerie.runtime.ConnectorRuntime;
import io.causerie.server.api.InForce;
import io.causerie.server.api.Json;
import io.causerie.server.api.Phrases;
import io.causerie.server.api.Renders;
import io.causerie.server.api.Sentences;
import io.causerie.server.api.Shown;
import io.causerie.server.config.Configuration.OfKind;
import io.causerie.server.config.ConnectorConfig;
import io.causerie.spi.Capability;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Connectors as an operator sees them. */
final class ConnectorRender {
  /** After so many failures in a row somebody should look. */
  private static final int BROKEN = 5;

  private static final String PAUSED = "paused";
  private static final int GONE_SHOWN = 1000;

  private final InForce inForce;
  private final Causerie causerie;
  private final ConnectorRuntime runtime;
  private final Renders renders;
  private final Clock clock;

  ConnectorRender(
      InForce inForce, Causerie causerie, ConnectorRuntime runtime, Renders renders, Clock clock) {
    this.inForce = inForce;
    this.causerie = causerie;
    this.runtime = runtime;
    this.renders = renders;
    this.clock = clock;
  }

  ObjectNode connector(ConnectorState state) {
    Instant now = clock.instant();
    ObjectNode node = Json.object();
    node.put("name", state.name());
    Optional<ConnectorConfig> config = inForce.configuration().connector(state.name());
    config.ifPresent(c -> node.put("system", c.system()));
    OfKind of = config.map(ConnectorConfig::of).orElse(null);
    node.put("kind", of == null ? "" : of.kind());
    node.put("mode", (of == null ? Capability.PUSH : of.intake()).word());
    ArrayNode can = node.putArray("capabilities");
    if (of != null) {
      of.capabilities().forEach(capability -> can.add(capability.word()));
    }
    node.put("state", word(state));
    put(node, "node", state.node());
    if (state.paused() != null) {
      paused(node, state.paused());
    }
    causerie
        .connectors()
        .bulkLoads()
        .find(state.name())
        .ifPresent(load -> bulkLoad(node.putObject("bulkLoad"), load));
    boolean brought = of != null && of.intake() == Capability.ROUTE;
    Duty live = brought ? state.duty(DutyKind.ROUTE) : state.live();
    Duty.Runs poll = live.runs();
    put(node, "lastRun", poll.last());
    put(node, "lastSuccess", poll.success());
    put(node, "nextRun", state.paused() == null ? poll.next() : null);
    put(node, "connectedSince", state.since());
    put(node, "lastEvents", of(live, DutyKind.SUBSCRIBE) ? live.progress().moved() : null);
    put(node, "readUpTo", live.progress().readUpTo());
    lag(node, state, now);
    node.put("failures", poll.failures());
    if (poll.failure() != null) {
      failure(node, poll.failure());
    }
    Phrases.put(node, "warning", state.warning());
    if (!state.limits().isEmpty()) {
      node.set("limits", Json.array(state.limits(), ConnectorRender::limit));
    }
    if (state.broken() != null) {
      broken(node.putObject("break"), state.broken());
    }
    runtime.still(state.name()).ifPresent(still -> still(node.putObject("still"), still));
    events(node, state.name());
    if (state.history() != null) {
      backfill(node.putObject("backfill"), state.history(), now);
    }
    if (state.census() != null) {
      reconciliation(node.putObject("reconciliation"), state.census());
    }
    put(node, "reconciliationAsked", state.duty(DutyKind.CENSUS).asked());
    if (state.requests() > 0) {
      node.put("requests", state.requests());
    }
    ArrayNode duties = node.putArray("duties");
    for (DutyKind kind : DutyKind.values()) {
      if (runtime.duties(state.name()).contains(kind)) {
        duties.add(duty(state, state.duty(kind)));
      }
    }
    return node;
  }

  private static ObjectNode duty(ConnectorState state, Duty duty) {
    ObjectNode node = Json.object();
    node.put("duty", duty.kind().word());
    node.put("state", word(state, duty));
    if (duty.paused() != null) {
      paused(node, duty.paused());
    }
    put(node, "asked", duty.asked());
    put(node, "lastRun", duty.runs().last());
    put(node, "lastSuccess", duty.runs().success());
    boolean rests = state.paused() != null || duty.paused() != null;
    put(node, "nextRun", rests ? null : next(duty.runs().next()));
    node.put("failures", duty.runs().failures());
    if (duty.runs().failure() != null) {
      failure(node, duty.runs().failure());
    }
    if (duty.kind() == DutyKind.READ_BACK && duty.progress().behind() != null) {
      node.put("waiting", duty.progress().behind());
    }
    return node;
  }

  /** What is due since ever is due. */
  private static @Nullable Instant next(@Nullable Instant planned) {
    return Instant.EPOCH.equals(planned) ? null : planned;
  }

  private static String word(ConnectorState state, Duty duty) {
    if (state.paused() != null || duty.paused() != null) {
      return PAUSED;
    }
    boolean stopped =
        duty.kind() == DutyKind.CENSUS
            && state.census() != null
            && state.census().stopped() != null;
    if (stopped || duty.runs().failures() >= BROKEN) {
      return "broken";
    }
    if (duty.runs().failures() > 0) {
      return "retrying";
    }
    boolean running =
        switch (duty.kind()) {
          case POLL, SUBSCRIBE, ROUTE -> true;
          case READ_BACK -> duty.progress().behind() != null && duty.progress().behind() > 0;
          case BACKFILL -> state.history() != null && state.history().running();
          case CENSUS -> state.census() != null && state.census().running();
        };
    return running ? "running" : "resting";
  }

  /** The same, with its place in the source, and the keys that wait for an operator's word. */
  ObjectNode withKeys(ConnectorState state) {
    ObjectNode node = connector(state);
    String cursor = state.live().progress().cursor();
    if (cursor != null) {
      node.put("cursor", Shown.of(cursor));
    }
    if (state.census() != null && state.census().stopped() != null) {
      node.withObject("reconciliation")
          .set(
              "goneKeys",
              Json.tree(causerie.connectors().reconciliations().missed(state.name(), GONE_SHOWN)));
    }
    return node;
  }

  private static ObjectNode limit(SourceLimit limit) {
    ObjectNode node = Json.object();
    node.put("name", limit.name());
    Phrases.put(node, "title", limit.title());
    node.put("used", limit.used());
    node.put("most", limit.most());
    node.put("told", limit.told().toString());
    node.put(
        "left",
        switch (limit.left()) {
          case ENOUGH -> "enough";
          case LITTLE -> "little";
          case LAST -> "last";
        });
    node.put("asking", limit.asking());
    return node;
  }

  private static void bulkLoad(ObjectNode node, BulkLoad load) {
    node.put("since", load.since().toString());
    node.put("until", load.until().toString());
    node.put("by", load.by());
    put(node, "reason", load.reason());
  }

  private static void paused(ObjectNode node, ConnectorState.Pause pause) {
    ObjectNode paused = node.putObject(PAUSED);
    paused.put("since", pause.since().toString());
    paused.put("by", pause.by());
    put(paused, "reason", pause.reason());
  }

  private static boolean of(Duty duty, DutyKind kind) {
    return duty.kind() == kind;
  }

  private static void broken(ObjectNode node, ConnectorState.Break broken) {
    node.put("at", broken.at().toString());
    put(node, "since", broken.since());
    Phrases.put(node, "message", broken.why());
    put(node, "mended", broken.mended());
  }

  private static void still(ObjectNode node, Stillness still) {
    node.put("reason", still.reason().word());
    node.put("since", still.since().toString());
    Phrases.put(node, "message", still.said());
  }

  private static void failure(ObjectNode node, ConnectorState.Failure told) {
    ObjectNode failure = node.putObject("failure");
    failure.put("at", told.at().toString());
    failure.put("fault", told.fault());
    Phrases.put(failure, "message", told.message());
    Phrases.put(failure, "remedy", told.remedy());
  }

  private static void put(ObjectNode node, String name, @Nullable Object value) {
    if (value != null) {
      node.put(name, value.toString());
    }
  }

  private static String word(ConnectorState state) {
    if (state.paused() != null) {
      return PAUSED;
    }
    boolean stopped = state.census() != null && state.census().stopped() != null;
    int failures =
        Math.max(state.live().runs().failures(), state.duty(DutyKind.ROUTE).runs().failures());
    if (stopped || failures >= BROKEN) {
      return "broken";
    }
    return failures > 0 ? "retrying" : "running";
  }

  private static void lag(ObjectNode node, ConnectorState state, Instant now) {
    state
        .lag(now)
        .ifPresent(
            behind -> {
              ObjectNode lag = node.putObject("lag");
              lag.put("seconds", behind.toSeconds());
              Long rows = state.live().progress().behind();
              if (rows != null) {
                lag.put("events", rows);
              }
            });
  }

  private void events(ObjectNode node, String connector) {
    Events.Counted figures = causerie.events().figures(connector);
    ObjectNode counts = node.putObject("lastDay");
    for (Fate fate : Fate.values()) {
      counts.put(fate.word(), figures.day().getOrDefault(fate, 0L));
    }
    node.put("lastHour", figures.hour());
  }

  private static void backfill(ObjectNode node, History history, Instant now) {
    node.put("running", history.running());
    node.put("rows", history.rows());
    node.put("started", history.started().toString());
    put(node, "ended", history.ended());
    Long total = history.total();
    if (total != null) {
      node.put("total", total);
      long seconds = Duration.between(history.started(), now).toSeconds();
      if (history.running() && history.rows() > 0) {
        node.put("secondsLeft", Math.max(0, total - history.rows()) * seconds / history.rows());
      }
    }
  }

  /** A post before and after, in the operator's language. */
  ObjectNode difference(Context context, Remapping.Difference difference) {
    ReaderContext reader = renders.reader(context);
    ObjectNode node = Json.object();
    if (difference.activity() != null) {
      node.put("activity", difference.activity().toString());
    }
    if (difference.record() != null) {
      node.put("record", difference.record().toString());
    }
    node.put("title", difference.title().in(reader.language()));
    node.set("before", said(difference.before(), difference.title(), reader));
    node.set("after", said(difference.after(), difference.title(), reader));
    if (difference.fewerReaders()) {
      node.put("fewerReaders", true);
    }
    return node;
  }

  /** A record before and after, in the operator's language. */
  ObjectNode difference(Context context, Remapping.RecordDifference difference) {
    ReaderContext reader = renders.reader(context);
    ObjectNode node = Json.object();
    node.put("record", difference.record().toString());
    node.put("deleted", difference.deleted());
    node.set("before", head(difference.before(), reader));
    node.set("after", head(difference.after(), reader));
    node.put("fewerReaders", difference.fewerReaders());
    return node;
  }

  private static ObjectNode head(Remapping.Head head, ReaderContext reader) {
    ObjectNode node = Json.object();
    if (head.title() != null) {
      node.put("title", head.title().in(reader.language()));
    }
    if (head.url() != null) {
      node.put("url", head.url());
    }
    List<String> state =
        head.state().stream()
            .map(
                f ->
                    f.label().in(reader.language())
                        + ": "
                        + (f.restricted().isEmpty() ? ValueText.of(f.value(), reader) : "•••"))
            .toList();
    node.set("state", Json.tree(state));
    return node;
  }

  /** What cannot be done, and how often. */
  static ObjectNode cannot(Map<Remapping.Obstacle, Integer> cannot) {
    ObjectNode node = Json.object();
    cannot.forEach((obstacle, times) -> node.put(word(obstacle), times));
    return node;
  }

  static String word(Remapping.Obstacle obstacle) {
    return switch (obstacle) {
      case UNMAPPED -> "unmapped";
      case OTHER_RECORD -> "otherRecord";
      case NO_POST -> "noPost";
      case WIDER_AUDIENCE -> "widerAudience";
      case OTHER_PERSONS -> "otherPersons";
      case MOVES_RECORD -> "movesRecord";
      case CHANGED_MEANWHILE -> "changedMeanwhile";
      case OTHER_CONNECTOR -> "otherConnector";
    };
  }

  private static ObjectNode said(Remapping.Said said, Localized title, ReaderContext reader) {
    List<SummaryText.Change> changes =
        said.changes().stream()
            .map(
                c ->
                    c.restricted().isEmpty()
                        ? Sentences.named(c.label(), c.from(), c.to(), reader)
                        : new SummaryText.Change(
                            c.label().in(reader.language()),
                            c.label().in(reader.language()) + ": •••"))
            .toList();
    ObjectNode node = Json.object();
    Summary summary = said.summary();
    if (summary != null) {
      node.put(
          "summary",
          Sentences.text(
              summary,
              new SummaryText.Facts("…", false, title.in(reader.language()), changes),
              reader));
    }
    node.set("changes", Json.tree(changes.stream().map(SummaryText.Change::text).toList()));
    if (said.content() != null) {
      node.put("content", said.content());
    }
    return node;
  }

  private static void reconciliation(ObjectNode node, CensusReport report) {
    node.put("started", report.started().toString());
    put(node, "ended", report.ended());
    node.put("sourceRows", report.sourceRows());
    node.put("known", report.known());
    node.put("missing", report.missing());
    node.put("changed", report.changed());
    node.put("gone", report.gone());
    node.put("left", report.left());
    node.put("repaired", report.repaired());
    node.put("running", report.running());
    put(node, "done", report.done());
    put(node, "stopped", report.stopped());
    if (report.failure() != null) {
      failure(node, report.failure());
    }
  }
}
