package io.causerie.engine.store;

import org.jdbi.v3.core.Handle;

/** The two databases, and every difference between them. */
public enum Dialect {
  H2 {
    @Override
    public boolean exclusively(Handle handle, Runnable work) {
      // H2 is embedded, all writers live in this JVM; the row lock lasts until the commit.
      handle.execute("select one from journal_head for update");
      work.run();
      return true;
    }

    @Override
    public String sharing() {
      return "for update";
    }

    @Override
    String session(Sessions.Use use) {
      // H2 ends no transaction by itself; its lock timeout comes with the URL.
      return "set session characteristics as transaction isolation level "
          + (use == Sessions.Use.READ ? "snapshot" : "read committed");
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
    public String sharing() {
      return "for share";
    }

    @Override
    String session(Sessions.Use use) {
      String characteristics =
          use == Sessions.Use.READ ? "repeatable read, read only" : "read committed, read write";
      return "set session characteristics as transaction isolation level %s;%n%s"
          .formatted(characteristics, SETTINGS);
    }
  };

  /**
   * A plan is kept, which costs half of what a small statement does, once there is enough to make
   * it by: made while a table was empty, it would read the whole of it when it is not.
   */
  private static final String SETTINGS =
      """
      select set_config('plan_cache_mode', case when (
          select reltuples from pg_class where oid = to_regclass('activity')) >= 1000
        then 'auto' else 'force_custom_plan' end, false);
      set idle_in_transaction_session_timeout = '5s';
      set lock_timeout = '10s';
      set statement_timeout = '30s'
      """;

  /** "causerie" as a number; advisory locks are one name space for a whole database. */
  private static final long NUMBERING_LOCK = 0x6361757365726965L;

  /**
   * Runs work that only one node at a time may do, inside the handle's transaction.
   *
   * @return false where another node is at it; the work was not run then
   */
  public abstract boolean exclusively(Handle handle, Runnable work);

  /**
   * What a query ends with whose rows nobody may change until the transaction ends; as many as like
   * may hold them so, where the database can.
   */
  public abstract String sharing();

  /**
   * What sets a session up: writers see what is committed, each statement anew; all statements of a
   * read see one state of the database.
   */
  abstract String session(Sessions.Use use);

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
