package io.causerie.engine.store;

import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** The two databases, and every difference between them. */
public enum Dialect {
  H2 {
    @Override
    public boolean exclusively(Handle handle, Runnable work) {
      // H2 is embedded, all writers live in this JVM; the row lock lasts until the commit.
      handle.execute("select one from live_head for update");
      work.run();
      return true;
    }

    @Override
    <T> T read(Jdbi jdbi, Function<Handle, T> work) {
      return jdbi.withHandle(work::apply);
    }

    @Override
    <T> T transaction(Jdbi jdbi, Function<Handle, T> work) {
      // H2 ends no transaction by itself; its lock timeout comes with the URL.
      return jdbi.inTransaction(TransactionIsolationLevel.READ_COMMITTED, work::apply);
    }
  },

  POSTGRES {
    @Override
    public boolean exclusively(Handle handle, Runnable work) {
      boolean mine =
          handle
              .createQuery("select pg_try_advisory_xact_lock(:key)")
              .bind("key", NUMBERING_LOCK)
              .mapTo(Boolean.class)
              .one();
      if (mine) {
        work.run();
      }
      return mine;
    }

    @Override
    <T> T read(Jdbi jdbi, Function<Handle, T> work) {
      return transaction(jdbi, work);
    }

    @Override
    <T> T transaction(Jdbi jdbi, Function<Handle, T> work) {
      return jdbi.inTransaction(
          h -> {
            h.execute(SETTINGS);
            return work.apply(h);
          });
    }
  };

  /**
   * One round trip; the pool may be the caller's, so each transaction says it for itself: the
   * isolation too, which JDBC would ask for six times before it sets it. A plan made while a table
   * was empty would be kept, and read the whole of it, when it is not.
   */
  private static final String SETTINGS =
      """
      set transaction isolation level read committed;
      set local plan_cache_mode = force_custom_plan;
      set local idle_in_transaction_session_timeout = '5s';
      set local lock_timeout = '10s';
      set local statement_timeout = '30s'
      """;

  /** "causerie" as a number; advisory locks are one name space for a whole database. */
  private static final long NUMBERING_LOCK = 0x6361757365726965L;

  /**
   * Runs work that only one node at a time may do, inside the handle's transaction.
   *
   * @return false where another node is at it; the work was not run then
   */
  public abstract boolean exclusively(Handle handle, Runnable work);

  abstract <T> T read(Jdbi jdbi, Function<Handle, T> work);

  abstract <T> T transaction(Jdbi jdbi, Function<Handle, T> work);

  static Dialect of(String productName) {
    return switch (productName) {
      case "H2" -> H2;
      case "PostgreSQL" -> POSTGRES;
      default ->
          throw new IllegalArgumentException(
              "the database is " + productName + "; Causerie runs on H2 2.4 and PostgreSQL 15+");
    };
  }
}
