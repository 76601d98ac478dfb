package io.causerie.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.model.phrase.Phrase;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import io.causerie.spi.Subscription;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.system.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the messages of a queue, at a real broker. */
class QueueTest {
  private static final String READER = "causerie";

  private @Nullable EmbeddedBroker broker;

  @AfterEach
  void close() {
    if (broker != null) {
      broker.close();
    }
  }

  private EmbeddedBroker broker(String prefix) {
    EmbeddedBroker made = new EmbeddedBroker(prefix);
    made.reader(READER, "secret");
    broker = made;
    return made;
  }

  private static Connector connector(String url, String... more) throws Exception {
    Map<String, List<String>> values = new HashMap<>();
    values.put("url", List.of(url));
    values.put("queue", List.of(EmbeddedBroker.QUEUE));
    values.put("auth.plain.username", List.of(READER));
    values.put("auth.plain.password", List.of("secret"));
    values.put("timeout", List.of("PT10S"));
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], List.of(more[i + 1]));
    }
    ConnectorContext context = new ConnectorContext("desk", "orders", Clock.systemUTC(), values);
    AmqpKind kind = new AmqpKind();
    return kind.connector(context.in(kind.system(context)));
  }

  private static EmbeddedBroker.Made event(String id) {
    return Sent.structured(
        "application/cloudevents+json",
        "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/s\",\"type\":\"t\",\"data\":{}}"
            .formatted(id));
  }

  /** Takes what is given, or does what a test wants instead. */
  private static final class Taker implements Subscription.Sink, AutoCloseable {
    final List<SourceRow> taken = new CopyOnWriteArrayList<>();
    final AtomicReference<@Nullable Exception> ended = new AtomicReference<>();
    volatile int signs;
    volatile @Nullable RuntimeException refuses;
    volatile CountDownLatch holds = new CountDownLatch(0);
    private volatile boolean over;
    private final Thread thread;

    Taker(Connector connector) {
      Subscription subscription = connector.intake().subscribed().orElseThrow();
      thread =
          new Thread(
              () -> {
                try {
                  subscription.run(subscription.start(null), this);
                } catch (Exception e) {
                  ended.set(e);
                }
              },
              "taker");
      thread.setDaemon(true);
    }

    Taker begin() {
      thread.start();
      return this;
    }

    @Override
    public void page(Poller.Page page) throws InterruptedException {
      holds.await();
      RuntimeException e = refuses;
      if (e != null) {
        throw e;
      }
      taken.addAll(page.rows());
    }

    @Override
    public void alive() {
      signs++;
    }

    @Override
    public void broke(Phrase why, @Nullable Instant since) {
      throw new AssertionError(why.text());
    }

    @Override
    public boolean ending() {
      return over;
    }

    void untilEnded() {
      Eventually.until("it has ended", () -> !thread.isAlive());
    }

    @Override
    public void close() {
      over = true;
      thread.interrupt();
      untilEnded();
    }
  }

  @Test
  void messageIsAcceptedWhenItsPageIsDurableAndNotBefore() throws Exception {
    EmbeddedBroker artemis = broker("");
    artemis.send(event("1"), event("2"), event("3"));
    Connector connector = connector(artemis.url(), "prefetch", "2");
    try (Taker taker = new Taker(connector)) {
      taker.holds = new CountDownLatch(1);
      taker.begin();
      Eventually.until("it has some in hand", () -> artemis.inHand() > 0);
      assertThat(artemis.waiting()).isEqualTo(3);
      taker.holds.countDown();
      Eventually.until("all are accepted", () -> artemis.waiting() == 0);

      assertThat(taker.taken).extracting(row -> row.event().id()).containsExactly("1", "2", "3");
      assertThat(taker.signs).isPositive();
    }
    assertThat(artemis.consumers()).isZero();
    connector.close();
  }

  @Test
  void messageThatIsNotTakenIsReleasedAndOneThatNeverIsIsKeptAfterFiveTimes() throws Exception {
    EmbeddedBroker artemis = broker("");
    artemis.send(event("1"));
    Connector connector = connector(artemis.url());
    for (int i = 0; i < Attempts.MOST; i++) {
      try (Taker taker = new Taker(connector)) {
        taker.refuses = new IllegalStateException("poison");
        taker.begin();
        taker.untilEnded();
        assertThat(taker.ended.get()).hasMessage("poison");
      }
      Eventually.until("it is given back", () -> artemis.waiting() == 1 && artemis.inHand() == 0);
    }
    try (Taker taker = new Taker(connector).begin()) {
      Eventually.until("it is taken at last", () -> artemis.waiting() == 0);
      assertThat(taker.taken)
          .singleElement()
          .satisfies(
              row ->
                  assertThat(Objects.requireNonNull(row.fault()).reason())
                      .asString()
                      .contains("delivered 5 times"));
    }
    connector.close();
  }

  @Test
  void whatIsNoEventIsTakenAsSuchAndHoldsUpNobody() throws Exception {
    EmbeddedBroker artemis = broker("");
    artemis.send(
        session -> session.createObjectMessage("an object of Java"),
        session -> session.createMapMessage(),
        session -> session.createTextMessage("hello"),
        Sent.structured("application/cloudevents+json", "{"),
        Sent.structured("application/octet-stream", "x".repeat(5000)),
        session ->
            session.createTextMessage(
                "{\"specversion\":\"1.0\",\"id\":\"t\",\"source\":\"/s\",\"type\":\"t\"}"),
        event("good"));
    Connector connector = connector(artemis.url(), "maxSize", "4000");
    try (Taker taker = new Taker(connector).begin()) {
      Eventually.until("all are accepted", () -> artemis.waiting() == 0);

      assertThat(taker.taken).hasSize(7);
      assertThat(taker.taken.stream().filter(row -> row.fault() == null))
          .extracting(row -> row.event().id())
          .containsExactly("t", "good");
      assertThat(Objects.requireNonNull(taker.taken.get(0).fault()).reason())
          .asString()
          .contains("an object, a map");
    }
    connector.close();
  }

  @Test
  void addressOfAQueueHasWhatTheBrokerWantsBeforeItsName() throws Exception {
    EmbeddedBroker artemis = broker("queue:");
    artemis.send(event("1"));
    Connector connector = connector(artemis.url(), "prefix", "queue:");
    connector.check();
    assertThat(artemis.inHand()).as("a check takes nothing").isZero();
    try (Taker taker = new Taker(connector).begin()) {
      Eventually.until("it is taken", () -> taker.taken.size() == 1);
    }
    connector.close();
  }

  @Test
  void lineOverAWebSocketIsTheSame() throws Exception {
    EmbeddedBroker artemis = broker("");
    artemis.send(event("1"));
    Connector connector = connector(artemis.webSocket() + "/protocols/amqp10ws");
    try (Taker taker = new Taker(connector).begin()) {
      Eventually.until("it is taken", () -> taker.taken.size() == 1 && artemis.waiting() == 0);
    }
    connector.close();
  }

  /** A server that answers one request after the other, each with what a test says. */
  private static final class Answering implements AutoCloseable {
    final List<String> heads = new CopyOnWriteArrayList<>();
    private final ServerSocket socket;

    Answering(int port, String answer) throws IOException {
      socket = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
      Thread thread =
          new Thread(
              () -> {
                while (!socket.isClosed()) {
                  try (Socket one = socket.accept()) {
                    byte[] read = new byte[8192];
                    int length = one.getInputStream().read(read);
                    heads.add(new String(read, 0, Math.max(0, length), StandardCharsets.US_ASCII));
                    one.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    one.getOutputStream().flush();
                  } catch (IOException e) {
                    // The next one, or the end.
                    continue;
                  }
                }
              },
              "answering");
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static String http(int status, String body) {
    return "HTTP/1.1 %d Said\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(status, body.length(), body);
  }

  @Test
  void tokenOfAClientGoesIntoTheHeadOfTheWebSocket() throws Exception {
    int tokens = Ports.free();
    int gateway = Ports.free();
    String token = "canary-of-the-token";
    try (Answering issuer =
            new Answering(
                tokens, http(200, "{\"access_token\":\"" + token + "\",\"expires_in\":3600}"));
        Answering broker = new Answering(gateway, http(401, "{}"))) {
      Map<String, List<String>> values =
          Map.of(
              "url", List.of("amqpws://127.0.0.1:" + gateway + "/protocols/amqp10ws"),
              "queue", List.of("causerie/orders"),
              "prefix", List.of("queue:"),
              "timeout", List.of("PT5S"),
              "auth.clientCredentials.tokenUrl", List.of("http://127.0.0.1:" + tokens + "/token"),
              "auth.clientCredentials.clientId", List.of("sb"),
              "auth.clientCredentials.clientSecret", List.of("canary-of-the-secret"));
      ConnectorContext context = new ConnectorContext("mesh", "events", Clock.systemUTC(), values);
      AmqpKind kind = new AmqpKind();
      try (Connector connector = kind.connector(context.in(kind.system(context)))) {
        assertThatThrownBy(connector::check)
            .isInstanceOfSatisfying(
                SourceException.class,
                e -> {
                  assertThat(e.fault()).isEqualTo(SourceException.Fault.CREDENTIALS);
                  assertThat(e.getMessage()).doesNotContain("canary");
                  assertThat(e.remedy().text()).contains("auth.clientCredentials");
                });
        assertThatThrownBy(connector::check).isInstanceOf(SourceException.class);
      }
      assertThat(broker.heads.get(0))
          .startsWith("GET /protocols/amqp10ws ")
          .containsIgnoringCase("authorization: Bearer " + token)
          .containsIgnoringCase("sec-websocket-protocol: amqp");
      assertThat(issuer.heads).as("a token that was refused is not shown again").hasSize(2);
    }
  }
}
