package io.causerie.server.api;

import io.javalin.config.RoutesConfig;
import java.util.List;

/** The routes of {@code /api/v1}. */
public final class Api {
  private final InForce inForce;
  private final List<Feature> features;

  public Api(InForce inForce, List<Feature> features) {
    this.inForce = inForce;
    this.features = List.copyOf(features);
  }

  public void register(RoutesConfig routes) {
    Problems.register(routes);
    routes.beforeMatched(Requests::requireStorable);
    routes.beforeMatched(new RateLimits(inForce.configuration().server())::check);
    features.forEach(feature -> feature.register(routes));
  }
}
