package io.causerie.server.api.talk;

import io.causerie.engine.Causerie;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.feed.ActivityView;
import io.causerie.model.ActivityId;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import io.causerie.server.api.Feature;
import io.causerie.server.api.Json;
import io.causerie.server.api.Render;
import io.causerie.server.api.Renders;
import io.causerie.server.api.Requests;
import io.causerie.server.signin.Admission;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** Posts, their comments and reactions. */
public final class ActivityRoutes implements Feature {
  private static final int PAGE = 100;

  private final Causerie causerie;
  private final Renders renders;

  public ActivityRoutes(Causerie causerie, Renders renders) {
    this.causerie = causerie;
    this.renders = renders;
  }

  @Override
  public void register(RoutesConfig routes) {
    String one = "/api/v1/activities/{activity}";
    routes.get(one, this::get, Scope.READ);
    routes.patch(one, this::edit, Scope.WRITE);
    routes.delete(one, this::remove, Scope.WRITE);
    routes.get(one + "/changes", this::changes, Scope.READ);
    routes.get(one + "/history", this::history, Scope.READ);
    routes.get(one + "/readers", this::readers, Scope.READ);
    routes.get(one + "/notes", SignIn.admitting(this::notes), Scope.READ, Admission.WITH_THE_GATES);
    routes.post(
        one + "/notes", SignIn.admitting(this::reply), Scope.WRITE, Admission.WITH_THE_GATES);
    routes.post(one + "/link", this::link, Scope.WRITE);
    routes.put(one + "/reactions/{emoji}", this::react, Scope.WRITE);
    routes.delete(one + "/reactions/{emoji}", this::unreact, Scope.WRITE);
  }

  private static ActivityId id(Context context) {
    return Requests.id(context, "activity", ActivityId::parse);
  }

  private void answer(Context context, int status, ActivityView view) {
    context.header("ETag", Requests.etag(view.version()));
    Json.answer(context, status, renders.render(context).activity(view));
  }

  private void get(Context context) {
    answer(
        context,
        200,
        causerie
            .feed()
            .activity(Requests.viewer(context), id(context))
            .orElseThrow(() -> new NotFoundException("post")));
  }

  private void edit(Context context) {
    ActivityId id = id(context);
    Requests.Body body = Requests.body(context, "content", "files");
    answer(
        context,
        200,
        causerie
            .feed()
            .edit(
                Requests.viewer(context),
                id,
                body.text("content"),
                Requests.files(body).orElse(null),
                Requests.expectedVersion(context)));
  }

  private void remove(Context context) {
    ActivityId id = id(context);
    causerie.feed().remove(Requests.viewer(context), id, Requests.expectedVersion(context));
    context.status(204);
  }

  private void changes(Context context) {
    ActivityId id = id(context);
    Render render = renders.render(context);
    var node = Json.object();
    node.set(
        "items", Json.array(causerie.feed().steps(Requests.viewer(context), id), render::step));
    Json.answer(context, 200, node);
  }

  private void history(Context context) {
    ActivityId id = id(context);
    Json.answer(
        context,
        200,
        renders.render(context).history(causerie.feed().history(Requests.viewer(context), id)));
  }

  private void readers(Context context) {
    ActivityId id = id(context);
    Json.answer(
        context,
        200,
        renders.render(context).readers(causerie.readership().of(Requests.viewer(context), id)));
  }

  private void notes(Context context) {
    Requests.onlyQuery(context, "cursor", "limit");
    ActivityId id = id(context);
    var page =
        causerie
            .discussion()
            .notes(
                Requests.viewer(context),
                id,
                context.queryParam("cursor"),
                Requests.limit(context, PAGE));
    Json.answer(context, 200, Render.page(page, renders.render(context)::note));
  }

  private void reply(Context context) {
    ActivityId id = id(context);
    Viewer viewer = Requests.viewer(context);
    Requests.Body body = Requests.body(context, "content", "inReplyTo", "upTo", "alsoIn", "files");
    NoteId inReplyTo =
        body.optionalText("inReplyTo")
            .map(
                text -> {
                  try {
                    return NoteId.parse(text);
                  } catch (IllegalArgumentException e) {
                    throw new io.causerie.engine.InvalidInputException(
                        "inReplyTo", "inReplyTo is not the id of a comment");
                  }
                })
            .orElse(null);
    NoteView note =
        causerie
            .discussion()
            .reply(
                viewer,
                id,
                Requests.words(body),
                inReplyTo,
                body.number("upTo").orElse(null),
                Requests.idempotency(context, body));
    context.header("Location", "/api/v1/notes/" + note.id());
    context.header("ETag", Requests.etag(note.version()));
    Json.answer(context, 201, renders.render(context).note(note));
  }

  private void link(Context context) {
    ActivityId id = id(context);
    Requests.Body body = Requests.body(context, "upTo");
    RecordId record =
        causerie.discussion().keep(Requests.viewer(context), id, body.number("upTo").orElse(null));
    var node = Json.object();
    node.put("path", "/records/" + record + "#activity=" + id);
    Json.answer(context, 200, node);
  }

  private void react(Context context) {
    Requests.onlyQuery(context, "upTo");
    ActivityId id = id(context);
    causerie
        .discussion()
        .react(
            Requests.viewer(context),
            id,
            context.pathParam("emoji"),
            Requests.position(context.queryParam("upTo"), "upTo").orElse(null));
    context.status(204);
  }

  private void unreact(Context context) {
    ActivityId id = id(context);
    causerie.discussion().unreact(Requests.viewer(context), id, context.pathParam("emoji"));
    context.status(204);
  }
}
