package io.causerie.engine.audit;

import io.causerie.engine.Page;
import io.causerie.engine.store.Cursor;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Holdings;
import io.causerie.engine.store.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What operators did. Lines are only ever added. */
public final class AuditLog {
  /** What it holds: that something was done is never erased, but by whom. */
  public static final Holdings HOLDINGS =
      Holdings.none().person("audit.who").lines("audit", "id", "detail");

  private final Database database;
  private final Ids ids;
  private final Clock clock;

  public AuditLog(Database database, Ids ids, Clock clock) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * A line.
   *
   * @param who a person's id, or the name of a token
   * @param action the word of a {@link Deed}; of one that an earlier version knew, as it was
   * @param connector what it was done to
   * @param detail how, for a person to read
   */
  public record Line(
      Instant at, String who, String action, @Nullable String connector, @Nullable String detail) {}

  public void add(String who, Deed deed, @Nullable String connector, @Nullable String detail) {
    database.writing(h -> add(h, who, deed, connector, detail));
  }

  /** The same in the transaction of the act: the one is not without the other. */
  public void add(
      Handle h, String who, Deed deed, @Nullable String connector, @Nullable String detail) {
    AuditStore.insert(
        h, ids.next(), new Line(clock.instant(), who, deed.word(), connector, detail));
  }

  /**
   * Does something and adds its line, in one transaction where the act is one; where it is several,
   * in the first of them.
   *
   * @param detail made of what was written: of the result, where that says more
   */
  public <T, X extends Exception> T act(
      String who,
      Deed deed,
      @Nullable String connector,
      Function<@Nullable Object, @Nullable String> detail,
      Database.Act<T, X> work)
      throws X {
    return database.beside((h, result) -> add(h, who, deed, connector, detail.apply(result)), work);
  }

  /** Newest first. */
  public Page<Line> list(@Nullable String cursor, int limit) {
    long before = Cursor.before(Cursor.Of.AUDIT, cursor);
    List<AuditStore.Row> found = database.read(h -> AuditStore.before(h, before, limit + 1));
    List<Line> lines = found.stream().limit(limit).map(AuditStore.Row::line).toList();
    return new Page<>(
        lines,
        found.size() <= limit ? null : Cursor.of(found.get(limit - 1).id()).write(Cursor.Of.AUDIT));
  }
}
