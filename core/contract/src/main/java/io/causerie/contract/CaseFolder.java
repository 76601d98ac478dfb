package io.causerie.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What happens with one captured event: {@code event.json} (or {@code event.xml}, as the source
 * sends it), and either what the mapping makes of it ({@code observation.json}), why it is left out
 * ({@code ignored.txt}) or why it fails ({@code failed.txt}); with {@code before.json}, an event
 * that came earlier, {@code activity.json} is the post that comes of both.
 */
record CaseFolder(Path path) {
  static final Path ALL = Path.of("src/test/resources/cases");

  static List<CaseFolder> all() {
    try (Stream<Path> folders = Files.list(ALL)) {
      List<CaseFolder> found =
          folders.filter(Files::isDirectory).sorted().map(CaseFolder::new).toList();
      assertThat(found).as("case folders in %s", ALL).isNotEmpty();
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return path.getFileName().toString();
  }

  Path file(String name) {
    return path.resolve(name);
  }

  boolean has(String name) {
    return Files.exists(file(name));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the source sent. */
  byte[] event() {
    return captured("event")
        .orElseThrow(() -> new AssertionError(path + " has no event.json (or another ending)"));
  }

  /** What it had sent of the record before. */
  Optional<byte[]> before() {
    return captured("before");
  }

  private Optional<byte[]> captured(String name) {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(f -> f.getFileName().toString().matches(name + "\\.\\w+"))
          .findFirst()
          .map(CaseFolder::bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
