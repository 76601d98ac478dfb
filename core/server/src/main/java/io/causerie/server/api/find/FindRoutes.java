package io.causerie.server.api.find;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Causerie;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.Page;
import io.causerie.engine.find.Asked;
import io.causerie.engine.record.RecordHead;
import io.causerie.server.api.Feature;
import io.causerie.server.api.Json;
import io.causerie.server.api.Render;
import io.causerie.server.api.Renders;
import io.causerie.server.api.Requests;
import io.causerie.server.signin.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;

/** One question for all that can be found. */
public final class FindRoutes implements Feature {
  private static final int PAGE = 20;

  private final Causerie causerie;
  private final Renders renders;

  public FindRoutes(Causerie causerie, Renders renders) {
    this.causerie = causerie;
    this.renders = renders;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get("/api/v1/find", this::find, Scope.READ);
  }

  private void find(Context context) {
    Requests.onlyQuery(context, "q", "system", "type", "cursor", "limit");
    String system = context.queryParam("system");
    String type = context.queryParam("type");
    if (type != null && system == null) {
      throw new InvalidInputException("system", "say with `system` whose type it is");
    }
    Asked asked = Asked.of(Optional.ofNullable(context.queryParam("q")).orElse(""), system, type);
    Page<RecordHead> records =
        causerie
            .find()
            .records(
                Requests.viewer(context),
                asked,
                context.queryParam("cursor"),
                Requests.limit(context, PAGE));
    ObjectNode found = Json.object();
    found.set("records", Render.page(records, renders.render(context)::found));
    Json.answer(context, 200, found);
  }
}
