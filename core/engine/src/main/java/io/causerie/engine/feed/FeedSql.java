package io.causerie.engine.feed;

import io.causerie.engine.access.Reach;
import io.causerie.engine.access.Standing;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.activity.ActivityStore.Made;
import io.causerie.engine.people.SourceActors;
import io.causerie.engine.store.Cursor;
import io.causerie.engine.store.ShortList;
import io.causerie.model.Localized;
import io.causerie.model.json.ModelJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The statements of a record's feed. The rows looked at are bounded first, along the index; what
 * the reader may see of them is decided by the bound array of her audiences.
 */
final class FeedSql {
  private FeedSql() {}

  /** The rows looked at; {@code further}: not of the first page. */
  private static String rows(ActivityView.Show show, boolean further) {
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
            : " order by record_id desc, published desc, id desc");
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
        + rows(show, further)
        + " limit :examined) e where "
        + Reach.sql("e")
        + made
        + " order by published desc, id desc limit :limit";
  }

  /**
   * A page of posts.
   *
   * @param end where the rows looked at end, if there are more behind them
   */
  record Found(List<FeedItem> items, Optional<Cursor> end) {}

  static Found page(
      Handle h,
      Standing standing,
      ActivityView.Show show,
      Optional<Cursor> from,
      int examined,
      int limit) {
    // One row at least, with the end of what was looked at.
    String items =
        """
        select p.*, z.published as end_published, z.id as end_id from journal_head j
          left join (%s limit 1 offset :skipped) z on 1 = 1
          left join (%s where a.id in (%s)) p on 1 = 1
        order by p.published desc, p.id desc
        """
            .formatted(rows(show, from.isPresent()), ITEMS, page(show, from.isPresent()));
    List<FeedItem> found = new ArrayList<>();
    Set<Cursor> end = new HashSet<>();
    bind(h.createQuery(items), standing, from, examined)
        .bind("skipped", examined - 1)
        .bind("limit", limit)
        .map((r, c) -> row(r, found))
        .forEach(end::addAll);
    return new Found(found, end.stream().findFirst());
  }

  /** Takes the post of a row, if there is one; answers the end of what was looked at. */
  private static Set<Cursor> row(ResultSet r, List<FeedItem> found) throws SQLException {
    if (r.getObject("id") != null) {
      found.add(item(r));
    }
    Optional<Instant> published = ActivityStore.time(r, "end_published");
    return published.isEmpty()
        ? Set.of()
        : Set.of(new Cursor(published.get(), r.getLong("end_id")));
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

  /** Posts of several records, by their ids, of one who reads each of them. */
  static List<FeedItem> items(Handle h, Map<Long, Standing> in) {
    return in.isEmpty()
        ? List.of()
        : ShortList.query(
                h, ITEMS + " where a.id = any(:ids)", ShortList.numbers("ids", in.keySet()))
            .map((r, c) -> item(r))
            .filter(
                item ->
                    Objects.requireNonNull(in.get(item.row().id())).record() == item.row().record())
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

  static Query bind(Query query, Standing standing, Optional<Cursor> from, int examined) {
    from.ifPresent(c -> query.bind("published", c.published()).bind("id", c.id()));
    return standing
        .reach()
        .bind(query)
        .bind("record", standing.record())
        .bind("examined", examined);
  }
}
