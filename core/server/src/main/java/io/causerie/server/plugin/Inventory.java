package io.causerie.server.plugin;

import io.causerie.spi.ConnectorKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;

/** What there is to connect with: kinds, drivers, Camel components, with their versions. */
public record Inventory(List<Part> kinds, List<Part> drivers, List<Part> components) {
  private static final String COMPONENTS =
      "META-INF/services/org/apache/camel/component.properties";

  /**
   * @param name of a kind, a driver's class, or what a Camel address begins with
   * @param version empty where its jar does not say it
   * @param file of its jar; empty for classes in a folder
   * @param added whether it is a plug-in, not the application's
   */
  public record Part(String name, String version, String file, boolean added) {}

  /** Looks into a folder and the application. */
  public static Inventory of(PluginFolder folder) {
    List<Part> kinds = new ArrayList<>();
    for (ConnectorKind kind : folder.kinds().all()) {
      kinds.add(part(kind.name(), kind.getClass(), folder));
    }
    return new Inventory(kinds, drivers(folder), components(folder));
  }

  private static Part part(String name, Class<?> type, PluginFolder folder) {
    Optional<Artifact> jar = Artifact.holding(type);
    String file = jar.map(Artifact::file).orElse("");
    return new Part(name, jar.map(Artifact::version).orElse(""), file, isAdded(file, folder));
  }

  private static boolean isAdded(String file, PluginFolder folder) {
    return folder.jars().stream().anyMatch(j -> j.getFileName().toString().equals(file));
  }

  private static List<Part> drivers(PluginFolder folder) {
    List<Part> drivers = new ArrayList<>();
    var found = ServiceLoader.load(Driver.class, folder.plugins().loader()).stream().iterator();
    while (found.hasNext()) {
      try {
        Class<?> type = found.next().type();
        drivers.add(part(type.getName(), type, folder));
      } catch (ServiceConfigurationError e) {
        // One that cannot be loaded is none.
        continue;
      }
    }
    drivers.sort(Comparator.comparing(Part::name));
    return drivers;
  }

  private static List<Part> components(PluginFolder folder) {
    List<Part> components = new ArrayList<>();
    try {
      for (URL url : Collections.list(folder.plugins().loader().getResources(COMPONENTS))) {
        Properties said = new Properties();
        try (InputStream in = url.openStream()) {
          said.load(in);
        }
        Optional<Artifact> jar = jar(url);
        String file = jar.map(Artifact::file).orElse("");
        String version = jar.map(Artifact::version).orElse("");
        for (String name : said.getProperty("components", "").strip().split("\\s+")) {
          components.add(new Part(name, version, file, isAdded(file, folder)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    components.sort(Comparator.comparing(Part::name));
    return components;
  }

  /** The properties tell a version too, but not always the released one. */
  private static Optional<Artifact> jar(URL entry) throws IOException {
    if (!(entry.openConnection() instanceof JarURLConnection connection)) {
      return Optional.empty();
    }
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      return Optional.of(Artifact.of(jar));
    }
  }
}
