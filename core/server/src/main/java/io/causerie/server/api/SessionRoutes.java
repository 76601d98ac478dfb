package io.causerie.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.record.RecordView;
import io.causerie.server.api.Problem.Kind;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.EmbedTokens;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.causerie.server.signin.Tokens;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Signing in and out, and the exchange of a host's token for a bearer. */
final class SessionRoutes {
  private static final Duration FRAME = Duration.ofMinutes(15);
  private static final Set<Scope> PERSON = Set.of(Scope.READ, Scope.WRITE);

  private final Api.Parts parts;

  SessionRoutes(Api.Parts parts) {
    this.parts = parts;
  }

  void register(RoutesConfig routes) {
    routes.post("/api/v1/login", this::login, Scope.PUBLIC);
    routes.delete("/api/v1/login", this::logout, Scope.READ);
    routes.post("/api/v1/embed", this::embed, Scope.PUBLIC);
  }

  private boolean secure() {
    String url = parts.configuration().server().publicUrl();
    return url != null && url.startsWith("https:");
  }

  private void login(Context context) {
    refuseForeignPages(context);
    Requests.Body body = Requests.body(context, "token", "person");
    String person =
        body.optionalText("person").isPresent() ? demo(body.text("person")) : byToken(body);
    if (parts.causerie().people().viewer(person).isEmpty()) {
      throw unknown();
    }
    Set<Scope> scopes =
        body.optionalText("token")
            .flatMap(t -> parts.tokens().caller(t))
            .map(Caller::scopes)
            .orElseGet(() -> demoScopes(person));
    Tokens.Made session =
        parts
            .tokens()
            .make(
                new Tokens.Grant(
                    Caller.Kind.SESSION, "browser", person, scopes, null, SignIn.SESSION));
    SignIn.remember(context, session, secure());
    ObjectNode node = Json.object();
    node.put("person", person);
    node.put("csrf", session.csrf());
    Json.answer(context, 200, node);
  }

  /** Somebody else's page must not sign a browser in as somebody. */
  private static void refuseForeignPages(Context context) {
    String site = context.header("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      throw new ProblemException(
          new Problem(Kind.FORBIDDEN, "signing in is for Causerie's own pages only"));
    }
  }

  private Set<Scope> demoScopes(String person) {
    Set<Scope> scopes = EnumSet.copyOf(PERSON);
    if (parts.configuration().operators().contains(person)) {
      scopes.add(Scope.OPERATE);
    }
    return scopes;
  }

  private String demo(String person) {
    if (!parts.configuration().demo()) {
      throw new ProblemException(
          Problem.field(Kind.UNKNOWN_FIELD, "person", "sign in with a token"));
    }
    return person;
  }

  private String byToken(Requests.Body body) {
    return parts
        .tokens()
        .caller(body.text("token"))
        .filter(c -> c.kind() == Caller.Kind.API)
        .map(Caller::person)
        .orElseThrow(SessionRoutes::unknown);
  }

  private static ProblemException unknown() {
    return new ProblemException(
        new Problem(
            Kind.UNAUTHENTICATED,
            "the token is unknown, over, revoked, or a machine's; ask your operator for one"));
  }

  private void logout(Context context) {
    parts.tokens().revoke(SignIn.of(context).digest());
    SignIn.forget(context, secure());
    context.status(204);
  }

  private void embed(Context context) {
    Requests.Body body = Requests.body(context, "token");
    EmbedTokens.Vouched vouched;
    try {
      vouched = parts.embeds().check(body.text("token"));
    } catch (EmbedTokens.RefusedException e) {
      throw new ProblemException(
          new Problem(Kind.UNAUTHENTICATED, "the host's token is refused: " + e.getMessage()));
    }
    RecordView record =
        parts
            .causerie()
            .people()
            .viewer(vouched.person())
            .flatMap(
                viewer ->
                    parts.causerie().records().meet(viewer, vouched.record(), vouched.title()))
            .orElseThrow(() -> new io.causerie.engine.NotFoundException("record"));
    Tokens.Made bearer =
        parts
            .tokens()
            .make(
                new Tokens.Grant(
                    Caller.Kind.EMBED, "frame", vouched.person(), PERSON, record.id(), FRAME));
    ObjectNode node = Json.object();
    node.put("bearer", bearer.token());
    node.put("expires", String.valueOf(bearer.expires()));
    node.put("record", record.id().toString());
    node.put("person", vouched.person());
    Json.answer(context, 200, node);
  }
}
