package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.server.RunningServer.Answer;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.db.Databases;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators say who a system's users are, and who is meant where two origins disagree. */
class SourceUsersApiTest {
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

  private Answer operator(String method, String path, @Nullable String body) {
    return api.send(api.token("ada", Scope.READ, Scope.OPERATE), method, "/api/v1" + path, body);
  }

  private JsonNode unknown(String query) {
    return operator("GET", "/users?q=" + query, null).json().path("items");
  }

  private String actor() {
    String path = "/api/v1/records/" + api.record("ada", "7") + "/activities";
    return api.as("ada", "GET", path, null).json().at("/items/0/actor/name").asText();
  }

  @Test
  void unknownUserIsMappedAndTakenBackAndEachStandsInTheAudit() {
    api.event("1", "{\"id\":\"7\",\"version\":1,\"status\":\"open\",\"by\":\"gh-7\"}");
    JsonNode user = unknown("gh").get(0);
    assertThat(user.path("posts").asInt()).isOne();
    String path = "/users/" + user.path("id").asText() + "/person";

    assertThat(operator("PUT", path, "{\"person\":\"grace\"}").status()).isEqualTo(204);

    assertThat(actor()).isEqualTo("Grace Hopper");
    assertThat(unknown("gh")).isEmpty();
    assertThat(operator("PUT", path, "{\"person\":\"mary\"}").problem()).isEqualTo("taken");
    assertThat(operator("PUT", path, "{\"person\":\"nobody\"}").status()).isEqualTo(400);
    JsonNode mapped = operator("GET", "/users?show=mapped", null).json().at("/items/0/person");
    assertThat(mapped.path("name").asText()).isEqualTo("Grace Hopper");
    assertThat(operator("DELETE", path, null).status()).isEqualTo(204);
    assertThat(operator("DELETE", path, null).status()).isEqualTo(404);
    assertThat(actor()).isEqualTo("gh-7");
    JsonNode audit = operator("GET", "/audit", null).json().path("items");
    assertThat(audit.findValuesAsText("action")).containsExactly("unmap-user", "map-user");
    assertThat(audit.findValuesAsText("detail")).containsOnly("desk gh-7: grace");
    assertThat(api.as("ada", "GET", "/api/v1/users", null).status()).isEqualTo(403);
    assertThat(operator("GET", "/users?show=all", null).status()).isEqualTo(400);
    assertThat(operator("PUT", "/users/x/person", "{\"person\":\"ada\"}").status()).isEqualTo(404);
  }

  @Test
  void conflictIsShownDecidedAndOpenedAnew() {
    api.server
        .causerie()
        .origins()
        .says(
            new Origin(Origin.Kind.SCIM, "hr"),
            List.of(
                new Person("grace", "Grace", "gh@example.org", false, null, Set.of(), Map.of())));
    api.server
        .causerie()
        .origins()
        .says(
            new Origin(Origin.Kind.CLAIMS, "sso"),
            new Person("u1", "G. Hopper", "GH@example.org", false, null, Set.of(), Map.of()));
    JsonNode conflict = operator("GET", "/conflicts", null).json().at("/items/0");
    assertThat(conflict.path("email").asText()).isEqualTo("G…@example.org");
    assertThat(conflict.path("waits").asText()).isEqualTo("person");
    assertThat(conflict.path("others").toString()).isEqualTo("[\"grace\"]");
    String who = "{\"origin\":\"claims:sso\",\"subject\":\"u1\"";

    assertThat(operator("POST", "/conflicts/decide", who + ",\"person\":\"mary\"}").status())
        .isEqualTo(400);
    assertThat(operator("POST", "/conflicts/decide", who + ",\"person\":\"grace\"}").status())
        .isEqualTo(204);

    JsonNode after = operator("GET", "/conflicts", null).json();
    assertThat(after.path("items")).isEmpty();
    assertThat(after.at("/decisions/0/person").asText()).isEqualTo("grace");
    assertThat(operator("POST", "/conflicts/reopen", who + "}").status()).isEqualTo(204);
    assertThat(operator("POST", "/conflicts/reopen", who + "}").status()).isEqualTo(404);
    assertThat(operator("GET", "/conflicts", null).json().path("items")).hasSize(1);
    assertThat(operator("GET", "/persons?q=hopp", null).json().at("/items/0/id").asText())
        .isEqualTo("grace");
  }

  @Test
  void usersAreListedAndMappedFromTheCommandLine() {
    api.event("1", "{\"id\":\"7\",\"version\":1,\"status\":\"open\",\"by\":\"gh-7\"}");
    StringWriter out = new StringWriter();

    assertThat(run(out, "list")).isZero();
    String line = out.toString().lines().filter(l -> l.contains("gh-7")).findFirst().orElseThrow();
    assertThat(line).contains("desk");
    String id = line.split(" ")[0];
    assertThat(run(out, "map", id, "grace")).isZero();
    assertThat(actor()).isEqualTo("Grace Hopper");
    assertThat(run(out, "list", "--mapped")).isZero();
    assertThat(out.toString()).contains("Grace Hopper");
    assertThat(run(out, "unmap", id)).isZero();
    assertThat(actor()).isEqualTo("gh-7");
  }

  private int run(StringWriter out, String... arguments) {
    picocli.CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(out, true));
    List<String> all = new java.util.ArrayList<>(List.of("users"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--server", api.url("")));
    all.addAll(List.of("--token", api.token("ada", Scope.READ, Scope.OPERATE)));
    return command.execute(all.toArray(String[]::new));
  }
}
