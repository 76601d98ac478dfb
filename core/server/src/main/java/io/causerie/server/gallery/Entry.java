package io.causerie.server.gallery;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A system of the gallery. Its connector has its name.
 *
 * @param files their texts by their paths in the entry's folder: {@code system.yaml}, {@code
 *     mappings/*.yaml}, {@code cases/<name>/*.json} and {@code README.md}
 */
public record Entry(String name, SortedMap<String, String> files) {
  static final String SYSTEM = "system.yaml";

  private static final String README = "README.md";
  private static final Pattern KIND = Pattern.compile("(?m)^\\s*kind:\\s*(\\S+)");
  private static final Pattern SECRET = Pattern.compile("\\$\\{file:(secrets/[a-z0-9-]+)}");

  /** The system's file. */
  public String system() {
    return files.getOrDefault(SYSTEM, "");
  }

  /** The clicks in the source, and what is covered. */
  public String readme() {
    return files.getOrDefault(README, "");
  }

  /** The kind of its connector. */
  public String kind() {
    Matcher kind = KIND.matcher(system());
    return kind.find() ? kind.group(1) : "";
  }

  /** A sentence on what it brings, which its file begins with. */
  public String about() {
    return system().lines().findFirst().orElse("").replaceFirst("^#\\s*", "");
  }

  /** The files of secrets that its system's file reads, in the configuration folder. */
  public List<String> secrets() {
    return SECRET.matcher(system()).results().map(m -> m.group(1)).distinct().toList();
  }

  /** What is copied: texts by their paths in the configuration folder. */
  public SortedMap<String, String> copied() {
    SortedMap<String, String> copied = new TreeMap<>();
    files.forEach(
        (path, text) -> {
          if (path.equals(SYSTEM)) {
            copied.put("systems/" + name + ".yaml", text);
          } else if (!path.equals(README)) {
            copied.put(path.replaceFirst("^(mappings|cases)/", "$1/" + name + "/"), text);
          }
        });
    return copied;
  }

  /** Its mappings by their paths in the configuration folder. */
  public Map<String, String> mappings() {
    SortedMap<String, String> mappings = new TreeMap<>(copied());
    mappings.keySet().removeIf(path -> !path.startsWith("mappings/"));
    return mappings;
  }
}
