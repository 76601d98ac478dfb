package io.causerie.testkit.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that a test runs to its end.
 *
 * @param environment beside that of the test
 * @param bound it is killed if it takes longer
 */
public record Command(List<String> words, Map<String, String> environment, Duration bound) {
  private static final Duration BOUND = Duration.ofMinutes(2);

  public static Command of(String... words) {
    return new Command(List.of(words), Map.of(), BOUND);
  }

  /**
   * How it ended, and what it said.
   *
   * @param output both its outputs
   */
  public record Ended(int code, String output) {}

  /** Runs it to its end, whatever that is. */
  public Ended run() {
    try {
      Path output = Files.createTempFile("command", ".txt");
      ProcessBuilder builder = new ProcessBuilder(words);
      builder.environment().putAll(environment);
      Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      if (!process.waitFor(bound.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      String said = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      return new Ended(process.exitValue(), said);
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", words) + " could not be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Runs it to a good end.
   *
   * @return what it said
   * @throws IllegalStateException if it ends otherwise; the message has what it said
   */
  public String succeed() {
    Ended ended = run();
    if (ended.code() != 0) {
      throw new IllegalStateException(
          String.join(" ", words) + " ended with " + ended.code() + ": " + ended.output());
    }
    return ended.output();
  }
}
