package io.causerie.spi;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The code behind connectors of one kind; found with {@link ServiceLoader}. Does no I/O itself and
 * is used by many threads.
 */
public interface ConnectorKind {
  /** The word after {@code kind:} in a system's file, and the name of its folder. */
  String name();

  /** The keys of a connector's {@code config}. */
  List<ConfigKey> configKeys();

  /**
   * Makes a connector; reaches nothing outside.
   *
   * @throws ConfigException naming each key that is wrong
   */
  Connector connector(ConnectorContext context) throws ConfigException;

  /** The kind of that name on the class path. */
  static Optional<ConnectorKind> find(String name) {
    return all().filter(kind -> kind.name().equals(name)).findFirst();
  }

  /** The names of all kinds on the class path, sorted. */
  static List<String> names() {
    return all().map(ConnectorKind::name).sorted().toList();
  }

  private static Stream<ConnectorKind> all() {
    return ServiceLoader.load(ConnectorKind.class).stream().map(ServiceLoader.Provider::get);
  }
}
