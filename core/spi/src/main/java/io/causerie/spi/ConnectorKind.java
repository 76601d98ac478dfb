package io.causerie.spi;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * The code behind connectors of one kind; found with {@link ServiceLoader}. Does no I/O itself and
 * is used by many threads.
 */
public interface ConnectorKind {
  /** The word after {@code kind:} in a system's file, and the name of its folder. */
  String name();

  /** The keys of {@code config}: those of a system, and those of each of its connectors. */
  List<ConfigKey> configKeys();

  /**
   * What connectors of this kind can at most, one way at least in which events come among it: an
   * editor's schema and the documentation say it.
   */
  Set<Capability> capabilities();

  /**
   * What a connector of this configuration can, before it is made: a part of {@link
   * #capabilities()}, with one way in which events come. Of a configuration that is wrong it says
   * what the connector was meant to be.
   */
  default Set<Capability> capabilities(ConnectorContext context) {
    return capabilities();
  }

  /**
   * Makes what the connectors of a system share; reaches nothing outside. It is closed after them.
   *
   * @throws ConfigException naming each key of the system that is wrong
   */
  default SourceSystem system(SystemContext context) throws ConfigException {
    return SourceSystem.configured();
  }

  /**
   * What comes of writing comments into a system of this configuration, before it is made; empty:
   * none can be. What {@link SourceSystem#writeBack} returns keeps to it.
   */
  default Optional<WriteBack.Claim> writesBack(SystemContext context) {
    return Optional.empty();
  }

  /**
   * Other kinds whose connectors, in a system of this one, share what {@link #system} makes and the
   * system's keys: they are given it as if their own kind had made it.
   */
  default Set<String> sharedWith() {
    return Set.of();
  }

  /**
   * Makes a connector of a system, {@link ConnectorContext#source}; reaches nothing outside.
   *
   * @throws ConfigException naming each key that is wrong
   */
  Connector connector(ConnectorContext context) throws ConfigException;

  /**
   * What events of the source carry a key only, of records that a connector of this configuration
   * reads back: a {@code hint} that says no more than the connector's name means these.
   */
  default Optional<KeyOnly> keyOnly(ConnectorContext context) {
    return Optional.empty();
  }

  /**
   * Events that carry a key only.
   *
   * @param types their types; {@code *} at the end
   * @param key a jq expression of the key
   */
  record KeyOnly(List<String> types, String key) {
    public KeyOnly {
      types = List.copyOf(types);
    }
  }

  /**
   * Whether an event that comes again has the same id, so that it is known for the same. Where it
   * has not, mappings may tell of states alone, which are unchanged then.
   */
  default boolean namesEvents(ConnectorContext context) {
    return true;
  }

  /**
   * What is allowed and may not be meant, of a configuration that is good: each names its key, and
   * is told by {@code causerie check}.
   */
  default List<String> warnings(ConnectorContext context) {
    return List.of();
  }

  /** In an {@link #address}, where the sender's secret stands, escaped as there. */
  String SECRET = "{secret}";

  /**
   * Where a source sends to, behind the connector's own address: the part that its configuration
   * decides on.
   */
  default String address(ConnectorContext context) {
    return "events";
  }

  /**
   * The names of mappings that come with this kind, such as {@code s4hana/sales-order}: resources
   * beside its class, ending in {@code .yaml}.
   */
  default List<String> mappings() {
    return List.of();
  }

  /**
   * The configuration keys that decide what the values of a row are made of, such as a query's
   * text: when one is changed, what differs in the next row of a record is taken as it is, and told
   * as nobody's change.
   */
  default List<String> readingKeys() {
    return List.of();
  }
}
