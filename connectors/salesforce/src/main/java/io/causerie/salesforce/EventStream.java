package io.causerie.salesforce;

import com.google.protobuf.ByteString;
import com.salesforce.eventbus.protobuf.FetchRequest;
import com.salesforce.eventbus.protobuf.FetchResponse;
import com.salesforce.eventbus.protobuf.PubSubGrpc;
import com.salesforce.eventbus.protobuf.ReplayPreset;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One subscription that is under way. It lives only while events are asked for: more are asked
 * before the last of them has come, but never more than are taken away. {@link #next} is for one
 * thread.
 */
final class EventStream implements AutoCloseable {
  private static final int WAITING = 3;

  /** Answers that nothing is new come every few minutes; so many wait for nobody. */
  private static final int MOST_WAITING = 1_000;

  /** Where it begins. Never left to the API, which would begin at the newest event. */
  record From(ReplayPreset preset, ByteString replay) {
    static From earliest() {
      return new From(ReplayPreset.EARLIEST, ByteString.EMPTY);
    }

    static From behind(byte[] replay) {
      return new From(ReplayPreset.CUSTOM, ByteString.copyFrom(replay));
    }
  }

  /** A response, or the end. */
  private record Arrival(@Nullable FetchResponse response, @Nullable Throwable end) {}

  private final int batch;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private @Nullable ClientCallStreamObserver<FetchRequest> requests;
  private int pending;
  private int queued;
  private boolean over;

  private EventStream(int batch) {
    this.batch = batch;
  }

  static EventStream open(PubSubGrpc.PubSubStub stub, String topic, From from, int batch) {
    EventStream stream = new EventStream(batch);
    stub.subscribe(stream.new Receiver());
    stream.begin(topic, from);
    return stream;
  }

  private synchronized void begin(String topic, From from) {
    if (requests != null) {
      pending += batch;
      requests.onNext(
          FetchRequest.newBuilder()
              .setTopicName(topic)
              .setReplayPreset(from.preset())
              .setReplayId(from.replay())
              .setNumRequested(batch)
              .build());
    }
    topUp();
  }

  private synchronized void topUp() {
    if (requests != null && pending <= batch && queued < WAITING * batch) {
      pending += batch;
      requests.onNext(FetchRequest.newBuilder().setNumRequested(batch).build());
    }
  }

  private synchronized void arrived(FetchResponse response) {
    if (requests == null) {
      return;
    }
    int events = response.getEventsCount();
    if (events > pending || arrivals.size() >= MOST_WAITING) {
      // Whatever was not asked for would wait here without a bound.
      close();
      ended(BusException.unasked());
      return;
    }
    pending = Math.max(0, pending - events);
    queued += events;
    arrivals.add(new Arrival(response, null));
    topUp();
  }

  private synchronized void ended(@Nullable Throwable why) {
    requests = null;
    if (!over) {
      over = true;
      arrivals.add(new Arrival(null, why));
    }
  }

  private synchronized void taken(FetchResponse response) {
    queued -= response.getEventsCount();
    topUp();
  }

  /**
   * The next response; empty where none came in time.
   *
   * @throws BusException if the stream has ended
   */
  Optional<FetchResponse> next(Duration wait) throws BusException, InterruptedException {
    Arrival arrival = arrivals.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    if (arrival == null) {
      return Optional.empty();
    }
    FetchResponse response = arrival.response();
    if (response == null) {
      // Whoever asks again is told again.
      arrivals.add(arrival);
      throw BusException.of(arrival.end());
    }
    taken(response);
    return Optional.of(response);
  }

  @Override
  public synchronized void close() {
    if (requests != null) {
      requests.cancel("it is not wanted any more", null);
      requests = null;
    }
  }

  private final class Receiver implements ClientResponseObserver<FetchRequest, FetchResponse> {
    @Override
    public void beforeStart(ClientCallStreamObserver<FetchRequest> stream) {
      synchronized (EventStream.this) {
        requests = stream;
      }
    }

    @Override
    public void onNext(FetchResponse response) {
      arrived(response);
    }

    @Override
    public void onError(Throwable why) {
      ended(why);
    }

    @Override
    public void onCompleted() {
      ended(null);
    }
  }
}
