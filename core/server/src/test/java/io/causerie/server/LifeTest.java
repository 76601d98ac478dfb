package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.ConnectorRules;
import io.causerie.server.RunningServer.Answer;
import io.causerie.server.config.Configuration;
import io.causerie.server.config.ConfigurationLoader;
import io.causerie.server.config.ConnectorConfig;
import io.causerie.server.config.Sources;
import io.causerie.server.config.SystemConfig;
import io.causerie.spi.Capability;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process is dead or alive, and says which. */
class LifeTest {
  @TempDir Path folder;

  private static void replace(Path file, String what, String with) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(what);
    Files.writeString(file, text.replace(what, with));
  }

  private static int status(int port, String path) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
      connection.setReadTimeout(20_000);
      return connection.getResponseCode();
    } catch (IOException e) {
      return 0;
    }
  }

  @Test
  void startThatFailsByAnErrorLetsGoOfTheDatabase() throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("data") + Databases.H2_FILE_OPTIONS;
    try (TestDatabase database = Databases.open(url, "sa", "")) {
      RunningServer.write(folder, database);
    }
    Configuration good = ConfigurationLoader.load(folder, Clock.systemUTC(), System::getenv);

    assertThatThrownBy(() -> CauserieServer.start(withKind(good, unmakable()), Clock.systemUTC()))
        .isInstanceOf(NoClassDefFoundError.class);

    DriverManager.getConnection(url, "sa", "").close();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain(
            "causerie-ingest",
            "causerie-numbering",
            "causerie-jobs",
            "causerie-deliveries",
            "causerie-cleaning",
            "causerie-housekeeping");
  }

  private static ConnectorKind unmakable() {
    return new ConnectorKind() {
      @Override
      public String name() {
        return "unmakable";
      }

      @Override
      public List<ConfigKey> configKeys() {
        return List.of();
      }

      @Override
      public Set<Capability> capabilities() {
        return Set.of(Capability.ROUTE);
      }

      @Override
      public Connector connector(ConnectorContext context) {
        throw new NoClassDefFoundError("of a driver");
      }
    };
  }

  private static Configuration withKind(Configuration c, ConnectorKind kind) {
    SystemConfig system = c.systems().get(0);
    ConnectorConfig one = system.connectors().get(0);
    ConnectorConfig other =
        new ConnectorConfig(
            one.rules(),
            kind,
            one.of(),
            new Sources.Shared(kind, one.context(), null),
            one.context(),
            one.polls(),
            one.watching(),
            one.mask(),
            one.mappings());
    return new Configuration(
        c.server(),
        c.store(),
        c.files(),
        c.hosts(),
        c.demo(),
        List.of(new SystemConfig(system.rules(), List.of(other))),
        c.routes(),
        c.groups(),
        c.people(),
        c.claimsLapse(),
        c.operators(),
        c.accountKeys(),
        c.webhooks(),
        c.plugins(),
        c.folder());
  }

  @Test
  void processThatCannotStartEndsAndSaysSo() throws Exception {
    RunningServer.write(folder, RunningServer.tables(Databases.H2));
    Path services = folder.resolve("more/META-INF/services");
    Files.createDirectories(services);
    Files.writeString(services.resolve("io.causerie.spi.ConnectorKind"), "nowhere.Kind\n");

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                folder.resolve("more") + ":" + System.getProperty("java.class.path"),
                "io.causerie.server.Main",
                "serve",
                "--config",
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();

    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(70);
    assertThat(folder.resolve("log")).content().contains("nowhere.Kind");
  }

  @Test
  void fileNestedWithoutEndIsRefusedAndTheFolderIsStillFollowed() throws Exception {
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      RunningServer.write(folder, database);
      try (ReloadingServer server =
          ReloadingServer.start(
              folder, null, Clock.systemUTC(), System::getenv, RunningServer.BRISK)) {
        Path deep = folder.resolve("systems/deep.yaml");

        Files.writeString(deep, "[".repeat(20_000));
        Eventually.until("it is refused", () -> server.refused().isPresent());

        assertThat(server.refused().orElseThrow()).contains("deep.yaml").contains("nested");
        assertThat(status(server.server().port(), "/health/live")).isEqualTo(200);
        Files.delete(deep);
        replace(folder.resolve("people.yaml"), "Mary Jackson", "Mary J.");
        Eventually.until("the next change is in force", () -> server.refused().isEmpty());
      }
    }
  }

  @Test
  void whatChangesWhileTheDatabaseIsAwayIsTriedAgainUntilItHolds() throws Exception {
    TestDatabase there = RunningServer.tables(Databases.POSTGRES);
    int port = URI.create(there.url().substring("jdbc:".length())).getPort();
    try (there;
        CutLine line = new CutLine(port)) {
      String url = there.url().replace(":" + port + "/", ":" + line.port() + "/");
      RunningServer.write(
          folder,
          new TestDatabase(
              url, there.user(), there.password(), there.pool(), there.readers(), () -> {}));
      changedWhileAway(line);
    }
  }

  private void changedWhileAway(CutLine line) throws Exception {
    try (ReloadingServer server =
        ReloadingServer.start(
            folder, null, Clock.systemUTC(), System::getenv, RunningServer.BRISK)) {
      int listening = server.server().port();
      line.cut();

      replace(folder.resolve("systems/desk.yaml"), "  orders:\n", "  purchases:\n");
      Eventually.until(
          "it does not come into force",
          Duration.ofSeconds(60),
          () -> server.refused().isPresent() && status(listening, "/health/ready") == 503);
      assertThat(status(listening, "/health/live")).as("it tries again").isEqualTo(200);
      line.mend();

      Eventually.until(
          "it serves again",
          Duration.ofSeconds(60),
          () -> status(listening, "/health/ready") == 200);
      Eventually.until(
          "it serves what was wanted", Duration.ofSeconds(60), () -> server.refused().isEmpty());
      assertThat(server.server().causerie().connectors().find("purchases")).isPresent();
    }
  }

  /** Breaks, once, what a changed configuration begins. */
  private static final class BreakingClock extends Clock {
    private final AtomicBoolean breaks = new AtomicBoolean();

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      if (breaks.get() && isReloading() && breaks.compareAndSet(true, false)) {
        throw new NoClassDefFoundError("of something that the new configuration needs");
      }
      return Instant.now();
    }

    private static boolean isReloading() {
      return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
          .walk(
              frames ->
                  frames.anyMatch(
                      f ->
                          f.getDeclaringClass() == CauserieServer.class
                              && f.getMethodName().equals("reload")));
    }
  }

  @Test
  void errorOfANewConfigurationLeavesTheOldOneInForce() throws Exception {
    BreakingClock clock = new BreakingClock();
    try (TestDatabase database = RunningServer.tables(Databases.H2)) {
      RunningServer.write(folder, database);
      try (ReloadingServer server =
          ReloadingServer.start(folder, null, clock, System::getenv, RunningServer.BRISK)) {
        clock.breaks.set(true);
        replace(folder.resolve("people.yaml"), "Mary Jackson", "Mary J.");

        Eventually.until(
            "it is refused", Duration.ofSeconds(60), () -> server.refused().isPresent());
        Eventually.until(
            "the old one serves",
            Duration.ofSeconds(60),
            () -> status(server.server().port(), "/health/ready") == 200);
        assertThat(server.refused()).get().asString().contains("of something that the new");
      }
    }
  }

  @Test
  void threadThatOnlyARestartBringsBackIsToldByHealth() {
    for (String name :
        List.of(
            "causerie-ingest",
            "causerie-numbering",
            "causerie-jobs",
            "causerie-deliveries",
            "causerie-cleaning")) {
      try (RunningServer api = new RunningServer(Databases.H2, folder)) {
        assertThat(api.send(null, "GET", "/health/live", null).status()).isEqualTo(200);

        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().equals(name))
            .forEach(Thread::interrupt);

        Eventually.until(
            "health fails",
            () -> {
              Answer answer = api.send(null, "GET", "/health/live", null);
              return answer.status() == 503 && answer.text().contains(name.substring(9));
            });
      }
    }
  }

  @Test
  void mappingThatBreaksFailsItsEventAndTheNextIsTaken() {
    ConnectorRules broken =
        new ConnectorRules(
            "orders",
            "desk",
            null,
            null,
            event -> {
              if (event.id().equals("bad")) {
                throw new StackOverflowError();
              }
              return new io.causerie.model.MappingOutcome.Ignored(
                  io.causerie.model.phrase.Phrase.quoted("fine"));
            });
    try (TestDatabase database = RunningServer.tables(Databases.H2);
        io.causerie.engine.Causerie causerie =
            io.causerie.engine.Causerie.builder()
                .dataSource(database.source())
                .readers(database.reads())
                .systems(
                    List.of(
                        new io.causerie.engine.SystemRules(
                            "desk",
                            io.causerie.model.Localized.of("Desk"),
                            io.causerie.model.Audience.EVERYONE,
                            false)))
                .connectors(List.of(broken))
                .build()) {
      assertThat(take(causerie, "bad").reason()).asString().contains("StackOverflowError");
      assertThat(take(causerie, "good").reason()).asString().isEqualTo("fine");
      assertThat(causerie.dead()).isEmpty();
    }
  }

  private static io.causerie.engine.ingest.EventOutcome take(
      io.causerie.engine.Causerie causerie, String id) {
    return causerie
        .ingest()
        .accept(
            "orders",
            id,
            new io.causerie.model.SourceEvent(
                "/desk",
                "order",
                id,
                null,
                null,
                "application/json",
                Map.of(),
                "{}".getBytes(StandardCharsets.UTF_8)))
        .toCompletableFuture()
        .join();
  }
}
