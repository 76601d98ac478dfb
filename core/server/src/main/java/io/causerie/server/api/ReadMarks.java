package io.causerie.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.engine.InvalidInputException;
import io.causerie.model.IdText;
import io.javalin.http.Context;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody says she has read of a list: all up to a place, or single things, also that these
 * are unread again.
 *
 * @param upTo a place; absent: {@code ids} says what
 * @param read false: they are unread again
 */
public record ReadMarks(Optional<Long> upTo, Set<Long> ids, boolean read) {
  /**
   * Reads the body of a request.
   *
   * @param what the ids are of, for errors
   * @throws InvalidInputException where it says neither or both, or what makes no sense
   */
  public static ReadMarks of(Context context, String what) {
    Requests.Body body = Requests.body(context, "upTo", "ids", "read");
    boolean read = read(body);
    Set<Long> ids = ids(body.node().path("ids"), what);
    if (body.number("upTo").isPresent() == !ids.isEmpty()) {
      throw new InvalidInputException("upTo", "give either 'upTo', a place, or 'ids'");
    }
    if (ids.isEmpty() && !read) {
      throw new InvalidInputException("read", "what is unread again is said by 'ids'");
    }
    return new ReadMarks(body.number("upTo"), ids, read);
  }

  private static boolean read(Requests.Body body) {
    JsonNode read = body.node().path("read");
    if (!read.isMissingNode() && !read.isBoolean()) {
      throw new InvalidInputException("read", "'read' must be true or false");
    }
    return read.asBoolean(true);
  }

  private static Set<Long> ids(JsonNode ids, String what) {
    Set<Long> read = new LinkedHashSet<>();
    if (ids.isMissingNode() || ids.isNull()) {
      return read;
    }
    String wrong = "'ids' must be a list of ids of " + what;
    if (!ids.isArray() || ids.isEmpty()) {
      throw new InvalidInputException("ids", wrong);
    }
    for (JsonNode id : ids) {
      try {
        read.add(IdText.parse(id.asText()));
      } catch (IllegalArgumentException e) {
        throw new InvalidInputException("ids", wrong);
      }
    }
    return read;
  }
}
