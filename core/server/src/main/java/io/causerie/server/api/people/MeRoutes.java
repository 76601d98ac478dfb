package io.causerie.server.api.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Causerie;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.people.Addressees;
import io.causerie.engine.people.Person;
import io.causerie.engine.preference.Absence;
import io.causerie.model.RecordId;
import io.causerie.server.api.Feature;
import io.causerie.server.api.InForce;
import io.causerie.server.api.Json;
import io.causerie.server.api.Problem;
import io.causerie.server.api.ProblemException;
import io.causerie.server.api.Render;
import io.causerie.server.api.Renders;
import io.causerie.server.api.Requests;
import io.causerie.server.api.Shown;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;

/** Who is asking, and whom she can mention. */
public final class MeRoutes implements Feature {
  private final InForce inForce;
  private final Causerie causerie;
  private final Renders renders;

  public MeRoutes(InForce inForce, Causerie causerie, Renders renders) {
    this.inForce = inForce;
    this.causerie = causerie;
    this.renders = renders;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get("/api/v1/me", this::me, Scope.READ);
    routes.get("/api/v1/people", this::people, Scope.READ);
  }

  private void me(Context context) {
    Viewer viewer = Requests.viewer(context);
    Person person =
        causerie.people().find(viewer.person()).orElseThrow(() -> new NotFoundException("person"));
    var caller = SignIn.of(context);
    ObjectNode node = Json.object();
    node.put("person", person.id());
    node.put("name", person.name());
    node.put("guest", person.guest());
    node.put(
        "language",
        person.language() == null
            ? inForce.configuration().server().language()
            : person.language());
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
    RecordId id = Requests.record(record);
    String lane = context.queryParam("lane");
    Addressees found =
        causerie
            .people()
            .complete(
                viewer,
                query,
                id,
                lane == null ? null : Requests.word("lane", lane, io.causerie.model.Lane.class));
    Map<String, Absence> away =
        causerie.preferences().away(found.persons().stream().map(Person::id).toList());
    boolean outside = away.isEmpty() || isGuest(viewer);
    Render render = renders.render(context);
    ObjectNode page = Json.object();
    page.set(
        "items",
        Json.array(
            found.persons(), p -> person(p, Optional.ofNullable(away.get(p.id())), outside)));
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

  private boolean isGuest(Viewer viewer) {
    return causerie.people().find(viewer.person()).filter(who -> !who.guest()).isEmpty();
  }

  /**
   * @param outside whether it is shown to somebody from outside, to whom her line is not said
   */
  private static ObjectNode person(Person person, Optional<Absence> away, boolean outside) {
    ObjectNode node = Json.object();
    node.put("id", person.id());
    node.put("name", Shown.of(person.name()));
    node.put("guest", person.guest());
    away.ifPresent(
        absence -> {
          ObjectNode is = node.putObject("absence");
          is.put("until", absence.until().toString());
          if (absence.line() != null && !outside) {
            is.put("line", Shown.of(absence.line()));
          }
        });
    return node;
  }
}
