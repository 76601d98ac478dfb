package io.causerie.spi;

import io.causerie.model.yaml.Shape;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key of a configuration. What reads and checks it, the schema for editors and the documentation
 * are made from it; a {@link Key} has a type besides. Immutable.
 */
public class ConfigKey {
  /** What a value is. */
  public enum Type {
    TEXT,
    TEXTS,
    NUMBER,
    TRUTH,
    /** As in ISO 8601, {@code PT30S}. */
    DURATION
  }

  private final String name;
  private final Type type;
  private final boolean required;
  private final boolean secret;
  private final boolean ofSystem;
  private final boolean onServer;
  private final @Nullable String fallback;
  private final String help;

  ConfigKey(
      String name,
      Type type,
      boolean required,
      boolean secret,
      boolean ofSystem,
      boolean onServer,
      @Nullable String fallback,
      String help) {
    this.name = name;
    this.type = type;
    this.required = required;
    this.secret = secret;
    this.ofSystem = ofSystem;
    this.onServer = onServer;
    this.fallback = fallback;
    this.help = help;
  }

  /** As in the file, for instance {@code path}; nested keys with dots, {@code auth.bearer}. */
  public final String name() {
    return name;
  }

  public final Type type() {
    return type;
  }

  /** Whether leaving it out is an error. */
  public final boolean required() {
    return required;
  }

  /** Whether its value is masked wherever it could be shown. */
  public final boolean secret() {
    return secret;
  }

  /** Whether it says something of the system, the same for all its connectors. */
  public final boolean ofSystem() {
    return ofSystem;
  }

  /**
   * Whether its value names something of the server's machine, such as a folder: it is written
   * there, and never taken from a browser.
   */
  public final boolean onServer() {
    return onServer;
  }

  /** What leaving it out means, as it would be written. */
  public final @Nullable String fallback() {
    return fallback;
  }

  /** One sentence. */
  public final String help() {
    return help;
  }

  /** The names of the maps this key stands in, outermost first. */
  public final List<String> parents() {
    List<String> parts = List.of(name.split("\\."));
    return parts.subList(0, parts.size() - 1);
  }

  /**
   * What is wrong with values, as the end of a message that names the key; says nothing of them
   * where they are secret.
   */
  Optional<String> fault(List<String> values) {
    return Optional.empty();
  }

  int least() {
    return 0;
  }

  int most() {
    return Integer.MAX_VALUE;
  }

  /** What is wrong with each value that is given, whatever the others are. */
  public static List<ConfigException.Fault> faults(
      Collection<? extends ConfigKey> keys, SystemContext context) {
    return keys.stream()
        .flatMap(
            key ->
                key.fault(context.texts(key.name())).stream()
                    .map(message -> new ConfigException.Fault(key.name(), message)))
        .toList();
  }

  /** As an editor is told of it. */
  public Shape shape() {
    String said = said();
    Shape single = Shape.text(said);
    if (secret) {
      single.secret();
    }
    return switch (type) {
      case TEXT -> single;
      case TEXTS -> Shape.oneOrMore(single);
      case NUMBER -> Shape.number(said, least(), most());
      case TRUTH -> Shape.truth(said);
      case DURATION -> Shape.duration(said);
    };
  }

  final String said() {
    if (secret) {
      return help + " A secret: write `${env:NAME}` or `${file:path}`.";
    }
    return fallback == null ? help : help + " Left out: `" + fallback + "`.";
  }

  @Override
  public String toString() {
    return name;
  }
}
