package io.causerie.engine.record;

import io.causerie.engine.access.Reach;
import io.causerie.engine.access.Standing;
import io.causerie.engine.journal.JournalStore;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.RecordRef;
import io.causerie.model.json.ModelJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The statements about a record whose answers depend on who reads it. */
final class StandingSql {
  private StandingSql() {}

  private static final String BESIDE =
      """
      %s as position,
      (select count(*) from (%s and %s limit :most) u) as unread,
      (select count(*) from (select b.id from activity b
        where b.talk = true and b.record_id = :record and b.lane = :customers
          and b.audience_id = :customerAudience and b.party_id = :party
        limit 1) t) as begun
      """
          .formatted(JournalStore.PLACE, UnreadStore.ITEMS, Reach.sql("a"));

  /**
   * All that stands beside it, in one statement.
   *
   * @param most where counting what is unread ends
   */
  static Beside beside(Handle h, Standing reader, int most) {
    return bind(h.createQuery("select " + BESIDE), reader, most).map((r, c) -> beside(r)).one();
  }

  /** The same with the record itself, for whom its present gate lets in. */
  static Optional<KeptRecords.Seen> seen(Handle h, Standing reader, int most) {
    String record = "select r.*, " + BESIDE + " from record r where r.id = :record";
    return bind(h.createQuery(record), reader, most)
        .map((r, c) -> new KeptRecords.Seen(RecordStore.tracked(r), beside(r)))
        .findOne();
  }

  private static Query bind(Query query, Standing reader, int most) {
    return reader
        .reach()
        .bind(query)
        .bind("record", reader.record())
        .bind("person", reader.person())
        .bind("most", most)
        .bind("internal", reader.internal())
        .bind("customers", Lane.CUSTOMER.code())
        .bind("customerAudience", reader.now().customer())
        .bind("party", reader.now().party());
  }

  private static Beside beside(ResultSet r) throws SQLException {
    return new Beside(r.getLong("position"), r.getInt("unread"), r.getInt("begun") > 0);
  }

  /**
   * What the record was called when the newest of those discussions began that somebody keeps whom
   * its present gate keeps out.
   *
   * @param asked the key she asked for: that a record she does not know has taken over must not be
   *     told to whoever guesses it
   */
  static Optional<Heading> earlier(Handle h, Standing standing, Optional<RecordRef> asked) {
    String known =
        asked.isPresent()
            ? " and a.system = :system and a.record_type = :type and a.record_source_id = :key"
            : "";
    Query newest =
        h.createQuery(
            """
            select a.system, a.record_type, a.record_source_id, a.record_title, a.merged
            from activity a where a.record_id = :record and %s %s
            order by a.record_id desc, a.published desc, a.id desc limit 1
            """
                .formatted(Reach.sql("a"), known));
    asked.ifPresent(
        ref -> newest.bind("system", ref.system()).bind("type", ref.type()).bind("key", ref.id()));
    return standing
        .reach()
        .bind(newest)
        .bind("record", standing.record())
        .map(
            (r, c) -> {
              String title = r.getString("record_title");
              return new Heading(
                  new RecordRef(
                      r.getString("system"),
                      r.getString("record_type"),
                      r.getString("record_source_id")),
                  title == null ? null : ModelJson.read(title, Localized.class),
                  r.getBoolean("merged"));
            })
        .findOne();
  }
}
