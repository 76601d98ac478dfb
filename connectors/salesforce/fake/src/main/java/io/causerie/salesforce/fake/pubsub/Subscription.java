package io.causerie.salesforce.fake.pubsub;

import com.google.protobuf.ByteString;
import com.salesforce.eventbus.protobuf.ConsumerEvent;
import com.salesforce.eventbus.protobuf.FetchRequest;
import com.salesforce.eventbus.protobuf.FetchResponse;
import com.salesforce.eventbus.protobuf.ProducerEvent;
import com.salesforce.eventbus.protobuf.ReplayPreset;
import io.causerie.salesforce.fake.fault.Faults;
import io.causerie.salesforce.fake.pubsub.EventBus.Kept;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A stream: it gives as many events as were asked for, and lives as long as some are pending. */
final class Subscription implements StreamObserver<FetchRequest> {
  private static final int MOST = 100;

  /** How many events come in one response. */
  private static final int BATCH = 20;

  private final PubSub service;
  private final ServerCallStreamObserver<FetchResponse> out;
  private final String rpc = UUID.randomUUID().toString();
  private @Nullable String topic;
  private long position;
  private int pending;
  private int requests;
  private int delivered;
  private int cutAfter = Faults.NEVER;
  private int expireAfter = Faults.NEVER;
  private boolean over;

  Subscription(PubSub service, ServerCallStreamObserver<FetchResponse> out) {
    this.service = service;
    this.out = out;
    out.setOnCancelHandler(this::gone);
  }

  @Override
  public void onNext(FetchRequest request) {
    synchronized (this) {
      if (over) {
        return;
      }
      try {
        if (topic == null) {
          begin(request);
        } else if (!request.getTopicName().isEmpty() && !request.getTopicName().equals(topic)) {
          throw refused(Errors.MISMATCH, "The topic of a stream does not change.");
        }
        // The wire cannot tell a preset that was left out from LATEST; later ones are not read.
        if (request.getNumRequested() <= 0 || request.getNumRequested() > MOST) {
          throw refused(Errors.REQUESTED, "num_requested must be 1 to " + MOST + ".");
        }
        pending += request.getNumRequested();
        requests++;
      } catch (StatusRuntimeException e) {
        fail(e);
        return;
      }
    }
    pump();
  }

  private StatusRuntimeException refused(String code, String message) {
    return service.errors().of(Status.INVALID_ARGUMENT, code, message);
  }

  private void begin(FetchRequest request) {
    EventBus bus = service.bus();
    String name = request.getTopicName();
    if (name.isEmpty()) {
      throw refused(Errors.TOPIC_EMPTY, "The topic name is blank.");
    }
    if (bus.entities(name).isEmpty()) {
      throw service.errors().of(Status.NOT_FOUND, Errors.NO_TOPIC, "No topic " + name + ".");
    }
    ReplayPreset preset = request.getReplayPreset();
    switch (preset) {
      case EARLIEST -> position = bus.earliest();
      case CUSTOM -> position = custom(bus, name, request.getReplayId());
      case LATEST -> {
        if (!service.takesLatest()) {
          throw refused(
              Errors.NO_ID,
              "replay_preset is unset or LATEST, which are the same on the wire: whoever means the"
                  + " tip says so to the fake.");
        }
        position = bus.tip();
      }
      default -> throw refused(Errors.NO_ID, "replay_preset is no preset.");
    }
    topic = name;
    cutAfter = service.faults().takeCut();
    expireAfter = service.faults().takeExpiry();
    service.opened(this);
  }

  private long custom(EventBus bus, String name, ByteString id) {
    if (id.isEmpty()) {
      throw refused(Errors.NO_ID, "The preset is CUSTOM and there is no replay id.");
    }
    OptionalLong number = ReplayId.read(id);
    if (number.isEmpty() || !bus.valid(number.getAsLong())) {
      throw refused(Errors.CORRUPTED, "The Replay ID validation failed.");
    }
    int again = service.faults().takeDuplicates();
    return again == 0 ? number.getAsLong() : bus.back(name, number.getAsLong(), again);
  }

  /** Gives what there is. */
  synchronized void pump() {
    String from = topic;
    if (from == null || service.faults().doStreamsHang()) {
      return;
    }
    while (!over && pending > 0) {
      List<Kept> events = service.bus().after(from, position, Math.min(pending, BATCH));
      if (events.isEmpty()) {
        return;
      }
      service.faults().dawdle();
      give(from, events);
    }
  }

  private void give(String from, List<Kept> events) {
    FetchResponse.Builder response = FetchResponse.newBuilder().setRpcId(rpc);
    StatusRuntimeException end = null;
    for (Kept each : events) {
      end = end();
      if (end != null) {
        break;
      }
      response.addEvents(
          ConsumerEvent.newBuilder()
              .setReplayId(ReplayId.of(each.number()))
              .setEvent(
                  ProducerEvent.newBuilder()
                      .setId(each.id())
                      .setSchemaId(each.schema())
                      .setPayload(ByteString.copyFrom(each.payload(from)))));
      position = each.number();
      pending--;
      delivered++;
    }
    if (response.getEventsCount() > 0) {
      out.onNext(
          response
              .setLatestReplayId(ReplayId.of(position))
              .setPendingNumRequested(pending)
              .build());
    }
    if (end != null) {
      fail(end);
    } else if (pending == 0) {
      int told = requests;
      service.exhausted(() -> endUnlessAskedSince(told));
    }
  }

  private @Nullable StatusRuntimeException end() {
    if (delivered >= cutAfter) {
      return Status.UNAVAILABLE
          .withDescription("RST_STREAM closed stream. HTTP/2 error code: NO_ERROR")
          .asRuntimeException();
    }
    if (delivered >= expireAfter) {
      service.sessions().endAll();
      return service
          .errors()
          .of(Status.UNAUTHENTICATED, Errors.AUTH, "An authentication exception occurred.");
    }
    if (!service.faults().delivered()) {
      return service
          .errors()
          .of(
              Status.RESOURCE_EXHAUSTED,
              Errors.LIMIT,
              "You have exceeded the event delivery limit for your org.");
    }
    return null;
  }

  /** Tells a stream on which nothing comes how far its events are read. */
  void keepAlive() {
    pump();
    synchronized (this) {
      if (over || topic == null || pending == 0 || service.faults().doStreamsHang()) {
        return;
      }
      long quiet = service.bus().quiet();
      if (!service.bus().after(topic, position, 1).isEmpty()) {
        return;
      }
      position = quiet;
      out.onNext(
          FetchResponse.newBuilder()
              .setRpcId(rpc)
              .setLatestReplayId(ReplayId.of(quiet))
              .setPendingNumRequested(pending)
              .build());
    }
  }

  private synchronized void endUnlessAskedSince(int told) {
    if (!over && requests == told) {
      over = true;
      service.closed(this);
      out.onCompleted();
    }
  }

  synchronized void fail(StatusRuntimeException error) {
    if (!over) {
      over = true;
      service.closed(this);
      out.onError(error);
    }
  }

  private synchronized void gone() {
    over = true;
    service.closed(this);
  }

  synchronized int pending() {
    return pending;
  }

  @Override
  public void onError(Throwable thrown) {
    gone();
  }

  @Override
  public synchronized void onCompleted() {
    if (!over) {
      over = true;
      service.closed(this);
      out.onCompleted();
    }
  }
}
