package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.testkit.db.Databases;
import io.causerie.testkit.system.Command;
import io.causerie.testkit.system.Packages;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that are not written in Java sign tokens that the server takes. */
@Tag("real")
class SigningTest {
  @Test
  void serverTakesWhatNodeAndPythonSign(@TempDir Path folder) {
    Packages.require("node", "nodejs");
    Packages.require("python3", "python3");
    Packages.require("curl", "curl");
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      api.event("1", "{\"id\":\"47/11 ü\",\"version\":1,\"status\":\"open\",\"by\":\"alovelace\"}");

      String said =
          Command.of(
                  "bash",
                  "src/test/signing/check.sh",
                  api.url(""),
                  "ada",
                  "desk",
                  "Order",
                  "47/11 ü",
                  RunningServer.HOST_SECRET,
                  String.valueOf(api.clock.instant().getEpochSecond()))
              .succeed();

      assertThat(said).contains("both sign alike").contains("the server takes both");
    }
  }
}
