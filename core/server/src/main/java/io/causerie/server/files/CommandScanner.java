package io.causerie.server.files;

import io.causerie.engine.file.Watchman;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program that looks for viruses: it gets a file on its input and ends with 0 where all is well,
 * with 1 where it refuses, saying why on its output. Whatever else it does it did not look.
 */
final class CommandScanner implements Watchman {
  static final int MOST_OF_WORD = 1000;
  private static final String NO_WORD = "no reason was said";

  private final List<String> command;
  private final Duration patience;

  CommandScanner(List<String> command, Duration patience) {
    this.command = List.copyOf(command);
    this.patience = patience;
  }

  @Override
  public Optional<String> refuses(InputStream content) throws IOException, InterruptedException {
    // Files and no pipes: a program that reads nothing, or says a lot, holds nobody.
    Path in = Files.createTempFile("causerie-scan", ".in");
    Path out = Files.createTempFile("causerie-scan", ".out");
    try {
      Files.copy(content, in, StandardCopyOption.REPLACE_EXISTING);
      return said(in, out);
    } finally {
      Files.deleteIfExists(in);
      Files.deleteIfExists(out);
    }
  }

  private Optional<String> said(Path in, Path out) throws IOException, InterruptedException {
    Process program =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .start();
    try {
      if (!program.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("the scanner takes longer than " + patience);
      }
    } finally {
      program.destroyForcibly();
    }
    return switch (program.exitValue()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(word(out));
      default -> throw new IOException("the scanner ended with " + program.exitValue());
    };
  }

  private static String word(Path out) throws IOException {
    try (InputStream said = Files.newInputStream(out)) {
      return word(new String(said.readNBytes(MOST_OF_WORD), StandardCharsets.UTF_8));
    }
  }

  /** Its first line. */
  static String word(String said) {
    return said.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse(NO_WORD);
  }
}
