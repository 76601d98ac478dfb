package io.causerie.server.api.bookmarks;

import io.causerie.engine.Causerie;
import io.causerie.model.ActivityId;
import io.causerie.server.api.Feature;
import io.causerie.server.api.Json;
import io.causerie.server.api.Render;
import io.causerie.server.api.Renders;
import io.causerie.server.api.Requests;
import io.causerie.server.signin.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** Marks posts for oneself, and lists them. */
public final class BookmarkRoutes implements Feature {
  private static final int PAGE = 20;
  private static final String ONE = "/api/v1/activities/{activity}/bookmark";

  private final Causerie causerie;
  private final Renders renders;

  public BookmarkRoutes(Causerie causerie, Renders renders) {
    this.causerie = causerie;
    this.renders = renders;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.put(ONE, this::mark, Scope.WRITE);
    routes.delete(ONE, this::unmark, Scope.WRITE);
    routes.get("/api/v1/bookmarks", this::list, Scope.READ);
  }

  private static ActivityId id(Context context) {
    return Requests.id(context, "activity", ActivityId::parse);
  }

  private void mark(Context context) {
    Requests.onlyQuery(context);
    causerie.bookmarks().mark(Requests.viewer(context), id(context));
    context.status(204);
  }

  private void unmark(Context context) {
    Requests.onlyQuery(context);
    causerie.bookmarks().unmark(Requests.viewer(context), id(context));
    context.status(204);
  }

  private void list(Context context) {
    Requests.onlyQuery(context, "cursor", "limit");
    Json.answer(
        context,
        200,
        Render.page(
            causerie
                .bookmarks()
                .of(
                    Requests.viewer(context),
                    context.queryParam("cursor"),
                    Requests.limit(context, PAGE)),
            renders.render(context)::activity));
  }
}
