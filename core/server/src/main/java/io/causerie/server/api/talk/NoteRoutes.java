package io.causerie.server.api.talk;

import io.causerie.engine.Causerie;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.discussion.NoteView;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import io.causerie.server.api.Feature;
import io.causerie.server.api.Json;
import io.causerie.server.api.Renders;
import io.causerie.server.api.Requests;
import io.causerie.server.signin.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;

/** Single comments. */
public final class NoteRoutes implements Feature {
  private final Causerie causerie;
  private final Renders renders;

  public NoteRoutes(Causerie causerie, Renders renders) {
    this.causerie = causerie;
    this.renders = renders;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.post("/api/v1/preview", this::preview, Scope.READ);
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
    Json.answer(context, 200, renders.render(context).note(view));
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
    Requests.Body body = Requests.body(context, "content", "files");
    answer(
        context,
        causerie
            .discussion()
            .edit(
                Requests.viewer(context),
                id,
                body.text("content"),
                Requests.files(body).orElse(null),
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
        renders
            .render(context)
            .history(causerie.discussion().history(Requests.viewer(context), id)));
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

  private void preview(Context context) {
    Requests.Body body = Requests.body(context, "content", "record");
    Optional<RecordId> record = body.optionalText("record").map(Requests::record);
    String html =
        causerie
            .discussion()
            .preview(Requests.viewer(context), body.text("content"), record.orElse(null));
    Json.answer(context, 200, Json.object().put("html", renders.render(context).html(html)));
  }
}
