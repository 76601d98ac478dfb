package io.causerie.salesforce.fake.pubsub;

import com.salesforce.eventbus.protobuf.FetchRequest;
import com.salesforce.eventbus.protobuf.FetchResponse;
import com.salesforce.eventbus.protobuf.PubSubGrpc;
import com.salesforce.eventbus.protobuf.SchemaInfo;
import com.salesforce.eventbus.protobuf.SchemaRequest;
import com.salesforce.eventbus.protobuf.TopicInfo;
import com.salesforce.eventbus.protobuf.TopicRequest;
import io.causerie.salesforce.fake.fault.Faults;
import io.causerie.salesforce.fake.rest.Sessions;
import io.causerie.salesforce.fake.store.Org;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The service. Publishing and managed subscriptions, which are beta, it does not have. */
final class PubSub extends PubSubGrpc.PubSubImplBase {
  private final EventBus bus;
  private final Faults faults;
  private final Sessions sessions;
  private final Errors errors;
  private final ScheduledExecutorService threads;
  private final Duration grace;
  private final boolean takesLatest;
  private final Set<Subscription> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger schemas = new AtomicInteger();

  PubSub(
      EventBus bus,
      Faults faults,
      Sessions sessions,
      Errors errors,
      ScheduledExecutorService threads,
      Duration grace,
      boolean takesLatest) {
    this.bus = bus;
    this.faults = faults;
    this.sessions = sessions;
    this.errors = errors;
    this.threads = threads;
    this.grace = grace;
    this.takesLatest = takesLatest;
    bus.listen(this::told);
  }

  EventBus bus() {
    return bus;
  }

  Faults faults() {
    return faults;
  }

  Sessions sessions() {
    return sessions;
  }

  Errors errors() {
    return errors;
  }

  boolean takesLatest() {
    return takesLatest;
  }

  int open() {
    return open.size();
  }

  int begun() {
    return begun.get();
  }

  int schemasAsked() {
    return schemas.get();
  }

  void opened(Subscription subscription) {
    begun.incrementAndGet();
    open.add(subscription);
  }

  void closed(Subscription subscription) {
    open.remove(subscription);
  }

  /** Whoever commits does not wait for who listens. */
  private void told() {
    for (Subscription each : open) {
      try {
        threads.execute(each::pump);
      } catch (RejectedExecutionException e) {
        // The end of it all.
        return;
      }
    }
  }

  /** Ends a stream on which nothing is pending, when its time is over. */
  void exhausted(Runnable end) {
    if (grace.isZero()) {
      end.run();
    } else {
      var unused = threads.schedule(end, grace.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  void keepAlive() {
    open.forEach(Subscription::keepAlive);
  }

  void end(Status status, String code) {
    open.forEach(each -> each.fail(errors.of(status, code, "The stream ends.")));
  }

  void complete() {
    open.forEach(Subscription::onCompleted);
  }

  /** A cut line: no trailer says why. */
  void cut() {
    StatusRuntimeException error =
        Status.UNAVAILABLE.withDescription("RST_STREAM closed stream.").asRuntimeException();
    open.forEach(each -> each.fail(error));
  }

  @Override
  public void getTopic(TopicRequest request, StreamObserver<TopicInfo> answer) {
    String topic = request.getTopicName();
    if (topic.isEmpty()) {
      answer.onError(
          errors.of(Status.INVALID_ARGUMENT, Errors.TOPIC_EMPTY, "The topic name is blank."));
      return;
    }
    if (bus.entities(topic).isEmpty()) {
      answer.onError(errors.of(Status.NOT_FOUND, Errors.NO_TOPIC, "No topic " + topic + "."));
      return;
    }
    answer.onNext(
        TopicInfo.newBuilder()
            .setTopicName(topic)
            .setTenantGuid("core/fake/" + Org.ID)
            .setCanPublish(false)
            .setCanSubscribe(true)
            .setSchemaId(bus.schemaId(topic))
            .setRpcId(UUID.randomUUID().toString())
            .build());
    answer.onCompleted();
  }

  @Override
  public void getSchema(SchemaRequest request, StreamObserver<SchemaInfo> answer) {
    schemas.incrementAndGet();
    String id = request.getSchemaId();
    String json = bus.schemaJson(id).orElse("");
    if (json.isEmpty()) {
      answer.onError(
          errors.of(
              Status.INVALID_ARGUMENT,
              id.isEmpty() ? Errors.SCHEMA_EMPTY : Errors.SCHEMA,
              "No schema " + id + "."));
      return;
    }
    answer.onNext(
        SchemaInfo.newBuilder()
            .setSchemaId(id)
            .setSchemaJson(json)
            .setRpcId(UUID.randomUUID().toString())
            .build());
    answer.onCompleted();
  }

  @Override
  public StreamObserver<FetchRequest> subscribe(StreamObserver<FetchResponse> answer) {
    return new Subscription(this, (ServerCallStreamObserver<FetchResponse>) answer);
  }
}
