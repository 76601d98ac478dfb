package io.causerie.server.api;

import io.javalin.config.RoutesConfig;

/**
 * Some routes of the API. What they take and answer is described by the {@code openapi.yaml} of
 * their package, which {@link Contract} puts together with those of the others.
 */
public interface Feature {
  void register(RoutesConfig routes);
}
