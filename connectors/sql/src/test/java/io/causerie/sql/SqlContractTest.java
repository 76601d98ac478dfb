package io.causerie.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causerie.contract.ConnectorContract;
import io.causerie.spi.Census;
import io.causerie.spi.Connector;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Each case is a row; it is put into a table, and read from there. A key alone: it is gone. */
class SqlContractTest extends ConnectorContract {
  private static final String URL = "jdbc:h2:mem:sql-contract;MODE=PostgreSQL;DB_CLOSE_DELAY=-1";
  private static final String PASSWORD = "canary-of-the-database-password";
  private static final List<String> COLUMNS =
      List.of(
          "number",
          "kind",
          "status",
          "total",
          "currency",
          "due",
          "customer",
          "changed_by",
          "changed_on");

  @Override
  protected String kind() {
    return "sql";
  }

  @Override
  protected String config() {
    return """
    url: %s
    username: sa
    password: %s
    query: select * from purchase
    key: number
    changedOn: changed_on
    zone: Europe/Paris
    liveKeys: select number from purchase where number <> '4710'
    eventType: erp.purchase
    """
        .formatted(URL, PASSWORD);
  }

  @Override
  protected List<String> configs() {
    return List.of(
        config(),
        """
        url: %s
        outbox: { table: outbox, key: id, payload: body, order: at, done: done }
        """
            .formatted(URL),
        """
        url: jdbc:postgresql://127.0.0.1:1/erp
        query: select * from purchase
        key: number
        changedOn: [changed_on, revision]
        changedBy: [changed_by, revised_by]
        overlap: PT10M
        overlapNumbers: 50
        listen: purchases
        queryTimeout: PT5S
        fetchSize: 100
        """);
  }

  @Override
  protected String baseUrl() {
    return "https://erp.example.com/purchases/";
  }

  @Override
  protected Taken take(Connector connector, byte[] captured) {
    try (Connection connection = DriverManager.getConnection(URL, "sa", PASSWORD)) {
      JsonNode row = new JsonMapper().readTree(captured);
      fill(connection, row);
      return row.size() == 1 ? gone(connector, row) : changed(connector);
    } catch (SourceException e) {
      return Taken.refused(e.getMessage() + "\n" + e.remedy());
    } catch (JsonProcessingException e) {
      return Taken.refused("not a row");
    } catch (SQLException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void fill(Connection connection, JsonNode row) throws SQLException {
    connection
        .createStatement()
        .execute(
            "create table if not exists purchase (number varchar(20), kind varchar(20),"
                + " status varchar(20), total numeric(12, 2), currency varchar(3), due date,"
                + " customer varchar(80), changed_by varchar(20), changed_on timestamp(6));"
                + " delete from purchase");
    if (row.size() > 1) {
      try (PreparedStatement insert =
          connection.prepareStatement("insert into purchase values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
        for (int i = 0; i < COLUMNS.size(); i++) {
          JsonNode value = row.path(COLUMNS.get(i));
          insert.setString(i + 1, value.isMissingNode() || value.isNull() ? null : value.asText());
        }
        insert.execute();
      }
    }
  }

  private static Taken gone(Connector connector, JsonNode row) throws SourceException {
    Optional<Census> census = connector.census();
    return census.isEmpty()
        ? Taken.refused("without liveKeys nothing tells of a row that is gone")
        : taken(census.get().gone(List.of(row.path("number").asText())));
  }

  private static Taken changed(Connector connector) throws SourceException {
    Poller poller = connector.intake().polled().orElseThrow();
    return taken(poller.read(poller.beginning(), null, 10).rows());
  }

  private static Taken taken(List<SourceRow> rows) {
    return Taken.row(rows.get(0));
  }
}
