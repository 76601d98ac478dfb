package io.causerie.engine.ingest;

import io.causerie.engine.Rules;
import io.causerie.engine.store.Holdings;
import java.util.List;

/**
 * Puts this feature together.
 *
 * @param ingest the way in
 * @param events what is stored
 * @param hints what waits to be read back
 * @param remapping what is posted, said anew
 * @param awaited comments that wait
 */
public record IngestFeature(
    Ingest ingest, Events events, Hints hints, Remapping remapping, AwaitedComments awaited) {
  /** What stored events hold. */
  public static final Holdings HOLDINGS =
      Holdings.none()
          .merging(
              List.of("event.record_id"),
              // Versions of two records do not compare: those of the one do not count for the
              // other.
              EventStore::merge)
          .stays(
              "events are kept as their sources sent them, so that they can be read again",
              "event.subject");

  /** Starts it; {@code committed} is run after each group. */
  public static IngestFeature start(
      IngestParts parts, Rules inForce, int queueCapacity, Runnable committed) {
    Comments comments = new Comments(parts.notes(), parts.jobs());
    GroupWriter writer =
        new GroupWriter(
            parts.database(),
            parts.clock(),
            parts.ids(),
            parts.audiences(),
            parts.journal(),
            parts.sourceActors(),
            parts.jobs(),
            parts.holdings(),
            comments);
    Figures figures = new Figures(parts.database(), parts.clock());
    Retelling.register(parts.jobs(), parts.database(), parts.audiences(), writer, figures, inForce);
    AwaitedComments awaited = AwaitedComments.register(parts, comments, writer, figures, inForce);
    Ingest ingest =
        new Ingest(
            inForce, parts.audiences(), writer, figures, queueCapacity, parts.meters(), committed);
    return new IngestFeature(
        ingest,
        new Events(parts.database(), ingest, figures),
        new Hints(parts.database(), figures),
        new Remapping(parts.database(), parts.audiences(), parts.journal(), ingest, inForce),
        awaited);
  }
}
