package io.causerie.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.people.Addressees;
import io.causerie.engine.people.Person;
import io.causerie.model.RecordId;
import io.causerie.server.live.Manner;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;

/** The routes of {@code /api/v1}. */
public final class Api {
  private final ApiParts parts;

  public Api(ApiParts parts) {
    this.parts = parts;
  }

  public void register(RoutesConfig routes) {
    Problems.register(routes);
    routes.beforeMatched(Requests::requireStorable);
    routes.beforeMatched(new RateLimits(parts.configuration().server())::check);
    new RecordRoutes(parts).register(routes);
    new ActivityRoutes(parts).register(routes);
    new NoteRoutes(parts).register(routes);
    new EventRoutes(parts).register(routes);
    new SessionRoutes(parts).register(routes);
    new ConnectorRoutes(parts).register(routes);
    new PeopleRoutes(parts).register(routes);
    new MappingRoutes(parts).register(routes);
    new DeliveryRoutes(parts).register(routes);
    new SetupRoutes(parts).register(routes);
    routes.get("/api/v1/me", this::me, Scope.READ);
    routes.get("/api/v1/people", this::people, Scope.READ);
    routes.post("/api/v1/preview", this::preview, Scope.READ);
    routes.get("/api/v1/live", this::live, Scope.READ);
  }

  private void live(Context context) {
    Requests.onlyQuery(context, "topic", "lastEventId");
    Caller caller = SignIn.of(context);
    parts
        .live()
        .open(
            context,
            caller,
            Requests.viewer(context),
            new Manner(parts.reader(context), caller.scopes().contains(Scope.WRITE)));
  }

  private void me(Context context) {
    Viewer viewer = Requests.viewer(context);
    Person person =
        parts
            .causerie()
            .people()
            .find(viewer.person())
            .orElseThrow(() -> new NotFoundException("person"));
    var caller = SignIn.of(context);
    ObjectNode node = Json.object();
    node.put("person", person.id());
    node.put("name", person.name());
    node.put("guest", person.guest());
    node.put(
        "language",
        person.language() == null ? parts.configuration().server().language() : person.language());
    node.set("scopes", Json.tree(caller.scopes().stream().map(Scope::word).sorted().toList()));
    if (caller.csrf() != null) {
      node.put("csrf", caller.csrf());
    }
    Json.answer(context, 200, node);
  }

  private void people(Context context) {
    Requests.onlyQuery(context, "q", "record", "lane");
    Viewer viewer = Requests.viewer(context);
    String query = Optional.ofNullable(context.queryParam("q")).orElse("");
    String record = context.queryParam("record");
    if (record == null) {
      throw new ProblemException(
          Problem.field(
              Problem.Kind.INVALID_REQUEST,
              "record",
              "say with `record` who must be able to read"));
    }
    RecordId id = record(record);
    String lane = context.queryParam("lane");
    Addressees found =
        parts
            .causerie()
            .people()
            .complete(
                viewer,
                query,
                id,
                lane == null ? null : Requests.word("lane", lane, io.causerie.model.Lane.class));
    Render render = parts.render(context);
    ObjectNode page = Json.object();
    page.set(
        "items",
        Json.array(
            found.persons(),
            p ->
                Json.object()
                    .put("id", p.id())
                    .put("name", Shown.of(p.name()))
                    .put("guest", p.guest())));
    page.set(
        "groups",
        Json.array(
            found.groups(),
            g ->
                Json.object()
                    .put("group", g.name())
                    .put("title", Shown.of(render.title(g.name())))
                    .put("reach", g.reach())));
    Json.answer(context, 200, page);
  }

  private static RecordId record(String text) {
    try {
      return RecordId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new NotFoundException("record");
    }
  }

  private void preview(Context context) {
    Requests.Body body = Requests.body(context, "content", "record");
    Optional<RecordId> record = body.optionalText("record").map(Api::record);
    String html =
        parts
            .causerie()
            .discussion()
            .preview(Requests.viewer(context), body.text("content"), record.orElse(null));
    Json.answer(context, 200, Json.object().put("html", parts.render(context).html(html)));
  }
}
