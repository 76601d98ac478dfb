package io.causerie.server.plugin;

import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Kinds;
import io.causerie.spi.Plugins;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code plugins/} beside the application's jar. A jar with a kind in it, or a folder of
 * jars one of which has, is loaded by a loader of its own; all other jars, drivers and Camel
 * components and steps, by one that they share. Loaders live as long as the process.
 */
public final class PluginFolder {
  private static final String NAME = "plugins";
  private static final String KIND = "META-INF/services/" + ConnectorKind.class.getName();
  private static @Nullable PluginFolder ofApplication;

  private final Path folder;
  private final List<Path> jars;
  private final Plugins plugins;
  private final Kinds kinds;

  private PluginFolder(Path folder, ClassLoader application) {
    this.folder = folder;
    List<String> faults = new ArrayList<>();
    List<Path> shared = new ArrayList<>();
    List<List<Path>> own = new ArrayList<>();
    for (Path entry : entries(folder)) {
      List<Path> together = Files.isDirectory(entry) ? jars(entry) : jar(entry);
      if (together.stream().anyMatch(jar -> holds(jar, KIND))) {
        own.add(together);
      } else {
        shared.addAll(together);
      }
    }
    this.jars = Stream.concat(shared.stream(), own.stream().flatMap(List::stream)).toList();
    StandingTwice check = new StandingTwice(application);
    faults.addAll(check.shared(shared));
    own.forEach(kind -> faults.addAll(check.kind(kind)));
    if (!faults.isEmpty()) {
      throw new PluginException(faults);
    }
    ClassLoader loader =
        shared.isEmpty() ? application : new URLClassLoader(NAME, urls(shared), application);
    this.plugins = new Plugins(loader, folder.toString());
    this.kinds = kinds(own, application);
  }

  /**
   * Reads a folder; there need not be one.
   *
   * @param application what loads the application's classes
   * @throws PluginException if jars cannot be used together, or one cannot be read
   */
  public static PluginFolder open(Path folder, ClassLoader application) {
    return new PluginFolder(folder.toAbsolutePath().normalize(), application);
  }

  /**
   * The one beside the jar that this process runs from, read once; none while the application runs
   * from a folder of classes.
   */
  public static synchronized PluginFolder ofApplication() {
    PluginFolder known = ofApplication;
    if (known == null) {
      known = open(beside(PluginFolder.class), PluginFolder.class.getClassLoader());
      ofApplication = known;
    }
    return known;
  }

  private static Path beside(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    try {
      Path place = Path.of(source.getLocation().toURI());
      return place.resolveSibling(NAME);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the application's place is unknown", e);
    }
  }

  private static List<Path> entries(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found.sorted().toList();
    } catch (IOException e) {
      throw new PluginException(List.of(folder + ": the folder cannot be read: " + e));
    }
  }

  private static List<Path> jars(Path folder) {
    return entries(folder).stream().flatMap(f -> jar(f).stream()).toList();
  }

  private static List<Path> jar(Path file) {
    return file.toString().endsWith(".jar") && Files.isRegularFile(file)
        ? List.of(file)
        : List.of();
  }

  private static boolean holds(Path file, String entry) {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.getEntry(entry) != null;
    } catch (IOException e) {
      // Said where its classes are looked at.
      return false;
    }
  }

  private static URL[] urls(List<Path> files) {
    return files.stream().map(PluginFolder::url).toArray(URL[]::new);
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Kinds kinds(List<List<Path>> own, ClassLoader application) {
    List<ConnectorKind> kinds = new ArrayList<>();
    ServiceLoader.load(ConnectorKind.class, application).forEach(kinds::add);
    List<String> faults = new ArrayList<>();
    for (List<Path> together : own) {
      Path first = together.get(0);
      ClassLoader loader =
          new KindLoader(first.getFileName().toString(), urls(together), application);
      try {
        for (ConnectorKind kind : ServiceLoader.load(ConnectorKind.class, loader)) {
          kinds.add(kind);
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        faults.add(first + ": its kind cannot be loaded: " + e);
      }
    }
    if (!faults.isEmpty()) {
      throw new PluginException(faults);
    }
    try {
      return new Kinds(kinds);
    } catch (IllegalArgumentException e) {
      throw new PluginException(List.of(e.getMessage() + "; keep one"));
    }
  }

  /** Where it is, whether or not there is one. */
  public Path folder() {
    return folder;
  }

  /** The jars in it. */
  public List<Path> jars() {
    return jars;
  }

  /** All kinds, the application's and added ones. */
  public Kinds kinds() {
    return kinds;
  }

  /** For kinds: where drivers are found. */
  public Plugins plugins() {
    return plugins;
  }
}
