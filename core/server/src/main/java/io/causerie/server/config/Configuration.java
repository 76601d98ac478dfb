package io.causerie.server.config;

import io.causerie.engine.ConnectorRules;
import io.causerie.engine.SystemRules;
import io.causerie.engine.people.Person;
import io.causerie.model.Localized;
import io.causerie.runtime.PollSettings;
import io.causerie.spi.Connector;
import io.causerie.spi.Plugins;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A configuration folder that has been read without errors.
 *
 * @param groups names of groups and how people call them
 * @param connectors by name; each call makes one, ready to be started
 * @param kinds the kind of each connector
 * @param polls how each is read, if it is polled
 * @param operators persons who may operate when they sign in to the demonstration
 * @param masks what operators do not see of a connector's events
 * @param mappings what each connector's mappings say, in their order
 * @param routes files of Camel routes, name to text
 * @param plugins what was added to the application
 */
public record Configuration(
    Server server,
    Store store,
    List<Host> hosts,
    boolean demo,
    List<SystemRules> systems,
    List<ConnectorRules> rules,
    Map<String, Supplier<Connector>> connectors,
    Map<String, String> kinds,
    Map<String, PollSettings> polls,
    Map<String, Mask> masks,
    Map<String, List<MappingText>> mappings,
    Map<String, String> routes,
    Map<String, Localized> groups,
    List<Person> people,
    Set<String> operators,
    Plugins plugins) {

  /** The same, on another port. */
  public Configuration withPort(int port) {
    return new Configuration(
        new Server(
            server.host(), port, server.publicUrl(), server.maxEventSize(), server.language()),
        store,
        hosts,
        demo,
        systems,
        rules,
        connectors,
        kinds,
        polls,
        masks,
        mappings,
        routes,
        groups,
        people,
        operators,
        plugins);
  }

  /**
   * Where the server listens.
   *
   * @param port 0: any free one
   * @param publicUrl how browsers reach it, without a slash at the end; absent: by host and port
   * @param maxEventSize of a request, in bytes
   * @param language of readers who have not said theirs
   */
  public record Server(
      String host, int port, @Nullable String publicUrl, int maxEventSize, String language) {
    public boolean isLoopback() {
      return Set.of("127.0.0.1", "localhost", "::1", "[::1]").contains(host);
    }
  }

  /**
   * A mapping as it was written.
   *
   * @param file relative to the folder
   */
  public record MappingText(String file, String text) {}

  /** The database. */
  public record Store(String url, String username, String password, int poolSize) {
    @Override
    public String toString() {
      return "Store[" + url.replaceAll("\\?.*", "") + "]";
    }
  }

  /**
   * A host whose pages may embed Causerie.
   *
   * @param name the issuer of its tokens
   * @param origins where its pages live
   * @param secret of HS256, at least 32 bytes; or
   * @param key its public key: RSA, or EC on P-256
   */
  public record Host(
      String name, List<String> origins, @Nullable String secret, @Nullable PublicKey key) {
    @Override
    public String toString() {
      return "Host[" + name + ", " + origins + "]";
    }
  }
}
