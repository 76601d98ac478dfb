package io.causerie.engine.journal;

import io.causerie.engine.Desk;
import io.causerie.engine.store.Database;
import io.causerie.testkit.db.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Carries all rows over to a fresh database, as a dump and its restore do. */
final class TableCopy {
  private TableCopy() {}

  /** A desk on the copy; the first one goes on. */
  static Desk restore(Desk desk, TestDatabase fresh) throws SQLException {
    Database.open(fresh.source());
    try (Connection from = desk.source().getConnection();
        Connection to = fresh.source().getConnection()) {
      for (String table : tables(from)) {
        copy(table, from, to);
      }
    }
    return new Desk(fresh);
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet found =
        connection.getMetaData().getTables(null, connection.getSchema(), "%", null)) {
      while (found.next()) {
        String name = found.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
        String type = found.getString("TABLE_TYPE");
        if (type.endsWith("TABLE") && !name.startsWith("databasechangelog")) {
          tables.add(name);
        }
      }
    }
    return tables;
  }

  private static void copy(String table, Connection from, Connection to) throws SQLException {
    try (var clear = to.createStatement();
        var select = from.createStatement();
        ResultSet rows = select.executeQuery("select * from " + table)) {
      clear.execute("delete from " + table);
      int columns = rows.getMetaData().getColumnCount();
      String marks = String.join(", ", Collections.nCopies(columns, "?"));
      try (PreparedStatement insert =
          to.prepareStatement("insert into " + table + " values (" + marks + ")")) {
        while (rows.next()) {
          for (int i = 1; i <= columns; i++) {
            insert.setObject(i, rows.getObject(i));
          }
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }
  }
}
