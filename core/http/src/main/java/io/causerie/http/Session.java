package io.causerie.http;

import java.util.Map;
import java.util.Optional;

/**
 * What a token server gave, for what a kind speaks beside HTTP. It says nothing of itself: the
 * token is a secret, and so may the rest be.
 *
 * @param said whatever else stood in the answer as text, by its name
 */
public record Session(String token, Map<String, String> said) {
  public Session {
    said = Map.copyOf(said);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(said.get(name));
  }

  @Override
  public String toString() {
    return "Session";
  }
}
