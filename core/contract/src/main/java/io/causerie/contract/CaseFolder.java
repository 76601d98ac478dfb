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
 * What happens with one captured event: {@code event.json}, and either what the mapping makes of it
 * ({@code observation.json}), why it is left out ({@code ignored.txt}) or why it fails ({@code
 * failed.txt}); with {@code before.json}, an event that came earlier, {@code activity.json} is the
 * post that comes of both.
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

  byte[] bytes(String name) {
    try {
      return Files.readAllBytes(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<byte[]> before() {
    return has("before.json") ? Optional.of(bytes("before.json")) : Optional.empty();
  }
}
