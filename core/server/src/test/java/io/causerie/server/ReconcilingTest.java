package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.server.RunningServer.Answer;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A source loses its rows; what an operator is told, and what becomes of her word. */
class ReconcilingTest {
  private static final String PURCHASES = "/api/v1/connectors/purchases";

  @TempDir Path folder;
  private TestDatabase table;
  private RunningServer api;

  @BeforeEach
  void open() throws IOException {
    table = Databases.H2.fresh();
    sql("create table purchase (id int primary key, synced timestamp with time zone)");
    for (int i = 1; i <= 12; i++) {
      sql("insert into purchase values (" + i + ", current_timestamp)");
    }
    Files.createDirectories(folder.resolve("systems"));
    Files.writeString(
        folder.resolve("systems/shop.yaml"),
        """
        system: shop
        audience: { groups: [sales] }
        kind: sql
        config:
          url: "%s"
          username: %s
        connectors:
          purchases:
            since: 2020-01-01
            reconcile: { maxGone: 6, compare: contents }
            config:
              query: select id, synced from purchase
              key: id
              changedOn: synced
              liveKeys: select id from purchase
            mapping:
              record: { type: Purchase, id: .id, version: .synced, deleted: $event.type == "row.deleted" }
              posts:
                - { when: created, summary: { en: "{record} was added" } }
                - { when: deleted, summary: { en: "{record} was removed" } }
        """
            .formatted(table.url(), table.user()));
    api = new RunningServer(Databases.H2, folder);
    Eventually.until(
        "all rows are read", () -> ticked() && connector().at("/lastDay/posted").asInt() == 12);
  }

  @AfterEach
  void close() {
    api.close();
    table.close();
  }

  private boolean ticked() {
    api.clock.tick(Duration.ofMillis(200));
    return true;
  }

  private void sql(String statement) {
    try (Connection connection = table.source().getConnection()) {
      connection.createStatement().execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Answer post(String action) {
    return api.send(api.token("ada", Scope.OPERATE), "POST", PURCHASES + "/" + action, null);
  }

  private JsonNode connector() {
    return api.send(api.token("ada", Scope.OPERATE), "GET", PURCHASES, null).json();
  }

  private int command(StringWriter out, String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(out, true));
    String[] all = new String[arguments.length + 4];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--server";
    all[arguments.length + 1] = api.server.address();
    all[arguments.length + 2] = "--token";
    all[arguments.length + 3] = api.token("ada", Scope.OPERATE);
    return line.execute(all);
  }

  @Test
  void cursorIsNotSetToAMomentToCome() {
    for (String rehearsal : new String[] {"", "?dry=true"}) {
      Answer answer =
          api.send(
              api.token("ada", Scope.OPERATE),
              "POST",
              PURCHASES + "/reset" + rehearsal,
              "{\"since\":\"2062-01-01T00:00:00Z\"}");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains("since must not lie ahead");
    }
    assertThat(post("reset?dry=1").problem()).isEqualTo("invalid-request");
  }

  @Test
  void stoppedReconciliationStaysAFailureUntilItsOperatorHasSpoken() {
    assertThat(post("confirm?stopped=2026-01-01T00:00:00Z").problem()).isEqualTo("nothing-stopped");
    sql("delete from purchase");
    assertThat(post("reconcile").status()).isEqualTo(200);
    Eventually.until(
        "it is stopped", () -> ticked() && connector().at("/reconciliation").has("stopped"));

    JsonNode told = connector();
    assertThat(told.path("state").asText()).isEqualTo("broken");
    assertThat(told.at("/reconciliation/gone").asInt()).isEqualTo(12);
    assertThat(told.at("/reconciliation/failure/message").asText()).contains("12 of the 12");
    assertThat(told.at("/reconciliation/failure/remedy").asText()).contains("confirm");
    assertThat(told.at("/lastDay/posted").asInt()).isEqualTo(12);
    Eventually.until(
        "the metric tells",
        () ->
            ticked()
                && api.send(null, "GET", "/metrics", null)
                    .text()
                    .contains("reconciliation_stopped{connector=\"purchases\"} 1.0"));
    StringWriter shown = new StringWriter();
    assertThat(command(shown, "connectors", "purchases")).isEqualTo(1);
    assertThat(shown.toString()).contains("reconciliation: ").contains("12 of the 12");

    StringWriter said = new StringWriter();
    String moment = told.at("/reconciliation/stopped").asText();
    assertThat(shown.toString())
        .contains("gone: 1, 10, 11, 12, 2, 3, 4, 5, 6, 7, 8, 9")
        .contains("confirm --stopped " + moment);
    command(said, "connectors", "purchases", "confirm", "--stopped", moment);
    assertThat(said.toString()).contains("asked for").doesNotContain("12 of the 12");
    Eventually.until(
        "they are deleted",
        () -> ticked() && connector().at("/reconciliation/repaired").asInt() == 12);
    Eventually.until(
        "it runs again", () -> ticked() && connector().path("state").asText().equals("running"));
    JsonNode audit = api.send(api.token("ada", Scope.OPERATE), "GET", "/api/v1/audit", null).json();
    assertThat(audit.at("/items/0/action").asText()).isEqualTo("confirm");
    assertThat(audit.at("/items/0/detail").asText()).startsWith("12 records");
  }

  /** What the documents tell an operator to do, done in their order. */
  @Test
  void instructionsForAStoppedReconciliationLeadOutOfIt() throws IOException {
    String all = Files.readString(Path.of("../../docs/operations.md"));
    String section = all.substring(all.indexOf("## When a reconciliation stops"));
    section = section.substring(0, section.indexOf("\n## "));
    assertThat(Pattern.compile("`([a-zA-Z]+)`").matcher(section).results().map(r -> r.group(1)))
        .containsExactly("dismiss", "reconcile", "goneKeys", "confirm", "maxGone", "reconcile");

    sql("create table aside as select * from purchase");
    stop();
    sql("insert into purchase select * from aside");
    assertThat(post("dismiss").status()).isEqualTo(200);
    post("reconcile");
    Eventually.until(
        "all of them are known",
        () ->
            ticked()
                && connector().at("/reconciliation/known").asInt() == 12
                && connector().at("/reconciliation").has("ended"));
    assertThat(connector().at("/reconciliation").has("failure")).isFalse();

    stop();
    sql("insert into purchase select * from aside");
    assertThat(post("reconcile").status()).as("without a dismissal, too").isEqualTo(200);
    Eventually.until(
        "it is stopped no more",
        () -> ticked() && !connector().at("/reconciliation").has("stopped"));

    stop();
    assertThat(connector().at("/reconciliation/goneKeys")).hasSize(12);
    assertThat(post("confirm").status()).as("it says which").isEqualTo(400);
    assertThat(post("confirm?stopped=2026-01-01T00:00:00Z").problem()).isEqualTo("nothing-stopped");
    String stopped = connector().at("/reconciliation/stopped").asText();
    assertThat(post("confirm?stopped=" + stopped).status()).isEqualTo(200);
    Eventually.until(
        "they are deleted",
        () -> ticked() && connector().at("/reconciliation/repaired").asInt() == 12);
    assertThat(connector().at("/reconciliation").has("goneKeys")).isFalse();
  }

  private void stop() {
    sql("delete from purchase");
    post("reconcile");
    Eventually.until(
        "it is stopped", () -> ticked() && connector().at("/reconciliation").has("stopped"));
  }

  @Test
  void asManyAsAreAllowedAreDeletedAndADismissalChangesNothing() {
    sql("delete from purchase where id <= 6");
    post("reconcile");
    Eventually.until(
        "six are deleted",
        () -> ticked() && connector().at("/reconciliation/repaired").asInt() == 6);

    sql("delete from purchase");
    post("reconcile");
    Eventually.until(
        "it is stopped", () -> ticked() && connector().at("/reconciliation").has("stopped"));
    assertThat(post("dismiss").status()).isEqualTo(200);
    assertThat(connector().at("/reconciliation").has("failure")).isFalse();
    assertThat(connector().at("/lastDay/posted").asInt()).isEqualTo(18);
  }
}
