package io.causerie.story;

import io.causerie.sapfake.FakeS4;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Runs Causerie between a Salesforce and an S/4HANA, each a process of its own, and lets a story
 * happen in the two, until Ctrl-C. Nothing of it is kept: each start begins anew.
 */
public final class Story implements AutoCloseable {
  /** As the mappings of the example say them. */
  private static final int SALESFORCE_PORT = 8091;

  private static final int S4_PORT = 8090;

  private final List<Child> children;
  private final Plot plot;
  private final String causerie;

  /**
   * Where everything is.
   *
   * @param application the folder with causerie.jar
   * @param config the configuration folder
   * @param data where Causerie keeps what is read and said; made empty
   */
  public record Settings(
      Path application, Path config, Path data, int port, int salesforcePort, int s4Port) {}

  private Story(List<Child> children, Plot plot, String causerie) {
    this.children = children;
    this.plot = plot;
    this.causerie = causerie;
  }

  public static void main(String[] arguments) throws Exception {
    Settings settings =
        new Settings(
            Path.of(System.getProperty("causerie.application", "core/server/target/causerie")),
            Path.of(System.getProperty("story.config", "examples/salesforce-sap/causerie")),
            Path.of(System.getProperty("story.data", "examples/salesforce-sap/target/data")),
            Integer.getInteger("port", 8080),
            Integer.getInteger("salesforce.port", SALESFORCE_PORT),
            Integer.getInteger("s4.port", S4_PORT));
    AtomicBoolean closing = new AtomicBoolean();
    // Maven may be killed without telling us, and nobody would be left to end them.
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
    try {
      Story story = start(settings);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    closing.set(true);
                    story.close();
                  }));
      say("Ctrl-C ends all. The story:");
      story.tell(Duration.parse(System.getProperty("pace", "PT15S")));
      story.children.get(0).waitFor();
      if (!closing.get()) {
        System.err.println("Causerie ended by itself; see above.");
        System.exit(1);
      }
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void say(String text) {
    System.out.println(text);
  }

  /**
   * Starts the three; they take requests, and nothing has happened yet, when this returns.
   *
   * @throws IllegalStateException if one of them does not start; the message says why
   */
  public static Story start(Settings settings) throws IOException, InterruptedException {
    empty(settings.data());
    String causerie = "http://127.0.0.1:" + settings.port();
    String salesforceSecret = secret();
    String s4Secret = secret();
    String events = secret();
    List<Child> children = new ArrayList<>();
    Story started = null;
    try {
      Child salesforce =
          Child.start(
              "Salesforce",
              io.causerie.salesforce.fake.Main.class,
              List.of(
                  "--port=" + settings.salesforcePort(),
                  "--causerie=" + causerie,
                  "--system=crm",
                  "--host=salesforce",
                  "--secret=" + salesforceSecret),
              "ready ");
      children.add(salesforce);
      Child s4 =
          Child.start(
              "S/4HANA",
              io.causerie.sapfake.Main.class,
              List.of(
                  String.valueOf(settings.s4Port()),
                  "--with-input",
                  "--users=HMEIER,ADA,BEN,CHLOE",
                  "--causerie=" + causerie,
                  "--system=s4",
                  "--host=s4",
                  "--secret=" + s4Secret),
              "A stand-in for S/4HANA: ");
      children.add(s4);
      String[] ready = salesforce.awaitReady().split(" ");
      s4.awaitReady();
      String s4Address = "http://127.0.0.1:" + settings.s4Port();
      Map<String, String> environment = new HashMap<>();
      environment.put("CAUSERIE_PORT", String.valueOf(settings.port()));
      environment.put("CAUSERIE_DATA", settings.data().toAbsolutePath().toString());
      environment.put("SALESFORCE", ready[1]);
      environment.put("SALESFORCE_PUBSUB", "https://" + ready[2]);
      environment.put("SALESFORCE_AUTHORITY", Files.readString(Path.of(ready[3])));
      environment.put("SALESFORCE_SECRET", "a-secret");
      environment.put("SALESFORCE_EMBED_SECRET", salesforceSecret);
      environment.put("S4", s4Address);
      environment.put("S4_PASSWORD", FakeS4.PASSWORD);
      environment.put("S4_EMBED_SECRET", s4Secret);
      environment.put("S4_EVENTS_TOKEN", events);
      Child server =
          Child.start(
              "Causerie",
              List.of(
                  "-jar",
                  settings.application().resolve("causerie.jar").toString(),
                  "serve",
                  "--with-parent",
                  "--config",
                  addressed(settings).toString()),
              environment,
              "Causerie is ready");
      children.add(0, server);
      server.awaitReady();
      Plot plot = new Plot(salesforce, ready[1], s4Address);
      plot.tell(causerie, events);
      started = new Story(children, plot, causerie);
      return started;
    } finally {
      if (started == null) {
        children.forEach(Child::close);
      }
    }
  }

  private static void empty(Path data) throws IOException {
    Files.createDirectories(data);
    for (String part : List.of("causerie.mv.db", "causerie.trace.db")) {
      Files.deleteIfExists(data.resolve(part));
    }
  }

  /** The configuration; where pages are elsewhere than it says, a copy that says where. */
  private static Path addressed(Settings settings) throws IOException {
    if (settings.salesforcePort() == SALESFORCE_PORT && settings.s4Port() == S4_PORT) {
      return settings.config();
    }
    Path copy = settings.data().resolve("configuration");
    try (Stream<Path> files = Files.walk(settings.config())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(settings.config().relativize(file));
        Files.createDirectories(to.getParent());
        Files.writeString(
            to,
            Files.readString(file)
                .replace("127.0.0.1:" + SALESFORCE_PORT, "127.0.0.1:" + settings.salesforcePort())
                .replace("127.0.0.1:" + S4_PORT, "127.0.0.1:" + settings.s4Port()));
      }
    }
    return copy;
  }

  private static String secret() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** Plays the whole, with a while between its parts. */
  private void tell(Duration pace) throws IOException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    for (Optional<String> part = plot.next(); part.isPresent(); part = plot.next()) {
      say("  " + part.get());
      never.await(pace.toMillis(), TimeUnit.MILLISECONDS);
    }
    say("  That is all of it; go on as you like: write in a margin, choose \"Also in ...\".");
  }

  /** Where Causerie is. */
  String causerie() {
    return causerie;
  }

  /** What happens, part by part. */
  Plot plot() {
    return plot;
  }

  @Override
  public void close() {
    children.forEach(Child::close);
  }
}
