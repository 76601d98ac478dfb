package io.causerie.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.model.mapping.MappingCompiler;
import io.causerie.model.yaml.Problem;
import io.causerie.server.signin.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** Tries a mapping on an event; nothing is stored. */
final class MappingRoutes {
  void register(RoutesConfig routes) {
    routes.post("/api/v1/mappings/preview", MappingRoutes::preview, Scope.OPERATE);
  }

  private static void preview(Context context) {
    Requests.Body body = Requests.body(context, "mapping", "event", "before", "type");
    MappingCompiler.Compiled compiled = MappingCompiler.compile("mapping", body.text("mapping"));
    ObjectNode node = Json.object();
    node.set("problems", Json.array(compiled.problems(), MappingRoutes::problem));
    compiled
        .mapping()
        .ifPresent(
            mapping ->
                node.setAll(
                    new MappingTrial(
                            event -> mapping.map(event, MappingTrial.SYSTEM),
                            body.optionalText("type").orElse(""))
                        .of(body.node().path("event"), body.node().path("before"))));
    Json.answer(context, 200, node);
  }

  private static ObjectNode problem(Problem problem) {
    return Json.object()
        .put("line", problem.line())
        .put("column", problem.column())
        .put("message", problem.message());
  }
}
