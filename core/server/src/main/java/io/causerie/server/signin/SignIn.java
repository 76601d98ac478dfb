package io.causerie.server.signin;

import io.causerie.engine.access.Premise;
import io.causerie.engine.access.PremiseGoneException;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.SameSite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Tells who is calling; every request passes here, and a route that asks for nothing is refused.
 */
public final class SignIn {
  private static final String COOKIE = "causerie";

  /** A browser takes it over TLS, for this host and every path of it, or not at all. */
  private static final String SECURE_COOKIE = "__Host-causerie";

  public static final String CSRF_HEADER = "X-Causerie-CSRF";
  public static final Duration SESSION = Duration.ofHours(12);
  private static final String CALLER = "caller";

  /** In the context: looks up who calls. */
  private static final String AGAIN = "again";

  private static final String BEARER = "Bearer ";
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private final TokenStore tokens;
  private final boolean secure;

  /**
   * @param secure whether browsers reach the server through TLS alone
   */
  public SignIn(TokenStore tokens, boolean secure) {
    this.tokens = tokens;
    this.secure = secure;
  }

  /** A request that is not let in. */
  public static final class DeniedException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final boolean known;

    DeniedException(boolean known, String message) {
      super(message);
      this.known = known;
    }

    /** Whether it is known who calls, and only the right is missing. */
    public boolean isKnown() {
      return known;
    }
  }

  /**
   * Checks a request against what its route asks for.
   *
   * @throws DeniedException if the caller is unknown, or may not do this
   */
  public void check(Context context) {
    Set<?> asked = context.routeRoles();
    if (asked.isEmpty() && context.method().equals(HandlerType.HEAD)) {
      // Answered by the way of GET, of which nothing would have been asked.
      throw new HttpResponseException(405);
    }
    if (asked.contains(Scope.PUBLIC)) {
      return;
    }
    Set<Object> scopes = new HashSet<>(asked);
    Caller caller =
        (scopes.remove(Admission.WITH_THE_GATES)
                ? caller(context, tokens::remembered)
                : Optional.<Caller>empty())
            .filter(known -> known.scopes().containsAll(scopes))
            .orElseGet(() -> lookedUp(context));
    if (scopes.isEmpty() || !caller.scopes().containsAll(scopes)) {
      throw new DeniedException(true, "this token lacks the scope that is needed here");
    }
    context.attribute(CALLER, caller);
    if (caller.premise() != null) {
      context.attribute(AGAIN, (Runnable) () -> context.attribute(CALLER, lookedUp(context)));
    }
  }

  private Caller lookedUp(Context context) {
    return caller(context, tokens::caller).orElseThrow(() -> unknown());
  }

  /**
   * A handler of a route of {@link Admission#WITH_THE_GATES}. Where what was remembered of the
   * token does not hold any more, the token is looked up, and it handles the request anew; so it
   * does whenever it ends before that was proved: whoever is not let in learns nothing else.
   */
  public static Handler admitting(Handler handler) {
    return context -> {
      Premise premise = of(context).premise();
      if (premise == null || !handled(handler, context, premise)) {
        handler.handle(context);
      }
    };
  }

  private static boolean handled(Handler handler, Context context, Premise premise)
      throws Exception {
    try {
      handler.handle(context);
    } catch (PremiseGoneException e) {
      lookUp(context);
      return false;
    } catch (RuntimeException e) {
      if (premise.isProved()) {
        throw e;
      }
      lookUp(context);
      return false;
    }
    if (!premise.isProved()) {
      lookUp(context);
    }
    return true;
  }

  private static void lookUp(Context context) {
    Runnable again = context.attribute(AGAIN);
    Objects.requireNonNull(again).run();
  }

  private static DeniedException unknown() {
    return new DeniedException(
        false, "sign in, or show a token as Authorization: Bearer; it may be over or revoked");
  }

  private static DeniedException unguarded() {
    // No other status than without a session: another one that signed in here meanwhile looks the
    // same.
    return new DeniedException(
        false,
        "a browser's session writes with its guard only: send what GET /api/v1/me answers as csrf"
            + " in the header "
            + CSRF_HEADER);
  }

  /**
   * Who calls, by header or cookie; a cookie counts for writing only with its guard.
   *
   * @throws DeniedException for a session that writes without
   */
  private Optional<Caller> caller(Context context, Function<String, Optional<Caller>> tokens) {
    String authorization = context.header("Authorization");
    if (authorization != null) {
      return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
          ? tokens
              .apply(authorization.substring(BEARER.length()).strip())
              .filter(c -> c.kind() != Caller.Kind.SESSION)
          : Optional.empty();
    }
    String cookie = context.cookie(secure ? SECURE_COOKIE : COOKIE);
    if (cookie == null) {
      return Optional.empty();
    }
    Optional<Caller> caller = tokens.apply(cookie).filter(c -> c.kind() == Caller.Kind.SESSION);
    if (SAFE.contains(context.req().getMethod()) && SAFE.contains(context.method().name())) {
      return caller;
    }
    if (caller.isPresent() && !guarded(context, String.valueOf(caller.get().csrf()))) {
      throw unguarded();
    }
    return caller;
  }

  private static boolean guarded(Context context, String csrf) {
    String shown = context.header(CSRF_HEADER);
    return shown != null
        && MessageDigest.isEqual(
            shown.getBytes(StandardCharsets.UTF_8), csrf.getBytes(StandardCharsets.UTF_8));
  }

  /** The caller of a request that has been let in. */
  public static Caller of(Context context) {
    Caller caller = context.attribute(CALLER);
    if (caller == null) {
      throw unknown();
    }
    return caller;
  }

  /** As {@link #of}; nothing where nobody needed to be known. */
  public static Optional<Caller> find(Context context) {
    return Optional.ofNullable(context.attribute(CALLER));
  }

  /** Sets the cookie of a session. */
  public static void remember(Context context, TokenStore.Made session, boolean secure) {
    context.cookie(cookie(session.token(), (int) SESSION.toSeconds(), secure));
  }

  public static void forget(Context context, boolean secure) {
    context.cookie(cookie("", 0, secure));
  }

  private static Cookie cookie(String value, int seconds, boolean secure) {
    return new Cookie(
        secure ? SECURE_COOKIE : COOKIE, value, "/", seconds, secure, true, null, SameSite.LAX);
  }
}
