package io.causerie.server.api.copies;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Causerie;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.audit.Deed;
import io.causerie.engine.discussion.Copies;
import io.causerie.engine.discussion.CopyView;
import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.feed.ActivityView;
import io.causerie.model.ActivityId;
import io.causerie.model.NoteId;
import io.causerie.server.api.Feature;
import io.causerie.server.api.Json;
import io.causerie.server.api.Render;
import io.causerie.server.api.Requests;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** How comments and posts stand in the systems of their records, where their authors chose that. */
public final class CopyRoutes implements Feature {
  private final Causerie causerie;

  public CopyRoutes(Causerie causerie) {
    this.causerie = causerie;
  }

  @Override
  public void register(RoutesConfig routes) {
    String note = "/api/v1/notes/{note}/deliveries";
    routes.get(note, this::ofNote, Scope.READ);
    routes.post(note + "/{system}/retry", this::retryNote, Scope.WRITE);
    String post = "/api/v1/activities/{activity}/deliveries";
    routes.get(post, this::ofPost, Scope.READ);
    routes.post(post + "/{system}/retry", this::retryPost, Scope.WRITE);
  }

  private void ofNote(Context context) {
    answer(context, note(context).copies());
  }

  private NoteView note(Context context) {
    NoteId id = Requests.id(context, "note", NoteId::parse);
    return causerie
        .discussion()
        .note(Requests.viewer(context), id)
        .orElseThrow(() -> new NotFoundException("comment"));
  }

  private void ofPost(Context context) {
    answer(context, post(context).copies());
  }

  private ActivityView post(Context context) {
    ActivityId id = Requests.id(context, "activity", ActivityId::parse);
    return causerie
        .feed()
        .activity(Requests.viewer(context), id)
        .orElseThrow(() -> new NotFoundException("post"));
  }

  private static void answer(Context context, List<CopyView> copies) {
    ObjectNode node = Json.object();
    node.set("items", Json.array(copies, Render::copy));
    Json.answer(context, 200, node);
  }

  private void retryNote(Context context) {
    NoteId id = Requests.id(context, "note", NoteId::parse);
    NoteView before = note(context);
    retry(
        context,
        before.mine(),
        "comment " + id,
        (system, operator) ->
            causerie.discussion().retryCopy(Requests.viewer(context), id, system, operator));
    answer(context, note(context).copies());
  }

  private void retryPost(Context context) {
    ActivityId id = Requests.id(context, "activity", ActivityId::parse);
    ActivityView before = post(context);
    retry(
        context,
        before.mine(),
        "post " + id,
        (system, operator) ->
            causerie.feed().retryCopy(Requests.viewer(context), id, system, operator));
    answer(context, post(context).copies());
  }

  /** Tries again; tells how many deliveries. */
  private interface Retry {
    int of(String system, boolean operator);
  }

  /** What operators do for others is in the audit. */
  private void retry(Context context, boolean mine, String what, Retry retry) {
    String system = context.pathParam("system");
    if (mine || !operates(context)) {
      retry.of(system, false);
      return;
    }
    causerie
        .audit()
        .act(
            SignIn.of(context).person(),
            Deed.RETRY,
            null,
            result -> what + " by " + Copies.channel(system),
            () -> retry.of(system, true));
  }

  private static boolean operates(Context context) {
    return SignIn.of(context).scopes().contains(Scope.OPERATE);
  }
}
