package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written once for many says "you" to the one it is about alone. */
class YouTest {
  @TempDir Path folder;

  @Test
  void whoIsAnsweredIsYouToHerselfAlone() {
    try (RunningServer api = desk()) {
      api.event("e1", "{\"id\":\"1\",\"version\":1}");
      String record = api.record("ada", "1");
      String post =
          api.as("ada", "GET", "/api/v1/records/" + record + "/activities", null)
              .json()
              .at("/items/0/id")
              .asText();
      String notes = "/api/v1/activities/" + post + "/notes";
      String first =
          api.as("ada", "POST", notes, "{\"content\":\"A question\"}").json().path("id").asText();
      api.as("grace", "POST", notes, "{\"content\":\"An answer\",\"inReplyTo\":\"" + first + "\"}");

      for (int i = 0; i < 2; i++) {
        String ada =
            api.as("ada", "GET", notes, null).json().at("/items/1/inReplyToAuthor").toString();
        String mary =
            api.as("mary", "GET", notes, null).json().at("/items/1/inReplyToAuthor").toString();
        assertThat(ada).contains("\"you\":true");
        assertThat(mary).contains("Ada").doesNotContain("you");
      }
    }
  }

  /** As the desk's, and Mary is in sales, too. */
  private RunningServer desk() {
    TestDatabase database = RunningServer.tables(Databases.H2);
    return new RunningServer(
        database,
        new SettableClock(Instant.parse("2026-11-23T08:00:00Z")),
        Map.of(),
        folder,
        files -> {
          RunningServer.write(files, database);
          try {
            Path people = folder.resolve("people.yaml");
            Files.writeString(
                people,
                Files.readString(people)
                    .replace(
                        "name: Mary Jackson }",
                        "name: Mary Jackson, language: en, groups: [sales] }"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
