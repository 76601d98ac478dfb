package io.causerie.sql;

import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import io.causerie.spi.SourceRow;
import io.causerie.sql.Rows.Found;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the rows of a query in the order of (changed on, key), page by page; each walk
 * begins an overlap before the end of the last.
 *
 * <p>No row is missed that becomes visible within the overlap after the time it is stamped with. A
 * row stamped earlier than an overlap before a walk began was visible then, and the walk passed it;
 * any other lies behind the point where the next walk begins.
 */
final class QueryPoller implements Poller {
  private static final SqlWording READING = SqlWording.QUERY_UNREAD;

  private final Rows rows;
  private final Listening listening;
  private final int change;

  /**
   * @param change in the order of which column of {@code changedOn} it reads
   */
  QueryPoller(Rows rows, Listening listening, int change) {
    this.rows = rows;
    this.listening = listening;
    this.change = change;
  }

  private QueryRoles roles(Connection connection) throws SQLException, SourceException {
    return rows.roles(connection).by(change);
  }

  @Override
  public String start(@Nullable Instant since) throws SourceException {
    return rows.read(
        READING,
        c -> {
          QueryRoles roles = roles(c);
          if (roles.changedOn().type().isNumber()) {
            // A number does not say when; what is older than `since` is baseline by its mapping.
            return since == null ? Cursor.from(highest(c, roles)).text() : Cursor.from(null).text();
          }
          Instant from = since == null ? rows.database().now(c) : since;
          return Cursor.from(from.toString()).text();
        });
  }

  private @Nullable String highest(Connection connection, QueryRoles roles) throws SQLException {
    return rows.figure(connection, "max(" + roles.changedOn().sql() + ")", new Conditions());
  }

  @Override
  public String beginning() {
    return Cursor.BEGINNING.text();
  }

  @Override
  public Page read(String cursor, @Nullable String until, int limit) throws SourceException {
    Cursor from = parse(cursor);
    Cursor to = until == null ? null : parse(until);
    return rows.read(READING, c -> page(new Reading(c, roles(c), from, to, limit)));
  }

  private Cursor parse(String text) throws SourceException {
    try {
      return Cursor.parse(text);
    } catch (IllegalArgumentException e) {
      throw new SourceException(
          Fault.CONFIGURATION, SqlWording.CURSOR.with(), SqlWording.RESET.with(), e);
    }
  }

  /** What one page is read with. */
  private record Reading(
      Connection connection, QueryRoles roles, Cursor from, @Nullable Cursor until, int limit) {}

  private Page page(Reading reading) throws SQLException, SourceException {
    Instant now = rows.database().now(reading.connection());
    if (!reading.from().isAtNulls()) {
      return walk(reading, now);
    }
    List<Found> found = nulls(reading);
    boolean full = found.size() > reading.limit();
    if (full) {
      found.remove(found.size() - 1);
      Found last = found.get(found.size() - 1);
      return page(found, reading.from().afterNull(last.key()), true, null);
    }
    Cursor behind = Cursor.from(null);
    return found.isEmpty()
        ? walk(
            new Reading(
                reading.connection(), reading.roles(), behind, reading.until(), reading.limit()),
            now)
        : page(found, behind, true, null);
  }

  private List<Found> nulls(Reading reading) throws SQLException, SourceException {
    QueryRoles roles = reading.roles();
    return rows.select(
        reading.connection(),
        roles,
        nulls(roles, reading.from()),
        roles.key(),
        reading.limit() + 1);
  }

  private static Conditions nulls(QueryRoles roles, Cursor from) {
    Conditions conditions = new Conditions().and(roles.changedOn().sql() + " is null");
    List<String> at = from.at();
    if (at != null) {
      conditions.andAfter(roles.key(), at);
    }
    return conditions;
  }

  private Page walk(Reading reading, Instant now) throws SQLException, SourceException {
    Cursor from = reading.from();
    QueryRoles roles = reading.roles();
    boolean numbers = roles.changedOn().type().isNumber();
    String mark = from.mark();
    if (mark == null && !numbers) {
      mark = now.toString();
    }
    List<Found> found = select(reading, now);
    if (mark == null && found.size() > reading.limit()) {
      // A walk of more than one page needs to know where the source stood when it began; a numbered
      // one is asked only here, since a single page is one moment anyway.
      mark = highest(reading.connection(), roles);
      found = select(reading, now);
    }
    requireDistinct(found);
    boolean more = found.size() > reading.limit();
    if (more) {
      found.remove(found.size() - 1);
    }
    Found last = found.isEmpty() ? null : found.get(found.size() - 1);
    if (more && last != null) {
      Optional<Instant> passed = timeline(roles).moment(String.valueOf(last.changedOn()));
      return page(
          found,
          from.after(last.at(), mark),
          true,
          passed.map(p -> p.isBefore(now) ? p : now).orElse(null));
    }
    return page(found, end(reading, last, mark), false, now);
  }

  /** The cursor behind the last page of a walk. */
  private Cursor end(Reading reading, @Nullable Found last, @Nullable String mark) {
    Cursor from = reading.from();
    if (reading.until() != null) {
      return last == null ? from : from.after(last.at(), mark);
    }
    List<String> at = last == null ? from.at() : last.at();
    return at == null ? from : from.over(timeline(reading.roles()).back(at.get(0), mark));
  }

  private List<Found> select(Reading reading, Instant now) throws SQLException, SourceException {
    QueryRoles roles = reading.roles();
    Conditions conditions = between(roles, reading.from(), reading.until(), now);
    return rows.select(reading.connection(), roles, conditions, roles.order(), reading.limit() + 1);
  }

  private Conditions between(QueryRoles roles, Cursor from, @Nullable Cursor until, Instant now) {
    Timeline timeline = timeline(roles);
    Conditions conditions = new Conditions();
    List<String> at = from.at();
    if (at != null) {
      conditions.andAfter(roles.order(), at);
    } else {
      timeline
          .begin(from, now)
          .ifPresentOrElse(
              begin -> conditions.and(roles.changedOn(), ">=", begin),
              () -> conditions.and(roles.changedOn().sql() + " is not null"));
    }
    if (until != null) {
      end(roles, until).ifPresent(end -> conditions.and(roles.changedOn(), "<", end));
    }
    return conditions;
  }

  /** A backfill ends before the first row that the live walk of that cursor reads. */
  private Optional<String> end(QueryRoles roles, Cursor until) {
    List<String> at = until.at();
    // As the clocks stood when that walk began, not as they may have been put back since.
    return at == null ? timeline(roles).begin(until, Instant.MIN) : Optional.of(at.get(0));
  }

  private Timeline timeline(QueryRoles roles) {
    return rows.timeline(roles);
  }

  /** Of rows with one key and one time, paging by them would lose some: better to stop. */
  private void requireDistinct(List<Found> found) throws SourceException {
    for (int i = 1; i < found.size(); i++) {
      if (found.get(i).at().equals(found.get(i - 1).at())) {
        throw rows.database()
            .faults()
            .configuration(
                SqlWording.SAME_KEY.with(found.get(i).row().key()), SqlWording.ADD_KEY.with());
      }
    }
  }

  private static Page page(List<Found> found, Cursor next, boolean more, @Nullable Instant upTo) {
    List<SourceRow> read = new ArrayList<>();
    found.forEach(row -> read.add(row.row()));
    return new Page(read, next.text(), more, upTo);
  }

  @Override
  public OptionalLong count(String cursor, @Nullable String until) throws SourceException {
    Cursor from = parse(cursor);
    Cursor to = until == null ? null : parse(until);
    try {
      return OptionalLong.of(rows.read(READING, c -> count(c, from, to)));
    } catch (SourceException e) {
      if (e.fault() == Fault.TEMPORARY) {
        return OptionalLong.empty();
      }
      throw e;
    }
  }

  private long count(Connection connection, Cursor from, @Nullable Cursor until)
      throws SQLException, SourceException {
    QueryRoles roles = roles(connection);
    Instant now = rows.database().now(connection);
    if (from.isAtNulls()) {
      Cursor behind = Cursor.from(null);
      return number(connection, nulls(roles, from))
          + number(connection, between(roles, behind, until, now));
    }
    Conditions conditions = between(roles, from, until, now);
    String back = from.back();
    if (back != null) {
      // Not what the overlap reads again.
      String reached = roles.changedOn().type().isNumber() ? back : value(roles, back, now);
      conditions.and(roles.changedOn(), ">", reached);
    }
    return number(connection, conditions);
  }

  private String value(QueryRoles roles, String point, Instant now) {
    return timeline(roles).value(Instant.parse(point), now);
  }

  private long number(Connection connection, Conditions conditions) throws SQLException {
    return Long.parseLong(String.valueOf(rows.figure(connection, "count(*)", conditions)));
  }

  @Override
  public AutoCloseable listen(Runnable wake) throws SourceException {
    return listening.listen(wake);
  }
}
