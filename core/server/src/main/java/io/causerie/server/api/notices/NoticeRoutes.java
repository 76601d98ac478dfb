package io.causerie.server.api.notices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Causerie;
import io.causerie.engine.Page;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.follow.Stance;
import io.causerie.engine.notice.NoticeView;
import io.causerie.model.IdText;
import io.causerie.server.api.Feature;
import io.causerie.server.api.Json;
import io.causerie.server.api.ReadMarks;
import io.causerie.server.api.Render;
import io.causerie.server.api.Renders;
import io.causerie.server.api.Requests;
import io.causerie.server.api.Shown;
import io.causerie.server.signin.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;

/** What somebody is told, and what of it she has read. */
public final class NoticeRoutes implements Feature {
  private static final int PAGE = 30;

  private final Causerie causerie;
  private final Renders renders;

  public NoticeRoutes(Causerie causerie, Renders renders) {
    this.causerie = causerie;
    this.renders = renders;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get("/api/v1/notifications", this::list, Scope.READ);
    routes.put("/api/v1/notifications/read", this::read, Scope.READ);
  }

  private void list(Context context) {
    Requests.onlyQuery(context, "cursor", "limit", "unread");
    Page<NoticeView> page =
        causerie
            .notices()
            .page(
                Requests.viewer(context),
                Requests.truth(context, "unread"),
                context.queryParam("cursor"),
                Requests.limit(context, PAGE));
    Render render = renders.render(context);
    String language = renders.reader(context).language();
    Json.answer(context, 200, Render.page(page, one -> notice(one, render, language)));
  }

  private static JsonNode notice(NoticeView notice, Render render, String language) {
    ObjectNode node = Json.object();
    node.put("id", IdText.format(notice.id()));
    node.put("place", notice.place());
    node.put("unread", notice.unread());
    node.put("at", notice.at().toString());
    node.set("reason", why(notice, render));
    node.put("more", notice.more());
    node.put("system", notice.system());
    node.put("systemTitle", Shown.of(notice.systemTitle().in(language)));
    node.put("typeLabel", Shown.of(notice.typeLabel().in(language)));
    node.set("activity", render.activity(notice.post()));
    NoticeView.Said said = notice.said();
    if (said != null) {
      ObjectNode note = Json.object();
      note.put("id", said.id().toString());
      note.set("author", render.actor(said.author()));
      note.put("html", said.html());
      note.put("created", said.at().toString());
      node.set("note", note);
    }
    return node;
  }

  private static ObjectNode why(NoticeView notice, Render render) {
    ObjectNode node = Json.object();
    node.put("code", notice.reason().word());
    if (notice.by() != null) {
      node.set("by", render.actor(notice.by()));
    }
    Instant muted = notice.mutedUntil();
    if (muted != null) {
      node.put("muted", true);
      if (!muted.equals(Stance.ALWAYS)) {
        node.put("mutedUntil", muted.toString());
      }
    }
    return node;
  }

  private void read(Context context) {
    Viewer viewer = Requests.viewer(context);
    ReadMarks marks = ReadMarks.of(context, "notifications");
    marks
        .upTo()
        .ifPresentOrElse(
            place -> causerie.notices().readUpTo(viewer, place),
            () -> causerie.notices().mark(viewer, marks.ids(), marks.read()));
    context.status(204);
  }
}
