package io.causerie.sql;

import io.causerie.model.phrase.Wording;

/** What may be wrong with a database, or with what is asked of it, and what to do. */
enum SqlWording implements Wording {
  FAILED("{doing}: {words} (SQLState {state})"),
  REFUSED("{doing}: {words}"),
  QUERY_UNREAD("the query could not be read"),
  QUERY_UNUSABLE("the query cannot be used"),
  KEYS_UNREAD("the keys could not be read"),
  LIVE_KEYS_UNREAD("the live keys could not be read"),
  RECORDS_UNREAD("the records could not be read"),
  OUTBOX_UNREAD("the outbox could not be read"),
  OUTBOX_UNCLEARED("the outbox could not be cleared"),
  LISTENING_ENDED("listening ended"),
  GRANT(
      "Grant the user `select` on what the query reads (and, for an outbox, `delete` or `update`)."),
  INDEX("Give the source an index over `changedOn` and `key`, or raise `queryTimeout`."),
  JSONB(
      "A `?` in a query is a parameter of JDBC. Where it is the operator of jsonb write `??` (`??|`, `??&`), or `jsonb_exists(a, b)`."),
  WAIT("Nothing to do if it passes; else see that the database runs and is reached from here."),
  CORRECT_CREDENTIALS("Correct `username` and `password`."),
  CORRECT_QUERY("Correct `url`, the query or the outbox; the database says where."),
  CORRECT_DATA("Correct the query: it fails on a value of the data."),
  CORRECT_URL("Correct `url`; its driver does not take it."),
  CORRECT_VALUE("Correct the value in the source, or leave the row out of the query."),
  CURSOR("the cursor is none of this kind"),
  RESET("Reset the cursor."),
  COLUMNS_CHANGED("the columns of the query have changed since it was read before"),
  READ_ANEW("Nothing to do: it is read anew."),
  WITHOUT_TIME(
      "there are rows without a `{column}`: only a backfill and the reconciliation read them"),
  FILL_TIME("Fill the column, or write `coalesce({column}, created_on)` or the like in the query."),
  SAME_KEY("two rows have the key {key} and the same `changedOn`"),
  ADD_KEY("Add columns to `key` until it tells the rows of the query apart."),
  THE_QUERY("the query"),
  LIVE_QUERY("the query of live keys"),
  TABLE("the table {table}"),
  TWO_COLUMNS("{of} has two columns `{column}`"),
  NAME_OTHERWISE("Name one of them otherwise: `select ... as another_name`."),
  NO_COLUMN("`{column}` is not a column of {of}"),
  NO_COLUMN_BUT("`{column}` is not a column of {of}; did you mean `{near}`?"),
  CORRECT_COLUMN("Correct `{key}`, or add the column; there are: {columns}."),
  NO_KEY("`{column}` cannot be a key: it is of type {type}"),
  CHOOSE_KEY("Choose another `{key}`, or cast it to text or to a whole number in the query."),
  NO_ORDER("`{column}` cannot be read in order: it is of type {type}"),
  CHOOSE_ORDER("Choose a timestamp, a date or an exact number for `{key}`, or cast it to one."),
  NOT_COMPARED(
      "`{column}` and `{other}` do not compare: one is of type {type}, the other of {otherType}"),
  CAST("Cast the columns of `changedOn` to one type in the query."),
  KEY_EMPTY("a row has no value in its key column `{column}`"),
  LEAVE_OUT("Leave such rows out (`where {column} is not null`), or choose another `key`."),
  NO_DONE("`{column}` cannot mark a row as taken: it is of type {type}"),
  CHOOSE_DONE("Let `outbox.done` name a boolean, a number or a time, or say `delete`."),
  OUTBOX_EMPTY("a row of {table} has no value in `{column}`"),
  NOT_NULL("Make the column `not null`, and give the row a value.");

  private final String english;

  SqlWording(String english) {
    this.english = english;
  }

  @Override
  public String area() {
    return "sql";
  }

  @Override
  public String english() {
    return english;
  }
}
