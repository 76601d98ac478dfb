package com.example.rss;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causerie.testkit.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar, dropped into the application as it is deployed, with the system that the README shows.
 */
class RssIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String ENTRY =
      "<entry><id>urn:%s</id><title>%s</title><link href='/%1$s'/><updated>%s</updated>"
          + "<author><name>Ada</name></author><content type='html'>%s</content></entry>";

  @TempDir Path folder;
  private final FeedServer site = new FeedServer();
  private Path application = Path.of("application");
  private Path config = Path.of("config");

  private record Ended(int code, String out) {}

  @BeforeEach
  void install() throws Exception {
    application = Files.createDirectories(folder.resolve("application"));
    config = Files.createDirectories(folder.resolve("config/systems")).getParent();
    Path built = Path.of(System.getProperty("causerie.application"));
    Files.copy(built.resolve("causerie.jar"), application.resolve("causerie.jar"));
    Files.createSymbolicLink(application.resolve("lib"), built.resolve("lib").toAbsolutePath());
    Files.writeString(config.resolve("causerie.yaml"), "server: { port: 0 }\n");
    Files.writeString(config.resolve("people.yaml"), "people: [ { id: ada, name: Ada } ]\n");
    Matcher shown =
        Pattern.compile("(?s)```yaml\n(system: news\n.*?)```")
            .matcher(Files.readString(Path.of("README.md")));
    assertThat(shown.find()).isTrue();
    Files.writeString(
        config.resolve("systems/news.yaml"),
        shown
            .group(1)
            .replace("https://news.example.com", site.url())
            .replace("blog/atom.xml", "news/feed.xml")
            .replace("PT5M", "PT1S"));
  }

  @AfterEach
  void stop() {
    site.close();
  }

  private Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                application.resolve("causerie.jar").toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("out.txt").toFile())
        .start();
  }

  private Ended run(String... arguments) throws Exception {
    Process process = start(arguments);
    assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), out());
  }

  private String out() {
    try {
      return Files.readString(folder.resolve("out.txt"));
    } catch (IOException e) {
      return "";
    }
  }

  private void show(String... entries) {
    site.show(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Harbour news</title>%s</feed>"
            .formatted(String.join("", entries)));
  }

  private static JsonNode get(String address, String token) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address))
              .header("Authorization", "Bearer " + token)
              .build();
      return new JsonMapper()
          .readTree(
              HttpClient.newHttpClient()
                  .send(request, HttpResponse.BodyHandlers.ofString())
                  .body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The posts of an entry, newest first; none while it is not known. */
  private static JsonNode posts(String server, String token, String entry) {
    JsonNode record = get(server + "/api/v1/records?system=news&type=Entry&id=urn:" + entry, token);
    return get(server + "/api/v1/records/" + record.path("id").asText("-") + "/activities", token)
        .path("items");
  }

  @Test
  void jarInTheFolderMakesEntriesOfAFeedPosts() throws Exception {
    String[] checked = {"check", "--config", config.toString()};
    assertThat(run(checked).out()).contains("there is no kind 'rss'");
    Path jar = Path.of(Objects.requireNonNull(System.getProperty("kind.jar")));
    Path plugins = Files.createDirectories(application.resolve("plugins"));
    Files.copy(jar, plugins.resolve(jar.getFileName().toString()));

    assertThat(run("plugins").out())
        .containsPattern("rss +0\\.1\\.0-SNAPSHOT +plugins: causerie-kind-rss");
    assertThat(run("mapping", "copy", "feed", "--config", config.toString()).code()).isZero();
    assertThat(run(checked).out()).contains("The configuration is good");
    String old = ENTRY.formatted("old", "Last year", "2020-01-01T00:00:00Z", "Old");
    show(old);
    Ended asked = run("check", "--config", config.toString(), "--connect", "harbour-news");
    assertThat(asked.out()).contains("Last year");
    Ended made =
        run(
            "token",
            "create",
            "--config",
            config.toString(),
            "--name",
            "t",
            "--person",
            "ada",
            "--scope",
            "read");
    String token = made.out().lines().filter(l -> l.startsWith("csr_")).findFirst().orElseThrow();

    Process server = start("serve", "--config", config.toString());
    try {
      Eventually.until("it is ready", LONG, () -> !server.isAlive() || out().contains("is ready"));
      String address = out().replaceAll("(?s).*Causerie is ready: (\\S+).*", "$1");
      Eventually.until(
          "what is old is known",
          LONG,
          () ->
              get(address + "/api/v1/records?system=news&type=Entry&id=urn:old", token).has("id"));
      show(
          ENTRY.formatted(
              "new",
              "Ferries",
              Instant.now(),
              "&lt;p&gt;With &lt;b&gt;the tide&lt;/b&gt;.&lt;/p&gt;"),
          old);
      Eventually.until(
          "the new one is posted", LONG, () -> posts(address, token, "new").size() == 1);

      JsonNode post = posts(address, token, "new").get(0);
      assertThat(post.toString()).contains("Harbour news", "Ferries", "With **the tide**.");
      assertThat(posts(address, token, "old")).as("nobody is told of it").isEmpty();
    } finally {
      server.destroy();
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
