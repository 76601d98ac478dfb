package io.causerie.server.api.talk;

import io.causerie.server.api.Feature;
import io.causerie.server.api.Renders;
import io.causerie.server.api.Requests;
import io.causerie.server.live.LiveStreams;
import io.causerie.server.live.Manner;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** What happens, as it happens. */
public final class LiveRoutes implements Feature {
  private final LiveStreams live;
  private final Renders renders;

  public LiveRoutes(LiveStreams live, Renders renders) {
    this.live = live;
    this.renders = renders;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get("/api/v1/live", this::live, Scope.READ);
  }

  private void live(Context context) {
    Requests.onlyQuery(context, "topic", "lastEventId");
    Caller caller = SignIn.of(context);
    live.open(
        context,
        caller,
        Requests.viewer(context),
        new Manner(renders.reader(context), caller.scopes().contains(Scope.WRITE)));
  }
}
