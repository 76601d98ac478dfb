package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.server.RightsModel.Someone;
import io.causerie.server.RightsModel.Way;
import io.causerie.server.RunningServer.Answer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The doors at which nobody asks for a record by its name, and finds it all the same: what is
 * found, said by somebody, marked for oneself or told in one's home is what she may read, and no
 * more.
 */
final class RightsDoors {
  private final RightsNodes nodes;
  private final RightsModel model;
  private final String key;
  private final String record;
  private final String kept;

  /**
   * @param key what both records are called in their systems
   * @param record of which a source decides
   * @param kept of which none does
   */
  RightsDoors(RightsNodes nodes, RightsModel model, String key, String record, String kept) {
    this.nodes = nodes;
    this.model = model;
    this.key = key;
    this.record = record;
    this.kept = kept;
  }

  /**
   * @param post the last one of the record
   * @param changed whether both were changed since everybody follows them
   */
  void check(Way way, String post, boolean changed) {
    String whose = (way.isSession() ? "session of " : "token of ") + way.who.id;
    int status = model.status(way);
    assertThat(nodes.send(1, way, "PUT", "/api/v1/activities/" + post + "/bookmark", null).status())
        .as("bookmark, %s", whose)
        .isEqualTo(status == 200 ? 204 : status);
    Answer found = get(way, "find?limit=100&q=" + key);
    Answer marked = get(way, "bookmarks?limit=100");
    Answer home = get(way, "home?limit=100");
    Answer counts = get(way, "counts");
    if (status == 401) {
      assertThat(List.of(found.status(), marked.status(), home.status(), counts.status()))
          .as(whose)
          .containsOnly(401);
      return;
    }
    Set<String> expected = new HashSet<>();
    if (status == 200) {
      expected.add(record);
    }
    if (model.statusUndecided(way) == 200) {
      expected.add(kept);
    }
    Set<String> records = texts(found.json().at("/records/items"), "/id");
    records.retainAll(Set.of(record, kept));
    assertThat(records).as("found, %s", whose).isEqualTo(expected);
    assertThat(texts(marked.json().at("/items"), "/record"))
        .as("marked, %s", whose)
        .isEqualTo(status == 200 ? Set.of(record) : Set.of());
    checkHome(home.json(), counts.json(), expected, whose);
    if (changed) {
      assertThat(texts(home.json().path("items"), "/activity/record"))
          .as("home, %s", whose)
          .containsAll(expected);
    }
    for (Someone other : model.people) {
      Answer said = get(way, "people/" + other.id + "/activities?limit=100");
      assertThat(texts(said.json().path("items"), "/record"))
          .as("said by %s, %s", other.id, whose)
          .isSubsetOf(expected);
    }
  }

  /** What is counted is what is shown. */
  private void checkHome(JsonNode home, JsonNode counts, Set<String> expected, String whose) {
    Set<String> told = texts(home.path("items"), "/activity/record");
    told.removeIf(id -> id.equals(nodes.board()));
    assertThat(told).as("home, %s", whose).isSubsetOf(expected);
    int unread = 0;
    for (JsonNode item : home.path("items")) {
      unread += item.path("unread").asBoolean() ? 1 : 0;
    }
    assertThat(counts.at("/home/count").asInt()).as("count, %s", whose).isEqualTo(unread);
    assertThat(counts.at("/home/exact").asBoolean()).as("count, %s", whose).isTrue();
  }

  private Answer get(Way way, String path) {
    return nodes.send(0, way, "GET", "/api/v1/" + path, null);
  }

  private static Set<String> texts(JsonNode items, String at) {
    Set<String> texts = new HashSet<>();
    items.forEach(item -> texts.add(item.at(at).asText()));
    return texts;
  }
}
