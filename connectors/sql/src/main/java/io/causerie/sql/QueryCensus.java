package io.causerie.sql;

import io.causerie.spi.Census;
import io.causerie.spi.ReadBack;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import io.causerie.sql.Rows.Found;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a query by their keys: all that there are, or some of them as they are now. */
final class QueryCensus implements Census, ReadBack {
  private final Rows rows;

  QueryCensus(Rows rows) {
    this.rows = rows;
  }

  @Override
  public Page keys(@Nullable String after, int limit) throws SourceException {
    return rows.read(SqlWording.KEYS_UNREAD, c -> keys(c, after, limit));
  }

  private Page keys(Connection connection, @Nullable String after, int limit)
      throws SQLException, SourceException {
    QueryRoles roles = rows.roles(connection);
    Conditions conditions = live(roles);
    if (after != null) {
      conditions.andAfter(roles.key(), values(after, roles));
    }
    List<Found> found = rows.select(connection, roles, conditions, roles.key(), limit + 1);
    boolean more = found.size() > limit;
    List<Census.Row> page = new ArrayList<>();
    for (Found row : more ? found.subList(0, limit) : found) {
      page.add(new Census.Row(row.row().key(), row.row().version()));
    }
    return new Page(page, more ? page.get(page.size() - 1).key() : null);
  }

  private static List<String> values(String key, QueryRoles roles) {
    return Keys.split(key, roles.key())
        .orElseThrow(() -> new IllegalArgumentException("not a key of the query: " + key));
  }

  @Override
  public List<SourceRow> read(Collection<String> keys) throws SourceException {
    return keys.isEmpty() ? List.of() : rows.read(SqlWording.RECORDS_UNREAD, c -> read(c, keys));
  }

  private List<SourceRow> read(Connection connection, Collection<String> keys)
      throws SQLException, SourceException {
    QueryRoles roles = rows.roles(connection);
    List<List<String>> values = wanted(roles, keys);
    if (values.isEmpty()) {
      return List.of();
    }
    Conditions conditions = live(roles).andOneOf(roles.key(), values);
    // One more than asked for would show a key that is none.
    return rows.select(connection, roles, conditions, roles.key(), values.size() + 1).stream()
        .map(Found::row)
        .toList();
  }

  private static List<List<String>> wanted(QueryRoles roles, Collection<String> keys) {
    return keys.stream().flatMap(key -> Keys.split(key, roles.key()).stream()).distinct().toList();
  }

  /** Which keys are not among the live ones; without a query of live keys nothing is said. */
  @Override
  public List<SourceRow> gone(Collection<String> keys) throws SourceException {
    return keys.isEmpty() ? List.of() : rows.read(SqlWording.LIVE_KEYS_UNREAD, c -> gone(c, keys));
  }

  private List<SourceRow> gone(Connection connection, Collection<String> keys)
      throws SQLException, SourceException {
    QueryRoles roles = rows.roles(connection);
    QueryRoles.LiveKeys live = roles.live();
    List<SourceRow> gone = new ArrayList<>();
    if (live != null) {
      Instant now = rows.database().now(connection);
      for (List<String> key : wanted(roles, keys)) {
        // The query itself may leave out what still lives.
        if (!rows.isLive(connection, live, key)) {
          gone.add(rows.gone(roles, key, now));
        }
      }
    }
    return gone;
  }

  private static Conditions live(QueryRoles roles) {
    Conditions conditions = new Conditions();
    QueryRoles.LiveKeys live = roles.live();
    return live == null ? conditions : conditions.and(live.condition());
  }
}
