package io.causerie.engine.record;

import io.causerie.engine.access.Reach;
import io.causerie.engine.access.Standing;
import io.causerie.model.Localized;
import io.causerie.model.RecordRef;
import io.causerie.model.json.ModelJson;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The discussions of a record that somebody keeps whom its present gate keeps out. */
final class EarlierTalk {
  private EarlierTalk() {}

  /**
   * What the record was called when the newest of them began.
   *
   * @param asked the key she asked for: that a record she does not know has taken over must not be
   *     told to whoever guesses it
   */
  static Optional<Heading> heading(Handle h, Standing standing, Optional<RecordRef> asked) {
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
