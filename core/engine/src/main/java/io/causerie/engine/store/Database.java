package io.causerie.engine.store;

import io.causerie.engine.UnavailableException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's database: reads, transactions, and what their failures mean.
 *
 * <p>A transaction that lost against another one (deadlock, lock time-out) is tried again; a
 * database that does not answer becomes {@link UnavailableException}.
 */
public final class Database {
  /** What follows it are values. */
  private static final Pattern CONSTRAINT_OF_H2 = Pattern.compile("violation: \"([A-Za-z0-9_.]+)");

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int ATTEMPTS = 4;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /** PostgreSQL: serialization failure, deadlock, lock not available; H2: the same three. */
  private static final Set<String> LOST_AGAINST_ANOTHER =
      Set.of("40001", "40P01", "55P03", "HYT00", "90131");

  /** One, with what it has parsed: a statement is the same in every database. */
  private static final SqlParser PARSER = new ColonPrefixSqlParser();

  private final Jdbi writers;
  private final Jdbi readers;
  private final Dialect dialect;
  private final ThreadLocal<@Nullable BiConsumer<Handle, @Nullable Object>> beside =
      new ThreadLocal<>();

  private Database(Jdbi writers, Jdbi readers, Dialect dialect) {
    this.writers = writers;
    this.readers = readers;
    this.dialect = dialect;
  }

  /**
   * Opens the database and brings its tables to this release.
   *
   * @param readers where reads take their connections; the same pool, or another one on the same
   *     database, whose connections then need not be set up anew for each use
   */
  public static Database open(DataSource writers, DataSource readers) {
    Schema.update(writers);
    return over(writers, readers);
  }

  /** Opens it with one pool for all. */
  public static Database open(DataSource source) {
    return open(source, source);
  }

  /** The same, for tables that are up to date already. */
  public static Database over(DataSource source) {
    return over(source, source);
  }

  /** The same, for tables that are up to date already. */
  public static Database over(DataSource writers, DataSource readers) {
    Dialect dialect = Dialect.of(product(writers));
    Sessions sessions = new Sessions(dialect);
    return new Database(
        jdbi(() -> sessions.open(writers, Sessions.Use.WRITE)),
        jdbi(() -> sessions.open(readers, Sessions.Use.READ)),
        dialect);
  }

  private static Jdbi jdbi(ConnectionFactory connections) {
    Jdbi jdbi = Jdbi.create(connections);
    jdbi.registerArgument(new InstantArgument());
    jdbi.registerColumnMapper(
        Instant.class,
        (r, column, context) -> {
          OffsetDateTime time = r.getObject(column, OffsetDateTime.class);
          return time == null ? null : time.toInstant();
        });
    jdbi.registerArrayType(Long.class, "bigint");
    jdbi.registerArrayType(String.class, "varchar");
    jdbi.getConfig(SqlStatements.class).setUnusedBindingAllowed(true).setSqlParser(PARSER);
    return jdbi;
  }

  private static String product(DataSource source) {
    try (var connection = source.getConnection()) {
      return connection.getMetaData().getDatabaseProductName();
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be reached: " + e.getMessage(), e);
    }
  }

  public Dialect dialect() {
    return dialect;
  }

  /** Asks for an answer, whatever it is. */
  public void ping() {
    ask(h -> h.createQuery("select 1").mapTo(Integer.class).one());
  }

  /** Asks one statement, which is of one moment by itself and needs no transaction around it. */
  public <T> T ask(Function<Handle, T> statement) {
    try {
      return readers.withHandle(statement::apply);
    } catch (RuntimeException e) {
      throw translated(e);
    }
  }

  /** Reads; all that the work asks for is of one moment. */
  public <T> T read(Function<Handle, T> work) {
    try {
      return readers.inTransaction(work::apply);
    } catch (RuntimeException e) {
      throw translated(e);
    }
  }

  /** The same for work that answers nothing. */
  public void reading(Consumer<Handle> work) {
    read(
        h -> {
          work.accept(h);
          return true;
        });
  }

  /** Runs a transaction and commits it; tried again when it lost against another one. */
  public <T> T write(Function<Handle, T> work) {
    BiConsumer<Handle, @Nullable Object> line = beside.get();
    if (line == null) {
      return transaction(work);
    }
    // Taken before the work: what is written inside of it, or once it is kept, has no line.
    beside.remove();
    boolean kept = false;
    try {
      T result =
          transaction(
              h -> {
                T done = work.apply(h);
                line.accept(h, done);
                return done;
              });
      kept = true;
      return result;
    } finally {
      if (!kept) {
        beside.set(line);
      }
    }
  }

  /**
   * The same for what is no part of an act on whose way it is written, and carries no line of it.
   */
  public <T> T writeApart(Function<Handle, T> work) {
    BiConsumer<Handle, @Nullable Object> line = beside.get();
    beside.remove();
    try {
      return transaction(work);
    } finally {
      restore(line);
    }
  }

  private <T> T transaction(Function<Handle, T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return writers.inTransaction(work::apply);
      } catch (RuntimeException e) {
        if (attempt == ATTEMPTS || !lostAgainstAnother(e)) {
          throw translated(e);
        }
        LOG.debug("a transaction lost against another one; attempt {}", attempt, e);
      }
    }
  }

  private void restore(@Nullable BiConsumer<Handle, @Nullable Object> line) {
    if (line == null) {
      beside.remove();
    } else {
      beside.set(line);
    }
  }

  /** Work that writes, and may fail otherwise than the database does. */
  @FunctionalInterface
  public interface Act<T, X extends Exception> {
    T run() throws X;
  }

  /**
   * Writes something in the transaction of an act: the first that the act runs on this thread. What
   * it does before, such as asking a source, holds no connection. Written once: neither what is
   * written inside of that transaction nor what is written apart carries it.
   *
   * @param line given the result of what was written; in a transaction of its own, given nothing,
   *     where the act wrote nothing
   */
  public <T, X extends Exception> T beside(BiConsumer<Handle, @Nullable Object> line, Act<T, X> act)
      throws X {
    BiConsumer<Handle, @Nullable Object> around = beside.get();
    beside.set(line);
    try {
      T result = act.run();
      if (beside.get() != null) {
        transaction(
            h -> {
              line.accept(h, null);
              return true;
            });
      }
      return result;
    } finally {
      restore(around);
    }
  }

  /** Whether the next transaction of this thread carries the line of an act. */
  public boolean carriesLine() {
    return beside.get() != null;
  }

  public void writing(Consumer<Handle> work) {
    write(
        h -> {
          work.accept(h);
          return true;
        });
  }

  /** Whether the database refused what was written, rather than being away. */
  public static boolean refused(RuntimeException e) {
    return sqlCause(e) != null && !(e instanceof UnavailableException) && !away(e);
  }

  /**
   * What the database has against it, for a person to read: the kind of fault, and what it names of
   * the schema. What else a database says quotes the row it refused.
   */
  public static String complaint(Throwable e) {
    SQLException cause = sqlCause(e);
    if (cause == null) {
      return e.getClass().getSimpleName();
    }
    String state = cause.getSQLState() == null ? "?" : cause.getSQLState();
    String kind =
        switch (state) {
          case "22001" -> "a text is too long for its column";
          case "22003" -> "a number is out of range";
          case "22021" -> "a character cannot be stored";
          case "23502" -> "a value is missing";
          case "23505" -> "a key is there already";
          case "23513", "23514" -> "it breaks a constraint";
          case "57014" -> "the statement took too long";
          default -> "it does not take the row";
        };
    return "%s%s, SQLState %s".formatted(kind, named(cause), state);
  }

  private static String named(SQLException cause) {
    if (cause instanceof PSQLException told && told.getServerErrorMessage() != null) {
      ServerErrorMessage message = told.getServerErrorMessage();
      String names =
          Stream.of(message.getTable(), message.getColumn(), message.getConstraint())
              .filter(Objects::nonNull)
              .collect(Collectors.joining(", "));
      return names.isEmpty() ? "" : " (" + names + ")";
    }
    Matcher constraint = CONSTRAINT_OF_H2.matcher(String.valueOf(cause.getMessage()));
    return constraint.find() ? " (" + constraint.group(1) + ")" : "";
  }

  /** Where something failed, for a log: what the failure says may quote the row. */
  public static Throwable withoutWords(Throwable e) {
    Throwable bare = new Throwable(e.getClass().getName());
    bare.setStackTrace(e.getStackTrace());
    if (e.getCause() != null && e.getCause() != e) {
      bare.initCause(withoutWords(e.getCause()));
    }
    return bare;
  }

  private static RuntimeException translated(RuntimeException e) {
    return away(e) ? new UnavailableException(RETRY_AFTER, e) : e;
  }

  /** Whether something failed because another transaction was in its way. */
  public static boolean lostAgainstAnother(RuntimeException e) {
    SQLException cause = sqlCause(e);
    return cause != null
        && cause.getSQLState() != null
        && LOST_AGAINST_ANOTHER.contains(cause.getSQLState());
  }

  /** Whether something failed because the database does not answer, which passes by itself. */
  public static boolean isAway(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof UnavailableException) {
        return true;
      }
    }
    return away(e);
  }

  private static boolean away(Throwable e) {
    SQLException cause = sqlCause(e);
    if (cause == null) {
      return false;
    }
    String state = cause.getSQLState();
    if (state == null) {
      // Not said by a database: the pool says so of a connection that broke under its user.
      return true;
    }
    // 08: connection; 57P: shut down; 53: out of connections; 25P03: ended while idle;
    // 90067, 90098, 90121: H2 closed. Not 57014: a statement that took too long was refused by a
    // database that is there, and would be refused for ever.
    return cause instanceof SQLTransientConnectionException
        || state.startsWith("08")
        || state.startsWith("57P")
        || state.startsWith("53")
        || Set.of("25P03", "90067", "90098", "90121").contains(state)
        || LOST_AGAINST_ANOTHER.contains(state);
  }

  private static @Nullable SQLException sqlCause(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        SQLException last = sql;
        while (last instanceof java.sql.BatchUpdateException && last.getNextException() != null) {
          last = last.getNextException();
        }
        return last;
      }
    }
    return null;
  }

  /** To the precision both databases keep, so that what is written equals what is read. */
  public static Instant storable(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
  }

  /** As OffsetDateTime: java.sql.Timestamp would count the year 1 in the Julian calendar. */
  private static final class InstantArgument extends AbstractArgumentFactory<Instant> {
    InstantArgument() {
      super(java.sql.Types.TIMESTAMP_WITH_TIMEZONE);
    }

    @Override
    protected Argument build(Instant value, ConfigRegistry config) {
      OffsetDateTime time = storable(value).atOffset(ZoneOffset.UTC);
      return (position, statement, context) -> statement.setObject(position, time);
    }
  }
}
