package io.causerie.engine.file;

import io.causerie.engine.journal.Journal;
import io.causerie.engine.journal.JournalItem.What;
import io.causerie.model.Coded;
import io.causerie.model.Lane;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What is asked of others' rows for files. */
public final class FileSql {
  private FileSql() {}

  /** What a statement selects of files beside others' rows; what of it is no file's is null. */
  public static final String BESIDE =
      """
      f.id as file_id, f.name, f.size, c.digest, c.kind, c.state, c.refusal, c.width, c.height,
        c.preview
      from file f join file_content c on c.digest = f.digest
      """;

  /** The same of a row that is no file. */
  public static final String NONE_BESIDE =
      """
      cast(null as bigint) as file_id, cast(null as varchar) as name, cast(null as bigint) as size,
        cast(null as varchar) as digest, cast(null as varchar) as kind,
        cast(null as varchar) as state, cast(null as varchar) as refusal,
        cast(null as int) as width, cast(null as int) as height, cast(null as varchar) as preview
      """;

  /** The file of a row of {@link #BESIDE}; nothing of one of {@link #NONE_BESIDE}. */
  public static @Nullable FileView beside(ResultSet r) throws SQLException {
    return FileStore.beside(r);
  }

  /** How many files a post or comment has. */
  public static int count(Handle h, long item) {
    return h.createQuery("select count(*) from file where item = :item")
        .bind("item", item)
        .mapTo(Integer.class)
        .one();
  }

  /** Whether somebody is there, who gives one file after the other until the transaction ends. */
  static boolean lock(Handle h, String person) {
    return h.createQuery("select id from person where id = :id for update")
        .bind("id", person)
        .mapTo(String.class)
        .findOne()
        .isPresent();
  }

  /** Whether a post or comment is a comment. */
  static boolean isNote(Handle h, long item) {
    return h.createQuery("select exists (select 1 from note where id = :item)")
        .bind("item", item)
        .mapTo(Boolean.class)
        .one();
  }

  /** A line for each of some posts and comments: that they are to be looked at anew. */
  static List<Journal.Line> lines(Handle h, Journal journal, Collection<Long> items) {
    return items.isEmpty()
        ? List.of()
        : h.createQuery(
                """
                select a.record_id, a.id, n.id as note, a.lane, a.audience_id
                from note n join activity a on a.id = n.activity_id where n.id = any(:items)
                union all
                select a.record_id, a.id, cast(null as bigint), a.lane, a.audience_id
                from activity a where a.id = any(:items)
                """)
            .bindArray("items", Long.class, items.toArray())
            .map(
                (r, c) -> {
                  Long note = r.getObject("note", Long.class);
                  return new Journal.Line(
                      journal.nextId(),
                      note == null ? What.UPDATED : What.NOTE_UPDATED,
                      r.getLong("record_id"),
                      r.getLong("id"),
                      note,
                      Coded.of(Lane.class, r.getInt("lane")),
                      r.getLong("audience_id"),
                      null,
                      null);
                })
            .list();
  }
}
