package io.causerie.webhook;

import io.causerie.spi.BasicCredentials;
import io.causerie.spi.Door;

/** HTTP Basic. */
record Basic(BasicCredentials credentials) implements Verification {
  @Override
  public boolean lets(Door.Request request) {
    return credentials.areShownBy(request);
  }

  @Override
  public Door.Request without(Door.Request request) {
    return SharedSecret.without(request, "authorization");
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "Basic";
  }
}
