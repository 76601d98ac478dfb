package io.causerie.engine.connector;

import io.causerie.engine.store.Holdings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Rows of bulk loads. */
public final class BulkLoadStore {
  /** A bulk load names who announced it. */
  public static final Holdings HOLDINGS =
      Holdings.none()
          .person("bulk_load.announced_by")
          .stays("a connector's", "bulk_load.connector");

  private BulkLoadStore() {}

  /** Adds one; not if there is no such connector. */
  static boolean insert(Handle h, BulkLoad load) {
    return h.createUpdate(
                """
                insert into bulk_load (connector, since, until, announced_by, reason)
                select name, :since, :until, :by, :reason from connector_state
                where name = :connector
                """)
            .bind("connector", load.connector())
            .bind("since", load.since())
            .bind("until", load.until())
            .bind("by", load.by())
            .bind("reason", load.reason())
            .execute()
        > 0;
  }

  static void remove(Handle h, String connector) {
    h.createUpdate("delete from bulk_load where connector = :connector")
        .bind("connector", connector)
        .execute();
  }

  static List<BulkLoad> running(Handle h, Instant now) {
    return h.createQuery("select * from bulk_load where until > :now order by connector")
        .bind("now", now)
        .map((r, c) -> bulkLoad(r))
        .list();
  }

  private static BulkLoad bulkLoad(ResultSet r) throws SQLException {
    return new BulkLoad(
        r.getString("connector"),
        r.getObject("since", OffsetDateTime.class).toInstant(),
        r.getObject("until", OffsetDateTime.class).toInstant(),
        r.getString("announced_by"),
        r.getString("reason"));
  }

  /** Of which connectors nobody is told now. */
  public static Set<String> quiet(Handle h, Instant now) {
    return running(h, now).stream().map(BulkLoad::connector).collect(Collectors.toSet());
  }
}
