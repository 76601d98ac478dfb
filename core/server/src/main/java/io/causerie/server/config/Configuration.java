package io.causerie.server.config;

import io.causerie.engine.Configured;
import io.causerie.engine.file.FileLimits;
import io.causerie.engine.people.Person;
import io.causerie.http.Outward;
import io.causerie.model.Localized;
import io.causerie.model.mapping.Mapping;
import io.causerie.model.mapping.MappingCompiler;
import io.causerie.spi.Capability;
import io.causerie.spi.Plugins;
import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A configuration folder that has been read without errors.
 *
 * @param systems in the order of their files
 * @param groups names of groups and how people call them
 * @param claimsLapse how long what a sign-in says of a person counts
 * @param operators persons who may operate when they sign in to the demonstration
 * @param webhooks hosts outside to which something may be posted
 * @param routes files of Camel routes, name to text
 * @param plugins what was added to the application
 * @param folder where it was read
 */
public record Configuration(
    Server server,
    Store store,
    Files files,
    List<Host> hosts,
    boolean demo,
    List<SystemConfig> systems,
    Map<String, String> routes,
    Map<String, Localized> groups,
    List<Person> people,
    Duration claimsLapse,
    Set<String> operators,
    List<AccountKey> accountKeys,
    List<Outward.Place> webhooks,
    Plugins plugins,
    ConfigurationFolder folder) {

  /** The same, on another port. */
  public Configuration withPort(int port) {
    return with(server.withPort(port), store, files, demo);
  }

  private Configuration with(
      Server otherServer, Store otherStore, Files otherFiles, boolean otherDemo) {
    return new Configuration(
        otherServer,
        otherStore,
        otherFiles,
        hosts,
        otherDemo,
        systems,
        routes,
        groups,
        people,
        claimsLapse,
        operators,
        accountKeys,
        webhooks,
        plugins,
        folder);
  }

  /** The same, as far as it can come into force in a process that was started with another one. */
  public Configuration within(Configuration started) {
    return with(started.server, started.store, started.files, started.demo);
  }

  /**
   * What only a restart brings into force, where a process was started with another one: its keys,
   * in the order of the file.
   */
  public List<String> restarting(Configuration started) {
    List<String> keys = new ArrayList<>();
    Differing.add("server", started.server, server, keys);
    Differing.add("database", started.store, store, keys);
    Differing.add("files", started.files, files, keys);
    if (started.demo != demo) {
      keys.add("demo.signIn");
    }
    return keys;
  }

  /** The connectors of all systems, by name, in the order of the files. */
  public Map<String, ConnectorConfig> connectors() {
    Map<String, ConnectorConfig> all = new LinkedHashMap<>();
    systems.forEach(system -> system.connectors().forEach(one -> all.put(one.name(), one)));
    return all;
  }

  /** How people call the systems, by name. */
  public Map<String, Localized> systemTitles() {
    return systems.stream()
        .collect(Collectors.toMap(SystemConfig::name, system -> system.rules().title()));
  }

  /** One of them. */
  public Optional<ConnectorConfig> connector(String name) {
    return systems.stream()
        .flatMap(system -> system.connectors().stream())
        .filter(one -> one.name().equals(name))
        .findFirst();
  }

  /** What the mappings of a connector say; none of one that there is not. */
  public List<MappingText> mappings(String connector) {
    return connector(connector).map(ConnectorConfig::mappings).orElse(List.of());
  }

  /** What operators do not see of a connector's events. */
  public Mask mask(String connector) {
    return connector(connector).map(ConnectorConfig::mask).orElse(Mask.NOTHING);
  }

  /** What the engine must know. */
  public Configured forEngine() {
    Map<String, String> titles = new TreeMap<>();
    // Whoever reads by the API is told them in her language.
    groups.forEach((name, title) -> titles.put(name, title.in(server.language())));
    return Configured.of(
        systems.stream().map(SystemConfig::rules).toList(),
        connectors().values().stream().map(ConnectorConfig::rules).toList(),
        titles,
        claimsLapse);
  }

  /**
   * Where the server listens.
   *
   * @param port 0: any free one
   * @param publicUrl how browsers reach it, without a slash at the end; absent: by host and port
   * @param maxEventSize of a request, in bytes
   * @param language of readers who have not said theirs
   * @param healthPort where health and metrics are answered besides, whatever the other one does
   * @param forwarded whether a proxy in front says in X-Forwarded-For who asks
   * @param securityContact where finds are reported, as a URI
   */
  public record Server(
      String host,
      int port,
      @Nullable String publicUrl,
      int maxEventSize,
      String language,
      @Nullable Integer healthPort,
      boolean forwarded,
      @Nullable String securityContact,
      Limits limits,
      Console console) {
    Server withPort(int other) {
      return new Server(
          host,
          other,
          publicUrl,
          maxEventSize,
          language,
          healthPort,
          forwarded,
          securityContact,
          limits,
          console);
    }

    /** Whether browsers reach it through TLS alone. */
    public boolean isSecure() {
      return publicUrl != null && publicUrl.startsWith("https:");
    }

    public boolean isLoopback() {
      return Set.of("127.0.0.1", "localhost", "::1", "[::1]").contains(host);
    }
  }

  /**
   * The operator's console.
   *
   * @param writes whether it may write files of the configuration
   */
  public record Console(boolean writes) {}

  /**
   * How often something may be asked in a minute: by a person; by an address ten times that.
   *
   * @param signIns by an address alone: nobody is known yet
   * @param embeds tokens of hosts that are traded, by an address alone
   * @param searches completion, previews and searches
   */
  public record Limits(int signIns, int embeds, int writes, int reactions, int searches) {}

  /**
   * What a connector is, by its kind and its own configuration.
   *
   * @param kind its name; empty while nobody knows it
   */
  public record OfKind(String kind, Set<Capability> capabilities) {
    /** Nothing is held against what nobody knows. */
    static final OfKind UNKNOWN = new OfKind("", EnumSet.allOf(Capability.class));

    public OfKind {
      capabilities = Collections.unmodifiableSet(EnumSet.copyOf(capabilities));
    }

    /** How its events come. */
    public Capability intake() {
      return capabilities.stream().filter(Capability::isIntake).findFirst().orElseThrow();
    }
  }

  /**
   * A mapping as it was written.
   *
   * @param file relative to the folder
   * @param line the line of the file on which the text begins
   * @param zone of the connector's source
   */
  public record MappingText(String file, String text, int line, ZoneId zone) {
    /**
     * The mapping, its places told as lines of the file; none where the text has been changed since
     * and is wrong now.
     */
    public Optional<Mapping> compiled() {
      return MappingCompiler.compile(file, "\n".repeat(line - 1) + text, zone).mapping();
    }
  }

  /**
   * A key under which the accounts that people connect are enciphered.
   *
   * @param id by which what it enciphered names it
   * @param bytes 32 of them
   */
  public record AccountKey(String id, byte[] bytes) {
    // Keys are told apart by their ids.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof AccountKey key && key.id.equals(id);
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }

    @Override
    public String toString() {
      return "AccountKey[" + id + "]";
    }
  }

  /**
   * Files that people add to what they write.
   *
   * @param folder where they are kept
   * @param off whether none are taken
   * @param scanner who looks for viruses; absent: nobody
   */
  public record Files(Path folder, boolean off, FileLimits limits, @Nullable Scanner scanner) {}

  /**
   * Who looks for viruses: a program, or else an address.
   *
   * @param command the program and its arguments; empty: the address
   * @param patience how long it may take
   */
  public record Scanner(List<String> command, @Nullable URI url, Duration patience) {}

  /** The database. */
  public record Store(String url, String username, String password, int poolSize) {
    @Override
    public String toString() {
      return "Store[" + url.replaceAll("[?;].*", "") + "]";
    }
  }

  /**
   * A host whose pages may embed Causerie.
   *
   * @param name the issuer of its tokens
   * @param origins where its pages live
   * @param secret of HS256, at least 32 bytes; or
   * @param key its public key: RSA, or EC on P-256
   * @param systems whose records it may show; empty: of all
   * @param persons whom it may vouch for, beside the members of groups
   * @param groups whose members it may vouch for; both empty: everybody
   */
  public record Host(
      String name,
      List<String> origins,
      @Nullable String secret,
      @Nullable PublicKey key,
      Set<String> systems,
      Set<String> persons,
      Set<String> groups) {
    @Override
    public String toString() {
      return "Host[" + name + ", " + origins + "]";
    }
  }
}
