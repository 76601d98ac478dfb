package io.causerie.server.api.home;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Causerie;
import io.causerie.engine.Page;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.follow.Stance;
import io.causerie.engine.home.HomeFilter;
import io.causerie.engine.home.HomeItem;
import io.causerie.engine.record.RecordView;
import io.causerie.model.ActivityId;
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
import java.util.Set;
import java.util.stream.Collectors;

/** What happens to what somebody follows, and how much of it she has not read. */
public final class HomeRoutes implements Feature {
  private static final int PAGE = 30;

  private final Causerie causerie;
  private final Renders renders;

  public HomeRoutes(Causerie causerie, Renders renders) {
    this.causerie = causerie;
    this.renders = renders;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get("/api/v1/home", this::home, Scope.READ);
    routes.put("/api/v1/home/read", this::read, Scope.READ);
    routes.get("/api/v1/counts", this::counts, Scope.READ);
  }

  private void home(Context context) {
    Requests.onlyQuery(context, "cursor", "limit", "system", "type", "person", "unread", "show");
    HomeFilter filter =
        new HomeFilter(
            context.queryParam("system"),
            context.queryParam("type"),
            context.queryParam("person"),
            Requests.truth(context, "unread"),
            Requests.word(context, "show", HomeFilter.Show.class, HomeFilter.Show.ALL));
    Page<HomeItem> page =
        causerie
            .home()
            .page(
                Requests.viewer(context),
                filter,
                context.queryParam("cursor"),
                Requests.limit(context, PAGE));
    Render render = renders.render(context);
    String language = renders.reader(context).language();
    Json.answer(context, 200, Render.page(page, item -> item(item, render, language)));
  }

  private static JsonNode item(HomeItem item, Render render, String language) {
    ObjectNode node = Json.object();
    node.put("id", item.post().id().toString());
    node.put("place", item.place());
    node.put("unread", item.unread());
    node.set("reason", why(item.why(), render));
    node.put("system", item.system());
    node.put("systemTitle", Shown.of(item.systemTitle().in(language)));
    node.put("typeLabel", Shown.of(item.typeLabel().in(language)));
    node.set("activity", render.activity(item.post()));
    return node;
  }

  private static ObjectNode why(HomeItem.Why why, Render render) {
    ObjectNode node = Json.object();
    node.put("code", why.reason().word());
    if (why.by() != null) {
      node.set("by", render.actor(why.by()));
    }
    if (why.follows() != null) {
      node.put("follows", why.follows().word());
    }
    if (why.origin() != null) {
      node.put("origin", why.origin().word());
    }
    Instant muted = why.mutedUntil();
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
    ReadMarks marks = ReadMarks.of(context, "posts");
    marks
        .upTo()
        .ifPresentOrElse(
            place -> causerie.home().readUpTo(viewer, place),
            () -> causerie.home().mark(viewer, posts(marks), marks.read()));
    context.status(204);
  }

  private static Set<ActivityId> posts(ReadMarks marks) {
    return marks.ids().stream().map(ActivityId::new).collect(Collectors.toSet());
  }

  private void counts(Context context) {
    Requests.onlyQuery(context);
    Viewer viewer = Requests.viewer(context);
    ObjectNode node = Json.object();
    node.set("home", count(causerie.home().unread(viewer)));
    node.set("notifications", count(causerie.notices().unread(viewer)));
    Json.answer(context, 200, node);
  }

  private static ObjectNode count(RecordView.Unread unread) {
    return Json.object().put("count", unread.count()).put("exact", unread.exact());
  }
}
