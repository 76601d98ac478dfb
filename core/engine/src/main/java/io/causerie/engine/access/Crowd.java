package io.causerie.engine.access;

import org.jdbi.v3.core.statement.SqlStatement;

/** Some persons, as a condition on rows of {@code person p}. */
public interface Crowd {
  /** The company's own people. */
  Crowd STAFF =
      new Crowd() {
        @Override
        public String condition() {
          return "p.active and not p.guest";
        }

        @Override
        public <S extends SqlStatement<S>> S bind(S statement) {
          return statement;
        }
      };

  /** The condition on {@code p}, which is active; see {@link #bind}. */
  String condition();

  /** Binds what the condition asks for. */
  <S extends SqlStatement<S>> S bind(S statement);
}
