package io.causerie.engine.find;

import io.causerie.engine.InvalidInputException;
import io.causerie.engine.Page;
import io.causerie.engine.Rules;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.people.People;
import io.causerie.engine.record.RecordHead;
import io.causerie.engine.record.RecordStore;
import io.causerie.engine.record.Records;
import io.causerie.engine.record.TrackedRecord;
import io.causerie.engine.store.Holdings;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Finds what somebody may see by the beginnings of words and by any part of a key. The index says
 * what may be meant; what each of it is called by her who asks decides, and neither an order nor a
 * number tells of anything else.
 */
public final class Find {
  /** What the index holds of records. */
  public static final Holdings HOLDINGS = FindStore.HOLDINGS;

  /** A page looks at so many rows of the index at most to fill itself. */
  private static final int EXAMINED = 5_000;

  /** So many of each kind of thing stand beside records. */
  private static final int MOST_BESIDE = 5;

  private static final int AT_ONCE = 1_000;

  private static final Set<Long> NOTHING = Set.of(-1L);

  private final Reads reads;
  private final Records records;
  private final People people;
  private final Rules rules;
  private final Sorts sorts;

  public Find(Reads reads, Records records, People people, Rules rules) {
    this.reads = reads;
    this.records = records;
    this.people = people;
    this.rules = rules;
    this.sorts = new Sorts(rules);
  }

  /**
   * Records, the best first: by the whole key, by its beginning, by the first word of the title, by
   * any other word or part of a key, by a tracked text; alike ones the newest first.
   *
   * @param cursor absent: the first page
   * @throws InvalidInputException if the cursor is none of this list
   */
  public Page<RecordHead> records(Viewer viewer, Asked asked, @Nullable String cursor, int limit) {
    if (asked.words().isEmpty() && asked.system() == null) {
      return new Page<>(List.of(), null);
    }
    Place from = cursor == null ? null : Place.read(cursor, asked.words());
    return reads.many(viewer, (h, sieve) -> page(h, sieve, asked, from, limit));
  }

  /**
   * All that fits: the first page of records, and some of each other kind of thing. Of nothing that
   * was asked for, the records of which she read last what is new.
   */
  public Found all(Viewer viewer, Asked asked, int limit) {
    return reads.many(
        viewer,
        (h, sieve) -> {
          if (asked.words().isEmpty()) {
            return new Found(
                new Page<>(asked.system() == null ? recent(h, sieve, limit) : List.of(), null),
                List.of(),
                List.of(),
                List.of());
          }
          Page<RecordHead> found = page(h, sieve, asked, null, limit);
          Sorts.Found kinds = sorts.find(h, sieve, asked.words());
          return new Found(
              found,
              kinds.types().stream()
                  .limit(MOST_BESIDE)
                  .map(
                      t ->
                          new Found.Type(
                              t.system(), rules.systemTitle(t.system()), t.type(), t.shown()))
                  .toList(),
              kinds.systems().stream()
                  .limit(MOST_BESIDE)
                  .map(name -> new Found.System(name, rules.systemTitle(name)))
                  .toList(),
              // In a frame one asks within a record, and among its readers.
              viewer.within().isEmpty()
                  ? people.colleagues(h, viewer, asked.query(), MOST_BESIDE)
                  : List.of());
        });
  }

  private List<RecordHead> recent(Handle h, Reads.Sieve sieve, int limit) {
    List<Long> last = FindStore.recent(h, sieve.person(), limit);
    Map<Long, Standing> in = sieve.records(h, last.isEmpty() ? NOTHING : last);
    Map<Long, RecordHead> heads =
        records.heads(
            RecordStore.byId(
                h,
                in.values().stream()
                    .filter(Standing::present)
                    .map(Standing::record)
                    .collect(Collectors.toSet())),
            in.values());
    return last.stream()
        .map(in::get)
        .filter(Objects::nonNull)
        .map(standing -> heads.get(standing.record()))
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private Page<RecordHead> page(
      Handle h, Reads.Sieve sieve, Asked asked, @Nullable Place from, int limit) {
    String lead = from == null ? lead(h, asked.words()) : from.lead();
    Map<Long, Shown> shown = new LinkedHashMap<>();
    Place place = from;
    int examined = 0;
    boolean more = true;
    while (more && shown.size() <= limit && !sieve.isFull()) {
      int most = examined == 0 ? 2 * limit + 2 : AT_ONCE;
      List<FindStore.Found> found = rows(h, asked, lead, place, most);
      look(h, sieve, asked, lead, found, shown);
      examined += found.size();
      more = found.size() == most && examined < EXAMINED;
      if (found.size() == most) {
        place = place(lead, found.get(most - 1));
      } else {
        place = null;
      }
    }
    List<Shown> all = List.copyOf(shown.values());
    List<Shown> page = all.subList(0, Math.min(limit, all.size()));
    if (all.size() > limit) {
      place = place(lead, page.get(limit - 1).row());
    }
    return new Page<>(
        page.stream().sorted(order(asked.words())).map(Shown::head).toList(),
        place == null ? null : place.write());
  }

  /** Of several words the first counts first, whichever of them led to the record. */
  private static Comparator<Shown> order(List<String> words) {
    Comparator<Shown> order = Comparator.comparing(shown -> 0);
    for (String word : words) {
      order =
          order.thenComparing(
              shown -> shown.called().best(word).orElse(LAST), Comparator.naturalOrder());
    }
    return words.isEmpty() ? order : order.thenComparing(shown -> -shown.row().record());
  }

  /** Behind all of them. */
  private static final Term LAST = new Term(Term.Kind.TYPE, "");

  private record Shown(FindStore.Found row, Called called, RecordHead head) {}

  private static Place place(String lead, FindStore.Found row) {
    return new Place(lead, row.term(), row.record());
  }

  /** The word of which there are fewest rows: whatever has the others as well is among these. */
  private static String lead(Handle h, List<String> words) {
    if (words.size() < 2) {
      return words.isEmpty() ? "" : words.get(0);
    }
    Map<String, Integer> often = FindStore.often(h, words);
    return words.stream()
        .min(
            Comparator.comparing((String word) -> often.getOrDefault(word, 0))
                .thenComparing(word -> -word.length()))
        .orElseThrow();
  }

  private static List<FindStore.Found> rows(
      Handle h, Asked asked, String lead, @Nullable Place after, int most) {
    if (!lead.isEmpty()) {
      return FindStore.words(h, lead, after, most);
    }
    return FindStore.types(h, asked.types(), asked.type() != null, after, most);
  }

  /** Adds those of some rows that she may see, and that are what she asked for as she sees them. */
  private void look(
      Handle h,
      Reads.Sieve sieve,
      Asked asked,
      String lead,
      List<FindStore.Found> found,
      Map<Long, Shown> shown) {
    List<FindStore.Found> fitting =
        found.stream()
            .filter(row -> asked.isOf(row.called().type()) && row.called().fits(asked.words()))
            .toList();
    Map<Long, Standing> in = sieve.records(h, ids(fitting));
    Map<Long, TrackedRecord> tracked =
        RecordStore.byId(
            h,
            in.values().stream()
                .filter(Standing::present)
                .map(Standing::record)
                .collect(Collectors.toSet()));
    Map<Long, RecordHead> heads = records.heads(tracked, in.values());
    for (FindStore.Found row : fitting) {
      Standing standing = in.get(row.record());
      if (standing == null) {
        continue;
      }
      TrackedRecord record = tracked.get(standing.record());
      RecordHead head = heads.get(standing.record());
      if (record != null && head != null) {
        Called called =
            Called.of(
                record,
                row.called().keys(),
                field -> standing.internal() && standing.maySee(field.restricted()));
        if (asked.isOf(called.type())
            && called.fits(asked.words())
            && (lead.isEmpty() || called.best(lead).filter(row.term()::equals).isPresent())) {
          shown.putIfAbsent(record.id(), new Shown(row, called, head));
        }
      }
    }
  }

  /** Of no record it costs as much as of one that she may not see. */
  private static Set<Long> ids(List<FindStore.Found> found) {
    return found.isEmpty()
        ? NOTHING
        : found.stream().map(FindStore.Found::record).collect(Collectors.toSet());
  }
}
