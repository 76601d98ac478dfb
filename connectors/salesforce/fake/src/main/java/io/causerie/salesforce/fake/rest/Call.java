package io.causerie.salesforce.fake.rest;

import io.causerie.salesforce.fake.store.Actor;
import java.util.List;
import java.util.Optional;

/**
 * A request of somebody who is signed in.
 *
 * @param root the address of the version: {@code /services/data/v62.0}
 * @param path what stands behind it, by its slashes
 */
public record Call(Exchange exchange, Session session, String root, List<String> path) {
  /** Who does what this request asks for; the name of her client comes from a header. */
  public Actor actor() {
    Optional<String> client =
        exchange
            .header("Sforce-Call-Options")
            .flatMap(
                options ->
                    List.of(options.split(",")).stream()
                        .map(String::strip)
                        .filter(o -> o.startsWith("client="))
                        .findFirst());
    String version = root.substring(root.lastIndexOf('v') + 1);
    return new Actor(
        session.user(),
        "com/salesforce/api/rest/" + version + client.map(c -> ";" + c).orElse(""),
        null);
  }

  public String user() {
    return session.user();
  }

  public String method() {
    return exchange.method();
  }

  /** A part of the path, empty where it is shorter. */
  public String at(int index) {
    return index < path.size() ? path.get(index) : "";
  }
}
