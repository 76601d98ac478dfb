package io.causerie.testkit.system;

import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The distribution's own PostgreSQL, a server that listens on loopback only, with its data in a
 * folder of its own and the tools that administrators use.
 */
public final class DebianPostgres implements AutoCloseable {
  private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");

  /** The server refuses to run as root. */
  private static final String USER = "postgres";

  private final Path folder;
  private final int port;

  private DebianPostgres(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Starts an empty server; it takes connections when this returns. */
  public static DebianPostgres start() throws IOException {
    Packages.require(PROGRAMS.resolve("pg_ctl"), "postgresql-15");
    Path folder = Files.createTempDirectory("postgres");
    Command.of("chown", USER, folder.toString()).succeed();
    DebianPostgres server = new DebianPostgres(folder, Ports.free());
    server.run("initdb", "-D", server.data(), "-U", USER, "-A", "trust", "--no-sync");
    server.run(
        "pg_ctl",
        "-D",
        server.data(),
        "-l",
        folder.resolve("log").toString(),
        "-w",
        "-o",
        "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -p " + server.port,
        "start");
    return server;
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  /** Runs one of PostgreSQL's own programs as the server's user, against the server's port. */
  public String run(String program, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "runuser",
                "-u",
                USER,
                "--",
                "env",
                "PGHOST=127.0.0.1",
                "PGPORT=" + port,
                PROGRAMS.resolve(program).toString()));
    command.addAll(Arrays.asList(arguments));
    return Command.of(command.toArray(String[]::new)).succeed();
  }

  /** Makes an empty database. */
  public void create(String name) {
    run("createdb", name);
  }

  /** A file that the server's user can write, in the folder that goes with the server. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  public TestDatabase database(String name) {
    return Databases.open("jdbc:postgresql://127.0.0.1:" + port + "/" + name, USER, "");
  }

  @Override
  public void close() throws IOException {
    run("pg_ctl", "-D", data(), "-m", "fast", "-w", "stop");
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
