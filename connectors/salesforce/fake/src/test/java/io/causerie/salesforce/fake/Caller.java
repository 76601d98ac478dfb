package io.causerie.salesforce.fake;

import com.google.protobuf.ByteString;
import com.salesforce.eventbus.protobuf.ConsumerEvent;
import com.salesforce.eventbus.protobuf.FetchRequest;
import com.salesforce.eventbus.protobuf.FetchResponse;
import com.salesforce.eventbus.protobuf.PubSubGrpc;
import com.salesforce.eventbus.protobuf.ReplayPreset;
import com.salesforce.eventbus.protobuf.SchemaRequest;
import com.salesforce.eventbus.protobuf.TopicRequest;
import io.causerie.salesforce.fake.store.Org;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/** Who calls the Pub/Sub API in tests. */
final class Caller implements AutoCloseable {
  private final ManagedChannel channel;
  private final Metadata headers = new Metadata();

  Caller(FakeSalesforce salesforce, String token) {
    try {
      ChannelCredentials credentials =
          TlsChannelCredentials.newBuilder()
              .trustManager(salesforce.certificate().toFile())
              .build();
      channel = Grpc.newChannelBuilder(salesforce.pubsubAddress(), credentials).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    header("accesstoken", token);
    header("instanceurl", salesforce.address());
    header("tenantid", Org.ID);
  }

  void header(String name, String value) {
    Metadata.Key<String> key = Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    headers.removeAll(key);
    headers.put(key, value);
  }

  private PubSubGrpc.PubSubBlockingStub blocking() {
    return PubSubGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  String schemaOf(String topic) {
    return blocking().getTopic(TopicRequest.newBuilder().setTopicName(topic).build()).getSchemaId();
  }

  Schema schema(String id) {
    return new Schema.Parser()
        .parse(
            blocking()
                .getSchema(SchemaRequest.newBuilder().setSchemaId(id).build())
                .getSchemaJson());
  }

  GenericRecord read(ConsumerEvent event) {
    try {
      Schema schema = schema(event.getEvent().getSchemaId());
      return new GenericDatumReader<GenericRecord>(schema)
          .read(
              null,
              DecoderFactory.get()
                  .binaryDecoder(event.getEvent().getPayload().toByteArray(), null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A stream and what came on it. */
  static final class Stream {
    private final BlockingQueue<Object> came = new LinkedBlockingQueue<>();
    private final StreamObserver<FetchRequest> requests;

    private Stream(PubSubGrpc.PubSubStub stub) {
      requests =
          stub.subscribe(
              new StreamObserver<>() {
                @Override
                public void onNext(FetchResponse response) {
                  came.add(response);
                }

                @Override
                public void onError(Throwable error) {
                  came.add(error);
                }

                @Override
                public void onCompleted() {
                  came.add("end");
                }
              });
    }

    void ask(int events) {
      requests.onNext(FetchRequest.newBuilder().setNumRequested(events).build());
    }

    void send(FetchRequest request) {
      requests.onNext(request);
    }

    /** A response, an error, or the word {@code end}. */
    Object next() {
      try {
        Object next = came.poll(30, TimeUnit.SECONDS);
        if (next == null) {
          throw new AssertionError("nothing came");
        }
        return next;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    FetchResponse response() {
      return (FetchResponse) next();
    }

    StatusRuntimeException error() {
      return (StatusRuntimeException) next();
    }

    List<ConsumerEvent> events(int count) {
      List<ConsumerEvent> events = new ArrayList<>();
      while (events.size() < count) {
        events.addAll(response().getEventsList());
      }
      return events;
    }

    boolean quiet() {
      return came.isEmpty();
    }
  }

  Stream stream() {
    return new Stream(
        PubSubGrpc.newStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers)));
  }

  Stream earliest(String topic, int events) {
    Stream stream = stream();
    stream.send(first(topic, ReplayPreset.EARLIEST, events).build());
    return stream;
  }

  Stream after(String topic, ByteString id, int events) {
    Stream stream = stream();
    stream.send(first(topic, ReplayPreset.CUSTOM, events).setReplayId(id).build());
    return stream;
  }

  static FetchRequest.Builder first(String topic, ReplayPreset preset, int events) {
    return FetchRequest.newBuilder()
        .setTopicName(topic)
        .setReplayPreset(preset)
        .setNumRequested(events);
  }

  static String code(StatusRuntimeException error) {
    Metadata trailers = error.getTrailers();
    String code =
        trailers == null
            ? null
            : trailers.get(Metadata.Key.of("error-code", Metadata.ASCII_STRING_MARSHALLER));
    return code == null ? "" : code.replace("sfdc.platform.eventbus.grpc.", "");
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
