package io.causerie.engine.audit;

import io.causerie.engine.audit.AuditLog.Line;
import io.causerie.model.PlainText;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Rows of what operators did. */
final class AuditStore {
  private static final int MAX_DETAIL = 4000;

  private AuditStore() {}

  /** A line and its id. */
  record Row(long id, Line line) {}

  static void insert(Handle h, long id, Line line) {
    String detail = line.detail();
    h.createUpdate(
            """
            insert into audit (id, at, who, action, connector, detail)
            values (:id, :at, :who, :action, :connector, :detail)
            """)
        .bind("id", id)
        .bind("at", line.at())
        .bind("who", line.who())
        .bind("action", line.action())
        .bind("connector", line.connector())
        .bind("detail", detail == null ? null : PlainText.cut(detail, MAX_DETAIL))
        .execute();
  }

  /** The newest lines before one. */
  static List<Row> before(Handle h, long id, int most) {
    return h.createQuery("select * from audit where id < :before order by id desc limit :limit")
        .bind("before", id)
        .bind("limit", most)
        .map(
            (r, c) ->
                new Row(
                    r.getLong("id"),
                    new Line(
                        r.getObject("at", OffsetDateTime.class).toInstant(),
                        r.getString("who"),
                        r.getString("action"),
                        r.getString("connector"),
                        r.getString("detail"))))
        .list();
  }
}
