package io.causerie.server.api.find;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Causerie;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.find.Asked;
import io.causerie.engine.find.Found;
import io.causerie.engine.people.Person;
import io.causerie.server.api.Feature;
import io.causerie.server.api.Json;
import io.causerie.server.api.Render;
import io.causerie.server.api.Renders;
import io.causerie.server.api.Requests;
import io.causerie.server.api.Shown;
import io.causerie.server.signin.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
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
    String cursor = context.queryParam("cursor");
    int limit = Requests.limit(context, PAGE);
    Viewer viewer = Requests.viewer(context);
    Render render = renders.render(context);
    // Whoever leafs on in records, or within a system, has seen the rest.
    Found found =
        cursor == null && system == null
            ? causerie.find().all(viewer, asked, limit)
            : new Found(
                causerie.find().records(viewer, asked, cursor, limit),
                List.of(),
                List.of(),
                List.of());
    ObjectNode node = Json.object();
    node.set("records", Render.page(found.records(), render::found));
    node.set("types", list(Json.array(found.types(), render::found)));
    node.set("systems", list(Json.array(found.systems(), render::found)));
    node.set("persons", list(Json.array(found.persons(), FindRoutes::person)));
    Json.answer(context, 200, node);
  }

  private static ObjectNode list(ArrayNode items) {
    ObjectNode node = Json.object();
    node.set("items", items);
    return node;
  }

  private static ObjectNode person(Person person) {
    return Json.object().put("id", person.id()).put("name", Shown.of(person.name()));
  }
}
