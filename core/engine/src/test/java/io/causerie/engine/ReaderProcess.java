package io.causerie.engine;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.causerie.engine.journal.JournalLine;
import io.causerie.engine.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;

/** A node in a process of its own, which can be frozen; it reads the journal line by line. */
record ReaderProcess(Process process) implements AutoCloseable {

  /** Writes down each line it reads, as often as it reads it. */
  private static final class Counter implements JournalReader {
    @Override
    public String name() {
      return "counter";
    }

    @Override
    public void read(Handle h, List<JournalLine> lines) {
      for (JournalLine line : lines) {
        h.createUpdate("insert into counted (position) values (:position)")
            .bind("position", line.position())
            .execute();
      }
    }
  }

  /** What runs in that process, until its input ends with its parent. */
  public static void main(String[] arguments) throws IOException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(arguments[0]);
    config.setUsername(arguments[1]);
    config.setPassword(arguments[2]);
    config.setMaximumPoolSize(6);
    try (HikariDataSource pool = new HikariDataSource(config);
        Causerie causerie =
            Causerie.builder().dataSource(pool).journalReaders(List.of(new Counter())).build()) {
      int end = System.in.read();
      assert end < 0 && causerie.dead().isEmpty();
    }
  }

  static ReaderProcess start(String url, String user, String password, Path log)
      throws IOException {
    return new ReaderProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                ReaderProcess.class.getName(),
                url,
                user,
                password)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start());
  }

  void freeze() {
    signal("STOP");
  }

  void wake() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
          .inheritIO()
          .start()
          .waitFor(10, TimeUnit.SECONDS);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    wake();
    process.destroyForcibly();
  }
}
