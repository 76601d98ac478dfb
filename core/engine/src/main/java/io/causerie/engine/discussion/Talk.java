package io.causerie.engine.discussion;

import io.causerie.engine.Page;
import io.causerie.engine.access.Standing;
import io.causerie.engine.people.Names;
import io.causerie.engine.store.Cursor;
import io.causerie.model.ActivityId;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The last comments of some posts of one record, which somebody was found to read. */
public final class Talk {
  /** There is no comment that is not older. */
  public static final long NEWEST = Long.MAX_VALUE;

  private final Map<Long, List<NoteStore.Row>> newestFirst;
  private final int limit;

  private Talk(Map<Long, List<NoteStore.Row>> newestFirst, int limit) {
    this.newestFirst = newestFirst;
    this.limit = limit;
  }

  /**
   * Before which comment a page ends.
   *
   * @param cursor of a page before, absent for the newest comments
   */
  static long before(@Nullable String cursor) {
    return Cursor.before(Cursor.Of.COMMENTS, cursor);
  }

  /**
   * @param before comments older than this one
   * @param limit comments a post
   */
  public static Talk of(Handle h, Standing reader, List<Long> activities, long before, int limit) {
    Map<Long, Standing> in = new LinkedHashMap<>();
    activities.forEach(activity -> in.put(activity, reader));
    return of(h, in, before, limit);
  }

  /**
   * The same for posts of several records.
   *
   * @param in by post, of one who reads its record
   */
  public static Talk of(Handle h, Map<Long, Standing> in, long before, int limit) {
    Map<Long, List<NoteStore.Row>> rows = new HashMap<>();
    NoteStore.newest(h, in, before, limit + 1)
        .forEach(row -> rows.computeIfAbsent(row.activity(), a -> new ArrayList<>()).add(row));
    return new Talk(rows, limit);
  }

  /** The ids of those of them that stand in systems as well. */
  public List<Long> copied() {
    return shown().filter(NoteStore.Row::copied).map(NoteStore.Row::id).toList();
  }

  /** The ids of all comments it shows. */
  public List<Long> notes() {
    return shown().map(NoteStore.Row::id).toList();
  }

  private Stream<NoteStore.Row> shown() {
    return newestFirst.values().stream().flatMap(rows -> rows.stream().limit(limit));
  }

  /**
   * Its comments, by post, oldest first, as somebody sees them who has seen all and written none;
   * {@code next} leads to older ones.
   */
  public Map<Long, Page<NoteView>> pages(Names names, Marks marks) {
    load(names, shown().toList());
    Map<Long, Page<NoteView>> pages = new HashMap<>();
    newestFirst.forEach(
        (activity, rows) -> {
          List<NoteView> views = new ArrayList<>();
          rows.stream().limit(limit).forEach(row -> views.add(view(row, names, marks)));
          Collections.reverse(views);
          String older =
              rows.size() > limit
                  ? Cursor.of(rows.get(limit - 1).id()).write(Cursor.Of.COMMENTS)
                  : null;
          pages.put(activity, new Page<>(views, older));
        });
    return pages;
  }

  static void load(Names names, Collection<NoteStore.Row> rows) {
    names.load(rows.stream().flatMap(NoteStore.Row::persons));
  }

  /**
   * Some comments by their ids, as somebody sees them who has seen all and written none.
   *
   * @param in of one who reads their record
   */
  public static Map<Long, NoteView> notes(
      Handle h, Standing in, Collection<Long> ids, Names names) {
    List<NoteStore.Row> rows = NoteStore.find(h, in, ids);
    load(names, rows);
    List<Long> copied = rows.stream().filter(NoteStore.Row::copied).map(NoteStore.Row::id).toList();
    Marks marks = new Marks(Given.of(h, ids, names), Set.of(), Copied.of(h, copied));
    Map<Long, NoteView> notes = new HashMap<>();
    rows.forEach(row -> notes.put(row.id(), view(row, names, marks)));
    return notes;
  }

  static NoteView view(NoteStore.Row row, Names names, Marks marks) {
    boolean gone = row.removed() != null;
    Words.Named words = Words.named(gone ? "" : row.content(), names);
    return new NoteView(
        new NoteId(row.id()),
        new ActivityId(row.activity()),
        new RecordId(row.record()),
        row.inReplyTo() == null ? null : new NoteId(row.inReplyTo()),
        row.answered() == null ? null : row.answered().in(names),
        row.author().in(names),
        row.author().system(),
        words.content(),
        words.mentions(),
        gone ? "" : Words.namedHtml(row.html(), names),
        row.created(),
        row.edited(),
        row.removed() == null
            ? null
            : new Removal(
                row.removedBy() == null ? row.author().in(names) : names.person(row.removedBy()),
                row.removed()),
        row.version(),
        gone ? List.of() : marks.reactions(row.id()),
        marks.copied().of(row.id(), row.version(), gone),
        gone ? List.of() : marks.files(row.id()),
        false,
        false);
  }
}
