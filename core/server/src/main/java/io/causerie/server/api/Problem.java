package io.causerie.server.api;

import java.util.List;
import java.util.Map;

/**
 * An answer that is not what was asked for (RFC 9457). Each kind is explained in {@code
 * docs/http-api.md} under its word.
 *
 * @param headers further headers of the answer
 * @param members further members of the body
 */
public record Problem(
    Kind kind, String detail, Map<String, String> headers, Map<String, Object> members) {

  /** The kinds, with their status and title. */
  public enum Kind {
    INVALID_REQUEST(400, "The request is not valid"),
    UNKNOWN_FIELD(400, "The request has an unknown field"),
    UNAUTHENTICATED(401, "Sign in first"),
    FORBIDDEN(403, "You may not do this"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    READERS_CHANGED(409, "Others read this now than you were shown"),
    TAKEN(409, "It is somebody else's already"),
    STILL_ACTIVE(409, "She is still active"),
    BEING_CHECKED(409, "The file is being checked"),
    NOTHING_STOPPED(409, "No reconciliation waits for a word"),
    CONFLICT_VERSION(412, "It was changed meanwhile"),
    TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),
    MENTION_CANNOT_READ(422, "Somebody mentioned cannot read this"),
    IDEMPOTENCY_CONFLICT(422, "The Idempotency-Key was used for another request"),
    BUSY(429, "Too much is waiting"),
    TOO_OFTEN(429, "Too often"),
    INTERNAL(500, "Something went wrong"),
    SOURCE_FAILED(502, "The source did not answer as it should"),
    SOURCE_SLOW(504, "The source did not answer in time"),
    UNAVAILABLE(503, "The database does not answer"),
    PAUSED(503, "The connector is paused"),
    NOT_STORED_YET(503, "It is not stored yet");

    private final int status;
    private final String title;

    Kind(int status, String title) {
      this.status = status;
      this.title = title;
    }

    int status() {
      return status;
    }

    String title() {
      return title;
    }

    /** The last part of the problem's type. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    public static Kind of(String word) {
      return valueOf(word.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
    }
  }

  /** A reference on the server itself, which explains each. */
  public static final String TYPES = "/problems/";

  public Problem(Kind kind, String detail) {
    this(kind, detail, Map.of(), Map.of());
  }

  public static Problem field(Kind kind, String field, String detail) {
    return new Problem(kind, detail, Map.of(), Map.of("field", field));
  }

  public static Problem mentions(List<String> persons, List<String> groups, String detail) {
    return new Problem(
        Kind.MENTION_CANNOT_READ, detail, Map.of(), Map.of("persons", persons, "groups", groups));
  }

  /** Names those from outside who read it now, as the writer may know them. */
  public static Problem readers(List<String> outside, String detail) {
    return new Problem(Kind.READERS_CHANGED, detail, Map.of(), Map.of("outside", outside));
  }

  public static Problem later(Kind kind, String detail, java.time.Duration after) {
    return new Problem(
        kind, detail, Map.of("Retry-After", String.valueOf(after.toSeconds())), Map.of());
  }
}
