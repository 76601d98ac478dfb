package io.causerie.server.api.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Causerie;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.audit.Deed;
import io.causerie.engine.people.Origins;
import io.causerie.engine.people.SourceUsers;
import io.causerie.engine.people.SourceUsers.Mapping;
import io.causerie.engine.people.SourceUsers.Show;
import io.causerie.model.UserId;
import io.causerie.server.api.Feature;
import io.causerie.server.api.Json;
import io.causerie.server.api.Render;
import io.causerie.server.api.Requests;
import io.causerie.server.api.Shown;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** Who people are, for operators: a system's users, whom origins mean, and who is erased. */
public final class PeopleRoutes implements Feature {
  private static final int PAGE = 50;
  private static final String USER = "/api/v1/users/{user}/person";

  private final Causerie causerie;

  public PeopleRoutes(Causerie causerie) {
    this.causerie = causerie;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get("/api/v1/users", this::users, Scope.OPERATE);
    routes.put(USER, this::map, Scope.OPERATE);
    routes.delete(USER, this::unmap, Scope.OPERATE);
    routes.get("/api/v1/persons", this::persons, Scope.OPERATE);
    routes.delete("/api/v1/persons/{person}", this::erase, Scope.OPERATE);
    routes.get("/api/v1/conflicts", this::conflicts, Scope.OPERATE);
    routes.post("/api/v1/conflicts/decide", this::decide, Scope.OPERATE);
    routes.post("/api/v1/conflicts/reopen", this::reopen, Scope.OPERATE);
  }

  private SourceUsers sourceUsers() {
    return causerie.users();
  }

  private void users(Context context) {
    Requests.onlyQuery(context, "show", "system", "q", "cursor", "limit");
    String query = context.queryParam("q");
    Json.answer(
        context,
        200,
        Render.page(
            sourceUsers()
                .list(
                    show(context),
                    context.queryParam("system"),
                    query == null || query.isBlank() ? null : query,
                    context.queryParam("cursor"),
                    Requests.limit(context, PAGE)),
            PeopleRoutes::user));
  }

  private static Show show(Context context) {
    String show = context.queryParam("show");
    if (show == null || show.equals("unknown")) {
      return Show.UNKNOWN;
    }
    if (show.equals("mapped")) {
      return Show.MAPPED;
    }
    throw new InvalidInputException("show", "show must be unknown or mapped");
  }

  private static ObjectNode user(SourceUsers.User user) {
    ObjectNode node = Json.object();
    node.put("id", new UserId(user.id()).toString());
    node.put("system", user.system());
    node.put("user", Shown.of(user.user()));
    if (user.name() != null) {
      node.put("name", Shown.of(user.name()));
    }
    if (user.email() != null) {
      node.put("email", Shown.of(masked(user.email())));
    }
    node.put("told", user.told().toString());
    node.put("posts", user.posts());
    if (user.person() != null) {
      node.set("person", named(user.person()));
    }
    node.set("suggestions", Json.array(user.suggestions(), PeopleRoutes::named));
    return node;
  }

  /** Enough to tell two apart, too little to write to. */
  private static String masked(String email) {
    int at = email.lastIndexOf('@');
    int first = email.offsetByCodePoints(0, 1);
    return at < 0 ? "…" : (at > first ? email.substring(0, first) : "") + "…" + email.substring(at);
  }

  private static ObjectNode named(SourceUsers.Named person) {
    ObjectNode node = Json.object();
    node.put("id", person.id());
    node.put("name", Shown.of(person.name()));
    return node;
  }

  private void persons(Context context) {
    Requests.onlyQuery(context, "q");
    String query = context.queryParam("q");
    ObjectNode node = Json.object();
    node.set(
        "items",
        Json.array(sourceUsers().persons(query == null ? "" : query), PeopleRoutes::named));
    Json.answer(context, 200, node);
  }

  private void erase(Context context) {
    Requests.onlyQuery(context);
    String person = context.pathParam("person");
    String pseudonym =
        causerie
            .audit()
            .act(
                SignIn.of(context).person(),
                Deed.ERASE,
                null,
                String::valueOf,
                () -> causerie.people().eraseFormer(person));
    Json.answer(context, 200, Json.object().put("person", pseudonym));
  }

  private void map(Context context) {
    long user = Requests.id(context, "user", UserId::parse).value();
    String person = Requests.body(context, "person").text("person");
    causerie
        .audit()
        .act(
            SignIn.of(context).person(),
            Deed.MAP_USER,
            null,
            PeopleRoutes::mapping,
            () -> sourceUsers().map(user, person));
    context.status(204);
  }

  private void unmap(Context context) {
    long user = Requests.id(context, "user", UserId::parse).value();
    causerie
        .audit()
        .act(
            SignIn.of(context).person(),
            Deed.UNMAP_USER,
            null,
            PeopleRoutes::mapping,
            () -> sourceUsers().unmap(user));
    context.status(204);
  }

  private static String mapping(@org.jspecify.annotations.Nullable Object written) {
    return written instanceof Mapping mapping
        ? "%s %s: %s".formatted(mapping.system(), mapping.user(), mapping.person())
        : "";
  }

  private void conflicts(Context context) {
    Requests.onlyQuery(context);
    Origins origins = causerie.origins();
    ObjectNode node = Json.object();
    node.set("items", Json.array(origins.conflicts(), PeopleRoutes::conflict));
    node.set("decisions", Json.array(origins.decisions(), PeopleRoutes::decision));
    Json.answer(context, 200, node);
  }

  private static ObjectNode conflict(Origins.Conflict conflict) {
    ObjectNode node = Json.object();
    node.put("origin", conflict.origin());
    node.put("subject", conflict.subject());
    node.put("name", Shown.of(conflict.name()));
    node.put("email", Shown.of(masked(conflict.email())));
    node.put("waits", conflict.counts() ? "address" : "person");
    node.put("since", conflict.since().toString());
    node.set("others", Json.tree(conflict.others()));
    return node;
  }

  private static ObjectNode decision(Origins.Decision decision) {
    ObjectNode node = Json.object();
    node.put("origin", decision.origin());
    node.put("subject", decision.subject());
    node.put("person", decision.person());
    return node;
  }

  private void decide(Context context) {
    Requests.Body body = Requests.body(context, "origin", "subject", "person");
    String origin = body.text("origin");
    String subject = body.text("subject");
    String person = body.text("person");
    audited(
        context,
        Deed.DECIDE,
        "%s %s: %s".formatted(origin, subject, person),
        () -> causerie.origins().decide(origin, subject, person));
  }

  private void reopen(Context context) {
    Requests.Body body = Requests.body(context, "origin", "subject");
    String origin = body.text("origin");
    String subject = body.text("subject");
    audited(
        context,
        Deed.REOPEN,
        "%s %s".formatted(origin, subject),
        () -> causerie.origins().reopen(origin, subject));
  }

  private void audited(Context context, Deed deed, String detail, Runnable work) {
    causerie
        .audit()
        .act(
            SignIn.of(context).person(),
            deed,
            null,
            written -> detail,
            () -> {
              work.run();
              return true;
            });
    context.status(204);
  }
}
