package io.causerie.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class DatabaseTest {
  @Test
  void refusalIsToldWithoutWhatWasRefused() {
    RuntimeException refused =
        new IllegalStateException(
            "insert ... [arguments: 4711]",
            new SQLException("Value too long for column \"ID\": 'secret 4711'", "22001"));

    assertThat(Database.complaint(refused))
        .isEqualTo("a text is too long for its column, SQLState 22001");
    assertThat(Database.complaint(new IllegalStateException("secret 4711")))
        .isEqualTo("IllegalStateException");
  }

  @Test
  void logSaysWhereItFailedAndQuotesNothing() {
    Throwable bare =
        Database.withoutWords(new IllegalStateException("4711", new SQLException("4711", "22001")));

    assertThat(bare).hasMessage("java.lang.IllegalStateException");
    assertThat(bare.getStackTrace()[0].getMethodName())
        .isEqualTo("logSaysWhereItFailedAndQuotesNothing");
    assertThat(bare.getCause()).hasMessage("java.sql.SQLException");
  }
}
