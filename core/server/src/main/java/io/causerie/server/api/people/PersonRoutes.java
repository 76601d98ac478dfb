package io.causerie.server.api.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Causerie;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.profile.PersonView;
import io.causerie.server.api.Feature;
import io.causerie.server.api.Json;
import io.causerie.server.api.Render;
import io.causerie.server.api.Renders;
import io.causerie.server.api.Requests;
import io.causerie.server.api.Shown;
import io.causerie.server.signin.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** A person's page: who she is, and what she wrote that one may read. */
public final class PersonRoutes implements Feature {
  private static final int PAGE = 20;

  private final Causerie causerie;
  private final Renders renders;

  public PersonRoutes(Causerie causerie, Renders renders) {
    this.causerie = causerie;
    this.renders = renders;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get("/api/v1/people/{person}", this::person, Scope.READ);
    routes.get("/api/v1/people/{person}/activities", this::said, Scope.READ);
  }

  private void person(Context context) {
    Requests.onlyQuery(context);
    PersonView person =
        causerie
            .profiles()
            .find(Requests.viewer(context), context.pathParam("person"))
            .orElseThrow(() -> new NotFoundException("person"));
    ObjectNode node = Json.object();
    node.put("id", person.id());
    node.put("name", Shown.of(person.name()));
    node.put("guest", person.guest());
    node.put("active", person.active());
    node.put("you", person.you());
    Json.answer(context, 200, node);
  }

  private void said(Context context) {
    Requests.onlyQuery(context, "cursor", "limit");
    Json.answer(
        context,
        200,
        Render.page(
            causerie
                .profiles()
                .said(
                    Requests.viewer(context),
                    context.pathParam("person"),
                    context.queryParam("cursor"),
                    Requests.limit(context, PAGE)),
            renders.render(context)::said));
  }
}
