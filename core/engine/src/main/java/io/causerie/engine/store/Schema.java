package io.causerie.engine.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.analytics.configuration.AnalyticsArgs;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

/** Brings the tables to this release. */
public final class Schema {
  private static final String CHANGELOG = "io/causerie/engine/changelog.xml";

  /**
   * Held, since a logger that nobody holds forgets its level; its steps are no news for an
   * operator.
   */
  private static final java.util.logging.Logger LIQUIBASE =
      java.util.logging.Logger.getLogger("liquibase");

  static {
    LIQUIBASE.setLevel(java.util.logging.Level.WARNING);
  }

  /** Changes that each changelog has left in a database of this process: so it leaves the next. */
  private static final Map<String, Set<String>> LEFT = new ConcurrentHashMap<>();

  private Schema() {}

  static void update(DataSource source) {
    update(source, CHANGELOG);
  }

  /**
   * Runs a changelog of the class path; where a database has all that it left in another one
   * before, it is not even read.
   *
   * @throws IllegalStateException if it cannot be run; the message says which one and why
   */
  public static void update(DataSource source, String changelog) {
    try (Connection connection = source.getConnection()) {
      Set<String> left = LEFT.get(changelog);
      if (left != null && changes(connection, changelog).containsAll(left)) {
        return;
      }
      // Liquibase would print its summary to the console, and tell its maker that it was run.
      Scope.child(
          Map.of(
              Scope.Attr.ui.name(), new LoggerUIService(), AnalyticsArgs.ENABLED.getKey(), false),
          () -> {
            Liquibase liquibase =
                new Liquibase(
                    changelog,
                    new ClassLoaderResourceAccessor(Schema.class.getClassLoader()),
                    new JdbcConnection(connection));
            liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
            liquibase.update(new Contexts(), new LabelExpression());
          });
      LEFT.put(changelog, changes(connection, changelog));
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be reached: " + e.getMessage(), e);
    } catch (Exception e) {
      throw new IllegalStateException(
          "the tables could not be brought to this release (" + changelog + "): " + e.getMessage(),
          e);
    }
  }

  /** Changes of one changelog that stand in a database, with their checksums. */
  private static Set<String> changes(Connection connection, String changelog) {
    String folder = changelog.substring(0, changelog.lastIndexOf('/') + 1);
    Set<String> changes = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select filename, id, md5sum from databasechangelog")) {
      while (rows.next()) {
        if (rows.getString(1).startsWith(folder)) {
          changes.add(rows.getString(1) + " " + rows.getString(2) + " " + rows.getString(3));
        }
      }
    } catch (SQLException e) {
      // A database that has no such table has none of them.
      return Set.of();
    }
    return changes;
  }
}
