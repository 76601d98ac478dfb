package com.example.rss;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.system.Application;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar, dropped into the application as it is deployed, with the system that the README shows.
 */
class RssIT {
  private static final String ENTRY =
      "<entry><id>urn:%s</id><title>%s</title><link href='/%1$s'/><updated>%s</updated>"
          + "<author><name>Ada</name></author><content type='html'>%s</content></entry>";

  @TempDir Path folder;
  private final FeedServer site = new FeedServer();

  @AfterEach
  void stop() {
    site.close();
  }

  /** The system's file of the README, for a site on this machine that is asked often. */
  private String shown() throws Exception {
    Matcher shown =
        Pattern.compile("(?s)```yaml\n(system: news\n.*?)```")
            .matcher(Files.readString(Path.of("README.md")));
    assertThat(shown.find()).isTrue();
    return shown
        .group(1)
        .replace("https://news.example.com", site.url())
        .replace("blog/atom.xml", "news/feed.xml")
        .replace("PT5M", "PT1S");
  }

  private void show(String... entries) {
    site.show(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Harbour news</title>%s</feed>"
            .formatted(String.join("", entries)));
  }

  private static JsonNode get(Application.Server server, String token, String path) {
    try {
      return new JsonMapper().readTree(server.get("/api/v1/records" + path, token));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode record(Application.Server server, String token, String entry) {
    return get(server, token, "?system=news&type=Entry&id=urn:" + entry);
  }

  /** The posts of an entry, newest first; none while it is not known. */
  private static JsonNode posts(Application.Server server, String token, String entry) {
    String record = record(server, token, entry).path("id").asText("-");
    return get(server, token, "/" + record + "/activities").path("items");
  }

  @Test
  void jarInTheFolderMakesEntriesOfAFeedPosts() throws Exception {
    Application application = Application.in(folder);
    application.write("causerie.yaml", "server: { port: 0 }\n");
    application.write("people.yaml", "people: [ { id: ada, name: Ada } ]\n");
    application.write("systems/news.yaml", shown());
    assertThat(application.configured("check").output()).contains("there is no kind 'rss'");
    application.add(Path.of(Objects.requireNonNull(System.getProperty("kind.jar"))));

    assertThat(application.run("plugins").output())
        .containsPattern("rss +0\\.1\\.0-SNAPSHOT +plugins: causerie-kind-rss");
    assertThat(application.configured("mapping", "copy", "feed").code()).isZero();
    assertThat(application.configured("check").output()).contains("The configuration is good");
    String old = ENTRY.formatted("old", "Last year", "2020-01-01T00:00:00Z", "Old");
    show(old);
    assertThat(application.configured("check", "--connect", "harbour-news").output())
        .contains("Last year");
    String token = application.token("ada", "read");

    try (Application.Server server = application.serve()) {
      Eventually.until("what is old is known", () -> record(server, token, "old").has("id"));
      show(
          ENTRY.formatted(
              "new",
              "Ferries",
              Instant.now(),
              "&lt;p&gt;With &lt;b&gt;the tide&lt;/b&gt;.&lt;/p&gt;"),
          old);
      Eventually.until("the new one is posted", () -> posts(server, token, "new").size() == 1);

      assertThat(posts(server, token, "new").get(0).toString())
          .contains("Harbour news", "Ferries", "With **the tide**.");
      assertThat(posts(server, token, "old")).as("nobody is told of it").isEmpty();
    }
  }
}
