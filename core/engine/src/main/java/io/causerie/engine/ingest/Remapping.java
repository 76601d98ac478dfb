package io.causerie.engine.ingest;

import io.causerie.engine.ConnectorRules;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.activity.ActivityStore.Contribution;
import io.causerie.engine.activity.ActivityStore.Made;
import io.causerie.engine.activity.FieldChange;
import io.causerie.engine.discussion.Markdown;
import io.causerie.engine.record.RecordStore;
import io.causerie.engine.record.TrackedRecord;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Ids;
import io.causerie.model.ActivityId;
import io.causerie.model.CandidatePost;
import io.causerie.model.Localized;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.RecordId;
import io.causerie.model.Summary;
import io.causerie.model.Value;
import io.causerie.model.When;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Writes the posts of stored events anew with the mapping of today. A post stays the same post: its
 * comments, reactions, links, date, readers and lane; what changes is what it says: the sentence,
 * the names of fields and values, who may see a field, words of the source, and the record's title
 * and address.
 */
public final class Remapping {
  private static final int PAGE = 100;
  private static final int SHOWN = 50;

  private final Database database;
  private final Map<String, ConnectorRules> connectors;

  Remapping(Database database, Map<String, ConnectorRules> connectors) {
    this.database = database;
    this.connectors = Map.copyOf(connectors);
  }

  /** What a post says. */
  public record Said(
      @Nullable Summary summary, List<FieldChange> changes, @Nullable String content) {}

  /** One post, before and after. */
  public record Difference(
      ActivityId activity, RecordId record, Localized title, Said before, Said after) {}

  /**
   * What re-mapping does.
   *
   * @param posts how many posts there are in the time
   * @param different how many of them say something else
   * @param shown the first of those
   */
  public record Result(int posts, int different, List<Difference> shown) {}

  /**
   * Compares the posts of events that arrived in a time with what they would be now; or writes
   * them.
   *
   * @param to exclusive
   * @param apply whether to write
   * @throws IllegalArgumentException if no connector has that name
   */
  public Result remap(String connector, Instant from, Instant to, boolean apply) {
    ConnectorRules rules = connectors.get(connector);
    if (rules == null) {
      throw new IllegalArgumentException("there is no connector " + connector);
    }
    Run run = new Run(rules, Ids.firstOf(from), Ids.firstOf(to), apply);
    long after = 0;
    List<Long> page;
    do {
      long last = after;
      page = database.write(h -> run.page(h, last));
      after = page.isEmpty() ? after : page.get(page.size() - 1);
    } while (page.size() == PAGE);
    return new Result(run.posts, run.different, List.copyOf(run.shown));
  }

  /** One going through. */
  private static final class Run {
    private final ConnectorRules rules;
    private final long from;
    private final long to;
    private final boolean apply;
    private final List<Difference> shown = new ArrayList<>();
    private int posts;
    private int different;

    Run(ConnectorRules rules, long from, long to, boolean apply) {
      this.rules = rules;
      this.from = from;
      this.to = to;
      this.apply = apply;
    }

    List<Long> page(Handle h, long after) {
      List<Long> ids =
          h.createQuery(
                  """
                  select distinct activity_id from contribution
                  where connector = :connector and event_id >= :from and event_id < :to
                    and activity_id > :after
                  order by activity_id limit :limit
                  """)
              .bind("connector", rules.name())
              .bind("from", from)
              .bind("to", to)
              .bind("after", after)
              .bind("limit", PAGE)
              .mapTo(Long.class)
              .list();
      Map<Long, ActivityStore.Row> rows = new TreeMap<>(ActivityStore.find(h, ids));
      // Locked as ingest locks them, so that no event joins a fold that is written here.
      Map<Long, TrackedRecord> records =
          RecordStore.lock(
              h, rows.values().stream().map(ActivityStore.Row::record).distinct().toList());
      rows.values().forEach(row -> remap(h, row, records.get(row.record())));
      return ids;
    }

    private void remap(Handle h, ActivityStore.Row row, @Nullable TrackedRecord record) {
      List<Contribution> contributions = ActivityStore.contributions(h, row.id());
      List<Contribution> changed = new ArrayList<>();
      Map<String, Map<Value, Value>> renamed = new HashMap<>();
      CandidatePost post = null;
      Observation newest = null;
      for (Contribution c : contributions) {
        Optional<Observation> seen = observe(h, c);
        if (seen.isEmpty()) {
          changed.add(c);
          continue;
        }
        newest = seen.get();
        post = candidate(row, newest).orElse(post);
        learn(c, newest, renamed);
        before(h, c, renamed);
        changed.add(remapped(c, newest, renamed, post));
      }
      posts++;
      Said before = new Said(row.summary(), row.changes(), row.content());
      Said said =
          new Said(
              post == null ? row.summary() : post.summary(),
              row.made() == Made.CHANGE
                  ? FieldChange.fold(changed.stream().map(Contribution::changes).toList())
                  : changed.isEmpty() ? row.changes() : changed.get(0).changes(),
              post == null || post.content() == null ? row.content() : post.content());
      if (same(before, said)) {
        return;
      }
      different++;
      if (shown.size() < SHOWN) {
        Localized title = newest == null ? null : newest.title();
        shown.add(
            new Difference(
                new ActivityId(row.id()),
                new RecordId(row.record()),
                title == null ? Localized.of("") : title,
                before,
                said));
      }
      if (apply) {
        write(h, row, said, changed);
        // A post of a former key says nothing of the record that goes on.
        if (record != null
            && newest != null
            && record.ref().equals(newest.record())
            && !record.isOlder(newest, rules.name())) {
          record.take(newest, rules.name());
          RecordStore.save(h, List.of(record));
        }
      }
    }

    /** Codes are equal whatever they are called; here the names count. */
    private static boolean same(Said before, Said after) {
      return Objects.equals(before.summary(), after.summary())
          && Objects.equals(before.content(), after.content())
          && io.causerie.model.json.ModelJson.writeList(before.changes(), FieldChange.class)
              .equals(
                  io.causerie.model.json.ModelJson.writeList(after.changes(), FieldChange.class));
    }

    private Optional<Observation> observe(Handle h, Contribution contribution) {
      if (!contribution.connector().equals(rules.name())) {
        return Optional.empty();
      }
      return EventStore.find(h, rules.name(), contribution.event())
          .flatMap(
              stored ->
                  rules
                      .mapper()
                      .map(stored.event())
                      .match(
                          seen -> Optional.of(seen.observation()),
                          ignored -> Optional.empty(),
                          rejected -> Optional.empty(),
                          hinted -> Optional.empty()));
    }

    /** The post of the mapping that this one is an earlier form of. */
    private static Optional<CandidatePost> candidate(ActivityStore.Row row, Observation seen) {
      boolean words = row.content() != null;
      return seen.posts().stream()
          .filter(p -> p.lane() == row.lane() && (p.content() != null) == words)
          .filter(
              p ->
                  row.made() == Made.CHANGE
                      ? p.when() == When.CHANGED
                      : p.type().equals(row.type()))
          .findFirst();
    }

    /** What the values of an event are called now. */
    private static void learn(
        Contribution c, Observation seen, Map<String, Map<Value, Value>> renamed) {
      Map<String, Observed> now = fields(seen);
      for (Observed before : c.observed()) {
        Observed after = now.get(before.field());
        if (after != null) {
          renamed
              .computeIfAbsent(before.field(), f -> new HashMap<>())
              .put(before.value(), after.value());
        }
      }
    }

    private static Map<String, Observed> fields(Observation seen) {
      Map<String, Observed> fields = new HashMap<>();
      seen.fields().forEach(f -> fields.put(f.field(), f));
      return fields;
    }

    /** What a field held before was told by an earlier event, maybe of another post. */
    private void before(Handle h, Contribution c, Map<String, Map<Value, Value>> renamed) {
      List<Contribution> past = null;
      for (FieldChange change : c.changes()) {
        Value from = change.from();
        Map<Value, Value> known = renamed.computeIfAbsent(change.field(), f -> new HashMap<>());
        if (from != null && !known.containsKey(from)) {
          past = past == null ? ActivityStore.past(h, c.record(), c.connector()) : past;
          past.stream()
              .filter(p -> p.event() < c.event() && tells(p, change.field()))
              .findFirst()
              .flatMap(p -> observe(h, p))
              .map(seen -> fields(seen).get(change.field()))
              .ifPresent(field -> known.put(from, field.value()));
        }
      }
    }

    private static boolean tells(Contribution past, String field) {
      return past.observed().stream().anyMatch(o -> o.field().equals(field));
    }

    private static Contribution remapped(
        Contribution c,
        Observation seen,
        Map<String, Map<Value, Value>> renamed,
        @Nullable CandidatePost post) {
      Map<String, Observed> now = fields(seen);
      List<FieldChange> changes = new ArrayList<>();
      for (FieldChange change : c.changes()) {
        Observed field = now.get(change.field());
        // A field that is tracked no longer stays as it was told.
        changes.add(field == null ? change : renamed(change, field, renamed));
      }
      return new Contribution(
          c.activity(),
          c.event(),
          c.record(),
          c.connector(),
          c.published(),
          c.version(),
          seen.fields(),
          changes,
          post == null ? c.summary() : post.summary(),
          c.liveLine());
    }

    private static FieldChange renamed(
        FieldChange change, Observed field, Map<String, Map<Value, Value>> renamed) {
      Value from = change.from();
      Map<Value, Value> known = renamed.getOrDefault(change.field(), Map.of());
      return new FieldChange(
          change.field(),
          field.label(),
          from == null ? null : known.getOrDefault(from, from),
          field.value(),
          field.restricted());
    }

    private static void write(
        Handle h, ActivityStore.Row row, Said said, List<Contribution> contributions) {
      ActivityStore.say(
          h,
          row.id(),
          said.summary(),
          said.changes(),
          said.content(),
          said.content() == null ? null : Markdown.render(said.content()),
          Markdown.VERSION);
      h.createUpdate("delete from contribution where activity_id = :activity")
          .bind("activity", row.id())
          .execute();
      ActivityStore.insertContributions(h, contributions);
    }
  }
}
