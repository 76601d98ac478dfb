package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.server.RunningServer.Answer;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What open pages are told, and what becomes of those who do not listen. */
class LiveTest {
  @TempDir private Path folder;
  private RunningServer api;
  private String record;

  @BeforeEach
  void open() {
    api = new RunningServer(Databases.H2, folder);
    api.event("e1", "{\"id\":\"7\",\"version\":1,\"status\":\"Open\",\"by\":\"alovelace\"}");
    record = api.record("ada", "7");
  }

  @AfterEach
  void close() {
    api.close();
  }

  private String post() {
    return get("ada", "/api/v1/records/" + record + "/activities")
        .path("items")
        .get(0)
        .path("id")
        .asText();
  }

  private JsonNode get(String person, String path) {
    return api.as(person, "GET", path, null).json();
  }

  private String comment(String person, String post, String content) {
    Answer answer =
        api.as(
            person,
            "POST",
            "/api/v1/activities/" + post + "/notes",
            "{\"content\":\"%s\"}".formatted(content));
    assertThat(answer.status()).isEqualTo(201);
    return answer.json().path("id").asText();
  }

  private static JsonNode change(LiveReader reader, String what) throws IOException {
    while (true) {
      String data = reader.until("data: ").substring("data: ".length());
      JsonNode change = RunningServer.JSON.readTree(data);
      if (what.equals(change.path("what").asText())) {
        return change;
      }
    }
  }

  @Test
  void lineBringsWhatTheApiAnswers() throws Exception {
    try (LiveReader ada = LiveReader.of(api, "ada", record);
        LiveReader grace = LiveReader.of(api, "grace", record)) {
      ada.until("event: ready");
      grace.until("event: ready");
      api.event("e2", "{\"id\":\"7\",\"version\":2,\"status\":\"Paid\",\"by\":\"alovelace\"}");

      for (String person : List.of("ada", "grace")) {
        JsonNode change = change(person.equals("ada") ? ada : grace, "posted");
        String post = change.path("activity").asText();
        assertThat(change.path("post"))
            .as(person)
            .isEqualTo(get(person, "/api/v1/activities/" + post));
        ObjectNode head = (ObjectNode) get(person, "/api/v1/records/" + record);
        head.retain(change.path("head").properties().stream().map(e -> e.getKey()).toList());
        assertThat(change.path("head")).as(person).isEqualTo(head);
        assertThat(change.path("head").path("state").get(0).path("value").asText())
            .isEqualTo("Paid");
        assertThat(change.path("mine").asBoolean()).isEqualTo(person.equals("ada"));
      }
    }
  }

  /** Whoever goes on from a line has had all before it, of whichever record. */
  @Test
  void linesOfSeveralRecordsComeInTheOrderOfTheirPositions() throws Exception {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      api.event("o" + i, "{\"id\":\"o%d\",\"version\":1,\"status\":\"Open\"}".formatted(i));
      records.add(api.record("ada", "o" + i));
    }
    try (LiveReader ada = LiveReader.of(api, "ada", String.join("&topic=record:", records))) {
      ada.until("event: ready");
      try (Connection held = api.connection()) {
        // Nothing is numbered meanwhile, so that all of it is told at once.
        held.setAutoCommit(false);
        held.createStatement().execute("select position from journal_head for update");
        for (int i = 0; i < 8; i++) {
          api.event("p" + i, "{\"id\":\"o%d\",\"version\":2,\"status\":\"Paid\"}".formatted(7 - i));
        }
        held.rollback();
      }
      List<Long> positions = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        positions.add(Long.valueOf(ada.until("id: ").substring("id: ".length())));
      }

      assertThat(positions).isSorted();
    }
  }

  @Test
  void commentIsHersToItsAuthorAndNewToOthers() throws Exception {
    String post = post();
    try (LiveReader ada = LiveReader.of(api, "ada", record);
        LiveReader grace = LiveReader.of(api, "grace", record)) {
      ada.until("event: ready");
      grace.until("event: ready");

      String note = comment("ada", post, "Well done");

      JsonNode toAda = change(ada, "noted");
      JsonNode toGrace = change(grace, "noted");
      assertThat(toAda.path("comment")).isEqualTo(get("ada", "/api/v1/notes/" + note));
      assertThat(toGrace.path("comment")).isEqualTo(get("grace", "/api/v1/notes/" + note));
      assertThat(toAda.path("comment").path("author").path("you").asBoolean()).isTrue();
      assertThat(toGrace.path("comment").path("author").has("you")).isFalse();
      assertThat(toGrace.path("comment").path("unread").asBoolean()).isTrue();
      assertThat(toGrace.path("comments").asInt()).isEqualTo(1);
      assertThat(toGrace.has("head")).isFalse();

      api.as("grace", "PUT", "/api/v1/notes/" + note + "/reactions/%F0%9F%91%8D", null);

      assertThat(change(ada, "reacted").path("comment").path("reactions").get(0).path("mine"))
          .hasToString("false");
      assertThat(change(grace, "reacted").path("comment").path("reactions").get(0).path("mine"))
          .hasToString("true");
    }
  }

  @Test
  void whatIsLongIsToldByItsId() throws Exception {
    String post = post();
    try (LiveReader grace = LiveReader.of(api, "grace", record)) {
      grace.until("event: ready");

      String note = comment("ada", post, "word ".repeat(3500));

      JsonNode change = change(grace, "noted");
      assertThat(change.path("note").asText()).isEqualTo(note);
      assertThat(change.has("comment")).isFalse();
      assertThat(change.path("comments").asInt()).isEqualTo(1);
    }
  }

  @Test
  void whoMayNotReadIsRefusedAndWhoMayHasAsManyStreamsAsSheLikes() throws Exception {
    assertThat(api.as("mary", "GET", "/api/v1/live?topic=record:" + record, null).problem())
        .isEqualTo("not-found");
    List<LiveReader> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      all.add(LiveReader.of(api, "grace", record));
    }
    String note = comment("ada", post(), "To all of you");

    for (LiveReader reader : all) {
      assertThat(change(reader, "noted").path("note").asText()).isEqualTo(note);
      reader.close();
    }
  }

  @Test
  void whoLosesTheRecordIsToldThatItIsOver() throws Exception {
    try (LiveReader ada = LiveReader.of(api, "ada", record)) {
      ada.until("event: ready");

      api.event("e2", "{\"id\":\"7\",\"version\":2,\"status\":\"Paid\",\"secret\":true}");

      assertThat(ada.next()).isEqualTo("end");
    }
  }

  @Test
  void whoMayNotFollowOneOfSeveralRecordsAnyMoreIsToldWhich() throws Exception {
    api.event("e8", "{\"id\":\"8\",\"version\":1,\"status\":\"Open\"}");
    String other = api.record("ada", "8");
    try (LiveReader ada = LiveReader.of(api, "ada", record + "&topic=record:" + other)) {
      ada.until("event: ready");

      api.event("e2", "{\"id\":\"7\",\"version\":2,\"status\":\"Paid\",\"secret\":true}");

      ada.until("event: gone");
      assertThat(ada.until("data: ")).isEqualTo("data: {\"record\":\"" + record + "\"}");
      api.event("e9", "{\"id\":\"8\",\"version\":2,\"status\":\"Paid\"}");
      assertThat(change(ada, "posted").path("record").asText()).isEqualTo(other);
    }
    try (LiveReader ada = LiveReader.of(api, "ada", record + "&topic=record:" + other)) {
      ada.until("event: ready");
      ada.until("event: gone");
    }
  }

  @Test
  void placeInTheJournalSaysNothingOfOtherRecords() throws Exception {
    long before = LiveReader.position(api, record);
    api.event("e8", "{\"id\":\"8\",\"version\":1,\"status\":\"Open\",\"secret\":true}");
    Eventually.until("it is numbered", () -> numbered() > before);

    assertThat(LiveReader.position(api, record)).isEqualTo(before);
    try (LiveReader ada = LiveReader.of(api, "ada", record)) {
      ada.until("event: ready");
      JsonNode ready = RunningServer.JSON.readTree(ada.until("data: ").substring(6));
      assertThat(ready.path("position").asLong()).isLessThanOrEqualTo(before);
    }
  }

  private long numbered() {
    try (Connection connection = api.connection();
        var row = connection.createStatement().executeQuery("select position from journal_head")) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void readersWhoNeverReadDelayNobodyAndGoOnWhereTheyWere() throws Exception {
    String post = post();
    List<Socket> deaf = new ArrayList<>();
    long before = LiveReader.position(api, record);
    try (LiveReader grace = LiveReader.of(api, "grace", record)) {
      grace.until("event: ready");
      for (int i = 0; i < 6; i++) {
        deaf.add(deaf("ada"));
      }
      Eventually.until("all are open", () -> api.server.live().open() >= 7);
      List<String> notes = new ArrayList<>();
      for (int i = 0; api.server.live().late() < 6; i++) {
        assertThat(i).as("lines until six sockets are full").isLessThan(2000);
        notes.add(comment("ada", post, "x".repeat(6000)));
        change(grace, "noted");
      }

      String last = comment("ada", post, "And now?");
      assertThat(change(grace, "noted").path("note").asText()).isEqualTo(last);
      assertThat(api.server.live().late()).as("they wait still").isGreaterThanOrEqualTo(6);

      notes.add(last);
      try (LiveReader again = LiveReader.from(api, "ada", record, before)) {
        List<String> told = new ArrayList<>();
        while (told.size() < notes.size()) {
          told.add(change(again, "noted").path("note").asText());
        }
        assertThat(told).isEqualTo(notes);
      }
    } finally {
      for (Socket socket : deaf) {
        socket.close();
      }
    }
  }

  @Test
  void whatWaitsIsNotToldToWhoLosesTheRightMeanwhile() throws Exception {
    String post = post();
    try (Socket slow = deaf("ada")) {
      letLinesWait(post);
      comment("grace", post, "Said when nobody listened");
      api.event("e2", "{\"id\":\"7\",\"version\":2,\"status\":\"Paid\",\"secret\":true}");
      Eventually.until("she has lost it", () -> api.record("ada", "7").isEmpty());

      // Once she listens, or once she is taken for gone.
      InputStream in = slow.getInputStream();
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);

      assertThat(all).contains("yyyy").doesNotContain("Said when nobody listened");
    }
  }

  /** No line of the record tells of it: what waits is looked at again before it is written. */
  @Test
  void whatWaitsIsNotToldToWhoLosesHerGroupMeanwhile() throws Exception {
    String post = post();
    try (Socket slow = deaf("ada")) {
      letLinesWait(post);
      comment("grace", post, "Said when nobody listened");
      Eventually.until("it waits", () -> api.server.live().late() == 1);
      try (Connection connection = api.connection()) {
        connection
            .createStatement()
            .execute("delete from group_member where person = 'ada' and group_name = 'sales'");
        connection.createStatement().execute("update rights_version set version = version + 1");
      }
      assertThat(api.record("ada", "7")).as("she has lost it").isEmpty();
      long lost = System.nanoTime();
      Eventually.until(
          "her right was looked at a second ago", () -> System.nanoTime() - lost > 1_000_000_000L);

      ByteArrayOutputStream all = new ByteArrayOutputStream();
      CompletableFuture<Void> listening =
          CompletableFuture.runAsync(
              () -> {
                try {
                  slow.getInputStream().transferTo(all);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      Eventually.until("nothing waits any more", () -> api.server.live().late() == 0);
      comment("grace", post, "With this one it is over");
      listening.join();

      assertThat(all.toString(StandardCharsets.UTF_8))
          .contains("yyyy", "event: end")
          .doesNotContain("Said when nobody listened");
    }
  }

  @Test
  void whoLetsTooMuchWaitLosesHerStreamAtOnce() throws Exception {
    String post = post();
    try (Socket slow = deaf("ada")) {
      letLinesWait(post);

      int more = 0;
      while (api.server.live().open() == 1) {
        comment("grace", post, "z".repeat(6000));
        more++;
      }

      assertThat(more).as("lines that wait for one reader").isBetween(100, 600);
      assertThat(slow.isConnected()).isTrue();
    }
  }

  /**
   * Writes until the one stream that is open takes no more: lines that wait for a moment may wait
   * for a thread to write them.
   */
  private void letLinesWait(String post) {
    Eventually.until("it is open", () -> api.server.live().open() == 1);
    int written = 0;
    while (api.server.live().late() < 1) {
      assertThat(written++).isLessThan(2000);
      comment("grace", post, "y".repeat(6000));
      long late = System.nanoTime();
      Eventually.until(
          "it is taken, or waits for a second",
          () -> api.server.live().late() < 1 || System.nanoTime() - late > 1_000_000_000L);
    }
  }

  /** Asks for the stream of a record, and reads nothing of it. */
  private Socket deaf(String person) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress("127.0.0.1", api.server.port()));
    socket
        .getOutputStream()
        .write(
            ("GET /api/v1/live?topic=record:%s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                    + "Authorization: Bearer %s\r\n\r\n")
                .formatted(
                    record,
                    api.token(
                        person,
                        io.causerie.server.signin.Scope.READ,
                        io.causerie.server.signin.Scope.WRITE))
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
