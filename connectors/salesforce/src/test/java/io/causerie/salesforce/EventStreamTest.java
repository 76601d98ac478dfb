package io.causerie.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.salesforce.eventbus.protobuf.ConsumerEvent;
import com.salesforce.eventbus.protobuf.FetchRequest;
import com.salesforce.eventbus.protobuf.FetchResponse;
import com.salesforce.eventbus.protobuf.PubSubGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A server that sends what nobody has asked for. */
class EventStreamTest {
  private static final int BATCH = 10;

  /** Sends all of it as soon as it is asked for anything. */
  private static final class Flood extends PubSubGrpc.PubSubImplBase {
    private final List<FetchResponse> responses;

    Flood(List<FetchResponse> responses) {
      this.responses = responses;
    }

    @Override
    public StreamObserver<FetchRequest> subscribe(StreamObserver<FetchResponse> out) {
      return new StreamObserver<>() {
        private boolean begun;

        @Override
        public void onNext(FetchRequest request) {
          if (!begun) {
            begun = true;
            responses.forEach(out::onNext);
          }
        }

        @Override
        public void onError(Throwable why) {}

        @Override
        public void onCompleted() {}
      };
    }
  }

  private static BusException ended(List<FetchResponse> responses) throws Exception {
    Server server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(new Flood(responses))
            .build()
            .start();
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1", server.getPort(), InsecureChannelCredentials.create())
            .build();
    try (EventStream stream =
        EventStream.open(
            PubSubGrpc.newStub(channel), "/data/AllChanges", EventStream.From.earliest(), BATCH)) {
      return catchThrowableOfType(
          BusException.class,
          () -> {
            while (stream.next(Duration.ofSeconds(30)).isPresent()) {
              // As long as it goes on.
            }
          });
    } finally {
      channel.shutdownNow();
      server.shutdownNow();
    }
  }

  private static FetchResponse response(int events) {
    ConsumerEvent event =
        ConsumerEvent.newBuilder().setReplayId(ByteString.copyFromUtf8("1")).build();
    return FetchResponse.newBuilder()
        .addAllEvents(Stream.generate(() -> event).limit(events).toList())
        .build();
  }

  @Test
  void moreThanWasAskedForBreaksTheLine() throws Exception {
    BusException ended = ended(List.of(response(BATCH), response(10 * BATCH)));

    assertThat(ended.kind()).isEqualTo(BusException.Kind.UNASKED);
    assertThat(ended.away("/data/AllChanges"))
        .hasMessage(
            "the Pub/Sub API sends more events of `/data/AllChanges` than were asked for; the line was broken");
  }
}
