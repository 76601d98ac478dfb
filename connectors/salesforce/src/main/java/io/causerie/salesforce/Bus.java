package io.causerie.salesforce;

import com.salesforce.eventbus.protobuf.PubSubGrpc;
import com.salesforce.eventbus.protobuf.SchemaRequest;
import com.salesforce.eventbus.protobuf.TopicInfo;
import com.salesforce.eventbus.protobuf.TopicRequest;
import io.causerie.http.Address;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The Pub/Sub API: one channel for all subscriptions of an org, opened when it is first needed, and
 * the schemas of its events by their ids. Used by many threads.
 */
final class Bus implements AutoCloseable {
  private static final Metadata.Key<String> TOKEN = key("accesstoken");
  private static final Metadata.Key<String> INSTANCE = key("instanceurl");
  private static final Metadata.Key<String> TENANT = key("tenantid");

  /** A hundred events of at most a megabyte; far less in practice. */
  private static final int LARGEST = 64 << 20;

  /** Its answer to nothing new comes more often; so this only finds a line that was cut. */
  private static final Duration ALIVE = Duration.ofMinutes(5);

  /** A schema changes with every field that is added; none is ever removed by Salesforce. */
  private static final int SCHEMAS = 2000;

  private final Address address;
  private final @Nullable ChannelCredentials authority;
  private final Duration timeout;
  private final ConcurrentMap<String, Schema> schemas = new ConcurrentHashMap<>();
  private @Nullable ManagedChannel channel;

  /**
   * @param authority whose certificates are trusted; absent: those of Java
   */
  Bus(Address address, @Nullable ChannelCredentials authority, Duration timeout) {
    this.address = address;
    this.authority = authority;
    this.timeout = timeout;
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  private synchronized ManagedChannel channel() {
    ManagedChannel open = channel;
    if (open == null) {
      URI at = URI.create(address.text());
      int port = at.getPort() > 0 ? at.getPort() : address.isEncrypted() ? 443 : 80;
      open =
          Grpc.newChannelBuilderForAddress(address.host(), port, credentials())
              .maxInboundMessageSize(LARGEST)
              .keepAliveTime(ALIVE.toSeconds(), TimeUnit.SECONDS)
              .build();
      channel = open;
    }
    return open;
  }

  private ChannelCredentials credentials() {
    if (!address.isEncrypted()) {
      return InsecureChannelCredentials.create();
    }
    return authority == null ? TlsChannelCredentials.create() : authority;
  }

  private static ClientInterceptor shown(OrgSession session) {
    Metadata headers = new Metadata();
    headers.put(TOKEN, session.token());
    headers.put(INSTANCE, session.instance());
    headers.put(TENANT, session.tenant());
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  EventStream open(OrgSession session, String topic, EventStream.From from, int batch) {
    return EventStream.open(
        PubSubGrpc.newStub(channel()).withInterceptors(shown(session)), topic, from, batch);
  }

  private PubSubGrpc.PubSubBlockingStub asking(OrgSession session) {
    return PubSubGrpc.newBlockingStub(channel())
        .withInterceptors(shown(session))
        .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  TopicInfo topic(OrgSession session, String topic) throws BusException {
    try {
      return asking(session).getTopic(TopicRequest.newBuilder().setTopicName(topic).build());
    } catch (StatusRuntimeException e) {
      throw BusException.of(e);
    }
  }

  /**
   * The schema of an event; the same id is the same schema.
   *
   * @throws ChangeReader.UnreadableException if there is none of that id, or what there is is none
   */
  Schema schema(OrgSession session, String id)
      throws BusException, ChangeReader.UnreadableException {
    Schema known = schemas.get(id);
    if (known != null) {
      return known;
    }
    try {
      String json =
          asking(session)
              .getSchema(SchemaRequest.newBuilder().setSchemaId(id).build())
              .getSchemaJson();
      Schema schema = ChangeReader.schema(json);
      if (schemas.size() >= SCHEMAS) {
        schemas.clear();
      }
      schemas.put(id, schema);
      return schema;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        throw new ChangeReader.UnreadableException("no schema " + id, e);
      }
      throw BusException.of(e);
    }
  }

  @Override
  public synchronized void close() {
    if (channel != null) {
      channel.shutdownNow();
      channel = null;
    }
  }
}
