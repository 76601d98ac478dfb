package io.causerie.engine.store;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementContextListener;

/**
 * Work that is done with what is kept alone. Its handle leads to no database and refuses every
 * statement: so nothing that is read now is mixed with what was read in another moment, and
 * whatever is not kept ends the glance.
 */
public final class Glance {
  private static final Jdbi NOWHERE = nowhere();

  private Glance() {}

  /** What was to be found was not kept. */
  private static final class NotKeptException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotKeptException() {
      super("it is not kept", null, false, false);
    }
  }

  private static Jdbi nowhere() {
    Jdbi nowhere = Jdbi.create(Glance::connection);
    nowhere
        .getConfig(SqlStatements.class)
        .addContextListener(
            new StatementContextListener() {
              @Override
              public void contextCreated(StatementContext context) {
                throw new NotKeptException();
              }
            });
    return nowhere;
  }

  private static Connection connection() {
    return (Connection)
        Proxy.newProxyInstance(
            Glance.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "close" -> null;
                  case "isClosed" -> false;
                  case "getAutoCommit" -> true;
                  default -> throw new NotKeptException();
                });
  }

  /**
   * Does the work.
   *
   * @return empty where something was not kept: it is to be read then, with all else, as of one
   *     moment
   */
  public static <T> Optional<T> at(Function<Handle, T> work) {
    try {
      return Optional.of(NOWHERE.withHandle(work::apply));
    } catch (NotKeptException e) {
      return Optional.empty();
    }
  }

  /** Whether a handle is one of a glance. */
  public static boolean is(Handle h) {
    return h.getJdbi() == NOWHERE;
  }

  /** Ends a glance unless something holds; any other work goes on. */
  public static void require(Handle h, boolean holds) {
    if (is(h) && !holds) {
      throw new NotKeptException();
    }
  }
}
