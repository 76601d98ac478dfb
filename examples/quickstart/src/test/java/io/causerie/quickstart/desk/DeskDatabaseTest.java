package io.causerie.quickstart.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the desk's database lets who comes from outside do. */
class DeskDatabaseTest {
  @TempDir private Path folder;

  @Test
  void readerReadsWhatIsMeantForItAndNothingElse() throws SQLException {
    try (DeskDatabase database = new DeskDatabase(folder, "owner", "reader");
        Connection connection =
            DriverManager.getConnection(database.address(), DeskDatabase.READER, "reader");
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeQuery("select * from ticket").next()).isFalse();
      assertThat(statement.executeQuery("select * from clerk").next()).isTrue();

      for (String refused :
          new String[] {
            "select * from item", "select * from outgoing", "delete from ticket", "drop table clerk"
          }) {
        assertThatThrownBy(() -> statement.execute(refused))
            .as(refused)
            .isInstanceOf(SQLException.class);
      }
    }
  }

  @Test
  void nobodyComesInWithoutAPassword() {
    try (DeskDatabase database = new DeskDatabase(folder, "owner", "reader")) {
      assertThatThrownBy(() -> DriverManager.getConnection(database.address(), "sa", ""))
          .isInstanceOf(SQLException.class);
    }
  }
}
