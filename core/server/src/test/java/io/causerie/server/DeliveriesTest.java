package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.server.signin.Scope;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What operators do with deliveries, by the API and by the command line. */
class DeliveriesTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(RunningServer api, String token, String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of("deliveries"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--server", api.url(""), "--token", token));
    return command.execute(all.toArray(String[]::new));
  }

  private static void insert(RunningServer api, long id, String channel, String state)
      throws Exception {
    try (Connection connection = api.connection();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                insert into delivery (id, channel, target, subject, state, attempts, faults, added,
                  since, due, failure, failure_said)
                values (?, ?, 'ada@example.com', ?, ?, 3, 3, timestamp '2026-11-01 08:00:00',
                  timestamp '2026-11-01 08:00:00', timestamp '2026-11-01 08:00:00',
                  'the channel failed with X; the log of the server says where',
                  '{"code":"delivery.fault","arguments":{"fault":"X"}}')
                """)) {
      insert.setLong(1, id);
      insert.setString(2, channel);
      insert.setString(3, "order " + id);
      insert.setString(4, state);
      insert.executeUpdate();
    }
  }

  @Test
  void deadOnesAndOnesInDoubtAreListedRetriedAndDiscarded() throws Exception {
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      String operator = api.token("ada", Scope.READ, Scope.OPERATE);
      insert(api, 1, "fax", "dead");
      insert(api, 2, "fax", "doubt");
      insert(api, 3, "fax", "due");
      insert(api, 4, "fax", "done");
      insert(api, 5, "telex", "dead");

      RunningServer.Answer open = api.send(operator, "GET", "/api/v1/deliveries", null);
      assertThat(open.status()).isEqualTo(200);
      assertThat(open.json().path("items"))
          .extracting(item -> item.path("state").asText())
          .containsExactly("dead", "due", "in-doubt", "dead");
      assertThat(open.json().at("/items/0/phrases/failure/code").asText())
          .isEqualTo("delivery.fault");
      assertThat(
              api.send(operator, "GET", "/api/v1/deliveries?state=in-doubt&channel=fax", null)
                  .json()
                  .path("items"))
          .hasSize(1);
      RunningServer.Answer first = api.send(operator, "GET", "/api/v1/deliveries?limit=3", null);
      assertThat(
              api.send(
                      operator,
                      "GET",
                      "/api/v1/deliveries?limit=3&cursor=" + first.json().path("next").asText(),
                      null)
                  .json()
                  .path("items"))
          .hasSize(1);

      assertThat(
              api.send(
                      operator,
                      "POST",
                      "/api/v1/deliveries/retry",
                      "{\"ids\":[\"0000000000001\",\"0000000000003\",\"0000000000004\"]}")
                  .json()
                  .path("retried")
                  .asInt())
          .as("what waits, or is done, waits for no operator")
          .isEqualTo(1);
      assertThat(
              api.send(
                      operator,
                      "POST",
                      "/api/v1/deliveries/discard",
                      "{\"channel\":\"fax\",\"state\":\"in-doubt\",\"reason\":\"it came\"}")
                  .json()
                  .path("discarded")
                  .asInt())
          .isEqualTo(1);
      assertThat(
              api.send(operator, "GET", "/api/v1/deliveries?state=done", null)
                  .json()
                  .at("/items/1/outcome")
                  .asText())
          .isEqualTo("discarded");
      assertThat(api.send(operator, "GET", "/api/v1/audit", null).json().path("items"))
          .extracting(line -> line.path("action").asText() + ": " + line.path("detail").asText())
          .contains("retry: 1 deliveries", "discard: 1 deliveries by fax: it came");
      for (String bad :
          List.of(
              "{}",
              "{\"channel\":\"fax\"}",
              "{\"channel\":\"fax\",\"state\":\"due\"}",
              "{\"ids\":[\"x\"]}",
              "{\"ids\":[],\"channel\":\"fax\",\"state\":\"dead\"}")) {
        assertThat(api.send(operator, "POST", "/api/v1/deliveries/retry", bad).status())
            .as(bad)
            .isEqualTo(400);
      }
      String staff = api.token("grace", Scope.READ, Scope.WRITE);
      assertThat(api.send(staff, "GET", "/api/v1/deliveries", null).status()).isEqualTo(403);
      assertThat(api.send(staff, "POST", "/api/v1/deliveries/retry", "{\"ids\":[]}").status())
          .isEqualTo(403);
      Eventually.until(
          "the metrics tell of it",
          () ->
              api.send(null, "GET", "/metrics", null)
                  .text()
                  .contains("causerie_worker_alive{worker=\"deliveries\"} 1.0"));
    }
  }

  @Test
  void channelThatThereIsNotIsToldWithThoseThatThereAre() throws Exception {
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      String operator = api.token("ada", Scope.READ, Scope.OPERATE);
      insert(api, 1, "fax", "dead");
      insert(api, 2, "telex", "done");
      String which = "{\"channel\":\"fex\",\"state\":\"dead\"%s}";
      for (RunningServer.Answer refused :
          List.of(
              api.send(operator, "POST", "/api/v1/deliveries/retry", which.formatted("")),
              api.send(
                  operator,
                  "POST",
                  "/api/v1/deliveries/discard",
                  which.formatted(",\"reason\":\"gone\"")),
              api.send(operator, "GET", "/api/v1/deliveries?channel=fex", null))) {
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("field").asText()).isEqualTo("channel");
        assertThat(refused.json().path("detail").asText())
            .contains("there is no channel 'fex' (did you mean 'fax'?); there are ")
            .contains("join-actors");
      }

      assertThat(api.send(operator, "GET", "/api/v1/audit", null).json().path("items"))
          .as("what was refused was not done")
          .isEmpty();
      assertThat(
              api.send(operator, "GET", "/api/v1/deliveries?channel=join-actors", null)
                  .json()
                  .path("items"))
          .isEmpty();
      assertThat(
              api.send(operator, "GET", "/api/v1/deliveries?channel=telex&state=done", null)
                  .json()
                  .path("items"))
          .as("of a channel that is no more")
          .hasSize(1);
      assertThat(run(api, operator, "list", "--channel", "fex")).isNotZero();
      assertThat(err.toString()).contains("there is no channel 'fex'");
      assertThat(out.toString()).as("no head of a table that is none").isEmpty();
    }
  }

  @Test
  void reasonOfARetryIsInTheAudit() throws Exception {
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      String operator = api.token("ada", Scope.READ, Scope.OPERATE);
      insert(api, 1, "fax", "dead");
      insert(api, 2, "fax", "dead");

      assertThat(
              api.send(
                      operator,
                      "POST",
                      "/api/v1/deliveries/retry",
                      "{\"ids\":[\"0000000000001\"],\"reason\":\"paper is in\"}")
                  .status())
          .isEqualTo(200);
      assertThat(
              run(
                  api,
                  operator,
                  "retry",
                  "--channel",
                  "fax",
                  "--state",
                  "dead",
                  "--reason",
                  "and ink"))
          .as(err.toString())
          .isZero();
      assertThat(api.send(operator, "GET", "/api/v1/audit", null).json().path("items"))
          .extracting(line -> line.path("detail").asText())
          .containsExactly("1 deliveries by fax: and ink", "1 deliveries: paper is in");
    }
  }

  @Test
  void theCommandLineListsRetriesAndDiscards() throws Exception {
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      String operator = api.token("ada", Scope.READ, Scope.OPERATE);
      insert(api, 1, "fax", "dead");
      insert(api, 2, "fax", "doubt");
      insert(api, 3, "telex", "due");

      assertThat(run(api, operator, "list", "--state", "dead")).as(err.toString()).isZero();
      assertThat(out.toString())
          .contains("0000000000001", "fax", "ada@example.com, order 1", "failed with X")
          .doesNotContain("telex");
      assertThat(run(api, operator, "retry", "0000000000001")).as(err.toString()).isZero();
      assertThat(out.toString()).endsWith("1 tried again" + System.lineSeparator());
      assertThat(
              run(
                  api,
                  operator,
                  "discard",
                  "--channel",
                  "fax",
                  "--state",
                  "in-doubt",
                  "--reason",
                  "it came"))
          .as(err.toString())
          .isZero();
      assertThat(out.toString()).endsWith("1 discarded" + System.lineSeparator());

      assertThat(run(api, operator, "retry")).isNotZero();
      assertThat(err.toString()).contains("say which");
      assertThat(run(api, operator, "retry", "0000000000003")).as("nothing was done").isEqualTo(1);
    }
  }
}
