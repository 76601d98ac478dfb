package io.causerie.engine.feed;

import io.causerie.engine.access.Reach;
import io.causerie.engine.access.Standing;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.activity.ActivityStore.Made;
import io.causerie.engine.people.SourceActors;
import io.causerie.engine.store.Cursor;
import io.causerie.model.Localized;
import io.causerie.model.json.ModelJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
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

  private static final String ITEMS =
      """
      select a.*, s.id as source_row, s.person as source_person,
        coalesce(s.name, s.source_id) as source_name, g.title as present_title,
        g.source_id as present_key,
        (select count(*) from note n where n.activity_id = a.id and n.removed is null) as notes
      from activity a join record g on g.id = a.record_id
        left join source_actor s on s.id = a.source_actor
      """;

  /** The statement of a page's ids; {@code further}: not the first one. */
  static String page(ActivityView.Show show, boolean further) {
    String made = show == ActivityView.Show.CHANGES ? " and kind <> " + Made.POST.code() : "";
    return "select id from ("
        + examined(show, further)
        + ") e where "
        + Reach.sql("e")
        + made
        + " order by published desc, id desc limit :limit";
  }

  static List<FeedItem> page(
      Handle h,
      Standing standing,
      ActivityView.Show show,
      Optional<Cursor> from,
      int examined,
      int limit) {
    String items =
        ITEMS
            + " where a.id in ("
            + page(show, from.isPresent())
            + ") order by a.published desc, a.id desc";
    return bind(h.createQuery(items), standing, from, examined)
        .bind("limit", limit)
        .map((r, c) -> item(r))
        .list();
  }

  static List<FeedItem> items(Handle h, Standing in, Collection<Long> activities) {
    return activities.isEmpty()
        ? List.of()
        : h.createQuery(ITEMS + " where a.id = any(:ids) and a.record_id = :record")
            .bindArray("ids", Long.class, activities.toArray())
            .bind("record", in.record())
            .map((r, c) -> item(r))
            .list();
  }

  private static FeedItem item(ResultSet r) throws SQLException {
    String title = r.getString("present_title");
    return new FeedItem(
        ActivityStore.row(r),
        r.getObject("source_row") == null
            ? null
            : new SourceActors.ActorRow(r.getString("source_person"), r.getString("source_name")),
        r.getInt("notes"),
        title == null
            ? Localized.of(r.getString("present_key"))
            : ModelJson.read(title, Localized.class));
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
