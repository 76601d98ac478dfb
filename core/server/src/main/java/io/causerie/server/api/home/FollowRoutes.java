package io.causerie.server.api.home;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Causerie;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.follow.Follow;
import io.causerie.engine.follow.FollowState;
import io.causerie.engine.follow.Follows;
import io.causerie.engine.follow.Subtype;
import io.causerie.engine.follow.Target;
import io.causerie.engine.people.Person;
import io.causerie.model.ActivityId;
import io.causerie.model.IdText;
import io.causerie.model.RecordId;
import io.causerie.server.api.Feature;
import io.causerie.server.api.Json;
import io.causerie.server.api.Render;
import io.causerie.server.api.Renders;
import io.causerie.server.api.Requests;
import io.causerie.server.api.Shown;
import io.causerie.server.signin.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What somebody follows and mutes. */
public final class FollowRoutes implements Feature {
  private static final int PAGE = 50;

  private final Causerie causerie;
  private final Renders renders;

  public FollowRoutes(Causerie causerie, Renders renders) {
    this.causerie = causerie;
    this.renders = renders;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get("/api/v1/follows", this::list, Scope.READ);
    routes.post("/api/v1/follows", this::add, Scope.WRITE);
    routes.patch("/api/v1/follows/{follow}", this::change, Scope.WRITE);
    routes.delete("/api/v1/follows/{follow}", this::end, Scope.WRITE);
    routes.put("/api/v1/people/{person}/follow", this::follow, Scope.WRITE);
    routes.delete("/api/v1/people/{person}/follow", this::unfollow, Scope.WRITE);
  }

  private static long id(Context context) {
    return Requests.id(context, "follow", IdText::parse);
  }

  private void list(Context context) {
    Requests.onlyQuery(context, "cursor", "limit");
    String language = renders.reader(context).language();
    Json.answer(
        context,
        200,
        Render.page(
            causerie
                .follows()
                .list(
                    Requests.viewer(context),
                    context.queryParam("cursor"),
                    Requests.limit(context, PAGE)),
            follow -> follow(follow, language)));
  }

  private void add(Context context) {
    Viewer viewer = Requests.viewer(context);
    Requests.Body body =
        Requests.body(
            context,
            "record",
            "activity",
            "person",
            "system",
            "type",
            "state",
            "subtypes",
            "until");
    Target target = target(body);
    causerie.follows().say(viewer, target, wish(body));
    Follow follow = causerie.follows().get(viewer, target);
    context.header("Location", "/api/v1/follows/" + IdText.format(follow.id()));
    Json.answer(context, 201, follow(follow, renders.reader(context).language()));
  }

  private void change(Context context) {
    Viewer viewer = Requests.viewer(context);
    long id = id(context);
    Requests.Body body = Requests.body(context, "state", "subtypes", "until");
    Json.answer(
        context,
        200,
        follow(
            causerie.follows().change(viewer, id, wish(body)), renders.reader(context).language()));
  }

  private void end(Context context) {
    causerie.follows().end(Requests.viewer(context), id(context));
    context.status(204);
  }

  private void follow(Context context) {
    say(context, FollowState.FOLLOW);
  }

  private void unfollow(Context context) {
    say(context, FollowState.NORMAL);
  }

  private void say(Context context, FollowState state) {
    causerie
        .follows()
        .say(
            Requests.viewer(context),
            Target.person(context.pathParam("person")),
            Follows.Wish.of(state));
    context.status(204);
  }

  private static Target target(Requests.Body body) {
    String record = body.optionalText("record").orElse(null);
    String activity = body.optionalText("activity").orElse(null);
    String person = body.optionalText("person").orElse(null);
    String system = body.optionalText("system").orElse(null);
    String type = body.optionalText("type").orElse(null);
    int said = 0;
    for (String one : new String[] {record, activity, person, system}) {
      said += one == null ? 0 : 1;
    }
    if (said != 1 || (type != null && system == null)) {
      throw new InvalidInputException(
          "record", "say what: a record, an activity, a person, or a system, maybe with a type");
    }
    if (record != null) {
      return Target.of(Requests.record(record));
    }
    if (activity != null) {
      return Target.of(activity(activity));
    }
    if (person != null) {
      return Target.person(person);
    }
    String of = Objects.requireNonNull(system);
    return type == null ? Target.system(of) : Target.type(of, type);
  }

  private static ActivityId activity(String text) {
    try {
      return ActivityId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new NotFoundException("post");
    }
  }

  private static Follows.Wish wish(Requests.Body body) {
    return new Follows.Wish(
        body.optionalText("state")
            .map(text -> Requests.word("state", text, FollowState.class))
            .orElse(null),
        subtypes(body),
        until(body));
  }

  private static @Nullable Set<Subtype> subtypes(Requests.Body body) {
    JsonNode said = body.node().path("subtypes");
    if (said.isMissingNode()) {
      return null;
    }
    Set<Subtype> subtypes = new TreeSet<>();
    body.texts("subtypes")
        .forEach(text -> subtypes.add(Requests.word("subtypes", text, Subtype.class)));
    return subtypes;
  }

  private static @Nullable Instant until(Requests.Body body) {
    String text = body.optionalText("until").orElse(null);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidInputException(
          "until", "'until' must be a time such as 2026-11-23T08:00:00Z");
    }
  }

  private ObjectNode follow(Follow follow, String language) {
    ObjectNode node = Json.object();
    node.put("id", IdText.format(follow.id()));
    Target target = follow.target();
    node.put("kind", target.kind().word());
    switch (target.kind()) {
      case RECORD -> node.put("record", new RecordId(follow.id()).toString());
      case POST -> node.put("activity", new ActivityId(follow.id()).toString());
      case PERSON -> node.put("person", target.person());
      case TYPE -> node.put("system", target.system()).put("type", target.type());
      case SYSTEM -> node.put("system", target.system());
    }
    node.put("title", Shown.of(title(follow, language)));
    node.put("state", follow.state().word());
    node.set("subtypes", Json.tree(follow.subtypes().stream().map(Subtype::word).toList()));
    if (follow.until() != null) {
      node.put("until", follow.until().toString());
    }
    node.put("origin", follow.origin().word());
    node.put("since", follow.since().toString());
    return node;
  }

  private String title(Follow follow, String language) {
    if (follow.title() != null) {
      return follow.title().in(language);
    }
    String person = Objects.requireNonNull(follow.target().person());
    return causerie.people().find(person).map(Person::name).orElse(person);
  }
}
