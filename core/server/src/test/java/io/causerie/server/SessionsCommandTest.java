package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.server.signin.Caller;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.TokenStore;
import io.causerie.testkit.db.Databases;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Who is let in, asked and ended from the command line while the server runs. */
class SessionsCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(RunningServer api, String token, String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    String[] all = new String[arguments.length + 5];
    all[0] = "sessions";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    int at = arguments.length + 1;
    all[at] = "--server";
    all[at + 1] = api.url("");
    all[at + 2] = "--token";
    all[at + 3] = token;
    return command.execute(java.util.Arrays.copyOf(all, at + 4));
  }

  @Test
  void sessionsAreListedAndEndedWithoutStoppingTheServer() {
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      String operator = api.token("ada", Scope.READ, Scope.OPERATE);
      TokenStore.Made grace =
          api.server
              .tokens()
              .make(
                  new TokenStore.Grant(
                      Caller.Kind.API, "her phone", "grace", Set.of(Scope.READ), null, null));

      assertThat(run(api, operator, "list")).as(err.toString()).isZero();
      String line =
          out.toString().lines().filter(l -> l.contains("her phone")).findFirst().orElseThrow();
      assertThat(line).contains("grace", "read", "no end").doesNotContain(grace.token());

      assertThat(run(api, operator, "end", line.split(" ")[0])).as(err.toString()).isZero();
      assertThat(out.toString()).endsWith("ended" + System.lineSeparator());
      assertThat(api.send(grace.token(), "GET", "/api/v1/me", null).status()).isEqualTo(401);
      assertThat(api.send(operator, "GET", "/api/v1/sessions", null).status()).isEqualTo(200);

      assertThat(run(api, operator, "end", "0000000000000")).isNotZero();
      assertThat(err.toString()).contains("the server says 404");
      assertThat(run(api, api.token("grace", Scope.READ), "list")).isNotZero();
      assertThat(err.toString()).contains("the server says 403");
    }
  }

  @Test
  void refusalHasNoTable() {
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      String[] remote = {"--server", api.url(""), "--token", api.token("grace", Scope.READ)};
      for (String command :
          new String[] {"sessions list", "users list", "deliveries list", "connectors"}) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));

        assertThat(line.execute((command + " " + String.join(" ", remote)).split(" ")))
            .as(command)
            .isEqualTo(1);
        assertThat(out.toString()).as(command).isEmpty();
        assertThat(err.toString()).contains("the server says 403");
      }
    }
  }
}
