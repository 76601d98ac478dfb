package io.causerie.amqp;

import io.causerie.http.HttpClients;
import io.causerie.spi.Capability;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Key;
import io.causerie.spi.SourceSystem;
import io.causerie.spi.SystemContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Queues of AMQP 1.0 with CloudEvents in them: SAP Event Mesh, Artemis, and many others. */
public final class AmqpKind implements ConnectorKind {
  static final Key<String> URL =
      Key.text("url")
          .needed()
          .shared()
          .help("The address of the broker: `amqps://` or, over WebSocket, `amqpwss://`.");
  static final Key<String> USERNAME =
      Key.text("auth.plain.username").shared().help("The user of SASL PLAIN.");
  static final Key<String> PASSWORD =
      Key.text("auth.plain.password").shared().hidden().help("The password of that user.");
  static final Key<String> TOKEN_URL =
      Key.text("auth.clientCredentials.tokenUrl")
          .shared()
          .help("Where OAuth client credentials get a token; for `amqpwss` alone.");
  static final Key<String> CLIENT_ID =
      Key.text("auth.clientCredentials.clientId").shared().help("The OAuth client.");
  static final Key<String> CLIENT_SECRET =
      Key.text("auth.clientCredentials.clientSecret")
          .shared()
          .hidden()
          .help("The secret of the OAuth client.");
  static final Key<String> SCOPE =
      Key.text("auth.clientCredentials.scope").shared().help("The scope the client asks for.");
  static final Key<Duration> TIMEOUT =
      Key.duration("timeout", Duration.ofSeconds(30))
          .atLeast(Duration.ofMillis(100))
          .shared()
          .help("How long an answer of the broker, or a token, may take.");
  static final Key<Duration> IDLE =
      Key.duration("idleTimeout", Duration.ofMinutes(1))
          .atLeast(Duration.ofSeconds(1))
          .shared()
          .help("A line on which nothing at all comes for so long is dead; both ends say this.");
  static final Key<String> QUEUE =
      Key.text("queue").needed().help("The name of the queue, as the broker has it.");
  static final Key<String> PREFIX =
      Key.text("prefix")
          .help("What stands before the queue's name in its address: `queue:` for SAP Event Mesh.");
  static final Key<Integer> PREFETCH =
      Key.number("prefetch", 20)
          .atLeast(1)
          .atMost(100)
          .help("How many messages the broker may send ahead.");
  static final Key<Integer> MAX_SIZE =
      Key.number("maxSize", 1 << 20)
          .atLeast(1024)
          .atMost(32 << 20)
          .help("How many bytes the data of a message may have.");

  private static final List<ConfigKey> KEYS =
      List.of(
          URL,
          USERNAME,
          PASSWORD,
          TOKEN_URL,
          CLIENT_ID,
          CLIENT_SECRET,
          SCOPE,
          TIMEOUT,
          IDLE,
          QUEUE,
          PREFIX,
          PREFETCH,
          MAX_SIZE);
  private static final List<ConfigKey> OF_A_CONNECTOR = List.of(QUEUE, PREFIX, PREFETCH, MAX_SIZE);

  @Override
  public String name() {
    return "amqp";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.SUBSCRIBE);
  }

  @Override
  public List<ConfigKey> configKeys() {
    return KEYS;
  }

  @Override
  public SourceSystem system(SystemContext context) throws ConfigException {
    return BrokerReader.read(context, HttpClients.ofProcess());
  }

  @Override
  public Connector connector(ConnectorContext context) throws ConfigException {
    List<ConfigException.Fault> faults = new ArrayList<>(ConfigKey.faults(OF_A_CONNECTOR, context));
    if (QUEUE.given(context).isEmpty()) {
      faults.add(new ConfigException.Fault(QUEUE.name(), "is missing: the name of a queue"));
    }
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    Queue queue =
        new Queue(
            PREFIX.given(context).orElse("") + QUEUE.in(context),
            PREFETCH.in(context),
            MAX_SIZE.in(context));
    return new AmqpConnector(context.source(Broker.class), queue);
  }
}
