package io.causerie.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causerie.testkit.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application as it is deployed, with what an operator put into its folder. */
class PluginsIT {
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path folder;
  private Path application = Path.of("application");
  private Path config = Path.of("config");

  private record Ended(int code, String out) {}

  @BeforeEach
  void install() throws Exception {
    application = Files.createDirectories(folder.resolve("application"));
    config = Files.createDirectories(folder.resolve("config"));
    Path built = Path.of(System.getProperty("causerie.application"));
    Files.copy(built.resolve("causerie.jar"), application.resolve("causerie.jar"));
    Files.createSymbolicLink(application.resolve("lib"), built.resolve("lib").toAbsolutePath());
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
    Path file = config.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void add(String type) throws IOException {
    Path jar = Jars.of(type);
    Path plugins = Files.createDirectories(application.resolve("plugins"));
    Files.copy(jar, plugins.resolve(jar.getFileName().toString()));
  }

  private void addAll() throws IOException {
    add("org.hsqldb.jdbc.JDBCDriver");
    add("org.apache.camel.component.mock.MockComponent");
    Jars.teller(application.resolve("plugins/teller.jar"));
  }

  private Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As the tests themselves run: its second compiler would cost more than it earns.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                application.resolve("causerie.jar").toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("out.txt").toFile())
        .start();
  }

  private Ended run(String... arguments) throws Exception {
    Process process = start(arguments);
    assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), Files.readString(folder.resolve("out.txt")));
  }

  @Test
  void whatIsMissingIsNamedWithItsCoordinatesAndTheFolderAllAtOnce() throws Exception {
    Ended check = run("check", "--config", config.toString());

    String plugins = application.toRealPath().resolve("plugins").toString();
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.out())
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

    Ended listed = run("plugins");
    assertThat(listed.code()).as(listed.out()).isZero();
    assertThat(listed.out())
        .contains("3 jars")
        .containsPattern("teller +3\\.1 +plugins: teller\\.jar")
        .containsPattern("sql +0\\.1\\.0-SNAPSHOT +the application")
        .containsPattern("org\\.hsqldb\\.jdbc\\.JDBCDriver +2\\.7\\.4 +plugins: hsqldb")
        .containsPattern("org\\.postgresql\\.Driver +42\\.\\S+ +the application")
        .containsPattern("mock +4\\.22\\.0 +plugins: camel-mock")
        .containsPattern("timer +4\\.22\\.0 +the application");
    Ended check = run("check", "--config", config.toString());
    assertThat(check.out()).startsWith("The configuration is good");
    Ended made =
        run(
            "token",
            "create",
            "--config",
            config.toString(),
            "--name",
            "t",
            "--person",
            "ada",
            "--scope",
            "operate");
    String token = made.out().lines().filter(l -> l.startsWith("csr_")).findFirst().orElseThrow();

    Process server = start("serve", "--config", config.toString());
    try {
      Eventually.until(
          "the server is ready", LONG, () -> !server.isAlive() || out().contains("is ready"));
      String address = out().replaceAll("(?s).*Causerie is ready: (\\S+).*", "$1");
      for (String connector : List.of("stock", "told")) {
        Eventually.until(
            connector + " has posted",
            LONG,
            () ->
                posted(address + "/api/v1/connectors/" + connector + "/events?fate=posted", token)
                    == 1);
      }
    } finally {
      server.destroy();
      server.waitFor(30, TimeUnit.SECONDS);
    }
  }

  private String out() {
    try {
      return Files.readString(folder.resolve("out.txt"));
    } catch (IOException e) {
      return "";
    }
  }

  private static int posted(String url, String token) {
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(url))
                      .header("Authorization", "Bearer " + token)
                      .build(),
                  HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new JsonMapper().readTree(answer.body()).path("items").size();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  @Test
  void classThatStandsTwiceFailsTheStart() throws Exception {
    add("org.h2.Driver");

    Ended serve = run("serve", "--config", config.toString());

    assertThat(serve.code()).isEqualTo(1);
    assertThat(serve.out()).contains("h2-").contains("stands in the application; remove the jar");
  }

  @Test
  void jarInTheConfigurationFolderIsNotLoaded() throws Exception {
    Jars.teller(config.resolve("plugins/teller.jar"));

    assertThat(run("check", "--config", config.toString()).out())
        .contains("there is no kind 'teller'");
  }
}
