package io.causerie.server.api;

import io.causerie.server.api.Problem.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Problems that are answered before a request comes to a route; its connection is closed. */
public final class Refusals {
  private static final Duration SOON = Duration.ofSeconds(5);

  private Refusals() {}

  /** Too much at once. */
  public static boolean busy(String what, Response response, Callback callback) {
    return write(Problem.later(Kind.BUSY, what + "; try again", SOON), response, callback);
  }

  /** What is not there now, and soon will be. */
  public static boolean later(String why, Response response, Callback callback) {
    return write(
        Problem.later(Kind.UNAVAILABLE, why + "; try again", Duration.ofSeconds(1)),
        response,
        callback);
  }

  /** A method that nobody knows. */
  public static boolean method(Response response, Callback callback) {
    return write(
        new Problem(Kind.METHOD_NOT_ALLOWED, "there is no such method here; see the header Allow"),
        response,
        callback);
  }

  /** A header that is not understood, and would be dangerous if it were. */
  public static boolean header(String name, Response response, Callback callback) {
    return write(
        new Problem(Kind.INVALID_REQUEST, "send the method itself, without the header " + name),
        response,
        callback);
  }

  /** Whatever the HTTP server itself refuses, or breaks at. */
  public static boolean error(Response response, Callback callback) {
    Kind kind =
        switch (response.getStatus()) {
          case 404 -> Kind.NOT_FOUND;
          case 413 -> Kind.TOO_LARGE;
          case 503 -> Kind.UNAVAILABLE;
          default -> response.getStatus() < 500 ? Kind.INVALID_REQUEST : Kind.INTERNAL;
        };
    String detail =
        kind.status() < 500 ? "the request is not one of HTTP, or not for here" : "try again";
    return write(new Problem(kind, detail), response, callback);
  }

  private static boolean write(Problem problem, Response response, Callback callback) {
    response.setStatus(problem.kind().status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    problem.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    response.write(true, ByteBuffer.wrap(Json.bytes(Problems.body(problem))), callback);
    return true;
  }
}
