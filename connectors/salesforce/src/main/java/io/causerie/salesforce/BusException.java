package io.causerie.salesforce;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The Pub/Sub API ended a call; Salesforce's own code stands in the trailer, not in the status. */
final class BusException extends Exception {
  private static final long serialVersionUID = 1;
  private static final Metadata.Key<String> CODE =
      Metadata.Key.of("error-code", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> RPC =
      Metadata.Key.of("rpc-id", Metadata.ASCII_STRING_MARSHALLER);

  /** A proxy may drop trailers: then the code, or what it is about, may stand in the text. */
  private static final Pattern WRITTEN = Pattern.compile("sfdc\\.platform\\.[a-z0-9._]+");

  /** What is wrong. */
  enum Kind {
    /** The session is not good any more. */
    SESSION,
    /** There is nothing at the replay id, or it is none. */
    REPLAY,
    /** The topic is not there, or not for this user. */
    TOPIC,
    /** It has ended the stream, as it does where nothing is pending. */
    ENDED,
    /** It will pass. */
    AWAY
  }

  private final Kind kind;
  private final String code;

  private BusException(Kind kind, String code, @Nullable Throwable cause) {
    super(kind + " " + code, cause);
    this.kind = kind;
    this.code = code;
  }

  static BusException of(@Nullable Throwable ended) {
    if (!(ended instanceof StatusRuntimeException failure)) {
      return new BusException(ended == null ? Kind.ENDED : Kind.AWAY, "", ended);
    }
    Metadata trailers = failure.getTrailers();
    String code = trailers == null ? null : trailers.get(CODE);
    String rpc = trailers == null ? null : trailers.get(RPC);
    Status status = failure.getStatus();
    String text = String.valueOf(status.getDescription()).toLowerCase(Locale.ROOT);
    if (code == null || !code.matches("[\\w.-]{1,200}")) {
      Matcher written = WRITTEN.matcher(text);
      code = written.find() ? written.group() : "";
    }
    String shown =
        status.getCode()
            + (code.isEmpty() ? "" : " " + code)
            + (rpc != null && rpc.matches("[\\w-]{1,80}") ? " (rpc " + rpc + ")" : "");
    return new BusException(kind(status.getCode(), code, text), shown, failure);
  }

  private static Kind kind(Status.Code status, String code, String text) {
    if (status == Status.Code.UNAUTHENTICATED || code.contains(".auth.")) {
      return Kind.SESSION;
    }
    return switch (status) {
      case INVALID_ARGUMENT, OUT_OF_RANGE, FAILED_PRECONDITION ->
          code.contains("replayid") || text.contains("replay id") || text.contains("replayid")
              ? Kind.REPLAY
              : Kind.TOPIC;
      case NOT_FOUND, PERMISSION_DENIED -> Kind.TOPIC;
      default -> Kind.AWAY;
    };
  }

  Kind kind() {
    return kind;
  }

  /** The status, Salesforce's code and the id of the call: none of it is secret. */
  String code() {
    return code;
  }
}
