package io.causerie.engine.activity;

import io.causerie.engine.access.PostAt;
import io.causerie.engine.activity.ActivityStore.Contribution;
import io.causerie.engine.journal.Journal;
import io.causerie.engine.journal.JournalItem.What;
import io.causerie.engine.record.RecordStore;
import io.causerie.engine.record.TrackedRecord;
import io.causerie.model.Lane;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction changes in records, in their posts and in the journal: collected, and
 * written in one order by a statement each. For one thread, as the transaction is.
 */
public final class UnitOfWork {
  private final Handle h;
  private final Journal journal;
  private final Map<Long, TrackedRecord> records = new LinkedHashMap<>();
  private final Map<Long, Row> posted = new LinkedHashMap<>();
  private final Map<Long, Row> refolded = new LinkedHashMap<>();
  private final Map<Long, Row> before = new LinkedHashMap<>();
  private final Map<Long, Row> anew = new LinkedHashMap<>();
  private final List<Contribution> contributions = new ArrayList<>();
  private final List<Journal.Line> lines = new ArrayList<>();

  public UnitOfWork(Handle h, Journal journal) {
    this.h = h;
    this.journal = journal;
  }

  /** An id for something new. */
  public long nextId() {
    return journal.nextId();
  }

  /**
   * Saves a record as it is in the end. Where others may read it then, each reader is told to look
   * herself.
   *
   * @param record locked by the transaction, or new
   */
  public void save(TrackedRecord record) {
    records.put(record.id(), record);
  }

  public void post(Row row) {
    posted.put(row.id(), row);
  }

  /** Writes what folding made of a post, be it stored or new. */
  public void refold(Row row) {
    (posted.containsKey(row.id()) ? posted : refolded).put(row.id(), row);
  }

  /**
   * Says a stored post anew: the same post, in other words, or to fewer people.
   *
   * @param made all that events contribute to it now
   */
  public void anew(Row stored, Row now, List<Contribution> made) {
    before.put(stored.id(), stored);
    anew.put(now.id(), now);
    contributions.addAll(made);
  }

  public void contribute(Contribution contribution) {
    contributions.add(contribution);
  }

  /** Says what became of a post; gives the id of the line. */
  public long line(What what, Row post, Row.By by) {
    Journal.Line line =
        new Journal.Line(
            nextId(),
            what,
            post.record(),
            post.id(),
            null,
            post.lane(),
            post.audience(),
            by.person(),
            by.sourceActor());
    lines.add(line);
    return line.id();
  }

  /**
   * Says that something happened to the post that somebody was let in to, or to a comment on it.
   *
   * @param record the one that the post is about now
   * @param note the comment, if it is about one
   */
  public void line(What what, PostAt post, long record, @Nullable Long note, String person) {
    lines.add(
        new Journal.Line(
            nextId(),
            what,
            record,
            post.id(),
            note,
            post.gate().lane(),
            post.gate().audience(),
            person,
            null));
  }

  /** Says what became of a comment of a source on a post. */
  public void line(What what, Row post, long note, @Nullable Long sourceActor) {
    lines.add(
        new Journal.Line(
            nextId(),
            what,
            post.record(),
            post.id(),
            note,
            post.lane(),
            post.audience(),
            null,
            sourceActor));
  }

  /**
   * Says that something of a record changed without any post.
   *
   * @param lane whose readers see it
   */
  public void line(TrackedRecord record, Lane lane, @Nullable Long sourceActor) {
    lines.add(
        new Journal.Line(
            nextId(), What.RECORD, record.id(), null, null, lane, null, null, sourceActor));
  }

  /** Writes what has been collected so far; more may come. */
  public void flush() {
    records.values().stream()
        .filter(TrackedRecord::isOtherwise)
        .forEach(record -> line(record, Lane.CUSTOMER, null));
    silent();
    stamp(nextId());
    ActivityStore.insert(h, posted.values());
    ActivityStore.refold(h, refolded.values());
    sayAnew();
    ActivityStore.insertContributions(h, contributions);
    journal.write(h, lines);
    posted.clear();
    refolded.clear();
    before.clear();
    anew.clear();
    contributions.clear();
    lines.clear();
  }

  /** What makes something of what records are called hears of each that no other line is about. */
  private void silent() {
    Set<Long> told = lines.stream().map(Journal.Line::record).collect(Collectors.toSet());
    records.values().stream()
        .filter(record -> record.isCalledOtherwise() && !told.contains(record.id()))
        .forEach(
            record ->
                lines.add(
                    new Journal.Line(
                        nextId(),
                        What.SILENT,
                        record.id(),
                        null,
                        null,
                        Lane.INTERNAL,
                        null,
                        null,
                        null)));
  }

  /** What is kept of a record's page counts no more: a line says so too, where there is one. */
  private void stamp(long stamp) {
    Set<Long> written =
        Stream.of(posted, refolded, anew)
            .flatMap(rows -> rows.values().stream())
            .map(Row::record)
            .collect(Collectors.toCollection(TreeSet::new));
    records.values().stream()
        .filter(TrackedRecord::isDirty)
        .forEach(record -> written.remove(record.id()));
    lines.forEach(line -> written.remove(line.record()));
    RecordStore.save(h, records.values(), stamp);
    RecordStore.stamp(h, written, stamp);
  }

  private void sayAnew() {
    ActivityStore.say(h, anew.values());
    List<Row> narrowed =
        anew.values().stream()
            .filter(row -> !row.gate().equals(Objects.requireNonNull(before.get(row.id())).gate()))
            .toList();
    ActivityStore.narrow(h, narrowed.stream().map(row -> before.get(row.id())).toList(), narrowed);
    ActivityStore.withdrawAll(h, anew.keySet());
  }
}
