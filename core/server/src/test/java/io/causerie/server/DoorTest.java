package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.server.config.Configuration;
import io.causerie.server.config.ConfigurationLoader;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ports stay open while what stands behind them changes. */
class DoorTest {
  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  private CompletableFuture<HttpResponse<String>> ask(Door door, String path) {
    return client.sendAsync(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path)).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> answer(CompletableFuture<HttpResponse<String>> asked)
      throws Exception {
    return asked.get(60, TimeUnit.SECONDS);
  }

  private Configuration configuration(TestDatabase database) throws Exception {
    RunningServer.write(folder, database);
    return ConfigurationLoader.load(folder, Clock.systemUTC(), System::getenv);
  }

  @Test
  void whoAsksWhileNoServerStandsBehindItWaitsForTheNextOne() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      Configuration configuration = configuration(database);
      try (Door door = new Door(configuration.server())) {
        for (int time = 0; time < 2; time++) {
          CompletableFuture<HttpResponse<String>> me = ask(door, "/api/v1/me");
          Eventually.until("it waits", () -> door.waiting() == 1);
          HttpResponse<String> live = answer(ask(door, "/health/live"));
          assertThat(live.statusCode()).isEqualTo(200);
          HttpResponse<String> ready = answer(ask(door, "/health/ready"));
          assertThat(ready.statusCode()).isEqualTo(503);
          assertThat(ready.headers().firstValue("Retry-After")).contains("1");
          assertThat(me).isNotDone();

          CauserieServer server = CauserieServer.start(configuration, Clock.systemUTC(), door);

          assertThat(answer(me).statusCode()).isEqualTo(401);
          assertThat(answer(ask(door, "/health/ready")).statusCode()).isEqualTo(200);
          server.close();
        }
      }
    }
  }

  @Test
  void whatWasTakenBeforeAServerEndsIsAnsweredThough() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.POSTGRES)) {
      Configuration configuration = configuration(database);
      try (Door door = new Door(configuration.server());
          Connection holder = database.source().getConnection()) {
        CauserieServer server = CauserieServer.start(configuration, Clock.systemUTC(), door);
        holder.setAutoCommit(false);
        holder.createStatement().execute("lock table event_key in access exclusive mode");
        CompletableFuture<HttpResponse<String>> pushed =
            client.sendAsync(RunningServer.push(door.port(), "orders"), BodyHandlers.ofString());
        Eventually.until("it waits for the table", () -> waitsForALock(database));
        Thread closing = new Thread(server::close, "closing");
        closing.start();
        // Who asked before the end had come to the door was let in, and is answered.
        Deque<CompletableFuture<HttpResponse<String>>> asked = new ArrayDeque<>();
        asked.add(ask(door, "/api/v1/me"));
        Eventually.until(
            "nobody new is let in",
            () -> {
              if (asked.getLast().isDone()) {
                asked.add(ask(door, "/api/v1/me"));
              }
              return door.waiting() == 1;
            });
        CompletableFuture<HttpResponse<String>> later = asked.getLast();
        Eventually.until(
            "the end waits for something",
            () ->
                closing.getState() == Thread.State.TIMED_WAITING
                    || closing.getState() == Thread.State.WAITING);

        holder.rollback();

        assertThat(answer(pushed).statusCode()).isEqualTo(202);
        closing.join();
        CauserieServer next = CauserieServer.start(configuration, Clock.systemUTC(), door);
        assertThat(answer(later).statusCode()).isEqualTo(401);
        next.close();
      }
    }
  }

  @Test
  void bodyThatOutlivesItsServerIsToldToComeAgain() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      Configuration configuration = configuration(database);
      try (Door door = new Door(configuration.server());
          Socket slow = new Socket("127.0.0.1", door.port())) {
        CauserieServer server = CauserieServer.start(configuration, Clock.systemUTC(), door);
        slow.setSoTimeout(60_000);
        slow.getOutputStream()
            .write(
                "POST /api/v1/connectors/orders/events HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n{}"
                    .getBytes(StandardCharsets.US_ASCII));
        assertThat(answer(ask(door, "/api/v1/me")).statusCode()).isEqualTo(401);

        server.close();
        slow.getOutputStream().write("  ".getBytes(StandardCharsets.US_ASCII));

        assertThat(firstLine(slow)).contains("503");
      }
    }
  }

  private static boolean waitsForALock(TestDatabase database) {
    try (var connection = database.source().getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                select count(*) from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock'
                """)) {
      return rows.next() && rows.getLong(1) > 0;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoWaitsTooLongIsToldWhenToComeBack() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2);
        Door door = door(database, Duration.ofMillis(20), 100, 100)) {
      HttpResponse<String> late = answer(ask(door, "/api/v1/me"));

      assertThat(late.statusCode()).isEqualTo(503);
      assertThat(late.headers().firstValue("Retry-After")).contains("1");
      assertThat(late.body()).contains("the server begins or ends");
      assertThat(door.waiting()).isZero();
    }
  }

  @Test
  void whoWaitsWhenAllEndsIsToldSo() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
      try (Door door = new Door(configuration(database).server())) {
        for (int i = 0; i < 20; i++) {
          asked.add(ask(door, "/api/v1/me"));
        }
        Eventually.until("they wait", () -> door.waiting() == 20);
      }

      for (CompletableFuture<HttpResponse<String>> one : asked) {
        assertThat(answer(one).statusCode()).isEqualTo(503);
      }
    }
  }

  @Test
  void connectionsAreBoundAndOneThatEndsMakesRoom() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2);
        Door door = door(database, Duration.ofSeconds(10), 3, 3)) {
      List<Socket> open = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        open.add(asking(door));
        assertThat(firstLine(open.get(i))).contains("200");
      }
      Socket fourth = asking(door);
      fourth.setSoTimeout(500);
      assertThatThrownBy(() -> firstLine(fourth)).isInstanceOf(SocketTimeoutException.class);

      open.get(0).close();

      fourth.setSoTimeout(60_000);
      assertThat(firstLine(fourth)).contains("200");
      fourth.close();
      open.get(1).close();
      open.get(2).close();
    }
  }

  @Test
  void manyWhoComeTogetherNeedNotTryAgainHoweverBusyTheServerIs() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2);
        Door door = door(database, Duration.ofSeconds(10), 1, 10)) {
      List<Socket> all = new ArrayList<>();
      all.add(asking(door));
      assertThat(firstLine(all.get(0))).contains("200");
      for (int i = 0; i < 100; i++) {
        Socket waits = new Socket();
        all.add(waits);
        // None of them is accepted: there is room for one connection only.
        waits.connect(new InetSocketAddress("127.0.0.1", door.port()), 20_000);
      }
      for (Socket socket : all) {
        socket.close();
      }
    }
  }

  private Door door(TestDatabase database, Duration wait, int connections, int ofAnAddress)
      throws Exception {
    return new Door(
        configuration(database).server(),
        new Door.Limits(wait, Duration.ofMillis(100), connections, ofAnAddress));
  }

  @Test
  void oneAddressHasAPartOfTheConnectionsOnly() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2);
        Door door = door(database, Duration.ofSeconds(10), 100, 2)) {
      Socket first = asking(door);
      Socket second = asking(door);
      assertThat(firstLine(first)).contains("200");
      assertThat(firstLine(second)).contains("200");
      try (Socket third = asking(door)) {
        assertThat(firstLine(third)).as("it is closed").isEmpty();
      } catch (IOException e) {
        assertThat(e).as("it is closed").hasMessageContaining("reset");
      }

      second.close();

      Eventually.until("there is a place again", () -> isAnswered(door));
      first.close();
    }
  }

  private static boolean isAnswered(Door door) {
    try (Socket socket = asking(door)) {
      return firstLine(socket).contains("200");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void headersThatHardlyComeOnAreEnded() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2);
        Door door = door(database, Duration.ofSeconds(10), 100, 100);
        Socket slow = new Socket("127.0.0.1", door.port());
        Socket idle = asking(door)) {
      assertThat(firstLine(idle)).contains("200");
      slow.getOutputStream()
          .write("GET /health/live HTTP/1.1\r\nHost: ".getBytes(StandardCharsets.US_ASCII));

      Eventually.until("it is closed", () -> isClosed(slow));

      CompletableFuture<HttpResponse<String>> waits = ask(door, "/api/v1/me");
      Eventually.until("it waits", () -> door.waiting() == 1);
      idle.getOutputStream()
          .write(
              "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      readTo(idle, "HTTP/1.1 200");
      assertThat(waits).as("one that waits for its answer is not slow").isNotDone();
    }
  }

  /** Reads until an answer has come; fails where the connection ends before. */
  private static void readTo(Socket socket, String answer) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(answer) < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as("one that was silent is served").isNotNegative();
      read.append((char) next);
    }
  }

  /** Sends one more byte of a header. */
  private static boolean isClosed(Socket socket) {
    try {
      socket.getOutputStream().write('x');
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** A connection that stays open after its request. */
  private static Socket asking(Door door) throws IOException {
    Socket socket = new Socket("127.0.0.1", door.port());
    socket.setSoTimeout(60_000);
    socket
        .getOutputStream()
        .write(
            "GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String firstLine(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read(); c >= 0 && c != '\n'; ) {
      line.append((char) c);
      c = socket.getInputStream().read();
    }
    return line.toString();
  }

  @Test
  void deadWatcherOfTheConfigurationIsTold() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2);
        Door door = new Door(configuration(database).server())) {
      door.watched(() -> false);

      HttpResponse<String> between = answer(ask(door, "/health/live"));
      assertThat(between.statusCode()).isEqualTo(503);
      assertThat(between.body()).contains("configuration");
    }
    try (TestDatabase database = RunningServer.tables(Databases.H2);
        CauserieServer server = CauserieServer.start(configuration(database), Clock.systemUTC())) {
      URI live = URI.create(server.address() + "/health/live");
      HttpRequest asked = HttpRequest.newBuilder(live).build();
      assertThat(client.send(asked, BodyHandlers.ofString()).statusCode()).isEqualTo(200);

      server.watched(() -> false);

      HttpResponse<String> dead = client.send(asked, BodyHandlers.ofString());
      assertThat(dead.statusCode()).isEqualTo(503);
      assertThat(dead.body()).isEqualTo("a thread has ended: configuration");
    }
  }
}
