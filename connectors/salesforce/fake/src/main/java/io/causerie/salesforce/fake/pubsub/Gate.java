package io.causerie.salesforce.fake.pubsub;

import io.causerie.salesforce.fake.fault.Faults;
import io.causerie.salesforce.fake.rest.Sessions;
import io.causerie.salesforce.fake.store.Ids;
import io.causerie.salesforce.fake.store.Org;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;

/** Lets in who says in three headers who she is, of which org and at which address. */
final class Gate implements ServerInterceptor {
  private final Sessions sessions;
  private final Faults faults;
  private final Errors errors;
  private final String address;

  Gate(Sessions sessions, Faults faults, Errors errors, String address) {
    this.sessions = sessions;
    this.faults = faults;
    this.errors = errors;
    this.address = address;
  }

  private static @Nullable String header(Metadata headers, String name) {
    return headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
  }

  private @Nullable StatusRuntimeException refused(Metadata headers) {
    if (faults.isUnavailable()) {
      return errors.of(
          Status.UNAVAILABLE, Errors.UNAVAILABLE, "The Pub/Sub API service is unavailable.");
    }
    String token = header(headers, "accesstoken");
    String instance = header(headers, "instanceurl");
    String tenant = header(headers, "tenantid");
    if (token == null || instance == null || tenant == null) {
      return errors.of(
          Status.UNAUTHENTICATED,
          Errors.HEADERS,
          "accesstoken, instanceurl and tenantid are needed.");
    }
    if (!Ids.full(tenant).equals(Org.ID)
        || !instance.equals(address)
        || sessions.find(token).isEmpty()) {
      return errors.of(
          Status.UNAUTHENTICATED, Errors.AUTH, "An authentication exception occurred.");
    }
    return null;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    StatusRuntimeException refused = refused(headers);
    if (refused == null) {
      return next.startCall(call, headers);
    }
    Metadata trailers = refused.getTrailers();
    call.close(refused.getStatus(), trailers == null ? new Metadata() : trailers);
    return new ServerCall.Listener<>() {};
  }
}
