package io.causerie.server.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Jars as operators get them. */
final class Jars {
  private Jars() {}

  /** Makes a jar with some classes of this class path and some texts. */
  static Path make(Path file, Map<String, String> texts, Class<?>... types) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    texts.forEach((name, text) -> entries.put(name, text.getBytes(StandardCharsets.UTF_8)));
    try {
      for (Class<?> type : types) {
        String name = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
          entries.put(name, Objects.requireNonNull(in).readAllBytes());
        }
      }
      Files.createDirectories(file.getParent());
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
          out.putNextEntry(new JarEntry(entry.getKey()));
          out.write(entry.getValue());
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A kind's jar: its classes, and that it is one. */
  static Path teller(Path file) {
    Class<?>[] types = TellerKind.class.getDeclaredClasses();
    Class<?>[] all = java.util.Arrays.copyOf(types, types.length + 1);
    all[types.length] = TellerKind.class;
    return make(
        file,
        Map.of(
            "META-INF/services/io.causerie.spi.ConnectorKind",
            TellerKind.class.getName(),
            "META-INF/maven/com.example/teller/pom.properties",
            "groupId=com.example\nartifactId=teller\nversion=3.1\n"),
        all);
  }

  /** The jar that a class of a library comes from. */
  static Path of(String type) {
    try {
      return Path.of(
          Class.forName(type).getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
