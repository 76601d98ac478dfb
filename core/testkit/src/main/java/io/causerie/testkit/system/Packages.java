package io.causerie.testkit.system;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Installs what tests need from the distribution, where it can: as root, on Debian or Ubuntu. */
public final class Packages {
  private static final Duration BOUND = Duration.ofMinutes(8);
  private static final Path APT = Path.of("/usr/bin/apt-get");

  private Packages() {}

  /** Tries to install packages; whoever needs them finds out whether they are there. */
  public static void install(String... packages) {
    if (Files.isExecutable(APT) && "root".equals(System.getProperty("user.name"))) {
      Map<String, String> quiet = Map.of("DEBIAN_FRONTEND", "noninteractive");
      List<String> command =
          new ArrayList<>(
              List.of(
                  APT.toString(),
                  "install",
                  "-y",
                  "-qq",
                  "--no-install-recommends",
                  // Somebody else may be installing something, the same for instance.
                  "-o",
                  "DPkg::Lock::Timeout=300"));
      command.addAll(Arrays.asList(packages));
      alone(
          () -> {
            new Command(List.of(APT.toString(), "update", "-qq"), quiet, BOUND).run();
            new Command(command, quiet, BOUND).run();
          });
    }
  }

  /** The package manager refuses whoever comes while another test's JVM installs something. */
  private static void alone(Runnable work) {
    Path lock = Path.of(System.getProperty("java.io.tmpdir"), "causerie-packages.lock");
    try (FileChannel file =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = file.lock()) {
      work.run();
    } catch (IOException e) {
      throw new UncheckedIOException("nothing can be installed without a lock: " + lock, e);
    }
  }

  /** As below, of a program that is found by its name. */
  public static void require(String program, String name) {
    require(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .map(folder -> Path.of(folder, program))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of("/usr/bin", program)),
        name);
  }

  /**
   * Installs a package unless its program is there.
   *
   * @throws IllegalStateException if it is not there afterwards; the message says what to install
   */
  public static void require(Path program, String name) {
    if (!Files.isExecutable(program)) {
      install(name);
    }
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(
          program + " is missing; install it, for instance with `apt-get install " + name + "`");
    }
  }
}
