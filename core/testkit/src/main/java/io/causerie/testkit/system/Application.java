package io.causerie.testkit.system;

import io.causerie.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The application as it is deployed ({@code -Dcauserie.application} says where it was built), in a
 * folder of a test's own, with what an operator adds to it and a configuration.
 */
public final class Application {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final Path folder;
  private final Path application;
  private final Path configuration;

  private Application(Path folder) throws IOException {
    this.folder = folder;
    application = Files.createDirectories(folder.resolve("application"));
    configuration = Files.createDirectories(folder.resolve("config"));
    Path built = Path.of(Objects.requireNonNull(System.getProperty("causerie.application")));
    Files.copy(built.resolve("causerie.jar"), application.resolve("causerie.jar"));
    Files.createSymbolicLink(application.resolve("lib"), built.resolve("lib").toAbsolutePath());
  }

  public static Application in(Path folder) throws IOException {
    return new Application(folder);
  }

  /** The folder of plug-ins beside its jar, which is not there at first. */
  public Path plugins() throws IOException {
    return Files.createDirectories(application.resolve("plugins"));
  }

  /** Puts a jar among the plug-ins. */
  public void add(Path jar) throws IOException {
    Files.copy(jar, plugins().resolve(jar.getFileName().toString()));
  }

  public Path configuration() {
    return configuration;
  }

  /** Writes a file of its configuration. */
  public void write(String name, String text) throws IOException {
    Path file = configuration.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private List<String> command(String... arguments) {
    return Stream.concat(
            Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As the tests themselves run: its second compiler would cost more than it earns.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                application.resolve("causerie.jar").toString()),
            Stream.of(arguments))
        .toList();
  }

  /** Runs a command to its end. */
  public Command.Ended run(String... arguments) {
    return new Command(command(arguments), Map.of(), LONG).run();
  }

  /** As above, with {@code --config}. */
  public Command.Ended configured(String... arguments) {
    return run(
        Stream.concat(Stream.of(arguments), Stream.of("--config", configuration.toString()))
            .toArray(String[]::new));
  }

  /** A new token of a person. */
  public String token(String person, String scope) {
    String out =
        configured("token", "create", "--name", "t", "--person", person, "--scope", scope).output();
    return out.lines()
        .filter(line -> line.startsWith("csr_"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(out));
  }

  /** Starts the server; it is ready when this returns. */
  public Server serve() throws IOException {
    Path out = folder.resolve("server.txt");
    Process process =
        new ProcessBuilder(command("serve", "--config", configuration.toString()))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    Eventually.until(
        "the server is ready", LONG, () -> !process.isAlive() || text(out).contains("is ready"));
    if (!process.isAlive()) {
      throw new AssertionError("the server ended: " + text(out));
    }
    return new Server(process, text(out).replaceAll("(?s).*Causerie is ready: (\\S+).*", "$1"));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A server that runs, until it is closed.
   *
   * @param address where it answers
   */
  public record Server(Process process, String address) implements AutoCloseable {
    /** What it answers to whoever shows a token. */
    public String get(String path, String token) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address + path))
              .header("Authorization", "Bearer " + token)
              .build();
      try {
        return HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.ofString())
            .body();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      process.destroy();
      try {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("the server did not end");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
