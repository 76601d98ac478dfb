package io.causerie.engine.live;

import io.causerie.engine.journal.JournalItem;
import io.causerie.engine.journal.JournalItem.What;
import io.causerie.model.ActivityId;
import io.causerie.model.Coded;
import io.causerie.model.Lane;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The statements that read lines of the journal. */
final class LiveSql {
  private static final String LINES =
      """
      select l.position, l.what, l.record_id, l.activity_id, l.note_id, l.lane,
        coalesce(l.person, s.person) as person, %s as topic
      from %s
      left join source_actor s on s.id = l.source_actor
      order by l.position
      """;

  private LiveSql() {}

  static Live.Span span(Handle h) {
    return h.createQuery("select removed, position from journal_head")
        .map((r, c) -> new Live.Span(r.getLong("removed"), r.getLong("position")))
        .one();
  }

  /**
   * Lines by the record that somebody follows.
   *
   * @param count of lines, each counted once
   * @param positions of the lines, in order
   */
  record Found(Map<RecordId, List<JournalItem>> lines, List<Long> positions) {
    int count() {
      return positions.size();
    }

    /** The last position, or another one where there is no line. */
    long last(long otherwise) {
      return positions.isEmpty() ? otherwise : positions.get(positions.size() - 1);
    }
  }

  /** A line of a record that others were merged into is one for who follows these, too. */
  static Found next(Handle h, long after, int most) {
    return found(
        h.createQuery(
                LINES.formatted(
                    "m.id",
                    """
                    (select * from journal where position > :after order by position limit :most) l
                    left join record m on m.merged_into = l.record_id
                    """))
            .bind("after", after)
            .bind("most", most));
  }

  static Found since(Handle h, Map<RecordId, Long> missed, long upTo, int most) {
    if (missed.isEmpty()) {
      return new Found(Map.of(), List.of());
    }
    List<Long> records = new ArrayList<>();
    List<Long> afters = new ArrayList<>();
    missed.forEach(
        (record, after) -> {
          records.add(record.value());
          afters.add(after);
        });
    return found(
        h.createQuery(
                LINES.formatted(
                    "l.topic",
                    """
                    (select j.*, r.id as topic
                     from unnest(cast(:records as bigint array), cast(:afters as bigint array))
                       as t (record, after)
                     join record r on r.id = t.record
                     join journal j on j.record_id = coalesce(r.merged_into, r.id)
                       and j.position > t.after and j.position <= :upTo
                     order by j.position limit :most) l
                    """))
            .bindArray("records", Long.class, records.toArray())
            .bindArray("afters", Long.class, afters.toArray())
            .bind("upTo", upTo)
            .bind("most", most));
  }

  /** The newest lines of some records, of both lanes and of the customer's. */
  static Map<RecordId, Live.Beginning> last(Handle h, Collection<RecordId> records) {
    String newest =
        """
        greatest(j.removed, coalesce((
          select l.position from journal l
          where l.record_id = coalesce(r.merged_into, r.id) and l.position is not null%s
          order by l.position desc limit 1), 0))
        """;
    return h.createQuery(
            "select r.id, %s as internal, %s as customer"
                    .formatted(newest.formatted(""), newest.formatted(" and l.lane = :customers"))
                + " from record r cross join journal_head j where r.id = any(:records)")
        .bind("customers", Lane.CUSTOMER.code())
        .bindArray("records", Long.class, records.stream().map(RecordId::value).toArray())
        .map(
            (r, c) ->
                Map.entry(
                    new RecordId(r.getLong("id")),
                    new Live.Beginning(r.getLong("internal"), r.getLong("customer"))))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Found found(Query query) {
    Map<RecordId, List<JournalItem>> lines = new LinkedHashMap<>();
    List<Long> positions = new ArrayList<>();
    query
        .map(
            (r, c) -> {
              Long topic = r.getObject("topic", Long.class);
              JournalItem item = item(r);
              boolean again =
                  !positions.isEmpty() && positions.get(positions.size() - 1) == item.position();
              if (!again) {
                positions.add(item.position());
              }
              if (item.what() == What.SILENT) {
                return item;
              }
              if (!again) {
                lines.computeIfAbsent(item.record(), k -> new ArrayList<>()).add(item);
              }
              if (topic != null && topic != item.record().value()) {
                lines.computeIfAbsent(new RecordId(topic), k -> new ArrayList<>()).add(item);
              }
              return item;
            })
        .list();
    return new Found(lines, positions);
  }

  private static JournalItem item(ResultSet r) throws SQLException {
    Long activity = r.getObject("activity_id", Long.class);
    Long note = r.getObject("note_id", Long.class);
    return new JournalItem(
        r.getLong("position"),
        Coded.of(What.class, r.getInt("what")),
        new RecordId(r.getLong("record_id")),
        activity == null ? null : new ActivityId(activity),
        note == null ? null : new NoteId(note),
        Coded.of(Lane.class, r.getInt("lane")),
        r.getString("person"));
  }
}
