package io.causerie.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
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

  private Schema() {}

  static void update(DataSource source) {
    update(source, CHANGELOG);
  }

  /**
   * Runs a changelog of the class path.
   *
   * @throws IllegalStateException if it cannot be run; the message says which one and why
   */
  public static void update(DataSource source, String changelog) {
    try (Connection connection = source.getConnection()) {
      // Liquibase would print its summary to the console.
      Scope.child(
          Map.of(Scope.Attr.ui.name(), new LoggerUIService()),
          () -> {
            Liquibase liquibase =
                new Liquibase(
                    changelog,
                    new ClassLoaderResourceAccessor(Schema.class.getClassLoader()),
                    new JdbcConnection(connection));
            liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
            liquibase.update(new Contexts(), new LabelExpression());
          });
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be reached: " + e.getMessage(), e);
    } catch (Exception e) {
      throw new IllegalStateException(
          "the tables could not be brought to this release (" + changelog + "): " + e.getMessage(),
          e);
    }
  }
}
