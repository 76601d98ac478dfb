package io.causerie.server.api.talk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Causerie;
import io.causerie.engine.IdempotencyKey;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.Page;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.discussion.NewWords;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.record.Records;
import io.causerie.model.Lane;
import io.causerie.model.RecordId;
import io.causerie.model.RecordRef;
import io.causerie.server.api.Feature;
import io.causerie.server.api.Json;
import io.causerie.server.api.Render;
import io.causerie.server.api.Renders;
import io.causerie.server.api.Requests;
import io.causerie.server.api.Traces;
import io.causerie.server.signin.Admission;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;

/** Records, their feeds, follows and read marks. */
public final class RecordRoutes implements Feature {
  private static final int PAGE = 30;

  private final Causerie causerie;
  private final Renders renders;

  public RecordRoutes(Causerie causerie, Renders renders) {
    this.causerie = causerie;
    this.renders = renders;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get(
        "/api/v1/records", SignIn.admitting(this::find), Scope.READ, Admission.WITH_THE_GATES);
    routes.get(
        "/api/v1/records/{record}",
        SignIn.admitting(this::get),
        Scope.READ,
        Admission.WITH_THE_GATES);
    routes.get("/api/v1/records/{record}/readers", this::readers, Scope.READ);
    routes.get("/api/v1/records/{record}/activities", this::activities, Scope.READ);
    routes.post("/api/v1/records/{record}/activities", this::post, Scope.WRITE);
    routes.put("/api/v1/records/{record}/follow", this::follow, Scope.WRITE);
    routes.delete("/api/v1/records/{record}/follow", this::unfollow, Scope.WRITE);
    routes.put("/api/v1/records/{record}/read", this::read, Scope.READ);
  }

  private static RecordId id(Context context) {
    return Requests.id(context, "record", RecordId::parse);
  }

  private void find(Context context) {
    Requests.onlyQuery(context, "system", "type", "id", "include");
    RecordRef ref;
    try {
      ref = new RecordRef(query(context, "system"), query(context, "type"), query(context, "id"));
    } catch (IllegalArgumentException e) {
      throw new NotFoundException("record");
    }
    answer(context, causerie.records().look(Requests.viewer(context), ref, beside(context)));
  }

  private static String query(Context context, String name) {
    String value = context.queryParam(name);
    if (value == null) {
      throw new InvalidInputException(
          name, "say which record: system, type and id are required in the query");
    }
    return value;
  }

  private void get(Context context) {
    Requests.onlyQuery(context, "include");
    answer(context, causerie.records().get(Requests.viewer(context), id(context), beside(context)));
  }

  /** What is wanted with a record: the first page of its posts, or nothing. */
  private Reads.Work<Optional<Page<ActivityView>>> beside(Context context) {
    String include = context.queryParam("include");
    if (include == null) {
      return (h, in) -> Optional.empty();
    }
    if (!include.equals("activities")) {
      throw new InvalidInputException("include", "include may be activities");
    }
    return (h, in) -> Optional.of(causerie.feed().page(h, in, ActivityView.Show.ALL, null, PAGE));
  }

  private void answer(Context context, Optional<Records.With<Optional<Page<ActivityView>>>> found) {
    Records.With<Optional<Page<ActivityView>>> seen =
        found.orElseThrow(() -> new NotFoundException("record"));
    Traces.about(seen.record().head().ref());
    Render render = renders.render(context);
    ObjectNode node = render.record(seen.record());
    seen.beside().ifPresent(page -> node.set("activities", Render.page(page, render::activity)));
    Json.answer(context, 200, node);
  }

  private void readers(Context context) {
    Requests.onlyQuery(context, "lane");
    Lane lane = Requests.word(context, "lane", Lane.class, Lane.INTERNAL);
    Json.answer(
        context,
        200,
        renders
            .render(context)
            .readers(causerie.readership().of(Requests.viewer(context), id(context), lane)));
  }

  private void activities(Context context) {
    Requests.onlyQuery(context, "show", "cursor", "limit");
    Page<ActivityView> page =
        causerie
            .feed()
            .of(
                Requests.viewer(context),
                id(context),
                Requests.word(context, "show", ActivityView.Show.class, ActivityView.Show.ALL),
                context.queryParam("cursor"),
                Requests.limit(context, PAGE));
    Json.answer(context, 200, Render.page(page, renders.render(context)::activity));
  }

  private void post(Context context) {
    RecordId record = id(context);
    Viewer viewer = Requests.viewer(context);
    Requests.Body body = Requests.body(context, "content", "lane", "gate", "alsoIn", "files");
    Lane lane =
        body.optionalText("lane")
            .map(text -> Requests.word("lane", text, Lane.class))
            .orElse(Lane.INTERNAL);
    NewWords said = Requests.words(body);
    IdempotencyKey key = Requests.idempotency(context, body);
    String gate = body.optionalText("gate").orElse(null);
    ActivityView posted = causerie.feed().post(viewer, record, lane, said, gate, key);
    context.header("Location", "/api/v1/activities/" + posted.id());
    context.header("ETag", Requests.etag(posted.version()));
    Json.answer(context, 201, renders.render(context).activity(posted));
  }

  private void follow(Context context) {
    causerie.follows().follow(Requests.viewer(context), id(context));
    context.status(204);
  }

  private void unfollow(Context context) {
    causerie.follows().unfollow(Requests.viewer(context), id(context));
    context.status(204);
  }

  private void read(Context context) {
    RecordId record = id(context);
    Requests.Body body = Requests.body(context, "upTo");
    long upTo =
        body.number("upTo")
            .orElseThrow(
                () -> new InvalidInputException("upTo", "'upTo' is required: the position shown"));
    causerie.records().markRead(Requests.viewer(context), record, upTo);
    context.status(204);
  }
}
