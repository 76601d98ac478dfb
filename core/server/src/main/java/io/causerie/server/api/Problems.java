package io.causerie.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.BusyException;
import io.causerie.engine.ForbiddenException;
import io.causerie.engine.IdempotencyConflictException;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.MentionRefusedException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.ReadersChangedException;
import io.causerie.engine.UnavailableException;
import io.causerie.engine.VersionConflictException;
import io.causerie.engine.file.FileTooLargeException;
import io.causerie.engine.file.FileWaitingException;
import io.causerie.engine.people.StillActiveException;
import io.causerie.engine.people.UserTakenException;
import io.causerie.server.api.Problem.Kind;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes every failure a problem of RFC 9457. */
public final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  static void register(RoutesConfig routes) {
    routes.exception(
        Exception.class,
        (e, context) ->
            write(
                context,
                e instanceof HttpResponseException http && http.getStatus() == 405
                    ? new Problem(
                        Kind.METHOD_NOT_ALLOWED, missing(Kind.METHOD_NOT_ALLOWED, context))
                    : of(e)));
    // What Javalin answers by itself, without an exception of ours.
    for (int status : new int[] {404, 405}) {
      Kind kind = status == 404 ? Kind.NOT_FOUND : Kind.METHOD_NOT_ALLOWED;
      routes.error(
          status,
          "*",
          context -> {
            if (!isOurs(context)) {
              write(context, new Problem(kind, missing(kind, context)));
            }
          });
    }
    for (Kind kind : Kind.values()) {
      routes.get(
          Problem.TYPES + kind.word(),
          context ->
              context
                  .contentType("text/plain; charset=utf-8")
                  .result(
                      "%s (%d)\n\n%s\n"
                          .formatted(
                              kind.title(),
                              kind.status(),
                              "The member `detail` of an answer says more; docs/http-api.md tells of all kinds.")),
          Scope.PUBLIC);
    }
  }

  private static boolean isOurs(Context context) {
    return String.valueOf(context.res().getContentType()).startsWith("application/problem");
  }

  private static String missing(Kind kind, Context context) {
    return kind == Kind.NOT_FOUND
        ? missing(kind)
        : "%s is not for %s; the header Allow says what is"
            .formatted(Shown.of(context.path()), context.method());
  }

  private static String missing(Kind kind) {
    return kind == Kind.NOT_FOUND
        ? "it does not exist, or you may not see it"
        : "see the header Allow for what is";
  }

  static Problem of(Throwable e) {
    if (e instanceof CompletionException && e.getCause() != null) {
      return of(e.getCause());
    }
    if (e instanceof ProblemException p) {
      return p.problem();
    }
    if (e instanceof SignIn.DeniedException denied) {
      Kind kind = denied.isKnown() ? Kind.FORBIDDEN : Kind.UNAUTHENTICATED;
      return new Problem(kind, String.valueOf(e.getMessage()));
    }
    if (e instanceof HttpResponseException http) {
      return ofHttp(http);
    }
    return ofEngine(e);
  }

  private static Problem ofHttp(HttpResponseException e) {
    return switch (e.getStatus()) {
      case 404 -> new Problem(Kind.NOT_FOUND, missing(Kind.NOT_FOUND));
      case 405 -> new Problem(Kind.METHOD_NOT_ALLOWED, missing(Kind.METHOD_NOT_ALLOWED));
      case 413 -> new Problem(Kind.TOO_LARGE, "send less in one request");
      case 503 -> Problem.later(Kind.UNAVAILABLE, "the server is stopping", Duration.ofSeconds(5));
      default -> new Problem(Kind.INVALID_REQUEST, String.valueOf(e.getMessage()));
    };
  }

  private static Problem ofEngine(Throwable e) {
    String said = String.valueOf(e.getMessage());
    if (e instanceof NotFoundException) {
      // The same words for all: what may not be seen answers as what does not exist.
      return new Problem(Kind.NOT_FOUND, missing(Kind.NOT_FOUND));
    }
    if (e instanceof ForbiddenException) {
      return new Problem(Kind.FORBIDDEN, said);
    }
    if (e instanceof InvalidInputException invalid) {
      return Problem.field(Kind.INVALID_REQUEST, invalid.field(), said);
    }
    if (e instanceof VersionConflictException) {
      return new Problem(Kind.CONFLICT_VERSION, said);
    }
    if (e instanceof MentionRefusedException refused) {
      return Problem.mentions(refused.persons(), refused.groups(), said);
    }
    if (e instanceof ReadersChangedException changed) {
      return Problem.readers(changed.outside().stream().map(Shown::of).toList(), Shown.of(said));
    }
    if (e instanceof UserTakenException) {
      return new Problem(Kind.TAKEN, Shown.of(said));
    }
    if (e instanceof StillActiveException) {
      return new Problem(Kind.STILL_ACTIVE, Shown.of(said));
    }
    if (e instanceof IdempotencyConflictException) {
      return new Problem(Kind.IDEMPOTENCY_CONFLICT, said);
    }
    if (e instanceof FileTooLargeException) {
      return new Problem(Kind.TOO_LARGE, said);
    }
    if (e instanceof FileWaitingException) {
      return new Problem(Kind.BEING_CHECKED, said);
    }
    if (e instanceof BusyException busy) {
      return Problem.later(Kind.BUSY, said, busy.retryAfter());
    }
    if (e instanceof UnavailableException away) {
      return Problem.later(Kind.UNAVAILABLE, said, away.retryAfter());
    }
    LOG.error("a request failed", e);
    return new Problem(Kind.INTERNAL, "it has been logged; try again, or tell the operator");
  }

  static ObjectNode body(Problem problem) {
    ObjectNode body = Json.object();
    body.put("type", Problem.TYPES + problem.kind().word());
    body.put("title", problem.kind().title());
    body.put("status", problem.kind().status());
    body.put("detail", problem.detail());
    problem.members().forEach((name, value) -> body.set(name, Json.tree(value)));
    return body;
  }

  public static void write(Context context, Problem problem) {
    problem.headers().forEach(context::header);
    if (problem.kind() == Kind.UNAUTHENTICATED) {
      context.header("WWW-Authenticate", "Bearer");
    }
    context
        .status(problem.kind().status())
        .contentType("application/problem+json")
        .result(Json.bytes(body(problem)));
  }
}
