package io.causerie.salesforce.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fake as a process of its own. */
class MainTest {
  @Test
  void itRunsAndObeysAndEnds() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--grace=5")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        Writer told = process.outputWriter(StandardCharsets.UTF_8)) {
      String[] ready = said.readLine().split(" ");
      assertThat(ready).hasSize(4).startsWith("ready");

      Rest rest = new Rest(ready[1], "");
      assertThat(
              rest.form(
                      "/services/oauth2/token",
                      Map.of(
                          "grant_type", "client_credentials",
                          "client_id", "causerie",
                          "client_secret", "a-secret"))
                  .status())
          .isEqualTo(200);

      told.write("fault UNAVAILABLE 1 POST /services/oauth2/token\n");
      told.flush();
      assertThat(said.readLine()).isEqualTo("done fault");
      assertThat(rest.form("/services/oauth2/token", Map.of()).status()).isEqualTo(503);

      told.write("insert ada@acme.example Account {\"Name\": \"Kvarn & Co\"}\n");
      told.flush();
      String id = said.readLine().replace("done ", "");
      assertThat(id).startsWith("001").hasSize(18);
      told.write("update ben@acme.example " + id + " {\"Industry\": \"Steel\"}\n");
      told.flush();
      assertThat(said.readLine()).isEqualTo("done " + id);
      told.write("stop\n");
    }
    assertThat(process.waitFor()).isZero();
  }
}
