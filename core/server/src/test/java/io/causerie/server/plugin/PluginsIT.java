package io.causerie.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.system.Application;
import io.causerie.testkit.system.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application as it is deployed, with what an operator put into its folder. */
class PluginsIT {
  @TempDir Path folder;
  private @Nullable Application installed;

  private Application application() {
    return Objects.requireNonNull(installed);
  }

  @BeforeEach
  void install() throws Exception {
    installed = Application.in(folder);
    stock();
    write("causerie.yaml", "server: { port: 0 }\n");
    write("people.yaml", "people: [ { id: ada, name: Ada } ]\n");
    write(
        "systems/shop.yaml",
        """
        system: shop
        audience: everyone
        kind: sql
        config:
          url: "jdbc:hsqldb:file:%s"
          username: SA
        connectors:
          stock:
            schedule: PT1S
            since: 2020-01-01
            config:
              query: select id, name, changed_on from item
              key: id
              changedOn: changed_on
            mapping:
              record: { type: Item, id: .id, title: .name }
              posts: [ { when: created, summary: { en: "{record} is new" } } ]
          told:
            kind: teller
            since: 2020-01-01
            config: { word: hello }
            mapping:
              record: { type: Word, id: .id }
              posts: [ { when: created, summary: { en: "{record} was told" } } ]
        """
            .formatted(folder.resolve("stock")));
    write(
        "routes/stock.yaml",
        """
        - route:
            id: stock
            from:
              uri: causerie-poll:stock
              steps:
                - to:
                    uri: mock:seen
                - to:
                    uri: causerie:stock
        """);
  }

  private void stock() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:hsqldb:file:" + folder.resolve("stock"), "SA", "");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table item (id int primary key, name varchar(40), changed_on timestamp)");
      statement.execute("insert into item values (7, 'Bolt', timestamp '2026-01-02 03:04:05')");
      statement.execute("shutdown");
    }
  }

  private void write(String name, String text) throws IOException {
    application().write(name, text);
  }

  private void add(String type) throws IOException {
    application().add(Jars.of(type));
  }

  private void addAll() throws IOException {
    add("org.hsqldb.jdbc.JDBCDriver");
    add("org.apache.camel.component.mock.MockComponent");
    Jars.teller(application().plugins().resolve("teller.jar"));
  }

  @Test
  void whatIsMissingIsNamedWithItsCoordinatesAndTheFolderAllAtOnce() throws Exception {
    Command.Ended check = application().configured("check");

    String plugins = folder.toRealPath().resolve("application/plugins").toString();
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.output())
        .contains(
            "there is no driver for jdbc:hsqldb:; put the jar of org.hsqldb:hsqldb into " + plugins)
        .contains("there is no kind 'teller'")
        .contains("the jar of another goes into " + plugins)
        .contains(
            "routes/stock.yaml:1:1: route stock: there is no component `mock`; put the jar of org.apache.camel:camel-mock:4.22.0 into "
                + plugins);
  }

  @Test
  void driverKindAndComponentOfTheFolderAreListedAndTakeEventsIn() throws Exception {
    addAll();

    Command.Ended listed = application().run("plugins");
    assertThat(listed.code()).as(listed.output()).isZero();
    assertThat(listed.output())
        .contains("3 jars")
        .containsPattern("teller +3\\.1 +plugins: teller\\.jar")
        .containsPattern("sql +0\\.1\\.0-SNAPSHOT +the application")
        .containsPattern("org\\.hsqldb\\.jdbc\\.JDBCDriver +2\\.7\\.4 +plugins: hsqldb")
        .containsPattern("org\\.postgresql\\.Driver +42\\.\\S+ +the application")
        .containsPattern("mock +4\\.22\\.0 +plugins: camel-mock")
        .containsPattern("timer +4\\.22\\.0 +the application");
    assertThat(application().configured("check").output()).startsWith("The configuration is good");
    String token = application().token("ada", "operate");

    try (Application.Server server = application().serve()) {
      for (String connector : List.of("stock", "told")) {
        String path = "/api/v1/connectors/" + connector + "/events?fate=posted";
        Eventually.until(connector + " has posted", () -> items(server.get(path, token)) == 1);
      }
    }
  }

  private static int items(String page) {
    try {
      return new JsonMapper().readTree(page).path("items").size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void classThatStandsTwiceFailsTheStart() throws Exception {
    add("org.h2.Driver");

    Command.Ended serve = application().configured("serve");

    assertThat(serve.code()).isEqualTo(1);
    assertThat(serve.output())
        .contains("h2-")
        .contains("stands in the application; remove the jar");
  }

  @Test
  void jarInTheConfigurationFolderIsNotLoaded() throws Exception {
    Jars.teller(application().configuration().resolve("plugins/teller.jar"));

    assertThat(application().configured("check").output()).contains("there is no kind 'teller'");
  }
}
