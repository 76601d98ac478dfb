package io.causerie.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.spi.SourceException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP with one system: credentials, cookies, limits. Follows no redirect. Used by many
 * threads.
 */
public final class SystemClient implements AutoCloseable {
  private static final String CSRF = "X-CSRF-Token";
  private static final int LARGEST_ROOT = 64 << 20;

  private final Wire wire;
  private final Authorization authorization;
  private volatile @Nullable String csrfToken;

  SystemClient(Wire wire, Authorization authorization) {
    this.wire = wire;
    this.authorization = authorization;
  }

  /** The faults of this system, for what a kind finds wrong in an answer. */
  public HttpFaults faults() {
    return wire.faults();
  }

  /**
   * Whatever is answered.
   *
   * @throws SourceException if no whole answer came, or no credentials were to be had
   */
  public Answer send(Request request) throws SourceException {
    if (request.csrf().isEmpty()) {
      return authorized(request);
    }
    Answer answer = authorized(withToken(request));
    if (answer.status() == 403 && wantsToken(answer)) {
      fetchToken(request.csrf().get());
      answer = authorized(withToken(request));
    }
    return answer;
  }

  /**
   * What OAuth gave, for what the kind speaks beside HTTP; empty where one is authorised in another
   * way.
   */
  public Optional<Session> session() throws SourceException {
    return authorization.session(wire);
  }

  /** Told that a session is refused elsewhere: the next one is a new one. */
  public void refused(Session session) {
    authorization.refused(session);
  }

  /** An answer of 2xx in JSON; anything else is a fault. */
  public JsonNode json(Request request) throws SourceException {
    Answer answer = send(request);
    if (!answer.isOk()) {
      throw faults().answered(answer, "");
    }
    return Json.read(answer, faults());
  }

  private Request withToken(Request request) {
    String token = csrfToken;
    return token == null ? request : request.header(CSRF, token);
  }

  private static boolean wantsToken(Answer answer) {
    return answer.header(CSRF).filter("required"::equalsIgnoreCase).isPresent()
        || answer.text().toLowerCase(Locale.ROOT).contains("csrf");
  }

  private void fetchToken(Address from) throws SourceException {
    Request request =
        Request.get(from)
            .header("Accept", "application/json")
            .header(CSRF, "Fetch")
            .atMost(LARGEST_ROOT);
    csrfToken = authorized(request).header(CSRF).orElse(null);
  }

  /** Sends with credentials; where they are refused, once more with new ones. */
  private Answer authorized(Request request) throws SourceException {
    Optional<Authorization.Shown> first = authorization.shown(wire);
    Answer answer = wire.send(shown(request, first));
    if (answer.status() == 401 && authorization.refused(first)) {
      answer = wire.send(shown(request, authorization.shown(wire)));
    }
    return answer;
  }

  private static Request shown(Request request, Optional<Authorization.Shown> shown) {
    return shown.map(s -> s.in(request)).orElse(request);
  }

  /** Ends what is still under way. */
  @Override
  public void close() {
    wire.cancel();
  }
}
