package io.causerie.sql;

import io.causerie.spi.Census;
import io.causerie.spi.Connector;
import io.causerie.spi.Intake;
import io.causerie.spi.Poller;
import io.causerie.spi.ReadBack;
import io.causerie.spi.SourceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One query, or one outbox, of one database. */
final class SqlConnector implements Connector {
  private final Settings settings;
  private final Database database;
  private final Listening listening;
  private final Rows rows;
  private final QueryCensus census;

  SqlConnector(Settings settings) {
    this.settings = settings;
    this.database = new Database(settings);
    this.listening = new Listening(settings, database);
    this.rows = new Rows(settings, database);
    this.census = new QueryCensus(rows);
  }

  @Override
  public Intake intake() {
    return new Intake.Polled(outbox().isPresent() ? outbox().get() : query());
  }

  private Poller query() {
    List<Poller> walks = new ArrayList<>();
    for (int change = 0; change < settings.changedOn().size(); change++) {
      walks.add(new QueryPoller(rows, listening, change));
    }
    return new Walks(walks);
  }

  private Optional<OutboxPoller> outbox() {
    return settings.outbox().map(o -> new OutboxPoller(settings, o, database, listening));
  }

  @Override
  public Optional<ReadBack> readBack() {
    return settings.outbox().isPresent() ? Optional.empty() : Optional.of(census);
  }

  @Override
  public Optional<Census> census() {
    return settings.outbox().isPresent() ? Optional.empty() : Optional.of(census);
  }

  /** Connects, compares the configuration with the columns, and looks for rows without a time. */
  @Override
  public void check() throws SourceException {
    if (outbox().isPresent()) {
      outbox().get().check();
    } else {
      rows.read(SqlWording.QUERY_UNUSABLE, this::check);
    }
  }

  private QueryRoles check(Connection connection) throws SQLException, SourceException {
    QueryRoles roles = rows.describe(connection);
    Conditions without = new Conditions().and(roles.never());
    if (!rows.select(connection, roles, without, roles.key(), 1).isEmpty()) {
      throw database
          .faults()
          .configuration(
              SqlWording.WITHOUT_TIME.with(roles.changedOn().field()),
              SqlWording.FILL_TIME.with(roles.changedOn().field()));
    }
    return roles;
  }

  @Override
  public void close() {
    listening.close();
    database.close();
  }

  @Override
  public String toString() {
    return "SqlConnector[" + settings.name() + "]";
  }
}
