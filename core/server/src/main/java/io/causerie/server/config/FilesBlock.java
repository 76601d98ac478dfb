package io.causerie.server.config;

import io.causerie.engine.file.FileLimits;
import io.causerie.model.yaml.Shape;
import io.causerie.model.yaml.Yaml;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The block {@code files} of {@code causerie.yaml}. */
final class FilesBlock {
  private static final int MB = 1 << 20;
  private static final int MOST_OF_FILE = 2047;
  private static final int MOST_OF_PERSON = 1_000_000;
  private static final int MOST_OF_ITEM = 20;
  private static final String FOLDER = "data/files";
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private FilesBlock() {}

  static Shape shape() {
    FileLimits usual = FileLimits.USUAL;
    return Shape.keys("Files that people add to what they write.")
        .allow(
            "folder",
            Shape.text(
                    "Where they are kept, relative to this folder; nodes on one database share it.")
                .fallback(FOLDER))
        .allow("off", Shape.truth("No files are taken.").fallback(false))
        .allow(
            "megabytes",
            Shape.number("How large a file may be.", 1, MOST_OF_FILE)
                .fallback((int) (usual.size() / MB)))
        .allow(
            "perPost",
            Shape.number("How many files a post or a comment may have.", 1, MOST_OF_ITEM)
                .fallback(usual.ofItem()))
        .allow(
            "megabytesPerPerson",
            Shape.number("How large all files of a person may be together.", 1, MOST_OF_PERSON)
                .fallback((int) (usual.ofPerson() / MB)))
        .allow(
            "unattached",
            Shape.duration("How long a file is kept that nothing was written for.")
                .fallback(usual.unattached().toString()))
        .allow(
            "scanner",
            Shape.keys(
                    "Who looks for viruses; nobody has a file before. Give one of the first two.")
                .allow(
                    "command",
                    Shape.oneOrMore(
                        Shape.text(
                                "A program and its arguments: it gets the file on its input, and ends"
                                    + " with 0 where all is well, with 1 where it refuses, saying why.")
                            .example("/usr/local/bin/scan")))
                .allow(
                    "url",
                    Shape.text(
                        "An address that gets the file by POST, and answers 200 or 204 where all is"
                            + " well, 406 or 422 where it refuses, saying why.",
                        "^(https?://|.*\\$\\{(env|file):)",
                        "http://127.0.0.1:3311/scan"))
                .allow(
                    "patience",
                    Shape.duration("How long it may take.").fallback(PATIENCE.toString()))
                .requireOneOf("command", "url"));
  }

  /** What the block says; its folder's path is that of the folder of the configuration. */
  static Configuration.Files read(Optional<Yaml> yaml, Secrets secrets, Path folder) {
    FileLimits usual = FileLimits.USUAL;
    if (yaml.isEmpty() || !yaml.get().expectMap()) {
      return new Configuration.Files(folder.resolve(FOLDER), false, usual, null);
    }
    Yaml y = yaml.get();
    Path kept = folder.resolve(y.get("folder").map(secrets::text).orElse(FOLDER));
    boolean off = y.get("off").map(Yaml::truth).orElse(false);
    long size = number(y, "megabytes", MOST_OF_FILE, usual.size() / MB);
    int ofItem = (int) number(y, "perPost", MOST_OF_ITEM, usual.ofItem());
    long ofPerson = number(y, "megabytesPerPerson", MOST_OF_PERSON, usual.ofPerson() / MB);
    Duration unattached = y.get("unattached").map(Yaml::duration).orElse(usual.unattached());
    Configuration.Scanner scanner =
        y.get("scanner").filter(Yaml::expectMap).map(s -> scanner(s, secrets)).orElse(null);
    y.refuseOthers();
    return new Configuration.Files(
        kept, off, new FileLimits(size * MB, ofItem, ofPerson * MB, unattached), scanner);
  }

  private static long number(Yaml y, String key, int most, long fallback) {
    return y.get(key).map(n -> (long) n.number(1, most)).orElse(fallback);
  }

  private static Configuration.@Nullable Scanner scanner(Yaml y, Secrets secrets) {
    List<String> command =
        y.get("command")
            .map(c -> c.oneOrMore().stream().map(secrets::text).toList())
            .orElse(List.of());
    Optional<Yaml> address = y.get("url");
    URI url = address.flatMap(a -> address(a, secrets)).orElse(null);
    Duration patience = y.get("patience").map(Yaml::duration).orElse(PATIENCE);
    y.refuseOthers();
    if (command.isEmpty() == address.isEmpty()) {
      y.problem("give either `command` or `url`");
      return null;
    }
    return new Configuration.Scanner(command, url, patience);
  }

  private static Optional<URI> address(Yaml yaml, Secrets secrets) {
    try {
      URI uri = URI.create(secrets.text(yaml));
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null) {
        return Optional.of(uri);
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    yaml.problem("expected http://... or https://..., found '" + yaml.text() + "'");
    return Optional.empty();
  }
}
