package io.causerie.server.signin;

import io.javalin.security.RouteRole;

/** How a route comes to know that a token counts. */
public enum Admission implements RouteRole {
  /**
   * By the statement that reads the gates, where the token is remembered. Only for a route that
   * does nothing before it was let in somewhere ({@link io.causerie.engine.access.Viewer#premise}),
   * and whose handler is {@link SignIn#admitting}.
   */
  WITH_THE_GATES
}
