package io.causerie.story;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A Java process that begins by saying so, and ends with this one: its input ends then. */
final class Child implements AutoCloseable {
  /** What a process says once it has ended. */
  private static final String GONE = "";

  private final String name;
  private final Process process;
  private final CompletableFuture<String> ready = new CompletableFuture<>();
  private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Starts it; what it says is passed on.
   *
   * @param arguments of {@code java}
   * @param sign how the line begins by which it says that it is ready
   */
  static Child start(
      String name, List<String> arguments, Map<String, String> environment, String sign)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Child child = new Child(name, builder.start());
    Thread reader = new Thread(() -> child.relay(sign), "output of " + name);
    reader.setDaemon(true);
    reader.start();
    return child;
  }

  /** A class of this class path as a process. */
  static Child start(String name, Class<?> main, List<String> arguments, String sign)
      throws IOException {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    all.addAll(arguments);
    return start(name, all, Map.of(), sign);
  }

  private void relay(String sign) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("done ")) {
          answers.add(line.substring("done ".length()));
          continue;
        }
        System.out.println(line);
        if (line.startsWith(sign)) {
          ready.complete(line);
        }
      }
    } catch (IOException e) {
      System.out.println("the output of " + name + " ended: " + e.getMessage());
    } finally {
      ready.complete(GONE);
      answers.add(GONE);
    }
  }

  /**
   * The line by which it says that it is ready.
   *
   * @throws IllegalStateException if it does not become ready
   */
  String awaitReady() throws InterruptedException {
    try {
      String line = ready.get(3, TimeUnit.MINUTES);
      if (line.equals(GONE)) {
        throw new IllegalStateException(
            name
                + " did not start; see above. Other ports: -Dport=..., -Dsalesforce.port=..., -Ds4.port=...");
      }
      return line;
    } catch (TimeoutException | ExecutionException e) {
      throw new IllegalStateException(name + " was not ready within three minutes", e);
    }
  }

  /** Has it do something, by a line on its input. */
  String told(String line) throws InterruptedException {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String answer = answers.poll(1, TimeUnit.MINUTES);
    if (answer == null || answer.equals(GONE)) {
      throw new IllegalStateException(name + " did not do: " + line);
    }
    return answer;
  }

  void waitFor() throws InterruptedException {
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
