package io.causerie.server.api;

import io.causerie.engine.Causerie;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.discussion.NoteView;
import io.causerie.model.NoteId;
import io.causerie.server.signin.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** Single comments. */
final class NoteRoutes {
  private final ApiParts parts;
  private final Causerie causerie;

  NoteRoutes(ApiParts parts) {
    this.parts = parts;
    this.causerie = parts.causerie();
  }

  void register(RoutesConfig routes) {
    String one = "/api/v1/notes/{note}";
    routes.get(one, this::get, Scope.READ);
    routes.patch(one, this::edit, Scope.WRITE);
    routes.delete(one, this::remove, Scope.WRITE);
    routes.get(one + "/history", this::history, Scope.READ);
    routes.put(one + "/reactions/{emoji}", this::react, Scope.WRITE);
    routes.delete(one + "/reactions/{emoji}", this::unreact, Scope.WRITE);
  }

  private static NoteId id(Context context) {
    return Requests.id(context, "note", NoteId::parse);
  }

  private void answer(Context context, NoteView view) {
    context.header("ETag", Requests.etag(view.version()));
    Json.answer(context, 200, parts.render(context).note(view));
  }

  private void get(Context context) {
    answer(
        context,
        causerie
            .discussion()
            .note(Requests.viewer(context), id(context))
            .orElseThrow(() -> new NotFoundException("comment")));
  }

  private void edit(Context context) {
    NoteId id = id(context);
    Requests.Body body = Requests.body(context, "content");
    answer(
        context,
        causerie
            .discussion()
            .edit(
                Requests.viewer(context),
                id,
                body.text("content"),
                Requests.expectedVersion(context)));
  }

  private void remove(Context context) {
    NoteId id = id(context);
    causerie.discussion().remove(Requests.viewer(context), id, Requests.expectedVersion(context));
    context.status(204);
  }

  private void history(Context context) {
    NoteId id = id(context);
    Json.answer(
        context,
        200,
        parts.render(context).history(causerie.discussion().history(Requests.viewer(context), id)));
  }

  private void react(Context context) {
    NoteId id = id(context);
    causerie.discussion().react(Requests.viewer(context), id, context.pathParam("emoji"));
    context.status(204);
  }

  private void unreact(Context context) {
    NoteId id = id(context);
    causerie.discussion().unreact(Requests.viewer(context), id, context.pathParam("emoji"));
    context.status(204);
  }
}
