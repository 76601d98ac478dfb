package io.causerie.server.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.engine.IdempotencyKey;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.discussion.NewWords;
import io.causerie.model.FileId;
import io.causerie.model.PlainText;
import io.causerie.model.RecordId;
import io.causerie.model.Sha256;
import io.causerie.model.yaml.Nearest;
import io.causerie.runtime.ConnectorRuntime;
import io.causerie.server.api.Problem.Kind;
import io.causerie.server.signin.SignIn;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request says, checked. */
public final class Requests {
  private static final int MAX_BODY = 1 << 20;
  private static final int MOST_TEXTS = 20;

  /**
   * In the context: what was read of the body, which a request that is handled anew needs again.
   */
  private static final String BODY = "body";

  /** Streams follow several. */
  private static final String TOPIC = "topic";

  /** Characters of what an operator gives as a reason. */
  public static final int REASON = 1000;

  private static final Pattern ETAG = Pattern.compile("(?:W/)?\"v([0-9]{1,9})\"");

  private Requests() {}

  /** The person on whose behalf the request is made. */
  public static Viewer viewer(Context context) {
    return SignIn.of(context).viewer();
  }

  /** An id in the path; what is no id does not exist. */
  public static <T> T id(Context context, String name, Function<String, T> parse) {
    try {
      return parse.apply(context.pathParam(name));
    } catch (IllegalArgumentException e) {
      throw new NotFoundException(name);
    }
  }

  /** A record's id in a query or body; what is no id does not exist. */
  public static RecordId record(String text) {
    try {
      return RecordId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new NotFoundException("record");
    }
  }

  /** The connector that the path names; one that does not run does not exist. */
  public static String connector(Context context, ConnectorRuntime runtime) {
    String connector = context.pathParam("connector");
    if (!runtime.connectors().contains(connector)) {
      throw new NotFoundException("connector");
    }
    return connector;
  }

  /** The body's bytes, as many as allowed. */
  public static byte[] bytes(Context context, int most) {
    try (InputStream in = context.req().getInputStream()) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        // The rest is not read; the connection cannot be used again.
        context.header("Connection", "close");
        throw new ProblemException(
            new Problem(Kind.TOO_LARGE, "a request may have " + most + " bytes at most"));
      }
      return bytes;
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(Kind.INVALID_REQUEST, "the body broke off: " + e.getMessage()));
    }
  }

  /** A JSON body with known fields only. */
  public static Body body(Context context, String... fields) {
    String type = String.valueOf(context.req().getContentType()).toLowerCase(Locale.ROOT);
    if (!type.split(";", 2)[0].strip().equals("application/json")) {
      throw new ProblemException(
          new Problem(Kind.UNSUPPORTED_MEDIA_TYPE, "send Content-Type: application/json"));
    }
    byte[] bytes = context.attribute(BODY);
    if (bytes == null) {
      bytes = bytes(context, MAX_BODY);
      context.attribute(BODY, bytes);
    }
    JsonNode node;
    try {
      node = Json.parse(bytes);
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(Kind.INVALID_REQUEST, "the body is not JSON in UTF-8" + where(e)));
    }
    if (!node.isObject()) {
      throw new ProblemException(
          new Problem(Kind.INVALID_REQUEST, "the body must be a JSON object"));
    }
    Set<String> known = Set.of(fields);
    node.fieldNames().forEachRemaining(name -> require(known, name, "field"));
    return new Body(node, bytes);
  }

  /** The place alone: what a parser says of it names its own switches. */
  private static String where(IOException e) {
    if (!(e instanceof JsonProcessingException broken) || broken.getLocation() == null) {
      return "";
    }
    JsonLocation at = broken.getLocation();
    return (e instanceof JsonEOFException ? ": it ends too early, in" : ": look at")
        + " line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }

  /** A checked body. */
  public record Body(JsonNode node, byte[] bytes) {
    public String text(String field) {
      JsonNode value = node.path(field);
      if (value.isMissingNode() || value.isNull()) {
        throw new InvalidInputException(field, "'" + field + "' is required, as text");
      }
      if (!value.isTextual()) {
        throw new InvalidInputException(field, "'" + field + "' must be a text, in quotes");
      }
      return storable(field, value.asText());
    }

    /** A text of at most so many characters. */
    public String text(String field, int most) {
      String text = text(field);
      if (text.length() > most) {
        throw new InvalidInputException(
            field, "'%s' may have %d characters at most".formatted(field, most));
      }
      if (text.isBlank()) {
        throw new InvalidInputException(field, "'" + field + "' must say something");
      }
      return text;
    }

    public Optional<String> optionalText(String field) {
      return node.hasNonNull(field) ? Optional.of(text(field)) : Optional.empty();
    }

    /** Some texts, each once; none where it is left out. */
    public Set<String> texts(String field) {
      JsonNode value = node.path(field);
      Set<String> texts = new LinkedHashSet<>();
      if (value.isMissingNode() || value.isNull()) {
        return texts;
      }
      if (!value.isArray() || value.size() > MOST_TEXTS) {
        throw new InvalidInputException(
            field, "'%s' must be a list of at most %d texts".formatted(field, MOST_TEXTS));
      }
      for (JsonNode each : value) {
        if (!each.isTextual()) {
          throw new InvalidInputException(field, "'" + field + "' must be a list of texts");
        }
        texts.add(storable(field, each.asText()));
      }
      return texts;
    }

    public Optional<Long> number(String field) {
      JsonNode value = node.path(field);
      if (value.isMissingNode() || value.isNull()) {
        return Optional.empty();
      }
      if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
        throw new InvalidInputException(field, "'" + field + "' must be a whole number from 0");
      }
      return Optional.of(value.asLong());
    }
  }

  /** What somebody writes. */
  public static NewWords words(Body body) {
    return new NewWords(body.text("content"), body.texts("alsoIn"), files(body).orElse(List.of()));
  }

  /** Files by their ids; absent where nothing is said of them. */
  public static Optional<List<FileId>> files(Body body) {
    if (!body.node().hasNonNull("files")) {
      return Optional.empty();
    }
    try {
      return Optional.of(body.texts("files").stream().map(FileId::parse).toList());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("files", "'files' must be a list of ids of files");
    }
  }

  /** What no database keeps is refused where it comes in. */
  public static String storable(String field, String text) {
    int bad = PlainText.firstUnstorable(text);
    if (bad >= 0) {
      throw new InvalidInputException(
          field,
          "'%s' has the character U+%04X, which cannot be stored"
              .formatted(field, (int) text.charAt(bad)));
    }
    return text;
  }

  /** The same for all of a request's address; a key in it that cannot be is one of nothing. */
  public static void requireStorable(Context context) {
    boolean ofKeys = context.path().equals("/api/v1/records");
    context
        .queryParamMap()
        .forEach(
            (name, values) -> {
              if (!ofKeys) {
                storable("query", name);
                values.forEach(value -> storable(name, value));
              }
            });
    if (context.pathParamMap().values().stream()
        .anyMatch(value -> PlainText.firstUnstorable(value) >= 0)) {
      throw new NotFoundException("path");
    }
  }

  /** The Idempotency-Key, with a digest of the whole request. */
  public static @Nullable IdempotencyKey idempotency(Context context, Body body) {
    String key = context.header("Idempotency-Key");
    if (key == null) {
      return null;
    }
    try {
      MessageDigest sha = Sha256.begin();
      String request = context.req().getMethod() + " " + context.path() + "\n";
      sha.update(request.getBytes(StandardCharsets.UTF_8));
      sha.update(body.bytes());
      return new IdempotencyKey(key, HexFormat.of().formatHex(sha.digest()));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("Idempotency-Key", String.valueOf(e.getMessage()));
    }
  }

  /** The version of If-Match; absent: any. */
  public static @Nullable Integer expectedVersion(Context context) {
    String header = context.header("If-Match");
    if (header == null || header.equals("*")) {
      return null;
    }
    Matcher etag = ETAG.matcher(header.strip());
    if (!etag.matches()) {
      throw new InvalidInputException("If-Match", "If-Match must be the ETag of what you saw");
    }
    return Integer.valueOf(etag.group(1));
  }

  public static String etag(int version) {
    return "\"v" + version + "\"";
  }

  public static int limit(Context context, int fallback) {
    String text = context.queryParam("limit");
    if (text == null) {
      return fallback;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= 100) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new InvalidInputException("limit", "limit must be a whole number from 1 to 100");
  }

  /** A truth, false where it is left out; what is neither must not be taken for the other. */
  public static boolean truth(Context context, String name) {
    String text = context.queryParam(name);
    if (text == null || text.equals("false")) {
      return false;
    }
    if (text.equals("true")) {
      return true;
    }
    throw new InvalidInputException(name, name + " must be true or false");
  }

  public static Optional<Long> position(@Nullable String text, String name) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseUnsignedLong(text)).filter(p -> p >= 0);
    } catch (NumberFormatException e) {
      throw new InvalidInputException(name, name + " must be a position, as the server gave it");
    }
  }

  /**
   * Refuses query parameters nobody has heard of, and those that say two things: a misspelt filter
   * must not widen an answer.
   */
  public static void onlyQuery(Context context, String... names) {
    Set<String> known = new HashSet<>(List.of(names));
    known.add("lang");
    context
        .queryParamMap()
        .forEach(
            (name, values) -> {
              require(known, name, "query parameter");
              if (values.size() > 1 && !name.equals(TOPIC)) {
                throw new InvalidInputException(
                    name, "'%s' is given %d times; give it once".formatted(name, values.size()));
              }
            });
  }

  private static void require(Set<String> known, String name, String what) {
    if (!known.contains(name)) {
      throw new ProblemException(
          Problem.field(
              Kind.UNKNOWN_FIELD,
              name,
              "there is no %s '%s' here%s".formatted(what, name, Nearest.hint(name, known))));
    }
  }

  public static <E extends Enum<E>> E word(
      Context context, String name, Class<E> type, E fallback) {
    String text = context.queryParam(name);
    return text == null ? fallback : word(name, text, type);
  }

  public static <E extends Enum<E>> E word(String name, String text, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(text)) {
        return constant;
      }
    }
    throw new InvalidInputException(
        name,
        "%s must be one of %s"
            .formatted(
                name,
                String.join(
                    ", ",
                    java.util.Arrays.stream(type.getEnumConstants())
                        .map(Requests::word)
                        .toList())));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
