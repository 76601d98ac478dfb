package io.causerie.salesforce;

import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
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
    /** It shows a certificate that is not trusted. */
    UNTRUSTED,
    /** It has sent more than was asked for. */
    UNASKED,
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

  /** More came than was asked for. */
  static BusException unasked() {
    return new BusException(Kind.UNASKED, "", null);
  }

  static BusException of(@Nullable Throwable ended) {
    if (ended instanceof BusException known) {
      return known;
    }
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
    Kind kind = isUntrusted(failure) ? Kind.UNTRUSTED : kind(status.getCode(), code, text);
    return new BusException(kind, shown, failure);
  }

  private static boolean isUntrusted(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof CertificateException
          || each instanceof CertPathBuilderException
          || each instanceof CertPathValidatorException) {
        return true;
      }
    }
    return false;
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

  /** The line is no good, for whatever reason; nothing of it is about what is asked for. */
  SourceException away(String topic) {
    return switch (kind) {
      case UNTRUSTED ->
          new SourceException(
              Fault.CONFIGURATION,
              SalesforceWording.BUS_UNTRUSTED.with(),
              SalesforceWording.TRUST_BUS.with(),
              this);
      case UNASKED ->
          new SourceException(
              Fault.TEMPORARY,
              SalesforceWording.UNASKED.with(topic),
              SalesforceWording.CHECK_BUS.with(),
              this);
      case SESSION, REPLAY, TOPIC, ENDED, AWAY ->
          new SourceException(
              Fault.TEMPORARY,
              SalesforceWording.BUS_AWAY.with(code),
              SalesforceWording.CHECK_BUS.with(),
              this);
    };
  }
}
