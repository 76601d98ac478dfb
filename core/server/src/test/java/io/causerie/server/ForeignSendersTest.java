package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.server.gallery.Entry;
import io.causerie.server.gallery.Gallery;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import io.causerie.testkit.system.Command;
import io.causerie.testkit.system.Packages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What software that is not ours signs is taken, told once, and refused when it is changed. */
@Tag("real")
class ForeignSendersTest {
  @TempDir static Path senders;

  @TempDir Path folder;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));

  @BeforeAll
  static void install() throws IOException {
    Packages.require("node", "nodejs");
    Packages.require("npm", "npm");
    try (Stream<Path> files = Files.list(Path.of("src/test/senders"))) {
      for (Path file : files.toList()) {
        Files.copy(file, senders.resolve(file.getFileName()));
      }
    }
    List<String> install =
        List.of(
            "npm",
            "--prefix",
            senders.toString(),
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund");
    new Command(install, Map.of(), Duration.ofMinutes(5)).succeed();
  }

  private RunningServer server(Consumer<Path> write) {
    TestDatabase database = RunningServer.tables(Databases.H2);
    return new RunningServer(
        database,
        clock,
        Map.of(),
        folder,
        files -> {
          RunningServer.write(files, database);
          write.accept(files);
        });
  }

  private List<String> send(String sender, String address, String secret, Path body) {
    String said =
        Command.of(
                "node",
                senders.resolve("send.mjs").toString(),
                sender,
                address,
                secret,
                String.valueOf(clock.instant().getEpochSecond()),
                body.toString())
            .succeed();
    return said.lines().toList();
  }

  @Test
  void githubsOwnLibrarySignsForTheSystemOfTheGallery() throws IOException {
    Entry github = Gallery.ofApplication().find("github").orElseThrow();
    Consumer<Path> copy =
        files -> {
          github.copied().forEach((name, text) -> RunningServer.file(files, name, text));
          RunningServer.file(files, "secrets/github", "a secret of GitHub's\n");
        };
    try (RunningServer api = server(copy)) {
      Path event = folder.resolve("cases/github/issue-opened/event.json");
      Path body = folder.resolve("body.json");
      RunningServer.JSON.writeValue(
          body.toFile(), RunningServer.JSON.readTree(event.toFile()).path("data"));

      List<String> said =
          send("github", api.url("/api/v1/connectors/github/events"), "a secret of GitHub's", body);

      assertThat(said).hasSize(4);
      assertThat(said.get(0)).startsWith("first 202").contains("\"posted\":1");
      assertThat(said.get(1)).startsWith("again 202").contains("\"duplicate\":1");
      assertThat(said.get(2)).startsWith("changed 401");
      assertThat(said.get(3)).startsWith("forged 401");
      assertThat(events(api, "github")).isEqualTo(1);
    }
  }

  @Test
  void standardWebhooksLibrarySignsAsTheStandardSays() {
    String secret = "whsec_" + Base64.getEncoder().encodeToString(new byte[24]);
    Consumer<Path> write =
        files ->
            RunningServer.file(
                files,
                "systems/shop.yaml",
                """
                system: shop
                audience: { groups: [sales] }
                kind: webhook
                connectors:
                  shop:
                    config: { verify: { standardWebhooks: { secrets: [%s] } }, type: .body.type }
                    mapping: mappings/order.yaml
                """
                    .formatted(secret));
    try (RunningServer api = server(write)) {
      Path body = folder.resolve("body.json");
      write(body, "{\"type\":\"order\",\"id\":\"7\",\"version\":1,\"status\":\"Ouvert à midi\"}\n");

      List<String> said = send("standard", api.url("/api/v1/connectors/shop/events"), secret, body);

      assertThat(said).hasSize(6);
      assertThat(said.get(0)).startsWith("first 202").contains("\"posted\":1");
      assertThat(said.get(1)).startsWith("again 202").contains("\"duplicate\":1");
      assertThat(said.get(2)).startsWith("changed 401");
      assertThat(said.get(3)).startsWith("old 401");
      assertThat(said.get(4)).startsWith("forged 401");
      assertThat(said.get(5)).as("signed with two secrets").startsWith("changing 202");
      assertThat(events(api, "shop")).isEqualTo(2);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int events(RunningServer api, String connector) {
    String operator = api.token("ada", Scope.OPERATE);
    return api.send(operator, "GET", "/api/v1/connectors/" + connector + "/events", null)
        .json()
        .path("items")
        .size();
  }
}
