package io.causerie.salesforce.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.testkit.system.Command;
import io.causerie.testkit.system.Packages;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of Salesforce that are not ours find in the fake what they know. */
@Tag("real")
class ForeignClientsTest {
  private static final String BACK = "https://causerie.example.com/back";

  @TempDir static Path clients;

  @BeforeAll
  static void install() throws Exception {
    Packages.require("node", "nodejs");
    Packages.require("npm", "npm");
    try (Stream<Path> files = Files.list(Path.of("src/test/clients"))) {
      for (Path file : files.toList()) {
        Files.copy(file, clients.resolve(file.getFileName()));
      }
    }
    new Command(
            List.of(
                "npm",
                "--prefix",
                clients.toString(),
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund"),
            Map.of(),
            Duration.ofMinutes(5))
        .succeed();
  }

  private static List<String> said(String client, String... arguments) {
    List<String> words = new ArrayList<>(List.of("node", clients.resolve(client).toString()));
    words.addAll(List.of(arguments));
    return Command.of(words.toArray(String[]::new)).succeed().lines().toList();
  }

  @Test
  void thePubSubClientSignsInReadsEventsAndComesAgain() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    Path key = clients.resolve("key.pem");
    Files.writeString(
        key,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    // This client still asks for a schema when its last event has come.
    try (FakeSalesforce salesforce = FakeSalesforce.with().grace(Duration.ofMinutes(1)).start()) {
      String ada = salesforce.org().user("ada@acme.example", "Ada", "Stone");
      salesforce.app("app", "a-secret", keys.getPublic(), null, Set.of(ada));
      salesforce.bus().channel("Causerie__chn", "Account", "Contact");
      String account =
          salesforce.org().insert(ada, "Account", Map.of("Name", "Acme", "BillingCity", "Ulm"));
      salesforce
          .org()
          .update(
              ada,
              account,
              Map.of("Industry", "Steel", "BillingCity", "Bonn", "BillingStreet", "Am Hof"));
      String contact =
          salesforce
              .org()
              .insert(ada, "Contact", Map.of("FirstName", "Bo", "LastName", "Ek", "Phone", "1"));
      salesforce.org().update(ada, contact, Map.of("LastName", "Berg", "Phone", ""));

      List<String> said =
          said(
                  "events.mjs",
                  salesforce.address(),
                  salesforce.pubsubAddress(),
                  key.toString(),
                  "/data/Causerie__chn",
                  "4")
              .stream()
              // Beside what Node.js and the client's log say.
              .filter(line -> line.matches("(event|again|refused) .*"))
              .toList();

      assertThat(said).hasSize(8);
      JsonNode made = Rest.JSON.readTree(said.get(0).substring("event ".length()));
      assertThat(made.at("/ChangeEventHeader/changeType").asText()).isEqualTo("CREATE");
      assertThat(made.path("Name").asText()).isEqualTo("Acme");
      JsonNode moved = Rest.JSON.readTree(said.get(1).substring("event ".length()));
      assertThat(moved.at("/ChangeEventHeader/changedFields").toString())
          .isEqualTo(
              "[\"Industry\",\"LastModifiedDate\",\"BillingAddress.Street\",\"BillingAddress.City\"]");
      JsonNode renamed = Rest.JSON.readTree(said.get(3).substring("event ".length()));
      assertThat(renamed.at("/ChangeEventHeader/recordIds/0").asText()).isEqualTo(contact);
      assertThat(renamed.at("/ChangeEventHeader/changedFields").toString())
          .isEqualTo("[\"Phone\",\"LastModifiedDate\",\"Name.LastName\"]");
      assertThat(renamed.at("/ChangeEventHeader/nulledFields").toString()).isEqualTo("[\"Phone\"]");
      assertThat(said.subList(4, 7))
          .as("from the first one's id on")
          .isEqualTo(said.subList(1, 4).stream().map(s -> s.replace("event ", "again ")).toList());
      assertThat(said.get(7))
          .isEqualTo("refused 3 sfdc.platform.eventbus.grpc.subscription.fetch.replayid.corrupted");
    }
  }

  @Test
  void jsforceWritesReadsAndSaysSomething() throws Exception {
    try (FakeSalesforce salesforce = FakeSalesforce.with().page(2).start()) {
      String ada = salesforce.org().user("ada@acme.example", "Ada", "Stone");
      salesforce.app("app", "a-secret", null, ada, Set.of(), BACK);
      String back =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(
                              salesforce.address()
                                  + "/services/oauth2/authorize?client_id=app&approve=ada%40acme.example&redirect_uri="
                                  + Rest.encoded(BACK)))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .headers()
              .firstValue("Location")
              .orElseThrow();

      List<String> said =
          said(
              "records.mjs",
              salesforce.address(),
              salesforce.sessions().open(ada, "jsforce"),
              back.substring(back.indexOf('=') + 1),
              BACK);

      assertThat(said)
          .containsExactly(
              "made 5",
              "queried Acme 1 of Ada Stone, Acme 2 of Ada Stone, Acme 3 of Ada Stone,"
                  + " Acme 4 of Ada Stone, Acme 5 of Ada Stone",
              "read Acme 1, Acme 2, Acme 3, Acme 4, Acme 5",
              "found Acme 1",
              "described 255",
              "gone 1",
              "refused INVALID_FIELD",
              "said Blocked: Released",
              "limit 100000",
              "person in sees 4");
    }
  }
}
