package io.causerie.engine.ingest;

import io.causerie.engine.ConnectorRules;
import io.causerie.engine.access.Audiences;
import io.causerie.engine.access.Gate;
import io.causerie.engine.access.Gates;
import io.causerie.engine.access.Parties;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.activity.ActivityStore.Contribution;
import io.causerie.engine.activity.ActivityStore.Made;
import io.causerie.engine.activity.FieldChange;
import io.causerie.engine.activity.Row;
import io.causerie.engine.activity.UnitOfWork;
import io.causerie.engine.discussion.Markdown;
import io.causerie.engine.ingest.Remapping.Difference;
import io.causerie.engine.ingest.Remapping.Obstacle;
import io.causerie.engine.ingest.Remapping.Said;
import io.causerie.engine.ingest.ToldStore.Kept;
import io.causerie.engine.journal.Journal;
import io.causerie.engine.record.RecordStore;
import io.causerie.engine.store.Database;
import io.causerie.model.ActivityId;
import io.causerie.model.CandidatePost;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.Observation;
import io.causerie.model.RecordId;
import io.causerie.model.RecordRef;
import io.causerie.model.SourceNote;
import io.causerie.model.When;
import io.causerie.model.json.ModelJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Goes once through the events of a time, page by page, and says their posts anew. */
final class PostsAnew {
  private static final int PAGE = 100;
  private static final int SHOWN = 50;

  private final Database database;
  private final Audiences audiences;
  private final Journal journal;
  private final Ingest ingest;
  private final ConnectorRules rules;
  private final boolean apply;
  private final Set<Long> done = new HashSet<>();

  /** Events whose newly tracked fields are told by a post already: another of theirs does not. */
  private final Set<Long> extended = new HashSet<>();

  private final List<Difference> shown = new ArrayList<>();
  private final Map<Obstacle, Integer> cannot = new EnumMap<>(Obstacle.class);
  private int posts;
  private int different;
  private int added;

  PostsAnew(
      Database database,
      Audiences audiences,
      Journal journal,
      Ingest ingest,
      ConnectorRules rules,
      boolean apply) {
    this.journal = journal;
    this.database = database;
    this.audiences = audiences;
    this.ingest = ingest;
    this.rules = rules;
    this.apply = apply;
  }

  Remapping.Result over(long from, long to) {
    long after = from - 1;
    List<Kept> events;
    do {
      long last = after;
      events = database.read(h -> ToldStore.range(h, rules.name(), from, to, last, PAGE));
      page(events);
      after = events.isEmpty() ? after : events.get(events.size() - 1).id();
    } while (events.size() == PAGE);
    return new Remapping.Result(posts, different, added, List.copyOf(shown), Map.copyOf(cannot));
  }

  private void page(List<Kept> events) {
    Rereader rereader = new Rereader(database, audiences, rules);
    Map<RecordRef, Long> owners = owners(rereader, events);
    List<Kept> posted = events.stream().filter(k -> k.event().fate() == Fate.POSTED).toList();
    posts(rereader, owners, posted);
    for (Kept kept : events) {
      if (kept.event().fate() == Fate.IGNORED && !kept.event().silent()) {
        rereader.observe(kept).ifPresent(seen -> untold(rereader, owners, kept, seen));
      }
    }
  }

  private Map<RecordRef, Long> owners(Rereader rereader, Collection<Kept> events) {
    Set<RecordRef> refs = new HashSet<>();
    events.forEach(kept -> rereader.observe(kept).ifPresent(seen -> refs.add(seen.record())));
    return database.read(h -> RecordStore.resolve(h, refs));
  }

  /** A post as it stands, and the events it was made from. */
  private record Standing(Row row, List<Contribution> made) {}

  /** What becomes of it. */
  private record Anew(
      Standing standing,
      Said said,
      long audience,
      long party,
      List<Contribution> made,
      Map<Long, Sighting> sightings) {}

  private void posts(Rereader rereader, Map<RecordRef, Long> owners, List<Kept> posted) {
    List<Standing> standing = database.read(h -> standing(h, posted));
    Set<Long> events = new HashSet<>();
    standing.forEach(s -> s.made().forEach(c -> events.add(c.event())));
    Map<Long, Kept> kept = database.read(h -> ToldStore.kept(h, events));
    Map<RecordRef, Long> all = new HashMap<>(owners);
    all.putAll(owners(rereader, kept.values().stream().filter(this::isOurs).toList()));
    List<Anew> anew = new ArrayList<>();
    standing.forEach(s -> anew(rereader, all, kept, s).ifPresent(anew::add));
    if (apply && !anew.isEmpty()) {
      int failed = database.write(h -> write(h, anew));
      hinder(Obstacle.CHANGED_MEANWHILE, failed);
      // A post that says it anew does not stand under a title that does not.
      new RecordsAnew(database, audiences, journal, rules, true)
          .name(anew.stream().map(a -> a.standing().row().record()).distinct().toList());
    }
  }

  private boolean isOurs(Kept kept) {
    return kept.event().connector().equals(rules.name());
  }

  private List<Standing> standing(Handle h, List<Kept> posted) {
    List<Long> ids =
        ActivityStore.ofEvents(h, posted.stream().map(Kept::id).toList()).stream()
            .filter(done::add)
            .toList();
    Map<Long, List<Contribution>> made = ActivityStore.contributions(h, ids);
    return new TreeMap<>(ActivityStore.find(h, ids))
        .values().stream()
            .map(row -> new Standing(row, made.getOrDefault(row.id(), List.of())))
            .toList();
  }

  /** What a post would be; nothing if it stays as it is. */
  private Optional<Anew> anew(
      Rereader rereader, Map<RecordRef, Long> owners, Map<Long, Kept> kept, Standing standing) {
    Row row = standing.row();
    List<Contribution> made = new ArrayList<>();
    Map<Long, Sighting> sightings = new HashMap<>();
    List<Observation> told = new ArrayList<>();
    CandidatePost post = null;
    Observation newest = null;
    long audience = row.audience();
    long party = row.party();
    for (Contribution c : standing.made()) {
      Kept event = kept.get(c.event());
      Observation seen =
          event == null || !isOurs(event) ? null : seen(rereader, owners, event, row.record());
      if (event == null || seen == null) {
        made.add(c);
        continue;
      }
      newest = seen;
      Optional<CandidatePost> candidate = candidate(row, seen);
      if (candidate.isEmpty()) {
        hinder(Obstacle.NO_POST, 1);
      }
      post = candidate.orElse(post);
      List<FieldChange> changes =
          new ArrayList<>(rereader.renamed(event, row.record(), c.changes(), seen));
      List<FieldChange> added =
          row.made() == Made.CHANGE && event.seen() != null && extended.add(event.id())
              ? rereader.added(event, row.record(), seen)
              : List.of();
      changes.addAll(added);
      told.add(seen);
      party = fewer(party, seen);
      made.add(contribution(c, changes, candidate.orElse(null)));
      sighting(rereader, event, row.record(), seen, added)
          .ifPresent(s -> sightings.put(event.id(), s));
    }
    posts++;
    Said before = new Said(row.told().summary(), row.changes(), row.words().content());
    Said said = said(row, post, made);
    for (Observation seen : told) {
      audience = narrowed(audience, row, said, seen);
    }
    audience = among(audience, row, said);
    boolean fewer = audience != row.audience() || party != row.party();
    if (same(before, said) && !fewer) {
      // Later events are compared with what this one tells by the mapping of today.
      return sightings.isEmpty()
          ? Optional.empty()
          : Optional.of(new Anew(standing, before, audience, party, standing.made(), sightings));
    }
    show(
        new Difference(
            new ActivityId(row.id()),
            new RecordId(row.record()),
            title(newest),
            before,
            said,
            fewer || isKeptBack(before, said)));
    return Optional.of(new Anew(standing, said, audience, party, made, sightings));
  }

  /** Whether an earlier value is told to others than before; one that is told first is no loss. */
  private static boolean isKeptBack(Said before, Said said) {
    Map<String, Optional<Gates>> then = new HashMap<>();
    said.changes().forEach(c -> then.put(c.field(), Optional.ofNullable(c.readThen())));
    return before.changes().stream()
        .anyMatch(
            c -> {
              Optional<Gates> now = then.get(c.field());
              return now != null && !now.equals(Optional.ofNullable(c.readThen()));
            });
  }

  private static Said said(Row row, @Nullable CandidatePost post, List<Contribution> made) {
    return new Said(
        post == null ? row.told().summary() : post.summary(),
        row.made() == Made.CHANGE
            ? FieldChange.fold(made.stream().map(Contribution::changes).toList())
            : made.isEmpty() ? row.changes() : made.get(0).changes(),
        post == null || post.content() == null ? row.words().content() : post.content());
  }

  private static Localized title(@Nullable Observation newest) {
    Localized title = newest == null ? null : newest.title();
    return title == null ? Localized.of("") : title;
  }

  private void show(Difference difference) {
    different++;
    if (shown.size() < SHOWN) {
      shown.add(difference);
    }
  }

  private void hinder(Obstacle obstacle, int times) {
    if (times > 0) {
      cannot.merge(obstacle, times, Integer::sum);
    }
  }

  /** What an event tells of the record its post stands on; nothing if it no longer does. */
  private @Nullable Observation seen(
      Rereader rereader, Map<RecordRef, Long> owners, Kept event, long record) {
    Optional<Observation> seen = rereader.observe(event);
    if (seen.isEmpty()) {
      hinder(Obstacle.UNMAPPED, 1);
      return null;
    }
    if (!Objects.equals(owners.get(seen.get().record()), record)) {
      hinder(Obstacle.OTHER_RECORD, 1);
      return null;
    }
    return seen.get();
  }

  private long narrowed(long present, Row row, Said said, Observation seen) {
    if (seen.audience() == null) {
      return present;
    }
    Audiences.Interned now = audiences.intern(rules.system(), rules.name(), seen.audience());
    Long mapped = row.lane() == Lane.INTERNAL ? Long.valueOf(now.internal()) : now.customer();
    Long wanted = mapped == null ? null : Long.valueOf(among(mapped, row, said));
    if (wanted == null && audiences.letsCustomersIn(present)) {
      // Without customers the lane is read by the company's own people alone.
      return audiences.narrowed(present, now.internal());
    }
    if (wanted == null || wanted == present) {
      return present;
    }
    long narrowed = audiences.narrowed(present, wanted);
    if (narrowed != wanted) {
      hinder(Obstacle.WIDER_AUDIENCE, 1);
    }
    return narrowed;
  }

  /** Who may see none of the fields that changed is not told that one did. */
  private long among(long readers, Row row, Said said) {
    return row.made() == Made.CHANGE
        ? audiences.among(readers, FieldChange.restricted(said.changes()))
        : readers;
  }

  private long fewer(long present, Observation seen) {
    if (seen.audience() == null) {
      return present;
    }
    Parties.Fewer fewer = audiences.fewer(present, seen.audience());
    if (fewer.others()) {
      hinder(Obstacle.OTHER_PERSONS, 1);
    }
    return fewer.party();
  }

  /** What an event is seen to tell today, where that differs; of all its posts together. */
  private static Optional<Sighting> sighting(
      Rereader rereader, Kept event, long record, Observation seen, List<FieldChange> added) {
    if (event.seen() == null) {
      return Optional.empty();
    }
    Sighting before = event.seen().sighting();
    List<FieldChange> changes =
        new ArrayList<>(rereader.renamed(event, record, before.changes(), seen));
    changes.addAll(added);
    Sighting now =
        new Sighting(
            seen.fields(),
            before.happened(),
            changes,
            before.late(),
            rereader.gates(event, record));
    return ModelJson.write(now).equals(ModelJson.write(before))
        ? Optional.empty()
        : Optional.of(now);
  }

  private static Contribution contribution(
      Contribution c, List<FieldChange> changes, @Nullable CandidatePost post) {
    return new Contribution(
        c.activity(),
        c.event(),
        c.record(),
        c.connector(),
        c.published(),
        changes,
        post == null ? c.summary() : post.summary(),
        c.journalLine());
  }

  /** Codes are equal whatever they are called; here the names count. */
  private static boolean same(Said before, Said after) {
    return Objects.equals(before.summary(), after.summary())
        && Objects.equals(before.content(), after.content())
        && ModelJson.writeList(before.changes(), FieldChange.class)
            .equals(ModelJson.writeList(after.changes(), FieldChange.class));
  }

  /** The post of the mapping that this one is an earlier form of. */
  private static Optional<CandidatePost> candidate(Row row, Observation seen) {
    boolean words = row.words().content() != null;
    return seen.posts().stream()
        .filter(p -> p.lane() == row.lane() && (p.content() != null) == words)
        .filter(
            p ->
                row.made() == Made.CHANGE
                    ? p.when() == When.CHANGED
                    : p.type().equals(row.kind().type()))
        .findFirst();
  }

  /** Writes what was worked out, but for posts that have become others meanwhile. */
  private int write(Handle h, List<Anew> all) {
    // Locked as ingest locks them, so that no event joins a fold that is written here.
    RecordStore.lock(h, all.stream().map(a -> a.standing().row().record()).distinct().toList());
    List<Long> ids = all.stream().map(a -> a.standing().row().id()).toList();
    Map<Long, Row> now = ActivityStore.find(h, ids);
    Map<Long, List<Contribution>> made = ActivityStore.contributions(h, ids);
    UnitOfWork unit = new UnitOfWork(h, journal);
    Map<Long, Sighting> sightings = new HashMap<>();
    int failed = 0;
    for (Anew anew : all) {
      Row row = anew.standing().row();
      boolean same =
          row.equals(now.get(row.id()))
              && anew.standing().made().equals(made.getOrDefault(row.id(), List.of()));
      if (same) {
        unit.anew(row, row(anew), anew.made());
        sightings.putAll(anew.sightings());
      } else {
        failed++;
      }
    }
    unit.flush();
    ToldStore.see(h, sightings);
    return failed;
  }

  private static Row row(Anew anew) {
    Row row = anew.standing().row();
    Said said = anew.said();
    String content = said.content();
    return row.anew(
        new Gate(row.lane(), anew.audience(), anew.party()),
        said.summary(),
        said.changes(),
        content == null
            ? row.words()
            : row.words().anew(content, Markdown.render(content), Markdown.VERSION));
  }

  /** An event that made no post, and may make one now. */
  private void untold(Rereader rereader, Map<RecordRef, Long> owners, Kept kept, Observation seen) {
    Long record = owners.get(seen.record());
    RecordId before = kept.event().record();
    if (before != null && !Objects.equals(record, before.value())) {
      hinder(Obstacle.OTHER_RECORD, 1);
      return;
    }
    if (seen.isNoteAlone() && before == null) {
      comment(record, kept, seen, Objects.requireNonNull(seen.note()));
      return;
    }
    if (kept.seen() == null && before != null) {
      // It was about a former key, or moved the record: there is nothing to tell of that.
      return;
    }
    boolean moves = seen.deleted() || seen.mergedInto() != null || seen.renumberedTo() != null;
    if (kept.seen() == null && moves) {
      hinder(Obstacle.MOVES_RECORD, 1);
      return;
    }
    Sighting sighting = sighting(rereader, record, kept, seen);
    List<CandidatePost> would =
        beforeSince(kept, seen) ? List.of() : Happening.posts(seen, sighting.happened());
    if (!would.isEmpty()) {
      posts += would.size();
      added += would.size();
      would.forEach(post -> show(addition(record, seen, sighting, post)));
      if (apply) {
        ingest
            .again(
                kept.event(),
                seen,
                new Arrival.Again(would, sighting, kept.seen() == null ? null : kept.taken(), null))
            .toCompletableFuture()
            .join();
      }
    } else if (apply && kept.seen() != null && !sighting.equals(kept.seen().sighting())) {
      database.writing(h -> ToldStore.see(h, Map.of(kept.id(), sighting)));
    }
  }

  /** A comment that no mapping was meant for when its event came. */
  private void comment(@Nullable Long record, Kept kept, Observation seen, SourceNote note) {
    if (note.deleted() || note.content().isBlank()) {
      return;
    }
    posts++;
    added++;
    show(
        new Difference(
            null,
            record == null ? null : new RecordId(record),
            title(seen),
            new Said(null, List.of(), null),
            new Said(null, List.of(), note.content()),
            false));
    if (apply) {
      ingest.replay(kept.event()).toCompletableFuture().join();
    }
  }

  private boolean beforeSince(Kept kept, Observation seen) {
    java.time.Instant said = seen.published() == null ? kept.event().received() : seen.published();
    return rules.since() != null && said.isBefore(rules.since());
  }

  /** What an event would have been taken for. */
  private static Sighting sighting(
      Rereader rereader, @Nullable Long record, Kept kept, Observation seen) {
    List<FieldChange> added = record == null ? List.of() : rereader.added(kept, record, seen);
    if (kept.seen() == null) {
      boolean born = record == null || !rereader.hasBefore(kept, record);
      List<When> happened = Happening.what(false, false, born, false, added);
      return new Sighting(seen.fields(), happened, added, true, null);
    }
    Sighting before = kept.seen().sighting();
    List<FieldChange> changes = new ArrayList<>();
    if (record != null) {
      changes.addAll(rereader.renamed(kept, record, before.changes(), seen));
    }
    changes.addAll(added);
    List<When> happened = new ArrayList<>(before.happened());
    if (!added.isEmpty() && !happened.contains(When.CHANGED) && !seen.deleted()) {
      happened.add(When.CHANGED);
    }
    Gates gates = record == null ? before.gates() : rereader.gates(kept, record);
    return new Sighting(seen.fields(), happened, changes, before.late(), gates);
  }

  private static Difference addition(
      @Nullable Long record, Observation seen, Sighting sighting, CandidatePost post) {
    return new Difference(
        null,
        record == null ? null : new RecordId(record),
        title(seen),
        new Said(null, List.of(), null),
        new Said(
            post.summary(),
            post.when() == When.CHANGED ? sighting.changes() : List.of(),
            post.content()),
        false);
  }
}
