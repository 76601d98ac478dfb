package io.causerie.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of a connector's configuration. Validation, the masking of secrets and the documentation
 * are made from it.
 *
 * @param name as in the file, for instance {@code path}; nested keys with dots, {@code auth.bearer}
 * @param type what its value is
 * @param required whether leaving it out is an error
 * @param secret whether its value is masked wherever it could be shown
 * @param fallback what leaving it out means, as text
 * @param ofSystem whether it says something of the system, the same for all its connectors
 * @param help one sentence
 */
public record ConfigKey(
    String name,
    Type type,
    boolean required,
    boolean secret,
    @Nullable String fallback,
    boolean ofSystem,
    String help) {

  /** What a value is. */
  public enum Type {
    TEXT,
    TEXTS,
    NUMBER,
    TRUTH,
    /** As in ISO 8601, {@code PT30S}. */
    DURATION
  }

  public static ConfigKey optional(String name, Type type, @Nullable String fallback, String help) {
    return new ConfigKey(name, type, false, false, fallback, false, help);
  }

  public static ConfigKey required(String name, Type type, String help) {
    return new ConfigKey(name, type, true, false, null, false, help);
  }

  public static ConfigKey secret(String name, String help) {
    return new ConfigKey(name, Type.TEXT, false, true, null, false, help);
  }

  /** A list of secrets, so that one can be replaced while the other still counts. */
  public static ConfigKey secrets(String name, String help) {
    return new ConfigKey(name, Type.TEXTS, false, true, null, false, help);
  }

  /** The same, said once for all connectors of a system. */
  public ConfigKey shared() {
    return new ConfigKey(name, type, required, secret, fallback, true, help);
  }

  /** The names of the maps this key stands in, outermost first. */
  public List<String> parents() {
    List<String> parts = List.of(name.split("\\."));
    return parts.subList(0, parts.size() - 1);
  }
}
