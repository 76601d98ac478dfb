package io.causerie.engine.profile;

import io.causerie.engine.activity.ActivityStore.Made;
import io.causerie.engine.record.Heading;
import io.causerie.engine.store.Ids;
import io.causerie.engine.store.ShortList;
import io.causerie.model.Coded;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.RecordRef;
import io.causerie.model.json.ModelJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The statements about what a person wrote. */
final class SaidStore {
  private SaidStore() {}

  /** A post, or a comment on one. */
  record Item(long id, long activity, boolean note) {}

  /** What one person wrote before an id, the newest first; read along two indexes. */
  static final String WRITTEN =
      """
      select id, activity_id, note from (
        (select a.id, a.id as activity_id, false as note from activity a
          where a.actor_person = :person and a.kind = %1$d and a.id < :before
          order by a.actor_person desc, a.id desc limit :most)
        union all
        (select n.id, n.activity_id, true from note n
          where n.author = :person and n.id < :before
          order by n.author desc, n.id desc limit :most)) w
      order by id desc limit :most
      """
          .formatted(Made.POST.code());

  static List<Item> written(Handle h, String person, long before, int most) {
    return h.createQuery(WRITTEN)
        .bind("person", person)
        .bind("before", before)
        .bind("most", most)
        .map((r, c) -> new Item(r.getLong("id"), r.getLong("activity_id"), r.getBoolean("note")))
        .list();
  }

  /**
   * The words of an item.
   *
   * @param then what its record was called when the post was made
   * @param now what it is called
   */
  record Row(
      long record,
      Lane lane,
      Instant at,
      @Nullable Instant edited,
      String content,
      String html,
      int htmlVersion,
      Heading then,
      Localized now) {}

  private static final String HEADING =
      """
      a.record_id, a.lane, a.system, a.record_type, a.record_source_id, a.record_title, a.merged,
      g.title as present_title, g.source_id as present_key
      """;

  /** What was not removed, by item. */
  static Map<Long, Row> rows(Handle h, Collection<Item> items) {
    Map<Long, Row> rows = new HashMap<>();
    if (items.isEmpty()) {
      return rows;
    }
    ShortList.query(
            h,
            """
            select a.id as item, a.published as at, a.edited, a.content, a.html, a.html_version, %1$s
            from activity a join record g on g.id = a.record_id
            where a.id = any(:posts) and a.removed is null
            union all
            select n.id, n.written, n.edited, n.content, n.html, n.html_version, %1$s
            from note n join activity a on a.id = n.activity_id join record g on g.id = a.record_id
            where n.id = any(:notes) and n.removed is null
            """
                .formatted(HEADING),
            ShortList.numbers("posts", ids(items, false)),
            ShortList.numbers("notes", ids(items, true)))
        .map((r, c) -> Map.entry(r.getLong("item"), row(r)))
        .forEach(e -> rows.put(e.getKey(), e.getValue()));
    return rows;
  }

  private static List<Long> ids(Collection<Item> items, boolean notes) {
    List<Long> ids = items.stream().filter(i -> i.note() == notes).map(Item::id).toList();
    return ids.isEmpty() ? List.of(-1L) : ids;
  }

  private static Row row(ResultSet r) throws SQLException {
    Instant at = time(r, "at");
    String now = r.getString("present_title");
    String then = r.getString("record_title");
    return new Row(
        r.getLong("record_id"),
        Coded.of(Lane.class, r.getInt("lane")),
        at == null ? Ids.timeOf(r.getLong("item")) : at,
        time(r, "edited"),
        text(r, "content"),
        text(r, "html"),
        r.getInt("html_version"),
        new Heading(
            new RecordRef(
                r.getString("system"), r.getString("record_type"), r.getString("record_source_id")),
            then == null ? null : ModelJson.read(then, Localized.class),
            r.getBoolean("merged")),
        now == null
            ? Localized.of(r.getString("present_key"))
            : ModelJson.read(now, Localized.class));
  }

  private static String text(ResultSet r, String column) throws SQLException {
    String text = r.getString(column);
    return text == null ? "" : text;
  }

  private static @Nullable Instant time(ResultSet r, String column) throws SQLException {
    OffsetDateTime time = r.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  static Set<Long> activities(Collection<Item> items) {
    return items.isEmpty()
        ? Set.of(-1L)
        : items.stream().map(Item::activity).collect(java.util.stream.Collectors.toSet());
  }
}
