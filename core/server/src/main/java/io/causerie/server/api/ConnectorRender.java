package io.causerie.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.connector.BulkLoad;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.ConnectorState.CensusReport;
import io.causerie.engine.connector.ConnectorState.History;
import io.causerie.engine.ingest.Events;
import io.causerie.engine.ingest.Fate;
import io.causerie.engine.ingest.Remapping;
import io.causerie.model.Localized;
import io.causerie.model.Summary;
import io.causerie.model.text.ReaderContext;
import io.causerie.model.text.SummaryText;
import io.causerie.model.text.ValueText;
import io.causerie.server.config.Configuration.OfKind;
import io.causerie.spi.Capability;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Connectors as an operator sees them. */
final class ConnectorRender {
  /** After so many failures in a row somebody should look. */
  private static final int BROKEN = 5;

  private static final int GONE_SHOWN = 1000;

  private final ApiParts parts;

  ConnectorRender(ApiParts parts) {
    this.parts = parts;
  }

  ObjectNode connector(ConnectorState state) {
    Instant now = parts.clock().instant();
    ObjectNode node = Json.object();
    node.put("name", state.name());
    parts.configuration().rules().stream()
        .filter(rules -> rules.name().equals(state.name()))
        .findFirst()
        .ifPresent(rules -> node.put("system", rules.system()));
    OfKind of = parts.configuration().kinds().get(state.name());
    node.put("kind", of == null ? "" : of.kind());
    node.put("mode", (of == null ? Capability.PUSH : of.intake()).word());
    ArrayNode can = node.putArray("capabilities");
    if (of != null) {
      of.capabilities().forEach(capability -> can.add(capability.word()));
    }
    node.put("state", word(state));
    put(node, "node", state.node());
    if (state.paused() != null) {
      ObjectNode paused = node.putObject("paused");
      paused.put("since", state.paused().since().toString());
      paused.put("by", state.paused().by());
      put(paused, "reason", state.paused().reason());
    }
    parts
        .causerie()
        .connectors()
        .bulkLoads()
        .find(state.name())
        .ifPresent(load -> bulkLoad(node.putObject("bulkLoad"), load));
    put(node, "lastRun", state.lastRun());
    put(node, "lastSuccess", state.lastSuccess());
    put(node, "nextRun", state.paused() == null ? state.nextRun() : null);
    put(node, "readUpTo", state.readUpTo());
    lag(node, state, now);
    node.put("failures", state.failures());
    if (state.failure() != null) {
      failure(node, state.failure());
    }
    Phrases.put(node, "warning", state.warning());
    events(node, state.name());
    if (state.history() != null) {
      backfill(node.putObject("backfill"), state.history(), now);
    }
    if (state.census() != null) {
      reconciliation(node.putObject("reconciliation"), state.census());
    }
    put(node, "reconciliationAsked", state.censusAsked());
    return node;
  }

  /** The same, with the keys that wait for an operator's word. */
  ObjectNode withKeys(ConnectorState state) {
    ObjectNode node = connector(state);
    if (state.census() != null && state.census().stopped() != null) {
      node.withObject("reconciliation")
          .set(
              "goneKeys",
              Json.tree(
                  parts
                      .causerie()
                      .connectors()
                      .reconciliations()
                      .missed(state.name(), GONE_SHOWN)));
    }
    return node;
  }

  private static void bulkLoad(ObjectNode node, BulkLoad load) {
    node.put("since", load.since().toString());
    node.put("until", load.until().toString());
    node.put("by", load.by());
    put(node, "reason", load.reason());
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
      return "paused";
    }
    boolean stopped = state.census() != null && state.census().stopped() != null;
    if (stopped || state.failures() >= BROKEN) {
      return "broken";
    }
    return state.failures() > 0 ? "retrying" : "running";
  }

  private static void lag(ObjectNode node, ConnectorState state, Instant now) {
    state
        .lag(now)
        .ifPresent(
            behind -> {
              ObjectNode lag = node.putObject("lag");
              lag.put("seconds", behind.toSeconds());
              if (state.behind() != null) {
                lag.put("events", state.behind());
              }
            });
  }

  private void events(ObjectNode node, String connector) {
    Events.Counted figures = parts.causerie().events().figures(connector);
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
    ReaderContext reader = parts.reader(context);
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
    ReaderContext reader = parts.reader(context);
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
