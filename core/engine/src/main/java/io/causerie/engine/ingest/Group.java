package io.causerie.engine.ingest;

import io.causerie.engine.access.Audiences;
import io.causerie.engine.access.Gate;
import io.causerie.engine.access.Gates;
import io.causerie.engine.access.Parties;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.activity.ActivityStore.Contribution;
import io.causerie.engine.activity.ActivityStore.Made;
import io.causerie.engine.activity.FieldChange;
import io.causerie.engine.activity.Folds;
import io.causerie.engine.activity.Row;
import io.causerie.engine.activity.UnitOfWork;
import io.causerie.engine.discussion.Markdown;
import io.causerie.engine.follow.FollowStore;
import io.causerie.engine.home.HomeStore;
import io.causerie.engine.ingest.EventStore.Settled;
import io.causerie.engine.journal.JournalItem.What;
import io.causerie.engine.journal.JournalStore;
import io.causerie.engine.notice.NoticeStore;
import io.causerie.engine.people.SourceActors;
import io.causerie.engine.record.Heading;
import io.causerie.engine.record.RecordStore;
import io.causerie.engine.record.TrackedRecord;
import io.causerie.model.Audience;
import io.causerie.model.CandidatePost;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.Observation;
import io.causerie.model.RecordRef;
import io.causerie.model.SourceActor;
import io.causerie.model.SourceNote;
import io.causerie.model.Version;
import io.causerie.model.When;
import io.causerie.model.phrase.Phrase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What one group of events does to the records it tells of, worked out in memory while the records
 * are locked, then written by set-based statements. Events of one record are taken in the order of
 * the group.
 */
final class Group {
  private static final Duration FOLDED_WITHIN = Duration.ofMinutes(10);

  private final Instant now;
  private final GroupWriter.Tools tools;
  private final Map<Long, TrackedRecord> records;
  private final Map<RecordRef, Long> keys;
  private final Map<SourceActors.Key, SourceActors.Row> actors;
  private final Map<Long, Row> folds;
  private final Map<Audience, Long> parties;
  private final Map<Long, List<List<FieldChange>>> foldSteps = new HashMap<>();
  private final Handle h;

  final UnitOfWork unit;
  final List<HintStore.Row> hints = new ArrayList<>();

  /** What was seen of records, and stands in no table yet. */
  private final Map<Long, List<Past.Earlier>> taken = new HashMap<>();

  Group(
      Handle h,
      Instant now,
      UnitOfWork unit,
      GroupWriter.Tools tools,
      Map<Long, TrackedRecord> records,
      Map<RecordRef, Long> keys,
      Map<SourceActors.Key, SourceActors.Row> actors,
      Map<Long, Row> folds,
      Map<Audience, Long> parties) {
    this.h = h;
    this.now = now;
    this.unit = unit;
    this.tools = tools;
    this.records = records;
    this.keys = keys;
    this.actors = actors;
    this.folds = folds;
    this.parties = parties;
    records.values().forEach(unit::save);
  }

  Settled ingest(Arrival arrival, long event, Observation seen) {
    Audiences.Interned audience = Objects.requireNonNull(arrival.audience());
    Instant said = seen.published() == null ? arrival.received(now) : seen.published();
    SourceActors.Row actor =
        seen.actor() == null
            ? null
            : actors.get(new SourceActors.Key(seen.record().system(), seen.actor().id()));
    Work work =
        new Work(
            arrival,
            event,
            seen,
            // A clock that is ahead must not put its post before what is said from now on.
            said.isAfter(now) ? now : said,
            actor == null ? null : actor.id(),
            audience,
            null);
    TrackedRecord record = recordOf(seen.record());
    Arrival.Again again = arrival.again();
    if (again != null) {
      return again(work, record, again);
    }
    return seen.note() == null ? told(work, record) : commented(work, record, seen.note());
  }

  /** A comment, and what else the event tells of the record. */
  private Settled commented(Work work, TrackedRecord record, SourceNote note) {
    boolean asOfNow = record.isKnown() || work.seen().audience() != null;
    Gates readers =
        asOfNow
            ? gates(work, record)
            : new Gates(work.audience().internal(), work.audience().customer(), Parties.NOBODY);
    Comments.Taken taken =
        tools
            .comments()
            .take(
                h,
                unit,
                now,
                work,
                record,
                gate(readers, note.lane()),
                author(work, note),
                silence(work));
    return taken.waits() || work.seen().isNoteAlone()
        ? taken.settled()
        : taken.with(told(work, record));
  }

  private @Nullable Long author(Work work, SourceNote note) {
    if (note.author() == null) {
      return work.actor();
    }
    String system = work.seen().record().system();
    SourceActors.Row row = actors.get(new SourceActors.Key(system, note.author().id()));
    return row == null ? null : Long.valueOf(row.id());
  }

  private Settled told(Work work, TrackedRecord record) {
    Arrival arrival = work.arrival();
    Observation seen = work.seen();
    if (!record.ref().equals(seen.record())) {
      return ofAFormerKey(work, record);
    }
    // A row that was read is how the record is now, even if its version went back.
    boolean read = arrival.reading() != null && arrival.reading().isOf(Reading.Tells.STATE);
    if (!read && record.isOlder(seen, arrival.connector().name())) {
      return late(work, record);
    }
    return onTime(work, record);
  }

  /** A stored event that tells something else than it did when it came. */
  private Settled again(Work told, TrackedRecord record, Arrival.Again again) {
    if (!record.isKnown()) {
      adopt(told, record, true);
    }
    Work work = told.readBy(again.sighting().gates());
    Sighting sighting = again.sighting().readBy(gates(work, record));
    Withdrawn withdrawn = again.withdrawn();
    if (withdrawn == null) {
      again.posts().forEach(post -> post(work, record, record, post, sighting.changes(), true));
      return settled(work, record, Fate.POSTED, null, sighting);
    }
    withdrawn.remove(h);
    again.posts().forEach(post -> post(work, record, record, post, sighting.changes(), true));
    withdrawn.shrunk().forEach(row -> unit.line(What.UPDATED, row, by(work, record)));
    List<Long> gone = withdrawn.gone();
    if (!gone.isEmpty()) {
      JournalStore.forget(h, gone);
      HomeStore.forget(h, gone);
      NoticeStore.forget(h, gone);
      FollowStore.forget(h, gone);
      if (record.fold() != null && gone.contains(record.fold())) {
        record.fold(null);
      }
      unit.line(record, Lane.INTERNAL, work.actor());
    }
    if (again.posts().isEmpty() && !ActivityStore.isTold(h, work.event())) {
      return settled(
          work,
          record,
          Fate.IGNORED,
          FateWording.SINCE_LATE.with(Happening.nothing(sighting.happened(), false)),
          sighting);
    }
    return settled(work, record, Fate.POSTED, null, sighting);
  }

  /** The record that a key belongs to. */
  TrackedRecord recordOf(RecordRef ref) {
    long id = Objects.requireNonNull(keys.get(ref));
    return Objects.requireNonNull(records.get(id));
  }

  /**
   * An event about a key that a record had once. What it says of title, state, readers or an end
   * was true of that key; of the record that goes on it says nothing.
   */
  private Settled ofAFormerKey(Work work, TrackedRecord record) {
    Observation seen = work.seen();
    boolean merged = RecordStore.isMerged(h, seen.record());
    if (!merged && record.isOlder(seen, work.arrival().connector().name())) {
      return late(work, record);
    }
    Phrase reason =
        (merged ? FateWording.MERGED : FateWording.RENUMBERED)
            .with(seen.record().type(), seen.record().id(), record.ref().id());
    List<CandidatePost> words = merged ? List.of() : Happening.posts(seen, List.of());
    Optional<Phrase> silence = silence(work);
    if (words.isEmpty() || silence.isPresent()) {
      return settled(work, record, Fate.IGNORED, reason, null);
    }
    words.forEach(post -> post(work, record, record, post, List.of(), false));
    return settled(work, record, Fate.POSTED, reason, null);
  }

  private Settled onTime(Work told, TrackedRecord before) {
    Observation seen = told.seen();
    Work work =
        seen.deleted() || seen.mergedInto() != null ? told : told.since(before.deletedSince());
    boolean renumbered = seen.renumberedTo() != null && !seen.renumberedTo().equals(before.ref());
    TrackedRecord record = moved(work, before);
    boolean merged = record != before;
    boolean first = !record.isKnown();
    boolean revived = record.isDeleted() && !seen.deleted();
    boolean gone = seen.deleted() && !record.isDeleted() && !merged;
    Gates then = record.gates();
    List<FieldChange> found =
        merged
            ? List.of()
            : Happening.changes(
                record.state(), record.definitions(work.arrival().connector().name()), seen);
    boolean headChanged = !merged && adopt(work, record, first);
    List<FieldChange> changes = FieldChange.between(found, then, record.gates());
    if (gone) {
      record.deleted(work.published());
    } else if (revived && !merged) {
      record.deleted(null);
    }
    if (gone && first && work.arrival().event().isDeletion()) {
      return settled(
          work,
          record,
          Fate.IGNORED,
          FateWording.DELETED_UNKNOWN.with(),
          Sighting.untold(seen.fields(), false, record.gates()));
    }
    Optional<Phrase> silence = silence(work);
    // Whoever was told of the end is told that it was none, however old the row is.
    boolean back = silence.isPresent() && revived && ToldStore.isToldOfItsEnd(h, record.id());
    if (silence.isPresent() && !back) {
      return settled(
          work,
          record,
          Fate.IGNORED,
          FateWording.SILENT.with(silence.get()),
          Sighting.untold(seen.fields(), false, record.gates()));
    }
    List<When> what =
        Happening.what(merged || renumbered, gone, first, revived, back ? List.of() : changes);
    List<CandidatePost> posts = Happening.posts(seen, what);
    posts.forEach(post -> post(work, record, before, post, changes, false));
    // What was merged away tells of another record's past.
    Sighting sighting =
        merged ? null : new Sighting(seen.fields(), what, changes, false, record.gates());
    if (posts.isEmpty()) {
      if (headChanged || gone) {
        unit.line(record, Lane.INTERNAL, work.actor());
      }
      return settled(work, record, Fate.IGNORED, Happening.nothing(what, gone), sighting);
    }
    return settled(work, record, Fate.POSTED, null, sighting);
  }

  /** Why nobody is told, where an event is of the past or part of a bulk load. */
  private static Optional<Phrase> silence(Work work) {
    Instant since = work.arrival().connector().since();
    if (since != null && work.published().isBefore(since)) {
      return Optional.of(FateWording.BEFORE_SINCE.with(since));
    }
    if (work.arrival().event().isQuiet()) {
      return Optional.of(FateWording.BULK_LOAD.with());
    }
    return work.arrival().silent() ? Optional.of(FateWording.HISTORY.with()) : Optional.empty();
  }

  private Settled late(Work told, TrackedRecord record) {
    Observation seen = told.seen();
    Optional<Phrase> silence = silence(told);
    if (silence.isPresent()) {
      Retelling.ask(h, tools.jobs(), told.event());
      Gates said = seen.audience() == null ? null : gates(told, record);
      Sighting untold = Sighting.untold(seen.fields(), true, said);
      return settled(
          told, record, Fate.IGNORED, FateWording.LATE_SILENT.with(silence.get()), untold);
    }
    String connector = told.arrival().connector().name();
    Past past =
        Past.of(h, record.id(), connector, seen, taken.getOrDefault(record.id(), List.of()));
    // As before says of whoever read the version before, not of whoever reads the record now.
    Work work = told.readBy(past.gates());
    Gates gates = gates(work, record);
    boolean again = past.has(seen);
    List<FieldChange> changes =
        again
            ? List.of()
            : FieldChange.between(
                Happening.changes(past.state(), record.definitions(connector), seen),
                past.gates(),
                gates);
    List<When> what = Happening.what(false, false, past.isEmpty(), false, changes);
    List<CandidatePost> posts = Happening.posts(seen, what);
    posts.forEach(post -> post(work, record, record, post, changes, true));
    Sighting sighting = new Sighting(seen.fields(), what, changes, true, gates);
    if (!again) {
      Retelling.ask(h, tools.jobs(), work.event());
    }
    if (posts.isEmpty()) {
      boolean moves = seen.deleted() || seen.mergedInto() != null || seen.renumberedTo() != null;
      Phrase reason =
          moves
              ? FateWording.LATE_MOVE.with()
              : again ? FateWording.LATE_KNOWN.with() : Happening.late(what);
      return settled(work, record, Fate.IGNORED, reason, sighting);
    }
    return settled(work, record, Fate.POSTED, null, sighting);
  }

  /**
   * Follows a record that was merged or renumbered; the record that events of its key now tell of.
   */
  private TrackedRecord moved(Work work, TrackedRecord record) {
    Observation seen = work.seen();
    if (seen.renumberedTo() != null && !seen.renumberedTo().equals(record.ref())) {
      TrackedRecord owner = keyOwner(seen.renumberedTo());
      if (owner == null || owner == record) {
        RecordStore.renumber(h, record, seen.renumberedTo());
        keys.put(seen.renumberedTo(), record.id());
        return record;
      }
      return merged(record, owner);
    }
    if (seen.mergedInto() != null) {
      TrackedRecord owner = recordOf(seen.mergedInto());
      return owner == record ? record : merged(record, owner);
    }
    return record;
  }

  private @Nullable TrackedRecord keyOwner(RecordRef key) {
    Long owner = keys.get(key);
    return owner == null ? null : records.get(owner);
  }

  private TrackedRecord merged(TrackedRecord from, TrackedRecord into) {
    // What this group has made of the two so far must be in the tables before they are joined.
    unit.flush();
    taken.remove(from.id());
    RecordStore.merge(h, tools.holdings(), from, into);
    // Where nobody is told of it no line is written: what is kept of its page ends by the stamp.
    RecordStore.stamp(h, Set.of(into.id()), tools.ids().next());
    keys.replaceAll((key, id) -> id == from.id() ? Long.valueOf(into.id()) : id);
    return into;
  }

  /** Takes over what was seen; tells whether a reader sees another head. */
  private boolean adopt(Work work, TrackedRecord record, boolean first) {
    gate(work, record, first);
    return record.adopt(work.seen(), work.arrival().connector().name());
  }

  private void gate(Work work, TrackedRecord record, boolean first) {
    Audience said = work.seen().audience();
    // An event that does not speak of its readers never widens what an earlier one has narrowed.
    if (said != null || first) {
      record.audience(work.audience().internal(), work.audience().customer(), party(said));
    }
  }

  /** The persons an event names. */
  private long party(@Nullable Audience said) {
    return said == null ? Parties.NOBODY : parties.getOrDefault(said, Parties.NOBODY);
  }

  /** Who reads what an event tells of a record: as it says, or as before. */
  private Gates gates(Work work, TrackedRecord record) {
    Audience said = work.seen().audience();
    if (said != null) {
      return new Gates(work.audience().internal(), work.audience().customer(), party(said));
    }
    return work.readers() == null ? record.gates() : work.readers();
  }

  /** Posts; changes of several people as a post of each, whoever touched the record last. */
  private void post(
      Work work,
      TrackedRecord record,
      TrackedRecord about,
      CandidatePost post,
      List<FieldChange> changes,
      boolean late) {
    boolean ofFields = post.when() == When.CHANGED && post.content() == null;
    if (!ofFields || work.seen().tracking().changedBy().isEmpty()) {
      say(work, record, about, post, changes, late);
      return;
    }
    Map<Optional<Long>, List<FieldChange>> byActor = new LinkedHashMap<>();
    for (FieldChange change : changes) {
      byActor
          .computeIfAbsent(Optional.ofNullable(actor(work, change.field())), a -> new ArrayList<>())
          .add(change);
    }
    byActor.forEach(
        (actor, own) -> say(work.by(actor.orElse(null)), record, about, post, own, late));
  }

  private @Nullable Long actor(Work work, String field) {
    SourceActor by = work.seen().tracking().changedBy().get(field);
    SourceActors.Row row =
        by == null
            ? null
            : actors.get(new SourceActors.Key(work.seen().record().system(), by.id()));
    return row == null ? work.actor() : Long.valueOf(row.id());
  }

  /**
   * Makes one post.
   *
   * @param record where the post stands
   * @param about the record it tells of: another one when that was just merged into this
   */
  private void say(
      Work work,
      TrackedRecord record,
      TrackedRecord about,
      CandidatePost post,
      List<FieldChange> changes,
      boolean late) {
    boolean ofFields = post.when() == When.CHANGED && post.content() == null;
    List<FieldChange> told = post.when() == When.CHANGED ? changes : List.of();
    Gate all = gate(gates(work, about), post.lane());
    // That something changed is told by the change itself, to nobody else.
    Gate gate = ofFields ? all.with(among(all, told)) : all;
    if (ofFields && !late) {
      Row open = record.fold() == null ? null : folds.get(record.fold());
      if (open != null && joins(work, open, gate)) {
        join(work, record, open, post, told);
        return;
      }
    }
    Withdrawn.Post before = work.before(ofFields).orElse(null);
    if (before != null && !before.others().isEmpty()) {
      rejoin(work, record, before, post, told);
      return;
    }
    long id = before == null ? tools.ids().next() : before.row().id();
    Row row =
        new Row(
            id,
            record.id(),
            heading(work, record, about),
            gate,
            false,
            new Row.Kind(
                ofFields ? Made.CHANGE : Made.EVENT, post.type(), work.arrival().event().type()),
            by(work, record),
            new Row.Told(
                work.published(),
                post.summary(),
                told,
                1,
                before == null ? late : before.row().told().late(),
                // Nothing joins what is late; until somebody talks about it, it may be told anew.
                ofFields ? work.published() : null),
            Row.Words.of(
                post.content(),
                post.content() == null ? null : Markdown.render(post.content()),
                Markdown.VERSION),
            null);
    unit.post(row);
    if (!late) {
      record.fold(ofFields ? Long.valueOf(id) : null);
      if (ofFields) {
        folds.put(id, row);
        foldSteps.put(id, new ArrayList<>(List.of(told)));
      }
    }
    What what = before == null ? What.POSTED : What.UPDATED;
    long line = unit.line(what, row, row.by());
    long since = before == null ? line : before.own().journalLine();
    unit.contribute(work.contribution(record, id, told, post, since));
  }

  /** Tells this event's part of a post of several anew. */
  private void rejoin(
      Work work,
      TrackedRecord record,
      Withdrawn.Post before,
      CandidatePost post,
      List<FieldChange> changes) {
    Contribution own =
        work.contribution(record, before.row().id(), changes, post, before.own().journalLine());
    List<Contribution> steps = new ArrayList<>(before.others());
    steps.add(own);
    steps.sort(Comparator.comparingLong(Contribution::journalLine));
    Row row = Folds.folded(before.row(), steps);
    unit.refold(row);
    unit.contribute(own);
    unit.line(What.UPDATED, row, by(work, record));
  }

  private static Heading heading(Work work, TrackedRecord record, TrackedRecord about) {
    Heading now = about.heading();
    Localized said = work.seen().title();
    return about == record ? now : new Heading(now.ref(), said == null ? now.title() : said, true);
  }

  private static Gate gate(Gates readers, Lane lane) {
    Long customers = readers.customer();
    // Without customers the lane is read by the company's own people alone.
    boolean ownPeople = lane == Lane.INTERNAL || customers == null;
    return new Gate(lane, ownPeople ? readers.internal() : customers, readers.party());
  }

  private long among(Gate gate, List<FieldChange> told) {
    return tools.audiences().among(h, gate.audience(), FieldChange.restricted(told));
  }

  private boolean joins(Work work, Row open, Gate gate) {
    Instant started = open.told().foldStarted();
    Instant said = work.seen().published();
    // Our own clock may be put back a little; what the source says is taken by its word.
    boolean ours = said == null || said.isAfter(work.published());
    return started != null
        && open.gate().equals(gate)
        && Objects.equals(open.by().sourceActor(), work.actor())
        && !work.published().isBefore(ours ? started.minus(FOLDED_WITHIN) : started)
        && !work.published().isAfter(started.plus(FOLDED_WITHIN));
  }

  private void join(
      Work work, TrackedRecord record, Row open, CandidatePost post, List<FieldChange> changes) {
    List<List<FieldChange>> steps =
        foldSteps.computeIfAbsent(
            open.id(),
            id ->
                new ArrayList<>(
                    ActivityStore.contributions(h, id).stream()
                        .map(Contribution::changes)
                        .toList()));
    steps.add(changes);
    Instant published =
        work.published().isAfter(open.published()) ? work.published() : open.published();
    Row row = open.folded(published, post.summary(), FieldChange.fold(steps), steps.size());
    folds.put(row.id(), row);
    unit.refold(row);
    long line = unit.line(What.UPDATED, row, by(work, record));
    unit.contribute(work.contribution(record, row.id(), changes, post, line));
  }

  private static Row.By by(Work work, TrackedRecord record) {
    return new Row.By(record.ref().system(), null, work.actor());
  }

  private Settled settled(
      Work work,
      TrackedRecord record,
      Fate fate,
      @Nullable Phrase reason,
      @Nullable Sighting sighting) {
    if (sighting == null) {
      return new Settled(work.event(), fate, null, reason, record.id());
    }
    Version version = work.seen().version();
    String sortable = version == null ? null : version.sortable();
    Arrival.Again again = work.arrival().again();
    long when = again == null || again.taken() == null ? tools.ids().next() : again.taken();
    if (sortable != null) {
      taken
          .computeIfAbsent(record.id(), r -> new ArrayList<>())
          .add(new Past.Earlier(work.event(), sortable, when, sighting));
    }
    EventStore.Seen seen = new EventStore.Seen(sortable, when, sighting);
    return new Settled(work.event(), fate, null, reason, record.id(), seen);
  }
}
