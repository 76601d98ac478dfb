package io.causerie.sql;

import io.causerie.model.phrase.Phrase;
import io.causerie.model.phrase.Wording;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says of a database's failure what is wrong and what to do. */
final class SqlFaults {
  private static final int ORACLE_REFUSED = 1017;
  private static final int SQLSERVER_REFUSED = 18456;

  private static final Set<String> PASSING_OF_H2 = Set.of("90020", "90067", "90098", "90121");

  private final Secrets secrets;

  SqlFaults(Secrets secrets) {
    this.secrets = secrets;
  }

  SourceException of(Wording doing, SQLException thrown) {
    SQLException e = telling(thrown);
    String state =
        e.getSQLState() == null || e.getSQLState().length() < 2 ? "?????" : e.getSQLState();
    Fault fault = fault(e, state);
    return new SourceException(
        fault,
        secrets.masked(SqlWording.FAILED.with(doing, oneLine(e), state)),
        remedy(fault, e, state).with(),
        secrets.shown(thrown));
  }

  SourceException configuration(Phrase message, Phrase remedy) {
    return new SourceException(Fault.CONFIGURATION, secrets.masked(message), remedy, null);
  }

  SourceException badAnswer(Phrase message, Phrase remedy, @Nullable Throwable cause) {
    return new SourceException(
        Fault.BAD_ANSWER,
        secrets.masked(message),
        remedy,
        cause == null ? null : secrets.shown(cause));
  }

  /** Of a chain, the failure the database itself named: a pool's own has no state of its own. */
  private static SQLException telling(SQLException thrown) {
    Set<Throwable> seen = new LinkedHashSet<>();
    SQLException telling = thrown;
    Throwable next = thrown;
    while (next != null && seen.add(next)) {
      if (next instanceof SQLException sql) {
        telling = sql.getSQLState() != null || telling.getSQLState() == null ? sql : telling;
        next = sql.getCause() != null ? sql.getCause() : sql.getNextException();
      } else {
        next = next.getCause();
      }
    }
    return telling;
  }

  private static Fault fault(SQLException e, String state) {
    if (state.startsWith("28")
        || e.getErrorCode() == ORACLE_REFUSED
        || e.getErrorCode() == SQLSERVER_REFUSED) {
      return Fault.CREDENTIALS;
    }
    if (isParameterMissing(e, state)) {
      return Fault.CONFIGURATION;
    }
    if (e instanceof SQLTransientException || isTimeout(e, state)) {
      return Fault.TEMPORARY;
    }
    return switch (state.substring(0, 2)) {
      case "22" -> Fault.BAD_ANSWER;
      case "42", "3D", "3F", "0A", "25" -> Fault.CONFIGURATION;
      // H2's own; among them: closed, broken, in use by another process
      case "90" -> PASSING_OF_H2.contains(state) ? Fault.TEMPORARY : Fault.CONFIGURATION;
      // 08, 40, 53, 55, 57, 58, and what nobody has heard of: it is tried again
      default -> Fault.TEMPORARY;
    };
  }

  static boolean isTimeout(SQLException e, String state) {
    return e instanceof SQLTimeoutException || state.equals("57014") || state.equals("HYT00");
  }

  private static SqlWording remedy(Fault fault, SQLException e, String state) {
    if (state.equals("42501") || state.equals("90096")) {
      return SqlWording.GRANT;
    }
    if (isTimeout(e, state)) {
      return SqlWording.INDEX;
    }
    if (isParameterMissing(e, state)) {
      return SqlWording.JSONB;
    }
    return switch (fault) {
      case TEMPORARY -> SqlWording.WAIT;
      case CREDENTIALS -> SqlWording.CORRECT_CREDENTIALS;
      case CONFIGURATION -> SqlWording.CORRECT_QUERY;
      case BAD_ANSWER -> SqlWording.CORRECT_DATA;
    };
  }

  /** PostgreSQL's driver takes the jsonb operators ?, ?| and ?& for parameters that nobody set. */
  private static boolean isParameterMissing(SQLException e, String state) {
    return state.equals("07001")
        || String.valueOf(e.getMessage()).contains("No value specified for parameter");
  }

  private static String oneLine(SQLException e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip();
  }
}
