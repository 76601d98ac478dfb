package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReloadingServerTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir Path folder;

  private static void replace(Path file, String what, String with) throws IOException {
    Files.writeString(file, Files.readString(file).replace(what, with));
  }

  private static int push(int port, String connector) throws Exception {
    HttpRequest request = RunningServer.push(port, connector);
    try {
      return CLIENT.send(request, BodyHandlers.ofString()).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  private static boolean answers(int port, String connector, int status) {
    try {
      int answer = push(port, connector);
      assertThat(answer).as("somebody answers, all the time").isNotZero();
      return answer == status;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String metrics(int port) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
    try {
      return CLIENT.send(request, BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void goodFilesComeIntoForceAndBadOnesLeaveTheRunningServerUntouched() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      RunningServer.write(folder, database);
      Path system = folder.resolve("systems/desk.yaml");
      try (ReloadingServer server =
          ReloadingServer.start(
              folder, null, Clock.systemUTC(), System::getenv, RunningServer.BRISK)) {
        int port = server.server().port();
        CauserieServer first = server.server();
        assertThat(push(port, "orders")).isEqualTo(202);
        assertThat(metrics(port)).contains("causerie_configuration_refused 0.0");

        replace(system, "kind: cloudevents", "kind: cloudevent");
        Eventually.until("the misspelling is told", () -> server.refused().isPresent());
        assertThat(server.refused().orElseThrow())
            .contains("systems/desk.yaml")
            .contains("did you mean 'cloudevents'?");
        assertThat(metrics(port)).contains("causerie_configuration_refused 1.0");
        assertThat(server.server()).isSameAs(first);
        assertThat(push(port, "orders")).isEqualTo(202);

        replace(system, "kind: cloudevent\n", "kind: cloudevents\n");
        replace(system, "  orders:\n", "  purchases:\n");
        Eventually.until("the new name is in force", () -> answers(port, "purchases", 202));
        assertThat(server.refused()).isEmpty();
        assertThat(metrics(port)).contains("causerie_configuration_refused 0.0");
        assertThat(push(port, "orders")).isEqualTo(401);
      }
    }
  }

  @Test
  void changedPortIsNamedAsNeedingARestartUntilTheFileSaysWhatIsInForce() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      RunningServer.write(folder, database);
      Path main = folder.resolve("causerie.yaml");
      Path system = folder.resolve("systems/desk.yaml");
      try (ReloadingServer server =
          ReloadingServer.start(
              folder, null, Clock.systemUTC(), System::getenv, RunningServer.BRISK)) {
        CauserieServer first = server.server();
        int port = first.port();

        replace(main, "port: 0,", "port: 8099, publicUrl: 'https://talk.example.com',");
        replace(system, "  orders:\n", "  purchases:\n");
        Eventually.until("the new name is in force", () -> answers(port, "purchases", 202));

        Eventually.until(
            "the keys are named",
            () -> server.state().restarting().equals(List.of("server.port", "server.publicUrl")));
        assertThat(server.refused()).isEmpty();
        assertThat(metrics(port)).contains("causerie_configuration_restart 2.0");
        assertThat(server.server()).isSameAs(first);
        replace(main, "port: 8099, publicUrl: 'https://talk.example.com',", "port: 0,");
        Eventually.until("nothing is left", () -> server.state().restarting().isEmpty());
      }
      try (ReloadingServer given =
          ReloadingServer.start(
              folder, 0, Clock.systemUTC(), System::getenv, RunningServer.BRISK)) {
        replace(main, "port: 0, limits: { signIns: 1000000", "port: 8099, limits: { signIns: 7");
        Eventually.until(
            "the port was given on the command line",
            () -> given.state().restarting().equals(List.of("server.limits.signIns")));
      }
    }
  }

  @Test
  void filesThatAreGoodButDoNotStartAreTakenBack() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      RunningServer.write(folder, database);
      try (ReloadingServer server =
          ReloadingServer.start(
              folder, null, Clock.systemUTC(), System::getenv, RunningServer.BRISK)) {
        int port = server.server().port();

        Files.createDirectories(folder.resolve("routes"));
        Files.writeString(
            folder.resolve("routes/orders.yaml"),
            "- route: { id: bad, from: { uri: 'causerie-push:orders', steps: [ { wireTap: { uri:"
                + " 'log:x' } }, { to: 'causerie:orders' } ] } }\n");
        Eventually.until("the route is refused", () -> server.refused().isPresent());

        assertThat(server.refused().orElseThrow()).contains("wireTap");
        Eventually.until("the one before goes on", () -> answers(port, "orders", 202));
        assertThat(metrics(port))
            .as("told by the one before, which goes on")
            .contains("causerie_configuration_refused 1.0");
      }
    }
  }

  @Test
  void secretIsAnotherOneOnceItsFileSaysSo() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      RunningServer.write(folder, database);
      Path system = folder.resolve("systems/desk.yaml");
      replace(system, RunningServer.SENDER, "\"${file:secrets/desk}\"");
      Path secret = folder.resolve("secrets/desk");
      Files.createDirectories(secret.getParent());
      Files.writeString(secret, RunningServer.SENDER);
      try (ReloadingServer server =
          ReloadingServer.start(
              folder, null, Clock.systemUTC(), System::getenv, RunningServer.BRISK)) {
        int port = server.server().port();
        assertThat(push(port, "orders")).isEqualTo(202);

        Files.writeString(secret, "whoever-has-left-knows-this-one-no-more");

        Eventually.until("the one before counts no more", () -> answers(port, "orders", 401));
      }
    }
  }

  @Test
  void whatIsNoFileOfItsEndsNoWatching() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      RunningServer.write(folder, database);
      try (ReloadingServer server =
          ReloadingServer.start(
              folder, null, Clock.systemUTC(), System::getenv, RunningServer.BRISK)) {
        int port = server.server().port();
        Files.createDirectories(folder.resolve("mappings/x.yaml"));
        Files.createSymbolicLink(folder.resolve("mappings/gone.yaml"), folder.resolve("nowhere"));
        // As an editor does while it has a file open.
        Files.createSymbolicLink(folder.resolve("systems/.#desk.yaml"), Path.of("ada@host.4711"));

        replace(folder.resolve("systems/desk.yaml"), "  orders:\n", "  purchases:\n");

        Eventually.until("the change is in force", () -> answers(port, "purchases", 202));
        assertThat(server.refused()).isEmpty();
      }
    }
  }

  /** Wherever a file stands that is read, and whatever it is called. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mappings/a/b/order.yaml",
        "mappings/order.yml",
        "../order.yaml",
        ".shared/order.yaml"
      })
  void everyFileThatIsReadIsFollowed(String name) throws Exception {
    Path own = Files.createDirectories(folder.resolve("own"));
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      RunningServer.write(own, database);
      Path mapping = own.resolve(name).normalize();
      Files.createDirectories(mapping.getParent());
      Files.move(own.resolve("mappings/order.yaml"), mapping);
      replace(own.resolve("systems/desk.yaml"), "mappings/order.yaml", name);
      replace(mapping, "record:", "# ${file:/proc/self/mem} is read by nobody\nrecord:");
      String good = Files.readString(mapping);
      try (ReloadingServer server =
          ReloadingServer.start(
              own, null, Clock.systemUTC(), System::getenv, RunningServer.BRISK)) {
        Files.writeString(mapping, "record: {");
        Eventually.until("what is wrong is told", () -> server.refused().isPresent());

        Files.writeString(mapping, good);
        Eventually.until("it is in force", () -> server.refused().isEmpty());
        replace(own.resolve("systems/desk.yaml"), "  orders:\n", "  purchases:\n");
        int port = server.server().port();
        Eventually.until("other files are too", () -> answers(port, "purchases", 202));
      }
    }
  }

  @Test
  void filesThatChangeWhileTheyAreReadAreReadAgainFirst() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      RunningServer.write(folder, database);
      Path system = folder.resolve("systems/desk.yaml");
      replace(system, RunningServer.SENDER, "\"${env:TOKEN}\"");
      AtomicInteger port = new AtomicInteger();
      AtomicInteger readings = new AtomicInteger();
      AtomicInteger meanwhile = new AtomicInteger();
      UnaryOperator<@Nullable String> environment =
          name -> {
            if (!name.equals("TOKEN")) {
              return System.getenv(name);
            }
            try {
              int reading = readings.incrementAndGet();
              if (reading == 2) {
                replace(system, "  purchases:\n", "  invoices:\n");
              } else if (reading == 3) {
                meanwhile.set(push(port.get(), "purchases"));
              }
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
            return RunningServer.SENDER;
          };
      try (ReloadingServer server =
          ReloadingServer.start(
              folder, null, Clock.systemUTC(), environment, RunningServer.BRISK)) {
        port.set(server.server().port());
        assertThat(push(port.get(), "orders")).isEqualTo(202);

        replace(system, "  orders:\n", "  purchases:\n");

        Eventually.until("the last is in force", () -> answers(port.get(), "invoices", 202));
        assertThat(meanwhile).as("what was half read never was").hasValue(401);
      }
    }
  }

  /** They change at each reading, until what was read half is in force after all. */
  @Test
  void whatWasTakenAsItWasIsReadOnceMore() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      RunningServer.write(folder, database);
      Path system = folder.resolve("systems/desk.yaml");
      replace(system, RunningServer.SENDER, "\"${env:TOKEN}\"");
      AtomicInteger port = new AtomicInteger();
      AtomicInteger written = new AtomicInteger();
      AtomicBoolean taken = new AtomicBoolean();
      UnaryOperator<@Nullable String> environment =
          name -> {
            if (!name.equals("TOKEN")) {
              return System.getenv(name);
            }
            int now = written.get();
            try {
              taken.compareAndSet(false, now > 1 && push(port.get(), "c" + (now - 1)) == 202);
              if (now > 0 && !taken.get()) {
                replace(system, "  c%d:\n".formatted(now), "  c%d:\n".formatted(now + 1));
                written.set(now + 1);
              }
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
            return RunningServer.SENDER;
          };
      try (ReloadingServer server =
          ReloadingServer.start(
              folder, null, Clock.systemUTC(), environment, RunningServer.BRISK)) {
        port.set(server.server().port());
        written.set(1);
        replace(system, "  orders:\n", "  c1:\n");

        Eventually.until("what was read half is in force", taken::get);
        Eventually.until("the last is", () -> answers(port.get(), "c" + written.get(), 202));
      }
    }
  }

  @Test
  void filesThatNeverStandStillComeIntoForceThough() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      RunningServer.write(folder, database);
      Path people = folder.resolve("people.yaml");
      String text = Files.readString(people);
      try (ReloadingServer server =
          ReloadingServer.start(
              folder, null, Clock.systemUTC(), System::getenv, RunningServer.BRISK)) {
        int port = server.server().port();
        replace(folder.resolve("systems/desk.yaml"), "  orders:\n", "  purchases:\n");
        AtomicInteger writings = new AtomicInteger();

        Eventually.until(
            "the change is in force",
            () -> {
              try {
                Path beside = folder.resolve("people.new");
                Files.writeString(beside, text + "# " + writings.incrementAndGet() + "\n");
                Files.move(beside, people, StandardCopyOption.ATOMIC_MOVE);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return answers(port, "purchases", 202);
            });
      }
    }
  }
}
