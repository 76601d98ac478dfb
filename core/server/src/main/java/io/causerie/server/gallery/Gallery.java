package io.causerie.server.gallery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The systems that come with the application, to be copied and changed. */
public final class Gallery {
  private static final String FOLDER = "io/causerie/gallery";

  private final SortedMap<String, Entry> entries;

  private Gallery(SortedMap<String, Entry> entries) {
    this.entries = entries;
  }

  /** All that are on the class path. */
  public static Gallery ofApplication() {
    URL folder = Gallery.class.getClassLoader().getResource(FOLDER);
    if (folder == null) {
      return new Gallery(new TreeMap<>());
    }
    try {
      URI uri = folder.toURI();
      if (!"jar".equals(uri.getScheme())) {
        return read(Path.of(uri));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return read(jar.getPath(FOLDER));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Gallery read(Path folder) throws IOException {
    SortedMap<String, Entry> entries = new TreeMap<>();
    for (Path system : list(folder)) {
      if (Files.exists(system.resolve(Entry.SYSTEM))) {
        String name = String.valueOf(system.getFileName()).replace("/", "");
        entries.put(name, new Entry(name, files(system)));
      }
    }
    return new Gallery(entries);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.toList();
    }
  }

  private static SortedMap<String, String> files(Path system) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(system)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        files.put(system.relativize(file).toString().replace('\\', '/'), Files.readString(file));
      }
    }
    return files;
  }

  /** By their names. */
  public List<Entry> all() {
    return List.copyOf(entries.values());
  }

  /** The one of a name. */
  public Optional<Entry> find(String name) {
    return Optional.ofNullable(entries.get(name));
  }
}
