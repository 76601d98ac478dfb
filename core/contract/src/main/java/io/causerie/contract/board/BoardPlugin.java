package io.causerie.contract.board;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The kind {@code board} as an operator adds it: a folder of jars among the plug-ins. */
public final class BoardPlugin {
  private static final String PACKAGE = "io/causerie/contract/board";

  private BoardPlugin() {}

  /** Puts it into a folder of plug-ins. */
  public static void add(Path plugins) {
    try {
      Path own = Files.createDirectories(plugins.resolve("board"));
      for (Class<?> type : List.of(JsonMapper.class, JsonFactory.class, JsonProperty.class)) {
        Path jar = place(type);
        Files.copy(jar, own.resolve(jar.getFileName()));
      }
      try (JarOutputStream out =
          new JarOutputStream(Files.newOutputStream(own.resolve("board.jar")))) {
        Path classes = place(BoardKind.class);
        if (Files.isDirectory(classes)) {
          write(out, classes.resolve(PACKAGE));
        } else {
          try (FileSystem jar =
              FileSystems.newFileSystem(URI.create("jar:" + classes.toUri()), Map.of())) {
            write(out, jar.getPath(PACKAGE));
          }
        }
        out.putNextEntry(new JarEntry("META-INF/services/io.causerie.spi.ConnectorKind"));
        out.write(BoardKind.class.getName().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(JarOutputStream out, Path from) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.sorted().toList()) {
        out.putNextEntry(new JarEntry(PACKAGE + "/" + file.getFileName()));
        out.write(Files.readAllBytes(file));
      }
    }
  }

  private static Path place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
