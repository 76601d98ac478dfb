package io.causerie.spi;

import io.causerie.model.SourceEvent;
import io.causerie.model.phrase.Phrase;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a source's requests come in: verifies who sends, answers what the protocol asks, and
 * decodes the rest to events. Pure but for its clock; used by many threads.
 */
@FunctionalInterface
public interface Door {
  Answer open(Request request);

  /**
   * How soon its sender wants an answer; who has none by then is asked to send again, whatever
   * becomes of what it has sent.
   */
  default Duration patience() {
    return Duration.ofMinutes(1);
  }

  /**
   * A request as it came.
   *
   * @param method in upper case
   * @param headers names in lower case
   * @param body the bytes as they came: a signature covers them
   * @param query what stands behind the question mark, as it was sent; empty: nothing
   * @param remote the address that sends: the peer's, or the one a trusted proxy names; empty:
   *     unknown
   * @param path what stands below the door's own address, decoded, without the slash before it; it
   *     may hold a secret. Empty: nothing
   * @param peer the other end of the connection, a proxy's where there is one; empty: unknown
   */
  record Request(
      String method,
      Map<String, List<String>> headers,
      byte[] body,
      String query,
      String remote,
      String path,
      String peer) {
    /** To the door's own address, without a proxy. */
    public Request(
        String method,
        Map<String, List<String>> headers,
        byte[] body,
        String query,
        String remote) {
      this(method, headers, body, query, remote, "", remote);
    }

    /** Without a query, from nowhere. */
    public Request(String method, Map<String, List<String>> headers, byte[] body) {
      this(method, headers, body, "", "");
    }

    /** The query by name, decoded as a form; what is no good escape stays as it was sent. */
    public Map<String, List<String>> parameters() {
      Map<String, List<String>> found = new LinkedHashMap<>();
      for (String pair : query.split("&")) {
        if (!pair.isEmpty()) {
          int equals = pair.indexOf('=');
          String name = equals < 0 ? pair : pair.substring(0, equals);
          String value = equals < 0 ? "" : pair.substring(equals + 1);
          found.computeIfAbsent(decoded(name), n -> new ArrayList<>()).add(decoded(value));
        }
      }
      return found;
    }

    private static String decoded(String text) {
      try {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        return text;
      }
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
    }

    /** Without headers, path, query and body, which may hold secrets. */
    @Override
    public String toString() {
      return method + ", " + body.length + " bytes";
    }
  }

  /** What a door says to a request. */
  sealed interface Answer {
    <T> T match(Function<Reply, T> onReply, Function<Deliveries, T> onDeliveries);
  }

  /**
   * The request is answered at once, and nothing is taken in.
   *
   * @param status of HTTP
   * @param problem short name of the problem, as in the documentation of the API; empty: none
   * @param detail what is wrong and what to do; without a problem, the text of the answer
   */
  record Reply(int status, Map<String, String> headers, String problem, String detail)
      implements Answer {
    /** What a sender wants to hear before it sends anything. */
    public static Reply text(String text) {
      return new Reply(200, Map.of("Content-Type", "text/plain; charset=utf-8"), "", text);
    }

    public static Reply problem(int status, String problem, String detail) {
      return new Reply(status, Map.of(), problem, detail);
    }

    /**
     * To whoever does not show that she may send: the same of every kind, and of a connector that
     * there is not, so that a stranger learns of none.
     */
    public static Reply stranger() {
      return new Reply(
          401,
          Map.of("WWW-Authenticate", "Bearer"),
          "unauthenticated",
          "show what this connector verifies: one of its tokens as Authorization: Bearer, a signature that was made with its secret at most five minutes before, or the secret where it is asked for; see that it has this name");
    }

    @Override
    public <T> T match(Function<Reply, T> onReply, Function<Deliveries, T> onDeliveries) {
      return onReply.apply(this);
    }
  }

  /**
   * The events of the request, in its order.
   *
   * @param taken what its sender is answered once all are stored, where she reads nothing else;
   *     absent: 202 and how many became what
   */
  record Deliveries(List<Delivery> events, @Nullable Reply taken) implements Answer {
    public Deliveries(List<Delivery> events) {
      this(events, null);
    }

    /** The same, of which nobody is to be told. */
    public Deliveries quiet() {
      return new Deliveries(
          events.stream()
              .map(d -> new Delivery(d.event().asQuiet(), d.fault(), d.delivery()))
              .toList(),
          taken);
    }

    @Override
    public <T> T match(Function<Reply, T> onReply, Function<Deliveries, T> onDeliveries) {
      return onDeliveries.apply(this);
    }
  }

  /**
   * One event; or, with a fault, bytes that are none but must be kept.
   *
   * @param event the event; of a broken one, its bytes under attributes made up for it
   * @param fault what is wrong with it
   * @param delivery the sender's own name of what it delivered, where that alone is authenticated:
   *     what comes under it again is the same event, whatever its attributes say then; absent: the
   *     attributes tell
   */
  record Delivery(SourceEvent event, @Nullable Fault fault, @Nullable String delivery) {
    public Delivery(SourceEvent event, @Nullable Fault fault) {
      this(event, fault, null);
    }
  }

  /**
   * @param cause a short text that events with the same fault share
   * @param reason what is wrong with this one and what to do
   */
  record Fault(Phrase cause, Phrase reason) {
    /** In words that are shown as they are in every language. */
    public Fault(String cause, String reason) {
      this(Phrase.quoted(cause), Phrase.quoted(reason));
    }
  }
}
