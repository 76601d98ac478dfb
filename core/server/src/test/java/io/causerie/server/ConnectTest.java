package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import io.causerie.testkit.system.Ports;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Configurations that read well, but do not fit their source: the source is asked. */
class ConnectTest {
  private static final String QUERY =
      "select o.id, o.name, o.changed_on, o.changed_by, o.contact from orders o";

  @TempDir Path folder;
  private TestDatabase source = Databases.POSTGRES.fresh();
  private String out = "";

  @BeforeEach
  void fill() throws Exception {
    execute(
        "create table orders (id int, name text, changed_on timestamptz, changed_by text, contact text)");
    execute(
        "insert into orders select n, 'Order ' || n, now() - interval '3 hours' * n, case n % 2 when 0 then 'ALOVELACE' else 'bob' end, 'jana@example.com' from generate_series(1, 5) n");
    write("causerie.yaml", "server: { port: 0 }\n");
    write(
        "people.yaml",
        "people: [ { id: ada, name: Ada, identities: { shop: [alovelace] } }, { id: jana, name: Jana } ]\n");
    write("mappings/order.yaml", mapping(".name"));
  }

  @AfterEach
  void close() {
    source.close();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = source.source().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void write(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String mapping(String title) {
    return """
        record: { type: Order, id: .id, title: '"\\(%s) for \\(.contact)"' }
        actor: { id: .changed_by }
        posts: [ { when: created, summary: { en: "{actor} took {record}", fr: "{actor} a pris {record}" } } ]
        """
        .formatted(title);
  }

  private void connector(String url, String user, String query, String key, String more) {
    write(
        "systems/shop.yaml",
        """
        system: shop
        audience: everyone
        kind: sql
        config: { url: "%s", username: "%s" }
        connectors:
          stock:
            mask: [.contact]
            config: { query: "%s", key: %s, changedOn: changed_on %s }
            mapping: mappings/order.yaml
        """
            .formatted(url, user, query, key, more));
  }

  private void connector(String query, String key) {
    connector(source.url(), source.user(), query, key, "");
  }

  private int check(String... more) {
    StringWriter written = new StringWriter();
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(written, true));
    command.setErr(new PrintWriter(written, true));
    String[] arguments = new String[3 + more.length];
    arguments[0] = "check";
    arguments[1] = "--config";
    arguments[2] = folder.toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    int code = command.execute(arguments);
    out = written.toString();
    return code;
  }

  private void assertBroken(String... told) {
    assertThat(check()).as("without asking, it reads well: %s", out).isZero();
    assertThat(check("--connect")).as(out).isEqualTo(1);
    assertThat(out).contains(told);
  }

  @Test
  void goodOneIsShownWithColumnsAgeUsersAndPosts() {
    connector(QUERY, "id");

    assertThat(check("--connect", "stock")).as(out).isZero();
    assertThat(out)
        .contains("5 rows read, all there are; the newest is of ")
        .contains("3 hours old")
        .contains("columns: id (number), name (string), changed_on (string)")
        .contains("nobody in people.yaml is bob there")
        .contains("en: bob took Order 1 for •••")
        .contains("fr: bob a pris Order 1 for •••")
        .as("a mask holds, and case does not matter for users")
        .doesNotContain("jana@example.com", "is ALOVELACE", "no row has");
    assertThat(out.split("post on Order", -1)).as("three posts").hasSize(4);
  }

  @Test
  void personIsCalledByHerName() {
    connector(QUERY, "id");

    assertThat(check("--connect")).isZero();
    assertThat(out).contains("en: Ada took Order 2 for •••").doesNotContain("ALOVELACE took");
  }

  @Test
  void rowThatLiesAheadDoesNotStandForAllTheOthers() throws Exception {
    execute(
        "insert into orders select n, 'Old ' || n, now() - interval '2 days', 'bob', null from generate_series(10, 700) n");
    execute("insert into orders values (6, 'Ahead', '2036-01-01', 'bob', null)");
    connector(QUERY, "id");

    check("--connect");

    assertThat(out).contains("in the future").contains("took Order 1 for");
  }

  @Test
  void whatAMappingWarnsOfIsTold() throws Exception {
    execute("alter table orders add due text default '20260230'");
    connector(QUERY.replace("o.contact", "o.contact, o.due"), "id");
    write(
        "mappings/order.yaml",
        mapping(".name") + "track: [ { field: due, value: .due, type: date, label: Due } ]\n");

    assertThat(check("--connect")).as(out).isZero();
    assertThat(out).contains("! 5 rows warn: ").contains("is not a date");
  }

  @Test
  void groupThatNobodyIsInIsTold() throws Exception {
    connector(QUERY, "id");
    write("mappings/order.yaml", mapping(".name") + "audience: '{ groups: [\"sails\"] }'\n");

    assertThat(check("--connect")).as(out).isZero();
    assertThat(out).contains("the audience names the group sails, which people.yaml does not have");
  }

  @Test
  void connectorOfNoNameIsRefused() {
    connector(QUERY, "id");

    assertThat(check("--connect", "stok")).isEqualTo(1);
    assertThat(out).contains("there is no connector 'stok' (did you mean 'stock'?)");
  }

  @Test
  void pathThatNoRowHasIsAHint() {
    connector(QUERY, "id");
    write("mappings/order.yaml", mapping(".nmae"));

    assertThat(check("--connect")).isZero();
    assertThat(out)
        .contains("no row has what mappings/order.yaml:1: .nmae (did you mean '.name'?) reads");
  }

  @Test
  void mappingThatFailsOnTheRowsFailsTheCheck() {
    connector(QUERY, "id");
    write("mappings/order.yaml", "record: { type: Order, id: .ident }\n");

    assertBroken("5 rows fail: .ident is missing");
  }

  @Test
  void portThatNobodyListensOn() throws Exception {
    int free = Ports.free();
    connector("jdbc:postgresql://127.0.0.1:" + free + "/shop", "causerie", QUERY, "id", "");

    assertBroken("! ", "127.0.0.1:" + free);
  }

  @Test
  void databaseThatIsNotThere() {
    connector(
        source.url().replaceFirst("/[^/?]+(\\?|$)", "/nosuchdb$1"), source.user(), QUERY, "id", "");

    assertBroken("nosuchdb");
  }

  @Test
  void userThatIsNotThere() {
    connector(source.url(), "nobody_of_that_name", QUERY, "id", "");

    assertBroken("nobody_of_that_name");
  }

  @Test
  void userWithoutTheGrant() throws Exception {
    String user = "reader_" + Long.toHexString(System.nanoTime());
    execute("create role " + user + " login");
    try {
      connector(source.url(), user, QUERY, "id", "");

      assertBroken("permission denied", "orders");
    } finally {
      execute("drop role " + user);
    }
  }

  @Test
  void tableThatIsNotThere() {
    connector("select id, changed_on from oders", "id");

    assertBroken("oders");
  }

  @Test
  void columnsThatAreNotThere() {
    connector(QUERY, "idd");
    assertBroken("`idd` is not a column of the query; did you mean `id`?");

    connector(QUERY.replace("changed_on", "changed_on as changed_at"), "id");
    assertBroken("did you mean `changed_at`?");
  }

  @Test
  void rowsThatTheKeyDoesNotTellApart() throws Exception {
    execute("create table item (order_id int, sku text)");
    execute("insert into item values (2, 'a'), (2, 'b')");
    connector(QUERY + " join item i on i.order_id = o.id", "id");

    assertBroken("key", "2");
  }

  @Test
  void equalKeysAtDifferentTimesToo() throws Exception {
    execute("insert into orders values (2, 'again', now(), 'bob', null)");
    connector(QUERY, "id");

    assertBroken("several rows have the key 2");
  }

  @Test
  void emptyTimesAndKeys() throws Exception {
    execute("insert into orders values (7, 'never', null, 'bob', null)");
    connector(QUERY, "id");
    assertBroken("there are rows without a `changed_on`");

    execute("update orders set changed_on = now(), id = null where name = 'never'");
    assertBroken("! ");
  }

  @Test
  void keysOfTheReconciliationAreAskedToo() {
    connector(source.url(), source.user(), QUERY, "id", ", liveKeys: \"select id from ordres\"");

    assertBroken("ordres");

    connector(
        source.url(),
        source.user(),
        QUERY,
        "id",
        ", liveKeys: \"select id + 1000 as id from orders\"");
    assertBroken("rows that were just read are gone by what the reconciliation asks");
  }

  @Test
  void emptySourceIsSaid() throws Exception {
    execute("delete from orders");
    connector(QUERY, "id");

    check("--connect");
    assertThat(out).contains("the source has no rows");
  }

  @Test
  void sourceThatPushesIsNotAsked() {
    write(
        "systems/shop.yaml",
        "system: shop\naudience: everyone\nkind: cloudevents\nconnectors: { told: { config: { auth: { bearer: { tokens: [0123456789abcdef] } } }, mapping: mappings/order.yaml } }\n");

    assertThat(check("--connect")).isZero();
    assertThat(out).contains("its source pushes, to /api/v1/connectors/told/events");
  }

  @Test
  void errorsOfSeveralConnectorsAreToldAtOnce() {
    write(
        "systems/shop.yaml",
        """
        system: shop
        audience: everyone
        kind: cloudevents
        connectors:
          a: { kind: sql, config: { url: "jdbc:nosuch:x", query: "select 1", key: a, changedOn: b }, mapping: mappings/order.yaml }
          b: { kind: sql, config: { url: "jdbc:h2:mem:b", query: "select 1 order by 1", key: a, changedOn: b }, mapping: mappings/order.yaml }
          c: { kind: sql, config: { url: "no url", query: "select 1 limit 5", key: a, changedOn: b }, mapping: mappings/order.yaml }
        """);
    write(
        "routes/a.yaml",
        "- route: { id: x, from: { uri: 'causerie-poll:d', steps: [ { to: { uri: 'causerie:d' } } ] } }\n");
    write(
        "routes/b.yaml",
        "- route: { id: y, from: { uri: 'timer:y', steps: [ { to: { uri: 'nosuch:z' } } ] } }\n");

    assertThat(check()).isEqualTo(1);
    assertThat(out)
        .contains("connectors.a.config: url: there is no driver for jdbc:nosuch:")
        .contains("connectors.b.config: query: leave out `order by`")
        .contains("connectors.c.config: url: expected a JDBC URL")
        .contains("connectors.c.config: query: leave out `limit`")
        .contains("routes/a.yaml:1:1: route x: there is no connector d")
        .contains("routes/b.yaml:1:1: route y: there is no component `nosuch`");
  }

  @Test
  void operatorAsksTheSameOfARunningServer() throws Exception {
    connector(QUERY, "id");
    try (RunningServer server = new RunningServer(Databases.H2, folder)) {
      write("mappings/stock.yaml", mapping(".nmae"));
      JsonNode report =
          server
              .send(
                  server.token("ada", Scope.OPERATE),
                  "POST",
                  "/api/v1/connectors/stock/check",
                  null)
              .json();

      assertThat(report.path("good").asBoolean()).as(report.toString()).isTrue();
      assertThat(report.path("rows").asInt()).isEqualTo(5);
      assertThat(report.path("columns").findValuesAsText("name"))
          .containsExactly("id", "name", "changed_on", "changed_by", "contact");
      assertThat(report.toString()).doesNotContain("jana@example.com");
      execute("drop table orders");
      JsonNode broken =
          server
              .send(
                  server.token("ada", Scope.OPERATE),
                  "POST",
                  "/api/v1/connectors/stock/check",
                  null)
              .json();
      assertThat(broken.path("good").asBoolean()).isFalse();
      assertThat(broken.at("/failures/0/message").asText()).contains("orders");
      assertThat(broken.at("/failures/0/remedy").asText()).isNotEmpty();
      JsonNode pushed =
          server
              .send(
                  server.token("ada", Scope.OPERATE),
                  "POST",
                  "/api/v1/connectors/orders/check",
                  null)
              .json();
      assertThat(pushed.path("polled").asBoolean()).isFalse();
      assertThat(
              server
                  .send(
                      server.token("ada", Scope.READ),
                      "POST",
                      "/api/v1/connectors/orders/check",
                      null)
                  .status())
          .isEqualTo(403);
    }
  }
}
