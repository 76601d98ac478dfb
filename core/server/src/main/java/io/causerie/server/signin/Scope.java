package io.causerie.server.signin;

import io.javalin.security.RouteRole;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a caller may do; each route of the server names the one it asks for. */
public enum Scope implements RouteRole {
  /** No sign-in is asked for; only what is on the server's public list. */
  PUBLIC,
  READ,
  WRITE,
  OPERATE;

  /** The word used in configuration and in the HTTP API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Scopes as they are stored, with spaces between them. */
  static String write(Set<Scope> scopes) {
    return String.join(" ", scopes.stream().map(Scope::word).sorted().toList());
  }

  static Set<Scope> read(String words) {
    EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : words.split(" ")) {
      scopes.add(valueOf(word.toUpperCase(Locale.ROOT)));
    }
    return scopes;
  }
}
