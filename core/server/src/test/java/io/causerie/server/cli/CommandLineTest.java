package io.causerie.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.server.Main;
import io.causerie.spi.Kinds;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
  @TempDir Path folder;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws Exception {
    out = new StringWriter();
    err = new StringWriter();
    Files.writeString(folder.resolve("causerie.yaml"), "server: { port: 0 }\n");
    Files.writeString(
        folder.resolve("order.yaml"),
        "record: { type: Order, id: .id }\ntrack: [ { field: status } ]\nposts: [ { when: changed, summary: { en: '{actor} changed {changes}', fr: '{actor} a modifié {changes}' } } ]\n");
    Files.writeString(
        folder.resolve("people.yaml"), "people: [ { id: ada, name: Ada Lovelace } ]\n");
    Files.writeString(folder.resolve("good.json"), "{\"id\":\"7\",\"status\":\"open\"}");
    Files.writeString(folder.resolve("bad.json"), "{}");
  }

  private int run(String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  @Test
  void checkSaysThatAConfigurationIsGood() {
    assertThat(run("check", "--config", folder.toString())).isZero();
    assertThat(out.toString()).startsWith("The configuration is good");
  }

  @Test
  void checkWarnsOfWhatIsAllowedAndMayNotBeMeant() throws Exception {
    Files.createDirectories(folder.resolve("systems"));
    Files.writeString(
        folder.resolve("systems/shop.yaml"),
        """
        system: shop
        audience: everyone
        kind: webhook
        connectors:
          shop-events: { config: { verify: { none: true } }, mapping: order.yaml }
        """);

    assertThat(run("check", "--config", folder.toString())).isZero();
    assertThat(out.toString()).contains("! shop-events: `verify.none`: whoever knows the address");
  }

  @Test
  void checkWarnsWhereAnybodyMayBeAnybodyAndWrite() throws Exception {
    String server = Files.readString(folder.resolve("causerie.yaml"));
    Files.writeString(
        folder.resolve("causerie.yaml"),
        server.replace("server: {", "server: { console: { writes: true },")
            + "demo: { signIn: true }\n");

    assertThat(run("check", "--config", folder.toString())).isZero();
    assertThat(out.toString()).contains("! demo.signIn with server.console.writes");
  }

  @Test
  void whoeverIsDisabledIsCountedAndGetsNoToken() throws Exception {
    Files.writeString(
        folder.resolve("people.yaml"),
        "people: [ { id: ada, name: Ada Lovelace }, { id: bob, name: Bob, active: false } ]\n");

    assertThat(run("check", "--config", folder.toString())).isZero();
    assertThat(out.toString()).contains("2 persons (1 disabled)");
    assertThat(makeToken("x", "bob")).isEqualTo(1);
    assertThat(err.toString()).contains("bob is disabled in people.yaml");
  }

  @Test
  void checkTellsWhatIsWrong() throws Exception {
    Files.writeString(folder.resolve("causerie.yaml"), "sever: {}\n");

    assertThat(run("check", "--config", folder.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("did you mean 'server'?");
  }

  @Test
  void dryRunShowsThePostInEachLanguage() {
    String mapping = folder.resolve("order.yaml").toString();

    assertThat(
            run("check", "--mapping", mapping, "--event", folder.resolve("good.json").toString()))
        .isZero();
    assertThat(out.toString())
        .contains("record:    system/Order/7")
        .contains("fr: system a modifié status: … → open");
    assertThat(run("check", "--mapping", mapping, "--event", folder.resolve("bad.json").toString()))
        .isEqualTo(1);
    assertThat(out.toString()).contains("failed: .id is missing");
  }

  @Test
  void typeThatAMappingDoesNotTakeIsToldAsTheServerTellsIt() throws Exception {
    Path mapping = folder.resolve("taken.yaml");
    Files.writeString(
        mapping,
        "on: [com.example.order.*, order]\n" + Files.readString(folder.resolve("order.yaml")));

    assertThat(tryOut(mapping, "com.example.oder.changed")).isEqualTo(1);
    assertThat(out.toString())
        .contains("ignored: no mapping for the event type com.example.oder.changed")
        .contains("taken.yaml takes com.example.order.*, order")
        .doesNotContain("post:");
    assertThat(tryOut(mapping, "com.example.order.changed")).isZero();
    assertThat(out.toString()).contains("post:");
  }

  private int tryOut(Path mapping, String type) {
    return run(
        "check",
        "--mapping",
        mapping.toString(),
        "--event",
        folder.resolve("good.json").toString(),
        "--type",
        type);
  }

  @Test
  void mappingIsTriedWithoutAType() throws Exception {
    Path mapping = folder.resolve("taken.yaml");
    Files.writeString(mapping, "on: [order]\n" + Files.readString(folder.resolve("order.yaml")));

    assertThat(
            run(
                "check",
                "--mapping",
                mapping.toString(),
                "--event",
                folder.resolve("good.json").toString()))
        .isZero();
    assertThat(out.toString()).contains("post:");
  }

  @Test
  void commandsOfTheDocumentsTryAnEventThatTheirMappingTakes() throws Exception {
    Path example = Path.of("../../examples/quickstart/causerie");
    Path event = folder.resolve("captured.json");
    Files.writeString(
        event, "{\"id\":\"4711\",\"version\":1,\"customer\":\"C-7\",\"changedBy\":\"alovelace\"}");
    List<Path> texts =
        List.of(
            Path.of("../../docs/getting-started.md"),
            Path.of("../../docs/mapping.md"),
            example.resolve("mappings/order.yaml"));
    for (Path text : texts) {
      List<MatchResult> commands =
          Pattern.compile("check --mapping (?:mine/)?(\\S+) --event \\S+ --type ([a-z.]+)")
              .matcher(Files.readString(text))
              .results()
              .toList();
      assertThat(commands).as("%s", text).hasSize(1);
      out.getBuffer().setLength(0);

      int code =
          run(
              "check",
              "--mapping",
              example.resolve(commands.get(0).group(1)).toString(),
              "--event",
              event.toString(),
              "--type",
              commands.get(0).group(2));

      assertThat(code).as("%s: %s", text, out).isZero();
      assertThat(out.toString()).as("%s", text).contains("record:    ").contains("post:");
    }
  }

  private void writeCase(String name, String event) throws Exception {
    Path one = Files.createDirectories(folder.resolve("cases/orders/" + name));
    Files.writeString(one.resolve("event.json"), event);
  }

  @Test
  void casesOfTheFolderHoldTheMappingToWhatIsExpected() throws Exception {
    Files.createDirectories(folder.resolve("systems"));
    Files.writeString(
        folder.resolve("systems/desk.yaml"),
        "system: desk\naudience: everyone\nkind: cloudevents\nconnectors:\n  orders: { config: { auth: { bearer: { tokens: [a-token-of-the-desk] } } }, mapping: order.yaml }\n");
    writeCase("opened", "{\"id\":\"7\",\"status\":\"open\"}");
    writeCase(
        "packed",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"order\",\"data\":{\"id\":\"7\",\"status\":\"packed\"}}");
    Files.copy(folder.resolve("good.json"), folder.resolve("cases/orders/packed/before.json"));
    writeCase("no-key", "{}");
    String config = folder.toString();

    assertThat(run("check", "--config", config)).isEqualTo(1);
    assertThat(out.toString())
        .contains("cases/orders/packed/expected.json: it is not there; check with --update");
    assertThat(run("check", "--config", config, "--update")).isZero();
    assertThat(Files.readString(folder.resolve("cases/orders/packed/expected.json")))
        .contains("preview a modifié status : open → packed");
    assertThat(run("check", "--config", config)).isZero();
    assertThat(out.toString()).contains("3 cases, 0 differences.");

    Files.writeString(
        folder.resolve("order.yaml"),
        Files.readString(folder.resolve("order.yaml")).replace("changed {ch", "set {ch"));
    assertThat(run("check", "--config", config)).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "cases/orders/packed/expected.json: /seen/posts/0/summary/en: expected"
                + " \"preview changed status: open → packed\", came"
                + " \"preview set status: open → packed\"");
    Files.writeString(
        folder.resolve("order.yaml"),
        Files.readString(folder.resolve("order.yaml"))
            .replace("{ field: status", "{ field: statsu"));
    run("check", "--config", config, "--update");
    assertThat(out.toString())
        .contains("no event of the last 4 has `.statsu`; did you mean `.status`?");
    Files.move(folder.resolve("cases/orders"), folder.resolve("cases/order"));
    assertThat(run("check", "--config", config)).isEqualTo(1);
    assertThat(out.toString()).contains("cases/order: there is no connector of this name");
  }

  private int makeToken(String name, String person, String... more) {
    String[] first = {
      "token", "create", "--config", folder.toString(), "--name", name, "--person", person
    };
    return run(Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void tokenIsMadeListedAndRevoked() {
    String config = folder.toString();

    assertThat(makeToken("night job", "ada", "--scope", "operate")).isZero();
    String id = out.toString().replaceAll("(?s).*id: ([^;]+);.*", "$1");
    assertThat(out.toString()).startsWith("csr_");
    assertThat(id).as("never taken for an option").matches("[0-9a-f]{16}");
    assertThat(run("token", "revoke", "--config", config, id)).isZero();
    assertThat(run("token", "list", "--config", config)).isZero();
    assertThat(out.toString()).contains("night job").contains("revoked");
    assertThat(makeToken("x", "ada", "--scope", "all")).isEqualTo(1);
    assertThat(makeToken("x", "adda")).isEqualTo(1);
    assertThat(err.toString()).contains("there is no person 'adda' in people.yaml (did you mean");
    assertThat(makeToken("x", "ada", "--expires", "-P1D")).isEqualTo(1);
    assertThat(err.toString()).contains("over already");
    assertThat(err.toString()).contains("choose from read, write, operate");
  }

  @Test
  void tokenNeedsNoSecretButTheDatabases() throws Exception {
    Files.createDirectories(folder.resolve("systems"));
    Files.writeString(
        folder.resolve("systems/desk.yaml"),
        "system: desk\naudience: everyone\nkind: cloudevents\nconnectors:\n  orders: { config: { auth: { bearer: { tokens: ['${env:NOT_SET_HERE}'] } } }, mapping: order.yaml }\n");
    Files.writeString(
        folder.resolve("causerie.yaml"),
        "server: { port: '${env:NOT_SET_HERE}' }\nembed: { hosts: [ { name: a, origins: ['http://localhost'], secret: '${env:NOT_SET_HERE}' } ] }\n");
    String config = folder.toString();

    assertThat(run("check", "--config", config)).as("a server needs them").isEqualTo(1);
    assertThat(makeToken("n", "ada")).as(err.toString()).isZero();
    assertThat(run("token", "list", "--config", config)).isZero();
    Files.writeString(
        folder.resolve("causerie.yaml"), "database: { url: 'jdbc:h2:${env:NOT_SET_HERE}' }\n");
    assertThat(run("token", "list", "--config", config)).isEqualTo(1);
    assertThat(err.toString()).contains("the environment variable NOT_SET_HERE is not set");
  }

  @Test
  void takenPortIsAClearError() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
      int code =
          run(
              "serve",
              "--config",
              folder.toString(),
              "--port",
              String.valueOf(taken.getLocalPort()));

      assertThat(code).isEqualTo(1);
      assertThat(err.toString())
          .contains("port " + taken.getLocalPort() + " on 127.0.0.1 is taken");
    }
  }

  @Test
  void schemaOfAFileIsPrintedForEditors() {
    assertThat(run("schema", "system")).isZero();
    assertThat(out.toString()).contains("\"title\" : \"Causerie: a system\"").contains("changedOn");
    assertThat(run("schema", "sytem")).isEqualTo(1);
    assertThat(err.toString()).contains("causerie, mapping, people, system");
  }

  @Test
  void readyMappingsAreListedAndCopiedOnceEach() throws Exception {
    assertThat(run("mapping", "list")).isZero();
    assertThat(out.toString())
        .containsPattern("s4hana/sales-order +odata +Sales orders of SAP S/4HANA");
    assertThat(run("mapping", "copy", "s4hana/sales-order", "--config", folder.toString()))
        .isZero();
    assertThat(out.toString()).contains("mapping: mappings/sales-order.yaml");
    assertThat(Files.readString(folder.resolve("mappings/sales-order.yaml")))
        .contains("type: SalesOrder");
    Files.writeString(folder.resolve("mappings/sales-order.yaml"), "changed by hand");

    assertThat(run("mapping", "copy", "s4hana/sales-order", "--config", folder.toString()))
        .isEqualTo(1);
    assertThat(err.toString()).contains("is there already");
    assertThat(Files.readString(folder.resolve("mappings/sales-order.yaml")))
        .isEqualTo("changed by hand");
    assertThat(run("mapping", "copy", "s4hana/sale", "--config", folder.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("choose from c4c/", " s4hana/billing-document,");
  }

  @Test
  void newSystemIsWrittenWithASecretThatIsMade() throws Exception {
    String config = folder.toString();
    assertThat(run("connector", "new", "webhook")).isZero();
    assertThat(out.toString()).contains("verify.hmac.header", "A secret without a value");
    String[] helpdesk = {
      "connector",
      "new",
      "webhook",
      "--config",
      config,
      "--system",
      "helpdesk",
      "--title",
      "Help desk",
      "--set",
      "verify.hmac.secrets=",
      "--set",
      "verify.hmac.header=X-Signature",
      "--set",
      "type=.body.event"
    };

    assertThat(run(helpdesk)).as(err.toString()).isZero();

    String secret = Files.readString(folder.resolve("secrets/helpdesk")).strip();
    assertThat(out.toString())
        .contains("/api/v1/connectors/helpdesk/events", "causerie mapping propose helpdesk")
        .doesNotContain(secret);
    assertThat(folder.resolve("systems/helpdesk.yaml"))
        .content()
        .contains("secrets: [\"${file:secrets/helpdesk}\"]", "title: \"Help desk\"");
    assertThat(run("check", "--config", config)).as(err.toString()).isZero();
    assertThat(run(helpdesk)).isEqualTo(1);
    assertThat(err.toString()).contains("is there already", "another name with --system");
  }

  /** What the document says, and the file that the browser's walk writes by it. */
  @Test
  void systemOfTheDocumentIsWrittenByItsCommand() throws Exception {
    Matcher told =
        Pattern.compile("(?s)<!-- followed-by-command -->\n```sh\njava -jar \\S+ (.*?)\n```")
            .matcher(Files.readString(Path.of("../../docs/getting-started.md")));
    assertThat(told.find()).isTrue();
    String[] words =
        Pattern.compile("'([^']*)'|([^\\s'\\\\]+)")
            .matcher(told.group(1).replace("examples/quickstart/causerie", folder.toString()))
            .results()
            .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
            .toArray(String[]::new);

    assertThat(run(words)).as(err.toString()).isZero();

    assertThat(folder.resolve("systems/helpdesk.yaml"))
        .content()
        .contains("title: \"Help desk\"", "id: \".headers[\\\"x-delivery\\\"]\"");
    assertThat(run("check", "--config", folder.toString())).as(err.toString()).isZero();
  }

  /** Whoever can write the file herself may refer to what the server reads. */
  @Test
  void newSystemMayReferToTheEnvironmentHere() {
    String config = folder.toString();
    String[] sql = {
      "connector",
      "new",
      "sql",
      "--config",
      config,
      "--system",
      "crm",
      "--set",
      "url=jdbc:h2:mem:crm",
      "--set",
      "password=${env:PATH}",
      "--set",
      "query=select 1",
      "--set",
      "key=id",
      "--set",
      "changedOn=at"
    };

    assertThat(run(sql)).as(err.toString()).isZero();

    assertThat(folder.resolve("systems/crm.yaml"))
        .content()
        .contains("url: \"jdbc:h2:mem:crm\"", "password: \"${env:PATH}\"", "query: \"select 1\"");
    assertThat(folder.resolve("secrets")).doesNotExist();
    assertThat(run("connector", "new", "sql", "--config", config, "--set", "query=select 1"))
        .as("a key is missing")
        .isEqualTo(1);
    assertThat(run("connector", "new", "webhok")).isEqualTo(1);
    assertThat(err.toString()).contains("did you mean 'webhook'?");
  }

  @Test
  void systemOfTheGalleryIsListedAndShown() {
    assertThat(run("mapping", "list")).isZero();
    assertThat(out.toString()).containsPattern("github +webhook +Issues, pull requests");

    assertThat(run("mapping", "show", "github")).isZero();
    assertThat(out.toString())
        .contains("## Set up")
        .contains("# systems/github.yaml")
        .contains("# mappings/github/issue.yaml")
        .contains("type: PullRequest");
    assertThat(run("mapping", "show", "s4hana/sales-order")).isZero();
    assertThat(out.toString()).contains("type: SalesOrder");
    assertThat(run("mapping", "show", "gitub")).isEqualTo(1);
    assertThat(err.toString()).contains("did you mean 'github'?");
  }

  @Test
  void systemOfTheGalleryIsCopiedWholeWithASecretOfItsOwn() throws Exception {
    String config = folder.toString();

    assertThat(run("mapping", "copy", "github", "--config", config)).as(err.toString()).isZero();
    String told = out.toString();
    assertThat(folder.resolve("systems/github.yaml")).content().contains("kind: webhook");
    assertThat(folder.resolve("mappings/github/issue.yaml")).content().contains("type: Issue");
    assertThat(folder.resolve("cases/github/issue-opened/expected.json")).isNotEmptyFile();
    String secret = Files.readString(folder.resolve("secrets/github"));
    assertThat(secret.strip()).hasSizeGreaterThan(31);
    assertThat(Files.getPosixFilePermissions(folder.resolve("secrets/github")))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    assertThat(told)
        .contains("/api/v1/connectors/github/events")
        .contains("secrets/github")
        .contains("causerie check --config " + config)
        .contains("causerie mapping show github")
        .contains("only you can read")
        .doesNotContain(secret.strip());
    assertThat(told.contains("There is no kind webhook here; its jar goes into "))
        .isEqualTo(Kinds.onClassPath().find("webhook").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"github", "jira"})
  void casesThatWereCopiedAreAsTheySay(String system) throws Exception {
    String config = folder.toString();
    assertThat(run("mapping", "copy", system, "--config", config)).as(err.toString()).isZero();
    assertThat(run("check", "--config", config)).as("%s%s", out, err).isZero();
    assertThat(out.toString())
        .containsPattern("[1-9]\\d cases, 0 differences\\.")
        .doesNotContain("! ");
  }

  @Test
  void copyOfASystemOverwritesNothing() throws Exception {
    String config = folder.toString();
    Files.createDirectories(folder.resolve("mappings/github"));
    Files.writeString(folder.resolve("mappings/github/release.yaml"), "mine");
    Files.createDirectories(folder.resolve("secrets"));
    Files.writeString(folder.resolve("secrets/github"), "mine-and-known-to-the-sender");

    assertThat(run("mapping", "copy", "github", "--config", config)).isEqualTo(1);
    assertThat(err.toString()).contains("mappings/github/release.yaml is there already");
    assertThat(folder.resolve("systems")).as("all or nothing").doesNotExist();
    assertThat(Files.readString(folder.resolve("mappings/github/release.yaml"))).isEqualTo("mine");

    Files.delete(folder.resolve("mappings/github/release.yaml"));
    assertThat(run("mapping", "copy", "github", "--config", config)).as(err.toString()).isZero();
    assertThat(Files.readString(folder.resolve("secrets/github")))
        .as("a secret that is in use stays")
        .isEqualTo("mine-and-known-to-the-sender");
  }

  @Test
  void versionIsTold() {
    assertThat(run("version")).isZero();
    assertThat(out.toString()).startsWith("causerie ");
  }

  @Test
  void alertsNameCommandsThatThereAre() throws Exception {
    String alerts = Files.readString(Path.of("../../docs/monitoring/alerts.yaml"));
    List<String> commands =
        Pattern.compile("`causerie ([^`]+)`")
            .matcher(alerts)
            .results()
            .map(m -> m.group(1).replaceAll("\\{\\{[^}]*}}", "erp-orders"))
            .toList();

    assertThat(commands).hasSizeGreaterThan(2);
    assertThat(commands).allSatisfy(command -> Main.commandLine().parseArgs(command.split(" ")));
  }
}
