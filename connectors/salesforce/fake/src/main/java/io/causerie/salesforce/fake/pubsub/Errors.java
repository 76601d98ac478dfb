package io.causerie.salesforce.fake.pubsub;

import io.causerie.salesforce.fake.fault.Faults;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.UUID;

/** Errors: what happened stands in a trailer, and a proxy may drop it. */
final class Errors {
  static final String AUTH = "service.auth.error";
  static final String HEADERS = "service.auth.headers.invalid";
  static final String UNAVAILABLE = "service.unavailable";
  static final String NO_TOPIC = "topic.not.found";
  static final String TOPIC_EMPTY = "topic.validation.empty";
  static final String SCHEMA_EMPTY = "schema.validation.failed";
  static final String SCHEMA = "schema.meta.permission";
  static final String CORRUPTED = "subscription.fetch.replayid.corrupted";
  static final String NO_ID = "subscription.fetch.replayid.validation.failed";
  static final String REQUESTED = "subscription.fetch.requested.events.invalid";
  static final String MISMATCH = "subscription.fetch.topic.mismatch";
  static final String LIMIT = "subscription.limit.exceeded";

  private static final Metadata.Key<String> CODE =
      Metadata.Key.of("error-code", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> RPC =
      Metadata.Key.of("rpc-id", Metadata.ASCII_STRING_MARSHALLER);

  private final Faults faults;

  Errors(Faults faults) {
    this.faults = faults;
  }

  Metadata trailers(String code, String rpc) {
    Metadata trailers = new Metadata();
    if (!faults.areTrailersDropped()) {
      trailers.put(CODE, "sfdc.platform.eventbus.grpc." + code);
      trailers.put(RPC, rpc);
    }
    return trailers;
  }

  StatusRuntimeException of(Status status, String code, String message) {
    String rpc = UUID.randomUUID().toString();
    return status
        .withDescription(message + " rpcId: " + rpc)
        .asRuntimeException(trailers(code, rpc));
  }
}
