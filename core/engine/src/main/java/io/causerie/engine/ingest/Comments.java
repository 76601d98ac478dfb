package io.causerie.engine.ingest;

import io.causerie.engine.access.Gate;
import io.causerie.engine.activity.UnitOfWork;
import io.causerie.engine.delivery.Jobs;
import io.causerie.engine.discussion.SourceNotes;
import io.causerie.engine.ingest.EventStore.Settled;
import io.causerie.engine.record.TrackedRecord;
import io.causerie.model.SourceNote;
import io.causerie.model.phrase.Phrase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Brings comments that events tell of into the talk, and gives the events their fates. An event
 * whose comment has to wait is pending until then, and nothing else is made of it before.
 */
final class Comments {
  /** What looks again at an event that waits; its subject is the event. */
  static final String JOB = "awaited-comment";

  /** So long a comment waits for the one it answers; then it stands by itself. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration SOON = Duration.ofSeconds(10);

  private final SourceNotes notes;
  private final Jobs jobs;

  Comments(SourceNotes notes, Jobs jobs) {
    this.notes = notes;
    this.jobs = jobs;
  }

  /**
   * What became of a comment.
   *
   * @param waits whether nothing else is to be made of its event now
   */
  record Taken(Settled settled, boolean waits) {
    /** The same beside what else its event told. */
    Settled with(Settled rest) {
      return settled.fate() == Fate.POSTED
          ? new Settled(
              rest.event(),
              Fate.POSTED,
              null,
              settled.reason() == null ? rest.reason() : settled.reason(),
              rest.record(),
              rest.seen())
          : rest;
    }
  }

  /**
   * Takes one in.
   *
   * @param gate who reads it
   * @param actor the row of its author
   * @param silence why nobody is told; absent: it is told
   */
  Taken take(
      Handle h,
      UnitOfWork unit,
      Instant now,
      Work work,
      TrackedRecord record,
      Gate gate,
      @Nullable Long actor,
      Optional<Phrase> silence) {
    SourceNote note = Objects.requireNonNull(work.seen().note());
    Reading reading = work.arrival().reading();
    Instant received = work.arrival().received(now);
    Instant since = AwaitedStore.since(h, work.event()).orElse(null);
    Instant published =
        work.seen().published() == null
            ? received
            : Objects.requireNonNull(work.seen().published());
    SourceNotes.Outcome outcome =
        notes.take(
            unit,
            h,
            record,
            gate,
            new SourceNotes.Told(
                work.event(),
                work.arrival().event().type(),
                note,
                actor,
                work.seen().actor() == null ? note.author() : work.seen().actor(),
                published,
                received,
                reading != null && reading.isOf(Reading.Tells.STATE),
                silence.isPresent(),
                since == null || now.isBefore(since.plus(PATIENCE))));
    String system = record.ref().system();
    switch (outcome.became()) {
      case AWAITS_ANSWERED -> {
        AwaitedStore.await(h, work.event(), system, outcome.other(), now);
        jobs.add(
            h, JOB, String.valueOf(work.event()), (since == null ? now : since).plus(PATIENCE));
      }
      case AWAITS_DELIVERY -> {
        AwaitedStore.await(h, work.event(), system, null, now);
        jobs.add(h, JOB, String.valueOf(work.event()), now.plus(pause(since, now)));
      }
      case MADE, MADE_ALONE, CHANGED, LATE, UNCHANGED, ECHO, STAYS, UNKNOWN, EMPTY ->
          AwaitedStore.remove(h, work.event());
    }
    if (outcome.became() == SourceNotes.Became.MADE
        || outcome.became() == SourceNotes.Became.MADE_ALONE
        || outcome.became() == SourceNotes.Became.ECHO) {
      hurry(h, system, note.id());
    }
    Fate fate = fate(outcome.became());
    return new Taken(
        new Settled(work.event(), fate, null, reason(outcome, note, system, silence), record.id()),
        fate == Fate.PENDING);
  }

  /** Twice as long each time, ten minutes at most. */
  private static Duration pause(@Nullable Instant since, Instant now) {
    Duration waited = since == null ? Duration.ZERO : Duration.between(since, now);
    return waited.compareTo(SOON) < 0 ? SOON : waited.compareTo(PATIENCE) > 0 ? PATIENCE : waited;
  }

  /**
   * Looks at those again that wait.
   *
   * @param externalId for which comment; absent: until a delivery to the system is settled
   */
  void hurry(Handle h, String system, @Nullable String externalId) {
    List<Long> waiting = AwaitedStore.waiting(h, system, externalId);
    jobs.hurry(h, JOB, waiting.stream().map(String::valueOf).toList());
  }

  private static Fate fate(SourceNotes.Became became) {
    return switch (became) {
      case MADE, MADE_ALONE, CHANGED, LATE -> Fate.POSTED;
      case UNCHANGED, ECHO, STAYS, UNKNOWN, EMPTY -> Fate.IGNORED;
      case AWAITS_ANSWERED, AWAITS_DELIVERY -> Fate.PENDING;
    };
  }

  private static @Nullable Phrase reason(
      SourceNotes.Outcome outcome, SourceNote note, String system, Optional<Phrase> silence) {
    return switch (outcome.became()) {
      case MADE, CHANGED -> silence.map(FateWording.NOTE_SILENT::with).orElse(null);
      case MADE_ALONE -> FateWording.NOTE_ALONE.with(String.valueOf(note.inReplyTo()));
      case LATE -> FateWording.NOTE_LATE.with();
      case UNCHANGED -> FateWording.NOTE_UNCHANGED.with();
      case ECHO -> FateWording.NOTE_ECHO.with(note.id());
      case STAYS -> FateWording.NOTE_STAYS.with(note.id(), system);
      case UNKNOWN -> FateWording.NOTE_UNKNOWN.with();
      case EMPTY -> FateWording.NOTE_EMPTY.with();
      case AWAITS_ANSWERED -> FateWording.NOTE_AWAITS.with(String.valueOf(outcome.other()));
      case AWAITS_DELIVERY -> FateWording.NOTE_MAY_BE_OURS.with(system);
    };
  }
}
