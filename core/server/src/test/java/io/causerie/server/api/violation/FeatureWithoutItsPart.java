package io.causerie.server.api.violation;

import io.causerie.server.api.Feature;
import io.javalin.config.RoutesConfig;

/** No openapi.yaml stands beside it. */
public final class FeatureWithoutItsPart implements Feature {
  @Override
  public void register(RoutesConfig routes) {}
}
