package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.server.RunningServer.Answer;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files over HTTP: who gets them, as what, and what a sender costs. */
class FilesTest {
  private static final MediaType HTML = MediaType.get("text/html");

  @TempDir Path folder;
  private RunningServer api;
  private String post;

  @BeforeEach
  void start() {
    api = new RunningServer(Databases.H2, folder);
    api.event("1", "{\"id\":\"7\",\"version\":1,\"status\":\"open\"}");
    post =
        api.as("ada", "POST", posts(), "{\"content\":\"A question\"}").json().path("id").asText();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private String posts() {
    return "/api/v1/records/" + api.record("ada", "7") + "/activities";
  }

  private Answer send(String person, String name, RequestBody body) {
    Request.Builder request =
        new Request.Builder()
            .url(api.url("/api/v1/files"))
            .header("Authorization", "Bearer " + api.token(person, Scope.READ, Scope.WRITE))
            .post(body);
    if (!name.isEmpty()) {
      request.header("Content-Disposition", "attachment; filename*=UTF-8''" + name);
    }
    return api.send("POST", "/api/v1/files", request.build());
  }

  private String sent(String person, String name, byte[] bytes, MediaType type) {
    Answer answer = send(person, name, RequestBody.create(bytes, type));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().path("id").asText();
  }

  private Answer comment(String person, String words, String... files) {
    String ids = files.length == 0 ? "" : "\"" + String.join("\",\"", files) + "\"";
    return api.as(
        person,
        "POST",
        "/api/v1/activities/" + post + "/notes",
        "{\"content\":\"%s\",\"files\":[%s]}".formatted(words, ids));
  }

  private Answer get(@Nullable String person, String file) {
    return api.send(
        person == null ? null : api.token(person, Scope.READ, Scope.WRITE),
        "GET",
        "/api/v1/files/" + file,
        null);
  }

  /** What lies in the depot; files come and go meanwhile. */
  private List<String> kept(String part) {
    List<String> names = new ArrayList<>();
    String[] parts = folder.resolve("data/files").toFile().list();
    for (String each : parts == null ? new String[0] : parts) {
      String[] files = folder.resolve("data/files").resolve(each).toFile().list();
      if (files != null && (part.isEmpty() || part.equals(each))) {
        names.addAll(List.of(files));
      }
    }
    return names;
  }

  @Test
  void readersOfACommentHaveItsFilesAndNobodyElse() {
    String file = sent("ada", "r%C3%A9sum%C3%A9%20%282%29.pdf", pdf(), HTML);
    Answer before = get("grace", file);
    Answer note = comment("ada", "Here it is", file);

    assertThat(note.status()).isEqualTo(201);
    assertThat(note.json().at("/attachments/0/name").asText()).isEqualTo("résumé (2).pdf");
    assertThat(note.json().at("/attachments/0/mediaType").asText()).isEqualTo("application/pdf");
    Answer got = get("grace", file);
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.text().getBytes(StandardCharsets.UTF_8)).isEqualTo(pdf());
    assertThat(got.headers())
        .containsEntry("Content-Type", "application/pdf")
        .containsEntry("X-Content-Type-Options", "nosniff")
        .containsEntry("Cache-Control", "no-store")
        .containsEntry("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .containsEntry(
            "Content-Disposition",
            "attachment; filename=\"r_sum_ (2).pdf\";"
                + " filename*=UTF-8''r%C3%A9sum%C3%A9%20%282%29.pdf");
    Answer hidden = get("mary", file);
    Answer none = get("mary", "0000000000001");
    assertThat(before.status()).isEqualTo(404);
    assertThat(hidden.status()).isEqualTo(404);
    assertThat(hidden.text()).isEqualTo(none.text()).isEqualTo(before.text());
    assertThat(get(null, file).status()).isEqualTo(401);
    assertThat(
            api.as("grace", "GET", posts(), null).json().at("/items/0/notes/items/0/attachments"))
        .hasSize(1);
  }

  private static byte[] pdf() {
    return "%PDF-1.7 nothing more".getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whoLosesARightHasTheFileNoMore() {
    String file = sent("ada", "a.txt", new byte[] {1, 2, 3}, HTML);
    comment("ada", "Look", file);
    assertThat(get("grace", file).status()).isEqualTo(200);

    api.event("2", "{\"id\":\"7\",\"version\":2,\"status\":\"open\",\"secret\":true}");

    assertThat(get("ada", file).status())
        .as("her own, of a record she may not know of")
        .isEqualTo(404);
    assertThat(get("grace", file).status()).isEqualTo(200);
  }

  @Test
  void whateverItIsCalledItIsNeverAPage() {
    byte[] page =
        "<svg onload='alert(1)'/><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
    for (String name :
        List.of("a.html", "a.svg", "", "..%2F..%2Fetc%2Fa.html", "a%E2%80%AElmth.exe")) {
      String file = sent("ada", name, page, HTML);
      Answer got = get("ada", file);
      assertThat(got.headers()).as(name).containsEntry("Content-Type", "application/octet-stream");
      assertThat(got.headers().get("Content-Disposition"))
          .startsWith("attachment; ")
          .doesNotContain("/")
          .doesNotContain("%E2%80%AE");
    }
    assertThat(api.as("ada", "GET", "/api/v1/files/none", null).status()).isEqualTo(404);
    assertThat(send("ada", "%zz", RequestBody.create(page, HTML)).problem())
        .isEqualTo("invalid-request");
  }

  @Test
  void sizeIsCountedAsItComes() {
    Answer announced = send("ada", "a", RequestBody.create(new byte[(25 << 20) + 1], null));
    Answer unannounced = send("ada", "a", endless());

    assertThat(announced.problem()).isEqualTo("too-large");
    assertThat(unannounced.problem()).isEqualTo("too-large");
    assertThat(unannounced.json().path("detail").asText())
        .isEqualTo("a file may have 25 MB at most");
    Eventually.until("nothing of it stays", () -> kept("").isEmpty());
    byte[] most = new byte[25 << 20];
    Arrays.fill(most, (byte) 'x');
    String file = sent("ada", "large", most, HTML);
    assertThat(get("ada", file).text()).hasSize(25 << 20);
  }

  /** In chunks, of which nobody knows how many come. */
  private static RequestBody endless() {
    return new RequestBody() {
      @Override
      public @Nullable MediaType contentType() {
        return null;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        byte[] piece = new byte[1 << 16];
        for (int i = 0; i < 410; i++) {
          sink.write(piece);
        }
      }
    };
  }

  /** More than there are connections of the database, and threads that write files. */
  @Test
  void slowSendersHoldNobodyElseUp() throws IOException {
    List<Socket> slow = new ArrayList<>();
    for (String person : List.of("ada", "grace", "mary")) {
      for (int i = 0; i < 4; i++) {
        slow.add(begun(person));
      }
    }
    Eventually.until("all have begun", () -> kept("incoming").size() == 12);

    assertThat(send("ada", "fifth", RequestBody.create(new byte[1], null)).problem())
        .isEqualTo("busy");
    String file = sent("jana", "fast", new byte[] {1}, HTML);
    assertThat(get("jana", file).status()).isEqualTo(200);
    assertThat(comment("ada", "Meanwhile").status()).isEqualTo(201);
    for (Socket socket : slow) {
      socket.close();
    }
    Eventually.until("nothing of them stays", () -> kept("incoming").isEmpty());
    assertThat(send("ada", "sixth", RequestBody.create(new byte[1], null)).status()).isEqualTo(201);
  }

  private Socket begun(String person) throws IOException {
    Socket socket = new Socket("127.0.0.1", api.server.port());
    OutputStream out = socket.getOutputStream();
    out.write(
        """
        POST /api/v1/files HTTP/1.1\r
        Host: 127.0.0.1\r
        Authorization: Bearer %s\r
        Content-Length: 100000\r
        \r
        slow"""
            .formatted(api.token(person, Scope.READ, Scope.WRITE))
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return socket;
  }

  @Test
  void authorTakesAFileOutAndOthersDoNot() {
    String one = sent("ada", "1", new byte[] {1}, HTML);
    String two = sent("ada", "2", new byte[] {2}, HTML);
    String note = comment("ada", "Two", one, two).json().path("id").asText();

    assertThat(api.as("grace", "DELETE", "/api/v1/files/" + one, null).status()).isEqualTo(403);
    assertThat(api.as("mary", "DELETE", "/api/v1/files/" + one, null).status()).isEqualTo(404);
    assertThat(api.as("ada", "DELETE", "/api/v1/files/" + one, null).status()).isEqualTo(204);

    Answer left = api.as("grace", "GET", "/api/v1/notes/" + note, null);
    assertThat(left.json().path("attachments")).hasSize(1);
    assertThat(left.headers().get("ETag")).isEqualTo("\"v2\"");
    Answer edited =
        api.as("ada", "PATCH", "/api/v1/notes/" + note, "{\"content\":\"None\",\"files\":[]}");
    assertThat(edited.json().has("attachments")).isFalse();
    assertThat(get("ada", two).status()).isEqualTo(404);
    Eventually.until("no content stays", () -> kept("").isEmpty());
  }

  @Test
  void openPageIsToldOfFilesWithTheComment() throws Exception {
    String file = sent("ada", "live.txt", new byte[] {1}, HTML);
    LiveReader reader = LiveReader.of(api, "grace", api.record("ada", "7"));
    reader.until("data: ");

    comment("ada", "Now", file);
    api.server.causerie().journal().number();

    assertThat(reader.until("data: ")).contains("attachments").contains("live.txt");
    reader.close();
  }

  @Test
  void unreadAnswerOfAFileIsNotHeldInMemory() throws IOException {
    byte[] large = new byte[20 << 20];
    String file = sent("ada", "large", large, HTML);
    Request request =
        new Request.Builder()
            .url(api.url("/api/v1/files/" + file))
            .header("Authorization", "Bearer " + api.token("ada", Scope.READ, Scope.WRITE))
            .build();

    try (Response response = new OkHttpClient().newCall(request).execute()) {
      assertThat(response.header("Content-Length")).isEqualTo(String.valueOf(large.length));
      assertThat(response.body().source().readByte()).isZero();
    }
    assertThat(get("ada", file).status()).isEqualTo(200);
  }
}
