package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.salesforce.fake.FakeSalesforce;
import io.causerie.salesforce.fake.fault.HttpFault;
import io.causerie.salesforce.fake.store.Actor;
import io.causerie.server.config.ConfigurationLoader;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a change in (a fake of) Salesforce to what people read, with the mapping as it comes. */
class SalesforceTest {
  private static final String SECRET = "canary-of-the-client";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));
  private String ada = "";

  private FakeSalesforce org() {
    FakeSalesforce salesforce = FakeSalesforce.with().clock(clock).start();
    ada = salesforce.org().user("ada@example.com", "Augusta Ada", "King");
    String user = salesforce.org().user("causerie@example.com", "Causerie", "Integration");
    salesforce.app("causerie", SECRET, null, user, Set.of());
    salesforce.bus().select("Opportunity");
    return salesforce;
  }

  private RunningServer server(Path folder, FakeSalesforce salesforce, String client) {
    TestDatabase database = RunningServer.tables(Databases.H2);
    return new RunningServer(
        database, clock, Map.of(), folder, files -> write(files, database, salesforce, client));
  }

  /**
   * @param client as which it writes into the org
   */
  private void write(Path folder, TestDatabase database, FakeSalesforce salesforce, String client) {
    RunningServer.write(folder, database);
    RunningServer.file(
        folder,
        "systems/crm.yaml",
        """
        system: crm
        audience: { groups: [sales] }
        matchByEmail: true
        kind: salesforce
        writeBack: internal
        config:
          url: %1$s
          client: %4$s
          pubSub: https://%2$s
          pubSubAuthority: "${file:authority.pem}"
          auth: { clientCredentials: { tokenUrl: %1$s/services/oauth2/token, clientId: causerie, clientSecret: %3$s } }
        connectors:
          crm-changes:
            since: 2026-11-22
            config:
              fields: [Opportunity.Name, Opportunity.StageName, Opportunity.Amount]
            mapping: mappings/opportunity.yaml
          crm-feed:
            schedule: PT1S
            since: 2026-11-22
            config: { read: feed, object: Opportunity }
            mapping: mappings/opportunity-feed.yaml
        """
            .formatted(salesforce.address(), salesforce.pubsubAddress(), SECRET, client));
    try {
      for (String name : List.of("opportunity.yaml", "opportunity-feed.yaml")) {
        RunningServer.file(folder, "mappings/" + name, mapping(name));
      }
      Files.copy(salesforce.certificate(), folder.resolve("authority.pem"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As it comes with the kind. */
  private String mapping(String name) throws IOException {
    try (InputStream mapping =
        Objects.requireNonNull(
            getClass().getResourceAsStream("/io/causerie/salesforce/salesforce/" + name))) {
      return new String(mapping.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String opportunity(FakeSalesforce salesforce, RunningServer... servers) {
    Eventually.until("all are let in", () -> salesforce.pubsub().open() == servers.length);
    String opportunity =
        salesforce
            .org()
            .insert(ada, "Opportunity", Map.of("Name", "Kvarn mill", "StageName", "Prospecting"));
    for (RunningServer server : servers) {
      Eventually.until("it is known", () -> !record(server, opportunity).equals("none"));
    }
    return opportunity;
  }

  /** Time passes meanwhile. */
  private void until(String what, BooleanSupplier holds) {
    Eventually.until(
        what,
        Duration.ofSeconds(30),
        () -> {
          clock.tick(Duration.ofMillis(500));
          return holds.getAsBoolean();
        });
  }

  /** Writes a post here, which is to stand in Chatter as well; returns its path. */
  private static String write(RunningServer server, String opportunity, String content) {
    String path = "/api/v1/records/" + record(server, opportunity) + "/activities";
    return "/api/v1/activities/" + written(server, path, content);
  }

  /** The same under a post. */
  private static String answer(RunningServer server, String post, String content) {
    return "/api/v1/notes/" + written(server, post + "/notes", content);
  }

  private static String written(RunningServer server, String path, String content) {
    RunningServer.Answer answer =
        server.as(
            "ada", "POST", path, "{\"content\":\"%s\",\"alsoIn\":[\"crm\"]}".formatted(content));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().path("id").asText();
  }

  private static boolean isThere(RunningServer server, String path) {
    return server
        .as("grace", "GET", path + "/deliveries", null)
        .json()
        .at("/items/0/state")
        .asText()
        .equals("there");
  }

  /** What people have said, as it is read here: posts, each with its comments behind it. */
  private static List<String> talk(RunningServer server, String opportunity) {
    List<String> talk = new ArrayList<>();
    String path = "/api/v1/records/" + record(server, opportunity) + "/activities";
    for (JsonNode post : server.as("grace", "GET", path, null).json().path("items")) {
      String content = post.path("content").asText();
      if (!content.isEmpty()) {
        talk.add(first(content));
        String notes = "/api/v1/activities/" + post.path("id").asText() + "/notes";
        server
            .as("grace", "GET", notes, null)
            .json()
            .path("items")
            .forEach(note -> talk.add("> " + first(note.path("content").asText())));
      }
    }
    return talk;
  }

  /** Without what signs and marks it. */
  private static String first(String words) {
    return words.lines().findFirst().orElse("").strip();
  }

  private static List<String> chatter(FakeSalesforce salesforce) {
    Stream<String> items = salesforce.org().all("FeedItem").stream().map(row -> row.text("Body"));
    Stream<String> comments =
        salesforce.org().all("FeedComment").stream().map(row -> "> " + row.text("CommentBody"));
    return Stream.concat(items, comments).map(SalesforceTest::first).toList();
  }

  @Test
  void whatSalesforceTellsOfBeforeItAnswersIsNoSecondOne(@TempDir Path folder) {
    try (FakeSalesforce salesforce = org();
        RunningServer server = server(folder, salesforce, "causerie")) {
      String opportunity = opportunity(salesforce, server);
      salesforce.faults().http("POST .*/chatter/feed-elements$", HttpFault.ANSWER_HANGS);
      String post = write(server, opportunity, "Only once");
      Eventually.until("it is there, and not answered", () -> salesforce.faults().hanging() == 1);
      String after = salesforce.chatter().post(Actor.person(ada), opportunity, "What came after");
      until("it was read", () -> talk(server, opportunity).contains("What came after"));
      assertThat(isThere(server, post)).isFalse();
      assertThat(talk(server, opportunity)).containsExactly("What came after", "Only once");

      salesforce.faults().release();
      until("it is answered", () -> isThere(server, post));
      salesforce.faults().http("POST .*/comments/items$", HttpFault.ANSWER_HANGS);
      String note = answer(server, post, "An answer, once");
      Eventually.until("it is there, and not answered", () -> salesforce.faults().hanging() == 1);
      salesforce.chatter().comment(Actor.person(ada), after, null, "Seen");
      until("it was read", () -> talk(server, opportunity).contains("> Seen"));
      salesforce.faults().release();
      until("it is answered", () -> isThere(server, note));

      salesforce.chatter().post(Actor.person(ada), opportunity, "The end");
      until("all was read", () -> talk(server, opportunity).contains("The end"));
      assertThat(talk(server, opportunity))
          .containsExactly(
              "The end", "What came after", "> Seen", "Only once", "> An answer, once");
      assertThat(chatter(salesforce))
          .containsExactlyInAnyOrder(
              "Only once", "What came after", "The end", "> An answer, once", "> Seen");
    }
  }

  @Test
  void twoOnOneOrgHaveEverythingOnceAndAnswerEachOtherNotForEver(
      @TempDir Path folder, @TempDir Path other) {
    try (FakeSalesforce salesforce = org();
        RunningServer one = server(folder, salesforce, "causerie");
        RunningServer two = server(other, salesforce, "causerie-two")) {
      String opportunity = opportunity(salesforce, one, two);
      salesforce.faults().http("POST .*/chatter/feed-elements$", HttpFault.ANSWER_HANGS);
      String first = write(one, opportunity, "From the first");
      Eventually.until("it is there, and not answered", () -> salesforce.faults().hanging() == 1);
      until("the other has it", () -> talk(two, opportunity).contains("From the first"));
      salesforce.faults().release();
      until("the first knows it", () -> isThere(one, first));

      String theirs = post(two, opportunity, "From the first");
      String comment = answer(two, theirs, "From the second, below");
      String second = write(two, opportunity, "From the second");
      until("both are there", () -> isThere(two, comment) && isThere(two, second));
      String below =
          answer(one, post(one, opportunity, "From the second"), "From the first, below");
      until("it is there", () -> isThere(one, below));

      salesforce.chatter().post(Actor.person(ada), opportunity, "The end");
      List<String> all =
          List.of(
              "The end",
              "From the second",
              "> From the first, below",
              "From the first",
              "> From the second, below");
      for (RunningServer server : List.of(one, two)) {
        until("all was read", () -> talk(server, opportunity).contains("The end"));
        assertThat(talk(server, opportunity)).containsExactlyElementsOf(all);
      }
      assertThat(chatter(salesforce)).containsExactlyInAnyOrderElementsOf(all);
    }
  }

  /** The path of a post that came, or was written here. */
  private String post(RunningServer server, String opportunity, String content) {
    AtomicReference<String> found = new AtomicReference<>("");
    String path = "/api/v1/records/" + record(server, opportunity) + "/activities";
    until(
        content,
        () -> {
          for (JsonNode post : server.as("grace", "GET", path, null).json().path("items")) {
            if (first(post.path("content").asText()).equals(content)) {
              found.set("/api/v1/activities/" + post.path("id").asText());
            }
          }
          return !Objects.requireNonNull(found.get()).isEmpty();
        });
    return Objects.requireNonNull(found.get());
  }

  @Test
  void opportunityThatIsWonIsAPostInItsMargin(@TempDir Path folder) {
    try (FakeSalesforce salesforce = org();
        RunningServer server = server(folder, salesforce, "causerie")) {
      Eventually.until("it is let in", () -> salesforce.pubsub().open() == 1);
      String opportunity =
          salesforce
              .org()
              .insert(
                  ada,
                  "Opportunity",
                  Map.of("Name", "Kvarn mill", "StageName", "Prospecting", "NextStep", "hidden"));
      salesforce.org().update(ada, opportunity, Map.of("StageName", "Closed Won"));

      Eventually.until("it was won", () -> feed(server, opportunity).contains("Closed Won"));
      String feed = feed(server, opportunity);
      String record = record(server, opportunity);
      assertThat(feed).contains("Kvarn mill").contains("Augusta Ada King").doesNotContain("hidden");
      JsonNode outsider =
          server.as("mary", "GET", "/api/v1/records/" + record + "/activities", null).json();
      assertThat(outsider.path("status").asInt()).isEqualTo(404);
    }
  }

  /** Each file of the document, one after the other, with nothing else than it says. */
  @Test
  void documentIsFollowedToTheLetter(@TempDir Path folder) throws Exception {
    String document = Files.readString(Path.of("../../docs/salesforce.md"));
    Map<String, String> environment = new HashMap<>();
    Matcher export = Pattern.compile("(?m)^ +export (\\w+)=").matcher(document);
    while (export.find()) {
      environment.put(export.group(1), "QUJD".repeat(11));
    }
    Files.createDirectories(folder.resolve("secrets"));
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    Files.writeString(
        folder.resolve("secrets/salesforce.key"),
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(
                Base64.getMimeEncoder()
                    .encodeToString(keys.generateKeyPair().getPrivate().getEncoded())));
    Files.writeString(folder.resolve("causerie.yaml"), "server: { port: 0 }\n");
    Matcher step =
        Pattern.compile(
                "(?s)<!-- followed (\\S+) -->\n```yaml\n(.*?)\n```|mapping copy (\\S+) --config|( check --config)|(`systems/crm.yaml` is now)")
            .matcher(document);
    List<String> connectors = new ArrayList<>();
    while (step.find()) {
      if (step.group(1) != null) {
        RunningServer.file(folder, step.group(1), step.group(2) + "\n");
      } else if (step.group(3) != null) {
        assertThat(
                Main.commandLine()
                    .execute("mapping", "copy", step.group(3), "--config", folder.toString()))
            .isZero();
      }
      if (step.group(4) != null || step.group(5) != null) {
        connectors.add(names(folder, environment));
      }
    }
    connectors.add(names(folder, environment));
    assertThat(connectors)
        .containsExactly(
            "crm-changes", "crm-changes", "crm-changes crm-feed", "crm-changes crm-feed");
    assertThat(folder.resolve("people.yaml")).exists();
    for (String name : environment.keySet()) {
      Map<String, String> without = new HashMap<>(environment);
      without.remove(name);
      assertThatThrownBy(() -> names(folder, without)).hasMessageContaining(name);
    }
  }

  private String names(Path folder, Map<String, String> environment) throws Exception {
    return String.join(
        " ",
        new TreeSet<>(
            ConfigurationLoader.load(folder, clock, environment::get).connectors().keySet()));
  }

  private static String record(RunningServer server, String opportunity) {
    String path = "/api/v1/records?system=crm&type=Opportunity&id=" + opportunity;
    return server.as("ada", "GET", path, null).json().path("id").asText("none");
  }

  private static String feed(RunningServer server, String opportunity) {
    String record = record(server, opportunity);
    return server.as("ada", "GET", "/api/v1/records/" + record + "/activities", null).text();
  }
}
