package io.causerie.server.api.webhooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Causerie;
import io.causerie.engine.ForbiddenException;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.audit.Deed;
import io.causerie.engine.webhook.Endpoint;
import io.causerie.http.Outward;
import io.causerie.model.IdText;
import io.causerie.server.api.Feature;
import io.causerie.server.api.InForce;
import io.causerie.server.api.Json;
import io.causerie.server.api.Phrases;
import io.causerie.server.api.Requests;
import io.causerie.server.api.Shown;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.causerie.server.webhook.Letters;
import io.causerie.server.webhook.OutgoingWebhooks;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** Endpoints to which is posted what a person is told, or what happens in a system. */
public final class WebhookRoutes implements Feature {
  private static final String MINE = "/api/v1/me/webhooks";
  private static final String SYSTEMS = "/api/v1/systems/{system}/webhooks";
  private static final String ONE = "/{webhook}";

  private final InForce inForce;
  private final Causerie causerie;
  private final OutgoingWebhooks webhooks;
  private final Letters letters;

  public WebhookRoutes(
      InForce inForce, Causerie causerie, OutgoingWebhooks webhooks, Letters letters) {
    this.inForce = inForce;
    this.causerie = causerie;
    this.webhooks = webhooks;
    this.letters = letters;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get(MINE, this::mine, Scope.READ);
    routes.post(MINE, this::add, Scope.WRITE);
    routes.delete(MINE + ONE, this::remove, Scope.WRITE);
    routes.post(MINE + ONE + "/secret", this::change, Scope.WRITE);
    routes.post(MINE + ONE + "/test", this::test, Scope.WRITE);
    routes.get(SYSTEMS, this::ofSystem, Scope.OPERATE);
    routes.post(SYSTEMS, this::addToSystem, Scope.OPERATE);
    routes.delete(SYSTEMS + ONE, this::removeFromSystem, Scope.OPERATE);
    routes.post(SYSTEMS + ONE + "/secret", this::changeOfSystem, Scope.OPERATE);
    routes.post(SYSTEMS + ONE + "/test", this::testOfSystem, Scope.OPERATE);
  }

  /** A colleague on Causerie's own page: what is hers is taken outside by nobody else. */
  private Viewer colleague(Context context) {
    Caller caller = SignIn.of(context);
    if (caller.kind() == Caller.Kind.EMBED) {
      throw new ForbiddenException("webhooks are set up on Causerie's own page");
    }
    if (causerie.people().find(caller.person()).filter(who -> !who.guest()).isEmpty()) {
      throw new ForbiddenException("whoever comes from outside has no webhook of her own");
    }
    return caller.viewer();
  }

  private void mine(Context context) {
    List<Endpoint> all = causerie.webhooks().of(colleague(context));
    Json.answer(context, 200, list(all).put("offered", webhooks.isOffered()));
  }

  private void add(Context context) {
    Viewer viewer = colleague(context);
    String url = Requests.body(context, "url").text("url", 2000);
    opened(context, webhooks.open(viewer.person(), null, url), MINE);
  }

  private void remove(Context context) {
    causerie.webhooks().remove(mineOf(context));
    context.status(204);
  }

  private void change(Context context) {
    Json.answer(context, 200, Json.object().put("secret", webhooks.change(mineOf(context))));
  }

  private void test(Context context) {
    tested(context, mineOf(context));
  }

  private Endpoint mineOf(Context context) {
    return causerie.webhooks().find(colleague(context), id(context));
  }

  private void ofSystem(Context context) {
    Json.answer(
        context,
        200,
        list(causerie.webhooks().ofSystem(system(context))).put("offered", webhooks.isOffered()));
  }

  private void addToSystem(Context context) {
    String system = system(context);
    Requests.Body body = Requests.body(context, "url", "person");
    String url = body.text("url", 2000);
    String person = body.text("person", 64);
    if (causerie.people().find(person).filter(who -> !who.guest()).isEmpty()) {
      throw new InvalidInputException(
          "person",
          "say on whose behalf it reads: a colleague, who is active; what she may not read is not posted");
    }
    OutgoingWebhooks.Opened opened =
        causerie
            .audit()
            .act(
                SignIn.of(context).person(),
                Deed.ADD_WEBHOOK,
                null,
                written -> "%s, on behalf of %s".formatted(system, person),
                () -> webhooks.open(person, system, url));
    opened(context, opened, "/api/v1/systems/" + system + "/webhooks");
  }

  private void removeFromSystem(Context context) {
    Endpoint endpoint = systemsOf(context);
    audited(context, Deed.REMOVE_WEBHOOK, () -> causerie.webhooks().remove(endpoint));
    context.status(204);
  }

  private void changeOfSystem(Context context) {
    Endpoint endpoint = systemsOf(context);
    String[] secret = new String[1];
    audited(context, Deed.CHANGE_WEBHOOK, () -> secret[0] = webhooks.change(endpoint));
    Json.answer(context, 200, Json.object().put("secret", secret[0]));
  }

  private void testOfSystem(Context context) {
    tested(context, systemsOf(context));
  }

  private void audited(Context context, Deed deed, Runnable work) {
    String system = context.pathParam("system");
    causerie
        .audit()
        .act(
            SignIn.of(context).person(),
            deed,
            null,
            written -> system,
            () -> {
              work.run();
              return true;
            });
  }

  private Endpoint systemsOf(Context context) {
    return causerie.webhooks().find(system(context), id(context));
  }

  private String system(Context context) {
    String system = context.pathParam("system");
    if (inForce.configuration().systems().stream().noneMatch(s -> s.name().equals(system))) {
      throw new NotFoundException("system " + system);
    }
    return system;
  }

  private static long id(Context context) {
    return Requests.id(context, "webhook", IdText::parse);
  }

  private void tested(Context context, Endpoint endpoint) {
    OutgoingWebhooks.Posted posted = webhooks.test(endpoint, letters);
    ObjectNode node = Json.object().put("taken", posted.failure() == null);
    Outward.Reply reply = posted.reply();
    if (reply != null) {
      node.put("status", reply.status());
    }
    Phrases.put(node, "failure", posted.failure());
    Json.answer(context, 200, node);
  }

  private void opened(Context context, OutgoingWebhooks.Opened opened, String path) {
    String id = IdText.format(opened.endpoint().id());
    context.header("Location", path + "/" + id);
    Json.answer(context, 201, item(opened.endpoint()).put("secret", opened.secret()));
  }

  private static ObjectNode list(List<Endpoint> all) {
    ObjectNode node = Json.object();
    node.set("items", Json.array(all, WebhookRoutes::item));
    return node;
  }

  private static ObjectNode item(Endpoint endpoint) {
    ObjectNode node = Json.object();
    node.put("id", IdText.format(endpoint.id()));
    if (endpoint.system() != null) {
      node.put("system", endpoint.system());
      node.put("person", endpoint.person());
    }
    node.put("url", Shown.of(endpoint.url()));
    node.put("since", endpoint.since().toString());
    if (endpoint.formerUntil() != null) {
      node.put("formerUntil", endpoint.formerUntil().toString());
    }
    if (endpoint.ended() != null) {
      node.put("ended", endpoint.ended().toString());
    }
    return node;
  }
}
