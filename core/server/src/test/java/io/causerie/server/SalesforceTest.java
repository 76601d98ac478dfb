package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.salesforce.fake.FakeSalesforce;
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
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

  private void write(Path folder, TestDatabase database, FakeSalesforce salesforce) {
    RunningServer.write(folder, database);
    RunningServer.file(
        folder,
        "systems/crm.yaml",
        """
        system: crm
        audience: { groups: [sales] }
        matchByEmail: true
        kind: salesforce
        config:
          url: %1$s
          pubSub: https://%2$s
          pubSubAuthority: "${file:authority.pem}"
          auth: { clientCredentials: { tokenUrl: %1$s/services/oauth2/token, clientId: causerie, clientSecret: %3$s } }
        connectors:
          crm-changes:
            since: 2026-11-22
            config:
              fields: [Opportunity.Name, Opportunity.StageName, Opportunity.Amount]
            mapping: mappings/opportunity.yaml
        """
            .formatted(salesforce.address(), salesforce.pubsubAddress(), SECRET));
    try (InputStream mapping =
        Objects.requireNonNull(
            getClass()
                .getResourceAsStream("/io/causerie/salesforce/salesforce/opportunity.yaml"))) {
      RunningServer.file(
          folder,
          "mappings/opportunity.yaml",
          new String(mapping.readAllBytes(), StandardCharsets.UTF_8));
      Files.copy(salesforce.certificate(), folder.resolve("authority.pem"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void opportunityThatIsWonIsAPostInItsMargin(@TempDir Path folder) {
    try (FakeSalesforce salesforce = org();
        TestDatabase database = RunningServer.tables(Databases.H2);
        RunningServer server =
            new RunningServer(
                database, clock, Map.of(), folder, files -> write(files, database, salesforce))) {
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

  private static String record(RunningServer server, String opportunity) {
    String path = "/api/v1/records?system=crm&type=Opportunity&id=" + opportunity;
    return server.as("ada", "GET", path, null).json().path("id").asText("none");
  }

  private static String feed(RunningServer server, String opportunity) {
    String record = record(server, opportunity);
    return server.as("ada", "GET", "/api/v1/records/" + record + "/activities", null).text();
  }
}
