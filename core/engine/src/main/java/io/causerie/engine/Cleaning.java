package io.causerie.engine;

import io.causerie.engine.access.Reads;
import io.causerie.engine.delivery.Deliveries;
import io.causerie.engine.discussion.IdempotencyStore;
import io.causerie.engine.file.Attachments;
import io.causerie.engine.journal.Journal;
import io.causerie.engine.notice.Notices;
import io.causerie.engine.store.Database;
import io.causerie.engine.worker.Step;
import io.causerie.engine.worker.Steps;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Removes what nobody asks for any more, every ten minutes. */
final class Cleaning {
  private static final Duration JOURNAL_KEPT = Duration.ofDays(30);
  private static final Duration EVERY = Duration.ofMinutes(10);

  private final Database database;
  private final Clock clock;
  private final Journal journal;
  private final Reads reads;
  private final Deliveries deliveries;
  private final Attachments attachments;
  private final Notices notices;
  private final Steps steps;
  private long next = System.nanoTime() + EVERY.toNanos();

  Cleaning(
      Database database,
      Clock clock,
      Journal journal,
      Reads reads,
      Deliveries deliveries,
      Attachments attachments,
      Notices notices,
      Steps steps) {
    this.database = database;
    this.clock = clock;
    this.journal = journal;
    this.reads = reads;
    this.deliveries = deliveries;
    this.attachments = attachments;
    this.notices = notices;
    this.steps = steps;
  }

  Duration round() {
    long wait = next - System.nanoTime();
    if (wait > 0) {
      return Duration.ofNanos(wait);
    }
    next = System.nanoTime() + EVERY.toNanos();
    clean();
    return EVERY;
  }

  void clean() {
    journal.trim(JOURNAL_KEPT);
    boolean more = true;
    while (more) {
      more = purge(deliveries::purge, Step.PURGED, Step.PURGE_COMMITTED);
    }
    purge(
        h -> IdempotencyStore.purge(h, clock.instant()),
        Step.KEYS_PURGED,
        Step.KEYS_PURGE_COMMITTED);
    purge(reads::purge, Step.DECISIONS_PURGED, Step.DECISIONS_PURGE_COMMITTED);
    more = true;
    while (more) {
      more = purge(attachments::purge, Step.FILES_PURGED, Step.FILES_PURGE_COMMITTED);
    }
    attachments.sweep();
    more = true;
    while (more) {
      more = purge(notices::purge, Step.NOTICES_PURGED, Step.NOTICES_PURGE_COMMITTED);
    }
  }

  private <T> T purge(Function<Handle, T> purge, Step done, Step committed) {
    T result =
        database.write(
            h -> {
              T purged = purge.apply(h);
              steps.reached(done);
              return purged;
            });
    steps.reached(committed);
    return result;
  }
}
