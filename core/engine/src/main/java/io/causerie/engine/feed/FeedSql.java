package io.causerie.engine.feed;

import io.causerie.engine.access.Reach;
import io.causerie.engine.access.Standing;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.store.Cursor;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The statements of a record's feed. The rows looked at are bounded first, along the index; what
 * the reader may see of them is decided by the bound array of her audiences.
 */
final class FeedSql {
  private FeedSql() {}

  private static String examined(ActivityView.Show show, boolean further) {
    boolean talk = show == ActivityView.Show.TALK;
    return """
        select id, published, audience_id, party_id, lane, kind from activity
        where record_id = :record
        """
        + (talk ? " and talk = true" : "")
        + (further ? " and (published < :published or (published = :published and id < :id))" : "")
        // In the direction of the index, all columns: H2 would sort the whole record otherwise.
        + (talk
            ? " order by talk desc, record_id desc, published desc, id desc"
            : " order by record_id desc, published desc, id desc")
        + " limit :examined";
  }

  /** The statement of a page; {@code further}: not the first one. */
  static String page(ActivityView.Show show, boolean further) {
    String made = show == ActivityView.Show.CHANGES ? " and kind <> 2" : "";
    return "select id from ("
        + examined(show, further)
        + ") e where "
        + Reach.sql("e")
        + made
        + " order by published desc, id desc limit :limit";
  }

  static List<ActivityStore.Row> page(
      Handle h,
      Standing standing,
      ActivityView.Show show,
      Optional<Cursor> from,
      int examined,
      int limit) {
    List<Long> ids =
        bind(h.createQuery(page(show, from.isPresent())), standing, from, examined)
            .bind("limit", limit)
            .mapTo(Long.class)
            .list();
    var rows = ActivityStore.find(h, ids);
    return ids.stream().map(rows::get).filter(java.util.Objects::nonNull).toList();
  }

  /** Where the rows looked at end, if there are more behind them. */
  static Optional<Cursor> end(
      Handle h, Standing standing, ActivityView.Show show, Optional<Cursor> from, int examined) {
    return bind(
            h.createQuery(examined(show, from.isPresent()) + " offset :skipped"), standing, from, 1)
        .bind("skipped", examined - 1)
        .map(
            (r, c) -> new Cursor(ActivityStore.time(r, "published").orElseThrow(), r.getLong("id")))
        .findOne();
  }

  static Query bind(Query query, Standing standing, Optional<Cursor> from, int examined) {
    from.ifPresent(c -> query.bind("published", c.published()).bind("id", c.id()));
    return standing
        .reach()
        .bind(query)
        .bind("record", standing.record())
        .bind("examined", examined);
  }
}
