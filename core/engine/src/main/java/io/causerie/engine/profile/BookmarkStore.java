package io.causerie.engine.profile;

import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.store.Cursor;
import io.causerie.engine.store.Holdings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Posts that people marked for themselves. */
final class BookmarkStore {
  static final Holdings HOLDINGS = Holdings.none().gone("bookmark.person");

  private BookmarkStore() {}

  /** A post that was marked, and when. */
  record Marked(long activity, Instant at) {}

  static void mark(Handle h, String person, long activity, Instant now) {
    h.createUpdate(
            """
            insert into bookmark (person, activity_id, marked) values (:person, :activity, :now)
            on conflict do nothing
            """)
        .bind("person", person)
        .bind("activity", activity)
        .bind("now", now)
        .execute();
  }

  static void unmark(Handle h, String person, long activity) {
    h.createUpdate("delete from bookmark where person = :person and activity_id = :activity")
        .bind("person", person)
        .bind("activity", activity)
        .execute();
  }

  /** What somebody marked, the last first, along the index. */
  static List<Marked> page(Handle h, String person, Optional<Cursor> from, int most) {
    String further = " and (marked < :marked or (marked = :marked and activity_id < :activity))";
    Query query =
        h.createQuery(
            "select activity_id, marked from bookmark where person = :person"
                + (from.isPresent() ? further : "")
                + " order by person desc, marked desc, activity_id desc limit :most");
    from.ifPresent(c -> query.bind("marked", c.published()).bind("activity", c.id()));
    return query
        .bind("person", person)
        .bind("most", most)
        .map(
            (r, c) ->
                new Marked(r.getLong("activity_id"), ActivityStore.time(r, "marked").orElseThrow()))
        .list();
  }
}
