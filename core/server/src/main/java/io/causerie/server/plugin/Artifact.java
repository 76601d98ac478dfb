package io.causerie.server.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * What a jar says of itself.
 *
 * @param file its name
 * @param group of its Maven coordinates; empty where it does not say them
 * @param name the rest of its coordinates, else its file's name
 * @param version empty where it does not say it
 */
record Artifact(String file, String group, String name, String version) {
  private static final String COORDINATES = "META-INF/maven/.+/pom\\.properties";

  static Artifact of(JarFile jar) throws IOException {
    String file = Path.of(jar.getName()).getFileName().toString();
    String name = file.replaceFirst("\\.jar$", "");
    List<JarEntry> said;
    try (Stream<JarEntry> entries = jar.stream()) {
      said = entries.filter(e -> e.getName().matches(COORDINATES)).toList();
    }
    // Of a jar that holds others, none speaks for the whole.
    if (said.size() == 1) {
      Properties pom = new Properties();
      try (InputStream in = jar.getInputStream(said.get(0))) {
        pom.load(in);
      }
      return new Artifact(
          file,
          pom.getProperty("groupId", ""),
          pom.getProperty("artifactId", name),
          pom.getProperty("version", ""));
    }
    return new Artifact(file, "", name, version(jar.getManifest()));
  }

  private static String version(@org.jspecify.annotations.Nullable Manifest manifest) {
    if (manifest == null) {
      return "";
    }
    Attributes main = manifest.getMainAttributes();
    return Stream.of("Implementation-Version", "Bundle-Version", "Specification-Version")
        .map(main::getValue)
        .filter(v -> v != null && !v.isBlank())
        .findFirst()
        .orElse("");
  }

  /** The jar that a class comes from; nothing where it is no jar. */
  static Optional<Artifact> holding(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return Optional.empty();
    }
    try {
      Path file = Path.of(source.getLocation().toURI());
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
      try (JarFile jar = new JarFile(file.toFile())) {
        return Optional.of(of(jar));
      }
    } catch (IOException | URISyntaxException e) {
      return Optional.empty();
    }
  }
}
