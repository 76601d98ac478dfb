package io.causerie.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A stand-in for a system as a process of its own; it ends with its input, and so with this one.
 */
final class Standin implements AutoCloseable {
  private static final String DONE = "done ";

  private final Process process;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> ready = new CompletableFuture<>();

  private Standin(Process process) {
    this.process = process;
  }

  /**
   * Starts a class of this class path; it is ready when this returns.
   *
   * @param sign how the line begins by which it says so
   */
  static Standin start(Class<?> main, String sign, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(ServerProcess.JAVA, "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Standin standin = new Standin(new ProcessBuilder(command).redirectErrorStream(true).start());
    Runtime.getRuntime().addShutdownHook(new Thread(standin.process::destroyForcibly));
    Thread reader = new Thread(() -> standin.hear(sign), "output of " + main.getSimpleName());
    reader.setDaemon(true);
    reader.start();
    standin.ready.get(1, TimeUnit.MINUTES);
    return standin;
  }

  private void hear(String sign) {
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(DONE)) {
          answers.add(line.substring(DONE.length()));
        } else if (line.startsWith(sign)) {
          ready.complete(line);
        } else {
          said.append(line).append('\n');
        }
      }
    } catch (IOException e) {
      said.append(e);
    }
    ready.completeExceptionally(new LoadException("a stand-in ended: " + said));
  }

  /** The line by which it said that it is ready. */
  String ready() {
    return ready.join();
  }

  /** Has it do something, a line each; what it answers, in the same order. */
  List<String> told(List<String> lines) throws InterruptedException {
    try {
      for (String line : lines) {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> done = new ArrayList<>();
    while (done.size() < lines.size()) {
      String answer = answers.poll(1, TimeUnit.MINUTES);
      if (answer == null) {
        throw new LoadException("a stand-in did not do: " + lines.get(done.size()));
      }
      done.add(answer);
    }
    return done;
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
