package io.causerie.engine.ingest;

import io.causerie.engine.ConnectorRules;
import io.causerie.engine.Rules;
import io.causerie.engine.access.Audiences;
import io.causerie.engine.access.Gates;
import io.causerie.engine.activity.FieldChange;
import io.causerie.engine.activity.UnitOfWork;
import io.causerie.engine.delivery.Jobs;
import io.causerie.engine.ingest.ToldStore.Kept;
import io.causerie.engine.record.RecordStore;
import io.causerie.engine.record.TrackedRecord;
import io.causerie.engine.store.Database;
import io.causerie.model.CandidatePost;
import io.causerie.model.MappingOutcome;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.Value;
import io.causerie.model.When;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Tells events anew after an older version of their record came late: what the next later version
 * is compared with has become another. A job that follows the late event's commit, so that ingest
 * waits for none of it; done twice, it finds nothing to do. A post that people talk about stays.
 */
final class Retelling {
  private static final String JOB = "tell-anew";
  private static final int PAGE = 100;
  private static final int PAGES = 10;

  private final Database database;
  private final Audiences audiences;
  private final GroupWriter writer;
  private final Figures figures;
  private final Rules inForce;

  private Retelling(
      Database database, Audiences audiences, GroupWriter writer, Figures figures, Rules inForce) {
    this.database = database;
    this.audiences = audiences;
    this.writer = writer;
    this.figures = figures;
    this.inForce = inForce;
  }

  /** Has the worker do these jobs. */
  static void register(
      Jobs jobs,
      Database database,
      Audiences audiences,
      GroupWriter writer,
      Figures figures,
      Rules inForce) {
    Retelling retelling = new Retelling(database, audiences, writer, figures, inForce);
    jobs.handle(JOB, (h, event) -> retelling.after(h, Long.parseLong(event)));
  }

  /** Asks for it, in the transaction that takes the late event. */
  static void ask(Handle h, Jobs jobs, long late) {
    jobs.add(h, JOB, String.valueOf(late));
  }

  private void after(Handle h, long event) {
    Kept late = ToldStore.kept(h, List.of(event)).get(event);
    ConnectorRules rules = late == null ? null : inForce.connector(late.event().connector());
    if (late == null
        || rules == null
        || late.event().record() == null
        || late.seen() == null
        || late.seen().version() == null) {
      return;
    }
    long record = late.event().record().value();
    Rereader rereader = new Rereader(database, audiences, rules);
    // Once to map what is needed, and once under the lock that keeps others from changing it.
    affected(h, rereader, rules, late, record);
    TrackedRecord locked = RecordStore.lock(h, List.of(record)).get(record);
    if (locked == null) {
      return;
    }
    Affected affected = affected(h, rereader, rules, late, record);
    Gates readers =
        ToldStore.isToldByOthers(h, record, rules.name(), 0) ? null : affected.readers();
    if (!affected.newest().isEmpty() || readers != null) {
      affected.newest().forEach(locked::adopt);
      if (readers != null) {
        locked.audience(readers.internal(), readers.customer(), readers.party());
      }
      UnitOfWork unit = writer.unit(h);
      unit.save(locked);
      unit.flush();
    }
    ToldStore.see(h, affected.untold());
    affected.anew().forEach((kept, sighting) -> retell(h, rereader, rules, record, kept, sighting));
    figures.forget(rules.name());
  }

  /**
   * What a late event changes.
   *
   * @param anew later events that are told as something else now, in their order
   * @param untold later events that nobody heard of, and that others read now
   * @param newest fields of it that nothing later tells of: so the record is
   * @param readers whom it says to read the record, if nothing later speaks of that
   */
  private record Affected(
      Map<Kept, Sighting> anew,
      Map<Long, Sighting> untold,
      List<Observed> newest,
      @Nullable Gates readers) {}

  private static Affected affected(
      Handle h, Rereader rereader, ConnectorRules rules, Kept late, long record) {
    Observation seen = rereader.observe(late).orElse(null);
    TrackedRecord known = RecordStore.find(h, List.of(record)).stream().findFirst().orElse(null);
    if (seen == null || seen.version() == null || known == null) {
      return new Affected(Map.of(), Map.of(), List.of(), null);
    }
    Past past = Past.of(h, record, rules.name(), seen, List.of());
    Map<String, Observed> state = past.state();
    Gates own = java.util.Objects.requireNonNull(late.seen()).sighting().gates();
    Gates gates = own == null ? past.gates() : own;
    Set<String> open = new HashSet<>();
    for (Observed field : seen.fields()) {
      if (!Happening.isNobodys(field.field(), known.definitions(rules.name()), seen)) {
        open.add(field.field());
      }
    }
    Map<Kept, Sighting> anew = new LinkedHashMap<>();
    Map<Long, Sighting> untold = new LinkedHashMap<>();
    ToldStore.Before last = new ToldStore.Before(seen.version().sortable(), Long.MAX_VALUE);
    // Those behind it that do not speak of their readers are read as before: by whom it says.
    Gates said = seen.audience() == null ? null : gates;
    Gates then = null;
    Gates prior = gates;
    boolean first = true;
    boolean all = false;
    for (int page = 0;
        page < PAGES && (first || !open.isEmpty() || said != null || then != null);
        page++) {
      List<Kept> events = ToldStore.after(h, record, rules.name(), last, PAGE);
      for (Kept kept : events) {
        if (said != null && rereader.observe(kept).map(Observation::audience).isPresent()) {
          said = null;
        }
        if (!first && open.isEmpty() && said == null && then == null) {
          break;
        }
        Sighting before = java.util.Objects.requireNonNull(kept.seen()).sighting();
        Sighting read = said == null ? before : before.readByOthers(said);
        Sighting now = anew(then == null ? read : read.after(then), state, open, prior);
        if (!now.equals(before)) {
          if (isTold(rereader, rules, kept)) {
            anew.put(kept, now);
          } else if (said != null) {
            untold.put(kept.id(), before.readByOthers(said));
          }
        }
        before.observed().forEach(o -> open.remove(o.field()));
        prior = now.gates() == null ? prior : now.gates();
        then = said == null || said.equals(before.gates()) ? null : said;
        first = false;
        last =
            new ToldStore.Before(
                java.util.Objects.requireNonNull(kept.seen().version()), kept.taken());
      }
      if (events.size() < PAGE) {
        all = true;
        break;
      }
    }
    return new Affected(
        anew,
        untold,
        all ? newest(seen, past, known, late.id(), open) : List.of(),
        all ? said : null);
  }

  private static List<Observed> newest(
      Observation seen, Past past, TrackedRecord known, long late, Set<String> open) {
    List<Observed> newest = new ArrayList<>();
    for (Observed field : seen.fields()) {
      Observed now = known.state().get(field.field());
      // Another connector, or an event without a version, may have told it since.
      boolean older = now == null || past.values(field.field(), late).contains(now.value());
      if (open.contains(field.field()) && older && !field.equals(now)) {
        newest.add(field);
      }
    }
    return newest;
  }

  /** Whether people heard of an event, and not only the engine. */
  private static boolean isTold(Rereader rereader, ConnectorRules rules, Kept kept) {
    if (kept.event().silent()) {
      return false;
    }
    Instant since = rules.since();
    Instant said =
        rereader.observe(kept).map(Observation::published).orElse(kept.event().received());
    return since == null || !said.isBefore(since);
  }

  private static Sighting anew(
      Sighting before, Map<String, Observed> state, Set<String> open, @Nullable Gates then) {
    Map<String, FieldChange> changes = new LinkedHashMap<>();
    before.changes().forEach(c -> changes.put(c.field(), c));
    for (Observed field : before.observed()) {
      if (open.contains(field.field())) {
        Observed earlier = state.get(field.field());
        Value from = earlier == null ? null : earlier.value();
        boolean same =
            from == null ? field.value() instanceof Value.Empty : from.equals(field.value());
        if (same) {
          changes.remove(field.field());
        } else {
          changes.put(
              field.field(),
              new FieldChange(
                      field.field(), field.label(), from, field.value(), field.restricted(), null)
                  .between(then, before.gates()));
        }
      }
    }
    List<FieldChange> told = new ArrayList<>();
    before.observed().forEach(o -> keep(changes, o.field(), told));
    told.addAll(changes.values());
    List<When> happened = new ArrayList<>(before.happened());
    happened.removeIf(w -> w == When.CREATED || w == When.CHANGED);
    if (!told.isEmpty() && !happened.contains(When.DELETED)) {
      happened.add(When.CHANGED);
    }
    return new Sighting(before.observed(), happened, told, before.late(), before.gates());
  }

  /** In the order in which the fields are tracked. */
  private static void keep(Map<String, FieldChange> changes, String field, List<FieldChange> told) {
    FieldChange change = changes.remove(field);
    if (change != null) {
      told.add(change);
    }
  }

  private void retell(
      Handle h,
      Rereader rereader,
      ConnectorRules rules,
      long record,
      Kept kept,
      Sighting sighting) {
    Observation seen = rereader.observe(kept).orElse(null);
    if (seen == null
        || !Long.valueOf(record).equals(RecordStore.resolve(h, seen.record()).orElse(null))) {
      return;
    }
    Sighting before = java.util.Objects.requireNonNull(kept.seen()).sighting();
    CandidatePost was = ofWhatHappened(seen, before.happened());
    CandidatePost will = ofWhatHappened(seen, sighting.happened());
    if (was == null && will == null) {
      ToldStore.see(h, Map.of(kept.id(), sighting));
      return;
    }
    Withdrawn withdrawn = Withdrawn.of(h, kept.id(), was).orElse(null);
    if (withdrawn == null || withdrawn.isHeld(h)) {
      return;
    }
    Arrival.Again again =
        new Arrival.Again(
            will == null ? List.of() : List.of(will), sighting, kept.taken(), withdrawn);
    Arrival arrival =
        new Arrival(
            rules,
            kept.event().dedupeKey(),
            kept.event().event(),
            Digests.ofData(kept.event().event()),
            new MappingOutcome.Seen(seen),
            audiences.intern(rules.system(), rules.name(), seen.audience()),
            kept.event(),
            kept.event().verdict(),
            kept.event().silent(),
            null,
            again);
    writer.write(h, List.of(arrival));
  }

  private static @Nullable CandidatePost ofWhatHappened(Observation seen, List<When> happened) {
    return Happening.posts(seen, happened).stream()
        .filter(p -> p.when() != When.OCCURRED)
        .findFirst()
        .orElse(null);
  }
}
