package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causerie.server.RunningServer.Answer;
import io.causerie.server.config.Configuration;
import io.causerie.server.config.ConfigurationLoader;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said in a browser of a new system becomes files, and nothing else. */
class SetupTest {
  private static final String HELPDESK =
      """
      {"kind": "webhook", "system": "helpdesk", "title": "Help \\"desk\\": #1", "groups": ["sales"],
       "mask": [".customer.email"], "config": {"verify.hmac.secrets": [], "verify.hmac.header": ["X-Signature"], "id": [".body.id"],
         "type": [".body.event"]}}
      """;

  private static final String TICKET =
      """
      on: [ticket]
      record: { type: Ticket, id: .id }
      posts: [{ when: created, summary: { en: "{record} is new", fr: "{record} est nouveau" } }]
      """;

  @TempDir Path folder;

  /** Made by each test, which says whether the console may write. */
  @SuppressWarnings("NullAway.Init")
  private RunningServer api;

  private void start(boolean writes) {
    TestDatabase database = RunningServer.tables(Databases.H2);
    api =
        new RunningServer(
            database,
            new SettableClock(Instant.parse("2026-11-23T08:00:00Z")),
            Map.of(),
            folder,
            files -> {
              RunningServer.write(files, database);
              if (writes) {
                change("causerie.yaml", "server: {", "server: { console: { writes: true },");
              }
            });
  }

  private void change(String file, String from, String to) {
    try {
      String text = Files.readString(folder.resolve(file));
      assertThat(text).contains(from);
      Files.writeString(folder.resolve(file), text.replace(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private Answer operate(String method, String path, String body) {
    return api.send(api.token("ada", Scope.OPERATE), method, "/api/v1" + path, body);
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        texts.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
      }
    }
    return texts;
  }

  private Configuration loaded() throws Exception {
    return ConfigurationLoader.load(folder, Clock.systemUTC(), name -> null);
  }

  @Test
  void kindsSayWhatTheyAskAndWhichAreWrittenByHand() {
    start(false);

    JsonNode offers =
        api.send(api.token("ada", Scope.OPERATE), "GET", "/api/v1/setup", null).json();

    assertThat(offers.path("writes").asBoolean()).isFalse();
    assertThat(offers.at("/gallery").findValuesAsText("name")).contains("github", "jira");
    for (JsonNode kind : offers.path("kinds")) {
      String name = kind.path("name").asText();
      assertThat(kind.path("byHand").asBoolean())
          .as(name)
          .isEqualTo(List.of("camel", "sql").contains(name));
      assertThat(kind.path("pushed").asBoolean())
          .as(name)
          .isEqualTo(List.of("cloudevents", "idoc", "webhook").contains(name));
    }
    JsonNode idoc = offers.at("/kinds/1");
    assertThat(idoc.path("keys").findValuesAsText("name"))
        .as("a folder of the server is no business of a browser")
        .contains("verify.basic.credentials")
        .doesNotContain("folder");
    JsonNode webhook = offers.at("/kinds/2");
    assertThat(webhook.path("name").asText()).isEqualTo("webhook");
    assertThat(webhook.path("ways").toString()).contains("verify.hmac", "verify.github");
    assertThat(webhook.path("keys").toString()).contains("\"enum\":[\"sha256\",\"sha1\"]");
  }

  /** Where a secret stands in the address, what is shown is what a source can be given. */
  @ParameterizedTest
  @CsvSource({"verify.secret.path, true, /in/", "verify.secret.query, key, /events?key="})
  void shownAddressLetsItsSenderIn(String key, String value, String behind) throws Exception {
    start(true);
    String wish =
        "{\"kind\":\"webhook\",\"system\":\"bell\",\"groups\":[\"sales\"],\"config\":{\"verify.secret.secrets\":[],\"%s\":[\"%s\"]}}"
            .formatted(key, value);

    JsonNode made = operate("POST", "/setup/systems", wish).json();
    api.server.reload(loaded());

    String address = made.path("address").asText();
    String secret = made.at("/secrets/0/text").asText();
    assertThat(address).isEqualTo(api.url("/api/v1/connectors/bell") + behind + secret);
    String path = address.substring(api.url("").length());
    assertThat(api.send(null, "POST", path, "{}").status()).isEqualTo(202);
    assertThat(api.send(null, "POST", path + "x", "{}").status()).isEqualTo(401);
  }

  @Test
  void keysBesideASystemOfTheGalleryAreRefused() {
    start(false);

    assertThat(
            operate("POST", "/setup/drafts", "{\"gallery\":\"github\",\"config\":{\"id\":[\"x\"]}}")
                .text())
        .contains("a system of the gallery has its own keys");
  }

  @Test
  void draftShowsTheFilesAndWritesNothing() throws Exception {
    start(false);
    Map<String, String> before = files();

    JsonNode draft = operate("POST", "/setup/drafts", HELPDESK).json();

    assertThat(draft.path("problems")).isEmpty();
    assertThat(draft.path("address").asText())
        .isEqualTo(api.url("/api/v1/connectors/helpdesk/events"));
    assertThat(draft.at("/files/0/file").asText()).isEqualTo("systems/helpdesk.yaml");
    assertThat(draft.at("/files/0/text").asText())
        .contains("title: \"Help \\\"desk\\\": #1\"", "groups: [\"sales\"]", "mapping: []")
        .contains("mask: [\".customer.email\"]")
        .contains("secrets: [\"${file:secrets/helpdesk}\"]")
        .doesNotContain(draft.at("/secrets/0/text").asText());
    assertThat(draft.at("/secrets/0/text").asText()).hasSizeGreaterThan(40);
    assertThat(files()).isEqualTo(before);
    Answer written = operate("POST", "/setup/systems", HELPDESK);
    assertThat(written.status()).isEqualTo(403);
    assertThat(written.text()).contains("console: { writes: true }");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void systemIsWrittenWithASecretForItsOwnerAloneAndTheAuditKnows() throws Exception {
    start(true);

    Answer answer = operate("POST", "/setup/systems", HELPDESK);

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    String secret = answer.json().at("/secrets/0/text").asText();
    Path file = folder.resolve("secrets/helpdesk");
    assertThat(Files.readString(file)).isEqualTo(secret + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(loaded().connectors().keySet()).contains("orders", "helpdesk");
    assertThat(loaded().systems())
        .extracting(system -> system.rules().title().in("en"))
        .contains("Help \"desk\": #1");
    assertThat(files().keySet()).noneMatch(name -> name.endsWith(".new"));
    JsonNode line =
        api.send(api.token("ada", Scope.OPERATE), "GET", "/api/v1/audit", null)
            .json()
            .at("/items/0");
    assertThat(line.path("action").asText()).isEqualTo("connect");
    assertThat(line.path("detail").asText()).isEqualTo("secrets/helpdesk, systems/helpdesk.yaml");
    assertThat(line.toString()).doesNotContain(secret);
    Answer again = operate("POST", "/setup/systems", HELPDESK);
    assertThat(again.status()).isEqualTo(400);
    assertThat(Files.readString(file)).as("nothing is overwritten").isEqualTo(secret + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "webhook, verify.standardWebhooks.secrets, whsec_",
    "webhook, verify.basic.credentials, causerie:",
    "webhook, verify.github.secrets, ''",
    "cloudevents, auth.standardWebhooks.secrets, whsec_",
    "cloudevents, auth.bearer.tokens, ''"
  })
  void secretIsMadeInTheFormThatItsKeyTakes(String kind, String key, String begins) {
    start(false);

    JsonNode draft =
        operate(
                "POST",
                "/setup/drafts",
                "{\"kind\":\"%s\",\"system\":\"new\",\"config\":{\"%s\":[]}}".formatted(kind, key))
            .json();

    assertThat(draft.path("problems")).as(draft.toString()).isEmpty();
    assertThat(draft.at("/secrets/0/text").asText()).startsWith(begins);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${env:PATH}",
        "${file:/etc/passwd}",
        "a ${file:../secret} b",
        "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'x'",
        " JDBC:postgresql://db/x",
        "line\u2028break",
        "bell\u0007"
      })
  void whatIsTypedIsAValueAndNothingElse(String value) throws Exception {
    start(true);
    Map<String, String> before = files();
    String said = new JsonMapper().writeValueAsString(value);

    for (String wish :
        List.of(
            "{\"kind\":\"webhook\",\"system\":\"new\",\"config\":{\"verify.github.secrets\":[],\"type\":[%s]}}",
            "{\"kind\":\"webhook\",\"system\":\"new\",\"config\":{\"verify.github.secrets\":[%s]}}",
            "{\"kind\":\"webhook\",\"system\":\"new\",\"title\":%s,\"config\":{\"verify.github.secrets\":[]}}",
            "{\"kind\":\"webhook\",\"system\":\"new\",\"groups\":[%s],\"config\":{\"verify.github.secrets\":[]}}",
            "{\"gallery\":\"github\",\"groups\":[%s]}")) {
      for (String path : List.of("/setup/drafts", "/setup/systems")) {
        Answer answer = operate("POST", path, wish.formatted(said));
        assertThat(answer.status()).as(wish).isEqualTo(400);
      }
    }
    assertThat(files()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sql", "camel"})
  void kindsThatRunWhatTheyAreToldAreWrittenByHand(String kind) {
    start(true);

    Answer answer =
        operate(
            "POST",
            "/setup/systems",
            "{\"kind\":\"%s\",\"system\":\"new\",\"config\":{}}".formatted(kind));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("written by hand", "causerie connector new " + kind);
  }

  /** Its files are moved and deleted there. */
  @Test
  void folderOfTheServerIsNeverTakenFromABrowser() throws Exception {
    start(true);
    Map<String, String> before = files();

    Answer answer =
        operate(
            "POST",
            "/setup/systems",
            "{\"kind\":\"idoc\",\"system\":\"new\",\"config\":{\"folder\":[\"/etc\"],\"taken\":[\"delete\"]}}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("folder", "never taken from a browser");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void textThatLooksLikeYamlStaysText() throws Exception {
    start(true);
    String title = "x\"\naudience: everyone\nconnectors: {}\n# ' - [a, b]";
    String wish =
        new JsonMapper()
            .writeValueAsString(
                Map.of(
                    "kind",
                    "webhook",
                    "system",
                    "new",
                    "title",
                    title,
                    "groups",
                    List.of("finance"),
                    "config",
                    Map.of("verify.github.secrets", List.of())));

    assertThat(operate("POST", "/setup/systems", wish).status()).isEqualTo(201);

    assertThat(loaded().systems())
        .filteredOn(system -> system.name().equals("new"))
        .allSatisfy(
            system -> {
              assertThat(system.rules().title().in("en")).isEqualTo(title);
              assertThat(system.rules().ceiling().internal().everyone()).isFalse();
            })
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"webhook\",\"system\":\"desk\",\"config\":{\"verify.github.secrets\":[]}}",
        "{\"kind\":\"webhook\",\"system\":\"../x\",\"config\":{\"verify.github.secrets\":[]}}",
        "{\"kind\":\"webhook\",\"system\":\"new\",\"config\":{}}",
        "{\"kind\":\"webhook\",\"system\":\"new\",\"config\":{\"verify.github.secrets\":[],\"type\":[\".a |\"]}}",
        "{\"kind\":\"webhook\",\"system\":\"new\",\"config\":{\"verify.github.secrets\":[],\"no-key\":[\"x\"]}}",
        "{\"kind\":\"webhook\",\"system\":\"new\",\"groups\":[\"nobody\"],\"config\":{\"verify.github.secrets\":[]}}",
        "{\"kind\":\"webhook\",\"system\":\"new\",\"mask\":[\"no path\"],\"config\":{\"verify.github.secrets\":[]}}",
        "{\"kind\":\"none\",\"system\":\"new\"}",
        "{\"gallery\":\"none\"}",
        "{\"system\":\"new\"}"
      })
  void whatTheCheckRefusesIsNotWritten(String wish) throws Exception {
    start(true);
    Map<String, String> before = files();

    assertThat(operate("POST", "/setup/systems", wish).status()).isEqualTo(400);

    assertThat(files()).isEqualTo(before);
    JsonNode audit = api.send(api.token("ada", Scope.OPERATE), "GET", "/api/v1/audit", null).json();
    assertThat(audit.findValuesAsText("action")).doesNotContain("connect");
  }

  @Test
  void whatWouldCountForNothingIsRefused() {
    start(true);

    assertThat(
            operate("POST", "/setup/systems", "{\"gallery\":\"github\",\"system\":\"mine\"}")
                .text())
        .contains("a system of the gallery has its own name");
    assertThat(
            operate(
                    "POST",
                    "/setup/drafts",
                    "{\"kind\":\"webhook\",\"system\":\"a\",\"config\":{\"verify.hmac.header\":[\"X-A\",\"X-B\"]}}")
                .text())
        .contains("give one value; there are 2");
  }

  /** The last of the files cannot be written: the first ones go again. */
  @Test
  void nothingIsLeftWhereOneFileCannotBeWritten() throws Exception {
    start(true);
    Files.writeString(folder.resolve("cases"), "no folder");
    Map<String, String> before = files();

    Answer answer = operate("POST", "/setup/systems", "{\"gallery\":\"github\"}");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).contains("cannot write into its configuration folder");
    assertThat(files()).isEqualTo(before);
    JsonNode audit = api.send(api.token("ada", Scope.OPERATE), "GET", "/api/v1/audit", null).json();
    assertThat(audit.at("/items/0/detail").asText()).startsWith("not written: ");
    assertThat(audit.at("/items/1/detail").asText()).contains("systems/github.yaml");
  }

  @Test
  void systemThatIsPolledHasItsAddressOnceAndItsPasswordInAFile() throws Exception {
    start(true);
    String wish =
        """
        {"kind":"odata","system":"erp","groups":["sales"],"config":{"url":["https://erp.example.com/odata"],
         "entitySet":["Orders"],"changedOn":["ChangedOn"],"auth.basic.username":["causerie"],
         "auth.basic.password":["s3cret-of-erp"],"pageSize":["200"],"delta":["false"],"overlap":["PT1M"]}}
        """;

    Answer answer = operate("POST", "/setup/systems", wish);

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.json().has("address")).as("nobody sends").isFalse();
    String written = Files.readString(folder.resolve("systems/erp.yaml"));
    assertThat(written)
        .contains("kind: odata\nconfig:\n  url: \"https://erp.example.com/odata\"\n")
        .contains("password: \"${file:secrets/erp}\"", "pageSize: 200", "delta: false")
        .doesNotContain("s3cret-of-erp");
    assertThat(Files.readString(folder.resolve("secrets/erp"))).isEqualTo("s3cret-of-erp\n");
    assertThat(loaded().connectors().keySet()).contains("erp");
  }

  @Test
  void systemOfTheGalleryIsWrittenWhole() throws Exception {
    start(true);

    Answer answer =
        operate("POST", "/setup/systems", "{\"gallery\":\"github\",\"groups\":[\"sales\"]}");

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.json().path("files").findValuesAsText("file"))
        .contains("systems/github.yaml", "mappings/github/issue.yaml")
        .noneMatch(file -> file.startsWith("cases/"));
    assertThat(files().keySet()).contains("cases/github/issue-opened/event.json");
    assertThat(Files.readString(folder.resolve("systems/github.yaml")))
        .contains("audience: { groups: [\"sales\"] }");
    assertThat(loaded().connectors().keySet()).contains("github");
  }

  private Answer writeMapping(String file, String text, String was) throws IOException {
    Map<String, String> body = new TreeMap<>(Map.of("file", file, "text", text));
    if (!was.isEmpty()) {
      body.put("was", was);
    }
    return operate("PUT", "/connectors/orders/mappings", new JsonMapper().writeValueAsString(body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mapping: mappings/order.yaml",
        "mapping: [mappings/order.yaml]",
        "mapping:\n      - mappings/order.yaml # of orders",
        "mapping: \"mappings/order.yaml\""
      })
  void mappingIsNamedInItsConnectorAndAllElseStays(String written) throws Exception {
    start(true);
    change("systems/desk.yaml", "mapping: mappings/order.yaml", written);

    Answer answer = writeMapping("mappings/ticket.yaml", TICKET, "");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(loaded().mappings("orders"))
        .extracting(Configuration.MappingText::file)
        .containsExactly("mappings/ticket.yaml", "mappings/order.yaml");
    assertThat(Files.readString(folder.resolve("systems/desk.yaml")))
        .contains("mask: [.contact, .items.price]");
    assertThat(writeMapping("mappings/ticket.yaml", TICKET, "").status())
        .as("it is there by now")
        .isEqualTo(400);
    assertThat(writeMapping("mappings/t2.yaml", TICKET + "# ${file:/etc/passwd}\n", "").text())
        .contains("a mapping has no use for ${env:...} and ${file:...}");
    assertThat(writeMapping("mappings/x.yaml/ticket.yaml", TICKET, "").status())
        .as("a folder that is called like a file")
        .isEqualTo(400);
  }

  @Test
  void mappingThatIsInForceIsReplacedOnlyAsItWasRead() throws Exception {
    start(true);
    String running = Files.readString(folder.resolve("mappings/order.yaml"));
    String better = running.replace("took {record}", "wrote {record}");

    assertThat(writeMapping("mappings/order.yaml", better, running + "# somebody").status())
        .isEqualTo(400);
    assertThat(writeMapping("mappings/order.yaml", "record: {", running).status()).isEqualTo(400);
    assertThat(Files.readString(folder.resolve("mappings/order.yaml"))).isEqualTo(running);
    assertThat(writeMapping("mappings/order.yaml", better, running).status()).isEqualTo(200);
    assertThat(Files.readString(folder.resolve("mappings/order.yaml"))).isEqualTo(better);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "causerie.yaml",
        "routes/x.yaml",
        "systems/desk.yaml",
        "mappings/../causerie.yaml",
        "mappings/x.yml",
        "/etc/x.yaml",
        "mappings/a..yaml"
      })
  void noOtherFileIsWritten(String file) throws Exception {
    start(true);
    Map<String, String> before = files();

    assertThat(writeMapping(file, TICKET, "").status()).isEqualTo(400);

    assertThat(files()).isEqualTo(before);
  }

  @Test
  void caseIsKeptFromAnEventAsTheOperatorSeesIt() throws Exception {
    start(true);
    String kept =
        "{\"name\":\"opened\",\"event\":{\"id\":\"1\"},\"expected\":{\"outcome\":\"seen\"}}";

    assertThat(operate("POST", "/connectors/orders/cases", kept).status()).isEqualTo(201);
    assertThat(operate("POST", "/connectors/orders/cases", kept).status()).isEqualTo(400);

    assertThat(files())
        .containsKeys("cases/orders/opened/event.json", "cases/orders/opened/expected.json");
  }

  @Test
  void mappingThatIsMeantForAnotherTypeIsToldSo() {
    start(false);
    String mapping = TICKET.replace("\n", "\\n").replace("\"", "\\\"");
    String body = "{\"mapping\":\"%s\",\"type\":\"%s\",\"event\":{\"id\":\"7\"}}";

    for (String type : List.of("ticket", "refund")) {
      JsonNode preview = operate("POST", "/mappings/preview", body.formatted(mapping, type)).json();
      assertThat(preview.path("accepts").asBoolean()).as(type).isEqualTo(type.equals("ticket"));
    }
    assertThat(
            operate("POST", "/mappings/preview", body.formatted(mapping, "")).json().has("accepts"))
        .isFalse();
  }

  @Test
  void mappingsThatAreInForceAreTriedWithoutNamingThem() {
    start(false);

    JsonNode preview =
        operate(
                "POST",
                "/mappings/preview",
                "{\"connector\":\"orders\",\"event\":{\"id\":\"7\",\"version\":1}}")
            .json();

    assertThat(preview.path("outcome").asText()).isEqualTo("seen");
    assertThat(preview.at("/seen/key").asText()).isEqualTo("7");
    assertThat(operate("POST", "/mappings/preview", "{\"event\":{}}").status()).isEqualTo(400);
  }
}
