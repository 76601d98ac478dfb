package io.causerie.server.api.signin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Causerie;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.audit.Deed;
import io.causerie.engine.record.RecordView;
import io.causerie.server.api.Feature;
import io.causerie.server.api.InForce;
import io.causerie.server.api.Json;
import io.causerie.server.api.Problem;
import io.causerie.server.api.Problem.Kind;
import io.causerie.server.api.ProblemException;
import io.causerie.server.api.Requests;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.EmbedTokens;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.causerie.server.signin.TokenStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Signing in and out, and the exchange of a host's token for a bearer. */
public final class SessionRoutes implements Feature {
  private static final Duration FRAME = Duration.ofMinutes(15);
  private static final int PAGE = 50;
  private static final Set<Scope> PERSON = Set.of(Scope.READ, Scope.WRITE);

  private final InForce inForce;
  private final Causerie causerie;
  private final TokenStore tokens;
  private final EmbedTokens embeds;
  private final Clock clock;

  public SessionRoutes(
      InForce inForce, Causerie causerie, TokenStore tokens, EmbedTokens embeds, Clock clock) {
    this.inForce = inForce;
    this.causerie = causerie;
    this.tokens = tokens;
    this.embeds = embeds;
    this.clock = clock;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.post("/api/v1/login", this::login, Scope.PUBLIC);
    routes.delete("/api/v1/login", this::logout, Scope.READ);
    routes.post("/api/v1/embed", this::embed, Scope.PUBLIC);
    routes.get("/api/v1/sessions", this::list, Scope.OPERATE);
    routes.delete("/api/v1/sessions/{session}", this::end, Scope.OPERATE);
  }

  private boolean secure() {
    return inForce.configuration().server().isSecure();
  }

  private void login(Context context) {
    refuseForeignPages(context);
    Requests.Body body = Requests.body(context, "token", "person");
    if (body.node().hasNonNull("token") && body.node().hasNonNull("person")) {
      throw new ProblemException(
          Problem.field(Kind.INVALID_REQUEST, "person", "say either `token` or `person`"));
    }
    TokenStore.Grant grant =
        body.optionalText("person").isPresent() ? demo(body.text("person")) : byToken(body);
    if (causerie.people().viewer(grant.person()).isEmpty()) {
      throw unknown();
    }
    TokenStore.Made session = tokens.make(grant);
    SignIn.remember(context, session, secure());
    ObjectNode node = Json.object();
    node.put("person", grant.person());
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

  private TokenStore.Grant demo(String person) {
    if (!inForce.configuration().demo()) {
      throw new ProblemException(
          Problem.field(Kind.UNKNOWN_FIELD, "person", "sign in with a token"));
    }
    Set<Scope> scopes = EnumSet.copyOf(PERSON);
    if (inForce.configuration().operators().contains(person)) {
      scopes.add(Scope.OPERATE);
    }
    return session(person, scopes, SignIn.SESSION, null);
  }

  private TokenStore.Grant byToken(Requests.Body body) {
    Caller caller =
        tokens
            .caller(body.text("token"))
            .filter(c -> c.kind() == Caller.Kind.API)
            .orElseThrow(SessionRoutes::unknown);
    Instant end = caller.expires();
    Duration left = end == null ? SignIn.SESSION : Duration.between(clock.instant(), end);
    return session(
        caller.person(),
        caller.scopes(),
        left.compareTo(SignIn.SESSION) < 0 ? left : SignIn.SESSION,
        caller.digest());
  }

  private static TokenStore.Grant session(
      String person, Set<Scope> scopes, Duration lifetime, @Nullable String parent) {
    return new TokenStore.Grant(
        Caller.Kind.SESSION, "browser", person, scopes, null, lifetime, parent);
  }

  private static ProblemException unknown() {
    return new ProblemException(
        new Problem(
            Kind.UNAUTHENTICATED,
            "the token is unknown, over or revoked; ask your operator for one"));
  }

  private void logout(Context context) {
    Caller caller = SignIn.of(context);
    if (caller.kind() == Caller.Kind.API) {
      throw new ProblemException(
          new Problem(
              Kind.FORBIDDEN, "this signs browsers out; an operator ends a token for good"));
    }
    tokens.revoke(caller.digest());
    SignIn.forget(context, secure());
    context.status(204);
  }

  private void list(Context context) {
    Requests.onlyQuery(context, "cursor", "limit");
    int limit = Requests.limit(context, PAGE);
    List<TokenStore.Listed> found =
        tokens
            .open(context.queryParam("cursor"), limit + 1)
            .orElseThrow(
                () -> new InvalidInputException("cursor", "cursor must be `next` of a page"));
    List<TokenStore.Listed> shown = found.subList(0, Math.min(limit, found.size()));
    ObjectNode page = Json.object();
    page.set("items", Json.array(shown, SessionRoutes::listed));
    if (found.size() > limit) {
      page.put("next", shown.get(limit - 1).id());
    }
    Json.answer(context, 200, page);
  }

  private static ObjectNode listed(TokenStore.Listed listed) {
    ObjectNode node = Json.object();
    node.put("id", listed.id());
    node.put("kind", listed.kind().word());
    node.put("name", listed.name());
    node.put("person", listed.person());
    node.set("scopes", Json.tree(List.of(listed.scopes().split(" "))));
    node.put("created", listed.created().toString());
    if (listed.expires() != null) {
      node.put("expires", listed.expires().toString());
    }
    if (listed.parent() != null) {
      node.put("token", listed.parent());
    }
    return node;
  }

  private void end(Context context) {
    String id = context.pathParam("session");
    String who = SignIn.of(context).person();
    boolean ended =
        id.matches("[0-9a-f]{16}")
            && tokens.revoke(
                id, h -> causerie.audit().add(h, who, Deed.END, null, "session " + id));
    if (!ended) {
      throw new NotFoundException("session");
    }
    context.status(204);
  }

  private void embed(Context context) {
    Requests.Body body = Requests.body(context, "token");
    EmbedTokens.Vouched vouched;
    try {
      vouched = embeds.check(body.text("token"));
    } catch (EmbedTokens.RefusedException e) {
      throw new ProblemException(
          new Problem(Kind.UNAUTHENTICATED, "the host's token is refused: " + e.getMessage()));
    }
    RecordView record =
        causerie
            .people()
            .viewer(vouched.person())
            .flatMap(viewer -> causerie.records().meet(viewer, vouched.record(), vouched.title()))
            .orElseThrow(() -> new NotFoundException("record"));
    TokenStore.Made bearer =
        tokens.make(
            new TokenStore.Grant(
                Caller.Kind.EMBED, vouched.host(), vouched.person(), PERSON, record.id(), FRAME));
    ObjectNode node = Json.object();
    node.put("bearer", bearer.token());
    node.put("expires", String.valueOf(bearer.expires()));
    node.put("record", record.id().toString());
    node.put("person", vouched.person());
    Json.answer(context, 200, node);
  }
}
