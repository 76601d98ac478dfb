package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.db.Databases;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How one says how one wants to be told, and what others see of it. */
class PreferencesApiTest {
  private static final String PATH = "/api/v1/me/preferences";
  private static final String OFFICE =
      """
      {"zone":"Europe/Berlin","told":{"page":["mention","reply"],"webhook":["mention"]},
       "quiet":{"from":"18:00","until":"08:00"},"workingDays":["monday","friday"],
       "absence":{"from":"2026-11-20","until":"2026-12-01","line":"Ask Grace"}}
      """;

  @TempDir Path folder;
  private RunningServer api;

  @BeforeEach
  void open() {
    api = new RunningServer(Databases.H2, folder);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void whoeverHasSaidNothingIsToldWhatIsMeantForHer() {
    RunningServer.Answer said = api.as("ada", "GET", PATH, null, "Time-Zone", "Asia/Kathmandu");

    assertThat(said.headers()).containsEntry("ETag", "\"v0\"");
    assertThat(said.json().path("zone").asText()).isEqualTo("Asia/Kathmandu");
    assertThat(said.json().at("/told/page"))
        .extracting(JsonNode::asText)
        .containsExactly("mention", "reply", "assignment", "group-mention");
    assertThat(said.json().path("workingDays")).hasSize(7);
  }

  @Test
  void whatIsSaidIsReadAgain() {
    RunningServer.Answer put = api.as("ada", "PUT", PATH, OFFICE, "If-Match", "\"v0\"");
    RunningServer.Answer got = api.as("ada", "GET", PATH, null, "Time-Zone", "Asia/Kathmandu");

    assertThat(put.status()).isEqualTo(200);
    assertThat(got.json()).isEqualTo(put.json());
    assertThat(got.headers()).containsEntry("ETag", "\"v1\"");
    assertThat(got.json().at("/quiet/from").asText()).isEqualTo("18:00");
    assertThat(got.json().at("/absence/line").asText()).isEqualTo("Ask Grace");
    assertThat(api.as("ada", "PUT", PATH, got.text()).status()).isEqualTo(200);
    assertThat(api.as("ada", "PUT", PATH, OFFICE, "If-Match", "\"v1\"").problem())
        .isEqualTo("conflict-version");
  }

  @Test
  void whatCannotBeIsRefusedByItsField() {
    assertThat(field(OFFICE.replace("Europe/Berlin", "Europe/Nowhere"))).isEqualTo("zone");
    assertThat(field(OFFICE.replace("[\"mention\",\"reply\"]", "[\"reply\"]"))).isEqualTo("page");
    assertThat(field(OFFICE.replace("\"reply\"", "\"replies\""))).isEqualTo("told");
    assertThat(field(OFFICE.replace("\"webhook\"", "\"fax\""))).isEqualTo("told");
    assertThat(field(OFFICE.replace("18:00", "08:00"))).isEqualTo("quiet");
    assertThat(field(OFFICE.replace("18:00", "25:00"))).isEqualTo("quiet");
    assertThat(field(OFFICE.replace("[\"monday\",\"friday\"]", "[]"))).isEqualTo("workingDays");
    assertThat(field(OFFICE.replace("2026-12-01", "2026-11-01"))).isEqualTo("absence");
    assertThat(field("{\"zone\":\"UTC\",\"workingDays\":[\"monday\"]}")).isEqualTo("told");
  }

  private String field(String body) {
    RunningServer.Answer refused = api.as("ada", "PUT", PATH, body);
    assertThat(refused.status()).isEqualTo(400);
    return refused.json().path("field").asText();
  }

  @Test
  void whoeverCanMentionSomebodyIsShownThatSheIsAway() {
    api.event("1", "{\"id\":\"7\",\"version\":1,\"status\":\"open\",\"contact\":\"jana\"}");
    String record = api.record("grace", "7");
    api.as("ada", "PUT", PATH, OFFICE);

    JsonNode colleague = completed("grace", record, "internal");
    JsonNode outside = completed("jana", record, "customer");

    assertThat(colleague.at("/absence/until").asText()).isEqualTo("2026-12-01");
    assertThat(colleague.at("/absence/line").asText()).isEqualTo("Ask Grace");
    assertThat(outside.at("/absence/until").asText()).isEqualTo("2026-12-01");
    assertThat(outside.at("/absence").has("line")).isFalse();
    api.as("ada", "PUT", PATH, OFFICE.replace("2026-11-20", "2026-11-25"));
    assertThat(completed("grace", record, "internal").has("absence")).isFalse();
  }

  private JsonNode completed(String person, String record, String lane) {
    JsonNode items =
        api.as(person, "GET", "/api/v1/people?q=ada&record=" + record + "&lane=" + lane, null)
            .json()
            .path("items");
    assertThat(items).hasSize(1);
    return items.get(0);
  }

  @Test
  void aTokenThatMayReadSaysNothing() {
    assertThat(api.send(api.token("ada", Scope.READ), "PUT", PATH, OFFICE).status()).isEqualTo(403);
  }
}
