package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.server.RunningServer.Answer;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Credentials of the configuration and values under a mask stand in no answer, whatever is asked
 * and whatever has failed.
 */
class CanaryTest {
  private static final String PASSWORD = "canary-password-6f1d";
  private static final String IN_URL = "canary-url-77ab";
  private static final String MASKED = "canary-masked-93c2";
  private static final String TOKEN = "canary-token-5e0b";

  @TempDir Path folder;

  @Test
  void noAnswerShowsACredentialOrAMaskedValue() throws Exception {
    Files.createDirectories(folder.resolve("systems"));
    Files.writeString(
        folder.resolve("systems/shop.yaml"),
        """
        system: shop
        audience: { groups: [sales] }
        kind: sql
        config:
          url: "jdbc:h2:mem:none;IFEXISTS=TRUE;PASSWORD=%s"
          username: reader
        connectors:
          purchases:
            schedule: PT1S
            config:
              query: select id, synced from purchase
              key: id
              changedOn: synced
            mapping:
              record: { type: Purchase, id: .id }
              posts: [ { when: created, summary: { en: "{record}" } } ]
          sales:
            kind: odata
            schedule: PT1S
            config:
              url: "http://127.0.0.1:9/odata/"
              entitySet: Sales
              key: [ID]
              changedOn: At
              auth: { basic: { username: reader, password: %s } }
            mapping:
              record: { type: Sale, id: .ID }
              posts: [ { when: created, summary: { en: "{record}" } } ]
        """
            .formatted(IN_URL, PASSWORD));
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      String items = "\"items\":[{\"price\":\"" + MASKED + "\"}]";
      api.event("1", "{\"id\":\"7\",\"version\":1,\"status\":\"open\"," + items + "}");
      api.event("2", "{\"id\":\"7\",\"version\":2,\"status\":\"paid\"," + items + "}");
      api.event("3", "{\"version\":{\"a\":1},\"status\":\"odd\"," + items + "}");
      String operator = api.token("ada", Scope.READ, Scope.WRITE, Scope.OPERATE);
      for (String connector : List.of("purchases", "sales")) {
        Eventually.until(
            connector + " has failed",
            () ->
                api.send(operator, "GET", "/api/v1/connectors/" + connector, null)
                    .json()
                    .hasNonNull("failure"));
      }
      List<Answer> answers = new ArrayList<>();
      for (String connector : List.of("orders", "purchases", "sales")) {
        String path = "/api/v1/connectors/" + connector;
        answers.add(api.send(operator, "POST", path + "/check", null));
        answers.add(api.send(operator, "POST", path + "/run", null));
        answers.add(api.send(operator, "GET", path + "/events?q=" + "canary", null));
      }
      answers.add(
          api.send(
              operator,
              "POST",
              "/api/v1/setup/drafts",
              "{\"kind\":\"webhook\",\"system\":\"new\",\"groups\":[\"nobody\"],\"config\":{\"verify.github.secrets\":[]}}"));
      answers.add(api.send(TOKEN, "GET", "/api/v1/me", null));
      answers.add(api.send(null, "POST", "/api/v1/login", "{\"token\":\"" + TOKEN + "\"}"));
      answers.add(api.send(null, "POST", "/api/v1/embed", "{\"token\":\"" + TOKEN + "\"}"));

      Set<String> asked = new LinkedHashSet<>();
      for (String path : gets(api)) {
        for (String filled : filled(api, operator, path)) {
          answers.add(api.send(operator, "GET", filled, null));
          asked.add(path);
        }
      }

      assertThat(asked).containsAll(gets(api));
      for (Answer answer : answers) {
        assertThat(answer.headers() + answer.text())
            .doesNotContain(
                PASSWORD,
                IN_URL,
                MASKED,
                TOKEN,
                RunningServer.SENDER,
                RunningServer.HOST_SECRET,
                operator);
      }
    }
  }

  /**
   * What the contract lets one read; the live stream alone has no end, and is fed from the same.
   */
  private static Set<String> gets(RunningServer api) {
    Set<String> gets = new LinkedHashSet<>();
    Operation.of(api).stream()
        .filter(operation -> operation.method().equals("GET"))
        .map(Operation::path)
        .filter(path -> !path.endsWith("/live"))
        .forEach(gets::add);
    gets.add("/health/live");
    return gets;
  }

  /** The addresses that a path stands for here. */
  private static List<String> filled(RunningServer api, String operator, String path)
      throws IOException {
    String record = api.record("ada", "7");
    JsonNode posts =
        api.send(operator, "GET", "/api/v1/records/" + record + "/activities", null).json();
    String activity = posts.at("/items/0/id").asText();
    String note = note(api, operator, activity);
    if (path.equals("/api/v1/records")) {
      return List.of(path + "?system=desk&type=Order&id=7");
    }
    if (path.equals("/api/v1/people")) {
      return List.of(path + "?q=a", path + "?q=canary");
    }
    String file = path.contains("{file}") ? api.attached("ada", activity) : "";
    List<String> filled = new ArrayList<>();
    for (String connector : List.of("orders", "purchases", "sales")) {
      filled.add(
          path.replace("{connector}", connector)
              .replace("{record}", record)
              .replace("{activity}", activity)
              .replace("{note}", note)
              .replace("{file}", file)
              .replace("{person}", "ada")
              .replace("{system}", "desk")
              .replace("{event}", event(api, operator, connector))
              .replace("{kind}", "not-found")
              .replace("{name}", "system"));
    }
    assertThat(filled.get(0)).doesNotContain("{");
    return filled.stream().distinct().toList();
  }

  /** The newest event of a connector; of one that has none an id that nothing has. */
  private static String event(RunningServer api, String operator, String connector) {
    String path = "/api/v1/connectors/" + connector + "/events?limit=1";
    return api.send(operator, "GET", path, null).json().at("/items/0/id").asText("0");
  }

  private static String note(RunningServer api, String operator, String activity) {
    String path = "/api/v1/activities/" + activity + "/notes";
    JsonNode notes = api.send(operator, "GET", path, null).json();
    return notes.path("items").isEmpty()
        ? api.send(operator, "POST", path, "{\"content\":\"hello\"}").json().path("id").asText()
        : notes.at("/items/0/id").asText();
  }
}
