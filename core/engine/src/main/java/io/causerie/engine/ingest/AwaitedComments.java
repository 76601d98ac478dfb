package io.causerie.engine.ingest;

import io.causerie.engine.ConnectorRules;
import io.causerie.engine.Rules;
import io.causerie.engine.access.Audiences;
import io.causerie.engine.ingest.ToldStore.Kept;
import io.causerie.model.MappingOutcome;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Looks again at events whose comments wait: when what they wait for has come, and when they have
 * waited long enough. A job, through the same code as an event that comes.
 */
public final class AwaitedComments {
  private final IngestParts parts;
  private final Comments comments;
  private final GroupWriter writer;
  private final Figures figures;
  private final Rules inForce;

  private AwaitedComments(
      IngestParts parts, Comments comments, GroupWriter writer, Figures figures, Rules inForce) {
    this.parts = parts;
    this.comments = comments;
    this.writer = writer;
    this.figures = figures;
    this.inForce = inForce;
  }

  /** Has the worker do these jobs. */
  static AwaitedComments register(
      IngestParts parts, Comments comments, GroupWriter writer, Figures figures, Rules inForce) {
    AwaitedComments awaited = new AwaitedComments(parts, comments, writer, figures, inForce);
    parts.jobs().handle(Comments.JOB, (h, event) -> awaited.look(h, Long.parseLong(event)));
    return awaited;
  }

  /**
   * Looks again at the comments of a system that may have been written from here, since a delivery
   * to it is settled now; in the transaction that settles it. They are looked at from time to time
   * in any case.
   */
  public void settled(Handle h, String system) {
    comments.hurry(h, system, null);
  }

  private void look(Handle h, long event) {
    Kept kept = ToldStore.kept(h, List.of(event)).get(event);
    if (kept == null || kept.event().fate() != Fate.PENDING) {
      AwaitedStore.remove(h, event);
      return;
    }
    ConnectorRules rules = inForce.connector(kept.event().connector());
    if (rules == null) {
      // Its connector is not configured now, and may be again.
      parts
          .jobs()
          .add(
              h,
              Comments.JOB,
              String.valueOf(event),
              parts.clock().instant().plus(Comments.PATIENCE));
      return;
    }
    MappingOutcome outcome = Ingest.mapped(rules, kept.event().event());
    writer.write(h, List.of(arrival(rules, kept.event(), outcome)));
    figures.forget(rules.name());
  }

  private Arrival arrival(ConnectorRules rules, EventView stored, MappingOutcome outcome) {
    Audiences.@Nullable Interned audience =
        outcome.match(
            seen ->
                parts
                    .audiences()
                    .intern(rules.system(), rules.name(), seen.observation().audience()),
            ignored -> null,
            rejected -> null,
            hinted -> null);
    return new Arrival(
        rules,
        stored.dedupeKey(),
        stored.event(),
        Digests.ofData(stored.event()),
        outcome,
        audience,
        stored,
        stored.verdict(),
        stored.silent(),
        null,
        null);
  }
}
