package io.causerie.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The texts of a configuration folder; of some files what they are to be, so that a change is
 * looked at as a whole before anything is written.
 */
final class FolderFiles {
  private final Path folder;
  private final Map<String, String> instead;
  private final Set<Path> asked = new TreeSet<>();

  /**
   * @param instead texts by their paths in the folder, with slashes; they count, whatever stands
   *     there
   */
  FolderFiles(Path folder, Map<String, String> instead) {
    this.folder = folder;
    this.instead = Map.copyOf(instead);
  }

  /**
   * The text of a file.
   *
   * @param name relative to the folder
   */
  String text(String name) throws IOException {
    String text = instead.get(name);
    return text == null ? Files.readString(path(name)) : text;
  }

  /** Where a file stands that somebody reads in her own way. */
  Path path(String name) {
    Path path = folder.resolve(name);
    asked.add(path);
    return path;
  }

  /** Every file that was asked for, be it there or not. */
  Set<Path> asked() {
    return Set.copyOf(asked);
  }

  /** The names of a folder's files that end so, relative to the whole, sorted. */
  TreeSet<String> in(String sub, String ending) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    Path directory = folder.resolve(sub);
    if (Files.isDirectory(directory)) {
      try (Stream<Path> found = Files.list(directory)) {
        // What an editor hides there while it writes is none of them.
        found
            .filter(file -> !FolderDigest.isHidden(file.getFileName()))
            .forEach(file -> names.add(sub + "/" + file.getFileName()));
      }
    }
    instead.keySet().stream()
        .filter(name -> name.startsWith(sub + "/") && name.indexOf('/', sub.length() + 1) < 0)
        .forEach(names::add);
    names.removeIf(name -> !name.endsWith(ending));
    return names;
  }
}
