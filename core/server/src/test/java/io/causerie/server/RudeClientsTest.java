package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.server.RunningServer.Answer;
import io.causerie.server.config.ConfigurationLoader;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.TokenStore;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import io.causerie.testkit.system.Ports;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is slow, loud or many costs the others nothing. */
class RudeClientsTest {
  private static final int SOCKETS = 300;

  @TempDir Path folder;

  private static Socket slow(int port) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(60_000);
    socket
        .getOutputStream()
        .write(
            "POST /api/v1/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** All that it is told until it is over. */
  private static String answer(Socket socket) {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void bodiesThatHardlyComeOnStopNobodyAndAreEnded() throws Exception {
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      api.event("1", "{\"id\":\"7\",\"version\":1,\"status\":\"open\"}");
      List<Socket> sockets = new ArrayList<>();
      for (int i = 0; i < SOCKETS; i++) {
        sockets.add(slow(api.server.port()));
      }

      assertThat(api.send(null, "GET", "/health/live", null).status()).isEqualTo(200);
      assertThat(api.send(null, "GET", "/health/ready", null).status()).isEqualTo(200);
      String record = api.record("ada", "7");
      assertThat(record).hasSize(13);

      List<String> answers = sockets.stream().map(RudeClientsTest::answer).toList();
      assertThat(answers.stream().filter(a -> a.startsWith("HTTP/1.1 429")))
          .as("all but 64 of one address")
          .hasSize(SOCKETS - 64);
      assertThat(
              api.as(
                      "ada",
                      "POST",
                      "/api/v1/records/" + record + "/activities",
                      "{\"content\":\"x\"}")
                  .status())
          .isEqualTo(201);
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void answersThatAreHardlyReadStopNobodyAndAreEnded() throws Exception {
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      String many = "GET /openapi.yaml HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".repeat(50);
      List<Socket> rude = new ArrayList<>();
      try {
        for (int i = 0; i < SOCKETS; i++) {
          Socket socket = new Socket();
          socket.setReceiveBufferSize(1024);
          socket.connect(new InetSocketAddress("127.0.0.1", api.server.port()));
          socket.getOutputStream().write(many.getBytes(StandardCharsets.US_ASCII));
          rude.add(socket);
        }

        Eventually.until(
            "each has begun to be answered",
            () -> rude.stream().allMatch(RudeClientsTest::isAnswered));
        // More of them than there are threads: one that was held would be free after half a minute
        // of silence, and not before.
        CompletableFuture<Answer> me =
            CompletableFuture.supplyAsync(() -> api.as("ada", "GET", "/api/v1/me", null));
        assertThat(me.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
      } finally {
        for (Socket socket : rude) {
          socket.close();
        }
      }
    }
  }

  private static boolean isAnswered(Socket socket) {
    try {
      return socket.getInputStream().available() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void addressesEndAsTheyAreWrittenDown() throws Exception {
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      for (String path :
          List.of(
              "login",
              "embed",
              "preview",
              "mappings/preview",
              "people",
              "connectors/orders/events")) {
        HttpURLConnection asked =
            (HttpURLConnection)
                URI.create(api.url("/api/v1/" + path + "/")).toURL().openConnection();
        asked.setRequestMethod("POST");
        asked.setRequestProperty("Authorization", "Bearer " + api.token("ada", Scope.WRITE));
        asked.setDoOutput(true);
        asked.getOutputStream().write('{');
        assertThat(asked.getResponseCode()).as(path + "/, which no limit knows").isEqualTo(404);
      }
    }
  }

  @Test
  void methodsNobodyKnowsMakeNoSeries() throws Exception {
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      for (int i = 0; i < 20; i++) {
        try (Socket socket = new Socket("127.0.0.1", api.server.port())) {
          socket.setSoTimeout(30_000);
          socket
              .getOutputStream()
              .write(
                  ("RUDE"
                          + i
                          + " /api/v1/me HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                      .getBytes(StandardCharsets.US_ASCII));
          assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
              .contains(" 405 ")
              .contains("method-not-allowed")
              .contains("Allow: ");
        }
      }

      assertThat(api.send(null, "GET", "/metrics", null).text()).doesNotContain("RUDE");
    }
  }

  @Test
  void methodInAHeaderIsRefused() {
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      String token = api.token("ada", Scope.READ, Scope.WRITE);
      Answer login = api.send(null, "POST", "/api/v1/login", "{\"token\":\"" + token + "\"}");
      String cookie = String.valueOf(login.headers().get("Set-Cookie")).replaceAll(";.*", "");

      for (String header :
          List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
        assertThat(
                api.send(null, "GET", "/api/v1/me", null, "Cookie", cookie, header, "DELETE")
                    .status())
            .as(header)
            .isEqualTo(400);
      }
      assertThat(api.send(null, "GET", "/api/v1/me", null, "Cookie", cookie).status())
          .isEqualTo(200);
    }
  }

  @Test
  void healthHasAPortOfItsOwn() throws Exception {
    int port = Ports.free();
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      RunningServer.write(folder, database);
      replace("port: 0,", "port: 0, healthPort: " + port + ",");
      try (CauserieServer server =
          CauserieServer.start(
              ConfigurationLoader.load(folder, Clock.systemUTC(), System::getenv),
              Clock.systemUTC())) {
        assertThat(status(port, "/health/live")).isEqualTo(200);
        assertThat(status(port, "/health/ready")).isEqualTo(200);
        assertThat(status(port, "/metrics")).isEqualTo(200);
        assertThat(status(port, "/api/v1/me")).isEqualTo(404);
        assertThat(status(port, "/sign-in")).isEqualTo(404);
        assertThat(status(server.port(), "/sign-in")).isEqualTo(200);
      }
    }
  }

  private static int status(int port, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    connection.setReadTimeout(30_000);
    return connection.getResponseCode();
  }

  private void replace(String what, String with) throws IOException {
    Path main = folder.resolve("causerie.yaml");
    String text = Files.readString(main);
    assertThat(text).contains(what);
    Files.writeString(main, text.replace(what, with));
  }

  @Test
  void whoAsksTooOftenIsToldWhenToComeBackAndOthersAreNot() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      RunningServer.write(folder, database);
      Path main = folder.resolve("causerie.yaml");
      Files.writeString(main, Files.readString(main).replace("1000000", "3"));
      try (CauserieServer server =
          CauserieServer.start(
              ConfigurationLoader.load(folder, Clock.systemUTC(), System::getenv),
              Clock.systemUTC())) {
        String ada = token(server, "ada");
        String grace = token(server, "grace");
        String none = "/api/v1/notes/0000000000001";

        limited(server, ada, grace, "PUT", none + "/reactions/x", "");
        limited(server, ada, grace, "DELETE", none, null);
        limited(server, ada, grace, "POST", "/api/v1/preview", "{\"content\":\"x\"}");
        limited(server, ada, grace, "GET", "/api/v1/connectors/orders/events?q=x", null);
        limited(server, null, null, "POST", "/api/v1/login", "{\"token\":\"x\"}");
        limited(server, null, null, "POST", "/api/v1/embed", "{\"token\":\"x\"}");
      }
    }
  }

  @Test
  void addressIsWhatTheProxySawWhateverAClientWrites() throws Exception {
    assertThat(untilLimited("forwarded: true, ", "203.0.113.1")).isBetween(1, 30);
  }

  @Test
  void withoutAProxyNobodyChoosesHerAddress() throws Exception {
    assertThat(untilLimited("", null)).isBetween(1, 30);
  }

  /** How often a client signs in who calls herself otherwise each time. */
  private int untilLimited(String setting, @Nullable String seen) throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      RunningServer.write(folder, database);
      replace("limits: { signIns: 1000000", setting + "limits: { signIns: 3");
      try (CauserieServer server =
          CauserieServer.start(
              ConfigurationLoader.load(folder, Clock.systemUTC(), System::getenv),
              Clock.systemUTC())) {
        int asked = 0;
        while (++asked < 40 && signIn(server, "198.51.100." + asked, seen) != 429) {
          assertThat(asked).isPositive();
        }
        if (seen != null) {
          assertThat(signIn(server, seen, "203.0.113.2")).as("another client").isNotEqualTo(429);
        }
        return asked;
      }
    }
  }

  private static int signIn(CauserieServer server, String said, @Nullable String seen)
      throws IOException {
    Request.Builder request =
        new Request.Builder()
            .url(server.address() + "/api/v1/login")
            .header("X-Forwarded-For", said)
            .post(RequestBody.create("{\"token\":\"x\"}", MediaType.get("application/json")));
    if (seen != null) {
      // Some proxies append to the line, others add one.
      request.addHeader("X-Forwarded-For", seen);
    }
    try (Response response = new OkHttpClient().newCall(request.build()).execute()) {
      return response.code();
    }
  }

  @Test
  void fullPreviewPoolSaysWhenToComeBack() throws Exception {
    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      String token = api.token("ada", Scope.OPERATE);
      String digits = "(1,2,3,4,5,6,7,8,9,10)";
      String costly =
          "{\"mapping\":\"record: { type: Order, id: 'first(%1$s as $a | %1$s as $b | %1$s as $c | %1$s as $d | %1$s as $e | %1$s as $f | %1$s as $g | select(false))' }\",\"event\":{\"id\":\"7\"}}"
              .formatted(digits);
      List<CompletableFuture<Answer>> all = new ArrayList<>();
      ExecutorService many = Executors.newFixedThreadPool(60);
      try {
        for (int i = 0; i < 60; i++) {
          all.add(
              CompletableFuture.supplyAsync(
                  () -> api.send(token, "POST", "/api/v1/mappings/preview", costly), many));
        }
        List<Answer> answers = all.stream().map(CompletableFuture::join).toList();

        assertThat(answers).extracting(Answer::status).containsOnly(200, 429);
        assertThat(answers.stream().filter(a -> a.status() == 429))
            .isNotEmpty()
            .allMatch(a -> "1".equals(a.headers().get("Retry-After")));
      } finally {
        many.shutdown();
      }
    }
  }

  private static String token(CauserieServer server, String person) {
    return server
        .tokens()
        .make(
            new TokenStore.Grant(
                Caller.Kind.API,
                "test",
                person,
                Set.of(Scope.READ, Scope.WRITE, Scope.OPERATE),
                null,
                null))
        .token();
  }

  /** Until the bucket is empty; another person has one of her own. */
  private static void limited(
      CauserieServer server,
      @Nullable String token,
      @Nullable String other,
      String method,
      String path,
      @Nullable String body)
      throws IOException {
    int[] asked = {0};
    Eventually.until(
        path + " is limited",
        Duration.ofSeconds(30),
        () -> {
          asked[0]++;
          return send(server, token, method, path, body) == 429;
        });
    // Some are refilled while it is asked.
    assertThat(asked[0]).as(path).isBetween(1, 30);
    if (other != null) {
      assertThat(send(server, other, method, path, body)).as(path).isNotEqualTo(429);
    }
  }

  private static int send(
      CauserieServer server,
      @Nullable String token,
      String method,
      String path,
      @Nullable String body) {
    Request.Builder request =
        new Request.Builder()
            .url(server.address() + path)
            .method(
                method,
                body == null ? null : RequestBody.create(body, MediaType.get("application/json")));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try (Response response =
        new OkHttpClient.Builder()
            .readTimeout(Duration.ofSeconds(30))
            .build()
            .newCall(request.build())
            .execute()) {
      if (response.code() == 429) {
        assertThat(Integer.parseInt(String.valueOf(response.header("Retry-After"))))
            .isBetween(1, 61);
        assertThat(response.body().string()).contains("/problems/too-often");
      }
      return response.code();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
