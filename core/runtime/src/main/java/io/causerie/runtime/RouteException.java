package io.causerie.runtime;

import org.jspecify.annotations.Nullable;

/** A route that cannot be run, or could lose an event; the message names file, route and step. */
public final class RouteException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RouteException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
