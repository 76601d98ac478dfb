package io.causerie.server.signin.violation;

import org.jdbi.v3.core.Handle;

/** Breaks a rule of the architecture, so that its test is seen to fail. */
public final class SignInThatMakesStatements {
  private SignInThatMakesStatements() {}

  public static void endAll(Handle h) {
    h.execute("delete from server_token");
  }
}
