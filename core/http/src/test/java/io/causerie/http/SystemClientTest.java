package io.causerie.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import com.sun.net.httpserver.HttpServer;
import io.causerie.spi.SourceException;
import io.causerie.testkit.SettableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SystemClientTest {
  private static final WireMockServer ERP = Systems.start();

  private final SettableClock clock = Systems.clock();
  private final HttpClients clients = HttpClients.apart();
  private final Address root = Address.of(ERP.baseUrl() + "/api/");

  @AfterAll
  static void stop() {
    ERP.stop();
  }

  @BeforeEach
  void reset() {
    ERP.resetAll();
    ERP.stubFor(get(urlPathEqualTo("/api/orders")).willReturn(okJson("{\"total\":1.50}")));
  }

  private SystemClient client(Authorization authorization) {
    return clients.client(Systems.settings(), authorization, clock);
  }

  private Request orders() {
    return Request.get(root.below("orders"));
  }

  @Test
  void numbersKeepTheirDigits() throws Exception {
    assertThat(client(Authorization.none()).json(orders()).path("total").asText())
        .isEqualTo("1.50");
    ERP.verify(
        getRequestedFor(urlPathEqualTo("/api/orders")).withHeader("Authorization", absent()));
  }

  @Test
  void userAndPasswordAreShown() throws Exception {
    client(Authorization.basic("CAUSERIE", "pässword")).send(orders());

    ERP.verify(
        getRequestedFor(urlPathEqualTo("/api/orders"))
            .withHeader("Authorization", equalTo("Basic Q0FVU0VSSUU6cMOkc3N3b3Jk")));
  }

  @Test
  void keyIsShownInAHeaderOrInTheQuery() throws Exception {
    client(Authorization.keyInHeader("X-API-Key", "k 1")).send(orders());
    client(Authorization.keyInQuery("api_key", "k 1")).send(orders());

    ERP.verify(
        getRequestedFor(urlPathEqualTo("/api/orders")).withHeader("X-API-Key", equalTo("k 1")));
    ERP.verify(
        getRequestedFor(urlPathEqualTo("/api/orders")).withQueryParam("api_key", equalTo("k 1")));
  }

  /** What was sent may have been done: only who sent it knows whether to send it again. */
  @Test
  void writeWhoseAnswerIsLostIsNotSentTwice() throws Exception {
    ERP.stubFor(
        post(urlPathEqualTo("/api/orders"))
            .willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
    SystemClient client = client(Authorization.none());
    client.send(orders());

    assertThat(
            catchThrowableOfType(
                SourceException.class,
                () ->
                    client.send(
                        Request.post(
                            root.below("orders"), "application/json", new byte[] {'{', '}'}))))
        .hasMessageContaining("broke");
    ERP.verify(1, postRequestedFor(urlPathEqualTo("/api/orders")));
  }

  @Test
  void answerThatIsTooLongIsNotRead() {
    ERP.stubFor(get(urlPathEqualTo("/api/orders")).willReturn(ok("x".repeat(Systems.MOST + 1))));

    SourceException fault =
        catchThrowableOfType(
            SourceException.class, () -> client(Authorization.none()).send(orders()));

    assertThat(fault).hasMessage(root.host() + " answered with more than 1000 bytes");
    assertThat(fault.fault()).isEqualTo(SourceException.Fault.CONFIGURATION);
  }

  @Test
  void requestMayAllowMoreThanUsual() throws Exception {
    ERP.stubFor(get(urlPathEqualTo("/api/orders")).willReturn(ok("x".repeat(2000))));

    Answer answer = client(Authorization.none()).send(orders().atMost(2000));

    assertThat(answer.body()).hasSize(2000);
  }

  @Test
  void tokenAgainstForgeryIsFetchedWhenItIsWantedAndKept() throws Exception {
    ERP.stubFor(
        post(urlPathEqualTo("/api/batch"))
            .willReturn(aResponse().withStatus(403).withHeader("X-CSRF-Token", "Required")));
    ERP.stubFor(
        get(urlPathEqualTo("/api/"))
            .withHeader("X-CSRF-Token", equalTo("Fetch"))
            .willReturn(
                ok().withHeader("X-CSRF-Token", "t1").withHeader("Set-Cookie", "SID=s; Path=/")));
    ERP.stubFor(
        post(urlPathEqualTo("/api/batch"))
            .withHeader("X-CSRF-Token", equalTo("t1"))
            .withCookie("SID", equalTo("s"))
            .willReturn(ok("done")));
    SystemClient client = client(Authorization.none());
    Request batch =
        Request.post(root.below("batch"), "text/plain", "x".getBytes(StandardCharsets.UTF_8))
            .csrf(root);

    assertThat(client.send(batch).text()).isEqualTo("done");
    assertThat(client.send(batch).text()).isEqualTo("done");

    ERP.verify(1, getRequestedFor(urlPathEqualTo("/api/")));
    ERP.verify(3, postRequestedFor(urlPathEqualTo("/api/batch")));
  }

  @Test
  void refusalThatSpeaksOfNoTokenStaysOne() throws Exception {
    ERP.stubFor(post(urlPathEqualTo("/api/batch")).willReturn(aResponse().withStatus(403)));

    Answer answer =
        client(Authorization.none())
            .send(Request.post(root.below("batch"), "text/plain", new byte[0]).csrf(root));

    assertThat(answer.status()).isEqualTo(403);
    ERP.verify(0, getRequestedFor(urlPathEqualTo("/api/")));
  }

  @Test
  void cookiesStayWithTheirClient() throws Exception {
    ERP.stubFor(
        get(urlPathEqualTo("/api/orders"))
            .willReturn(okJson("{}").withHeader("Set-Cookie", "SID=s; Path=/")));
    client(Authorization.none()).send(orders());

    client(Authorization.none()).send(orders());

    ERP.verify(2, getRequestedFor(urlPathEqualTo("/api/orders")).withHeader("Cookie", absent()));
  }

  @Test
  void requestsAreCountedBySystemAndOutcome() throws Exception {
    ERP.stubFor(get(urlPathEqualTo("/api/lost")).willReturn(aResponse().withStatus(404)));
    ERP.stubFor(get(urlPathEqualTo("/api/busy")).willReturn(aResponse().withStatus(429)));
    ERP.stubFor(get(urlPathEqualTo("/api/same")).willReturn(aResponse().withStatus(304)));
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    SystemClient client = client(Authorization.none());
    try (AutoCloseable counted = clients.count(meters)) {
      client.send(orders());
      client.send(Request.get(root.below("same")).header("If-None-Match", "\"1\""));
      client.send(Request.get(root.below("lost")));
      client.send(Request.get(root.below("busy")));
    }
    client.send(orders());

    assertThat(
            meters
                .get("causerie.source.requests")
                .tags("system", "erp", "outcome", "ok")
                .timer()
                .count())
        .isEqualTo(2);
    assertThat(meters.getMeters())
        .extracting(m -> m.getId().getTag("outcome"))
        .containsExactlyInAnyOrder("ok", "wrong", "limited");
    assertThat(meters.getMeters().toString()).doesNotContain("/api", "lost");
  }

  /** A system that takes a request and never answers it, until the test is over. */
  private static HttpServer silent(CountDownLatch asked, CountDownLatch over) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.countDown();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task);
              thread.setDaemon(true);
              return thread;
            }));
    server.start();
    return server;
  }

  @Test
  void whoAnswersTooLateIsToldApart() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    HttpServer server = silent(new CountDownLatch(1), over);
    try {
      Address address = Address.of("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      SystemClient client =
          clients.client(
              new ClientSettings("erp", Duration.ofMillis(200), 1000, Map.of()),
              Authorization.none(),
              clock);

      SourceException fault =
          catchThrowableOfType(
              SourceException.class, () -> client.send(Request.get(address.with("key", "canary"))));

      assertThat(fault).hasMessage("127.0.0.1 did not answer in time");
      assertThat(fault.fault()).isEqualTo(SourceException.Fault.TEMPORARY);
      assertThat(fault.remedy().text()).contains(address.toString()).doesNotContain("canary");
    } finally {
      over.countDown();
      server.stop(0);
    }
  }

  @Test
  void closingEndsWhatIsUnderWayOfThisClientAlone() throws Exception {
    CountDownLatch asked = new CountDownLatch(2);
    CountDownLatch over = new CountDownLatch(1);
    HttpServer server = silent(asked, over);
    try {
      Address address = Address.of("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      SystemClient closed = client(Authorization.none());
      SystemClient other = client(Authorization.none());
      CompletableFuture<Throwable> ended = sent(closed, address);
      CompletableFuture<Throwable> going = sent(other, address);

      asked.await();
      closed.close();

      assertThat(ended.get(20, TimeUnit.SECONDS)).hasMessageContaining("the connection to");
      assertThat(going).isNotDone();
    } finally {
      over.countDown();
      server.stop(0);
    }
  }

  private static CompletableFuture<Throwable> sent(SystemClient client, Address address) {
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () ->
                ended.complete(
                    catchThrowableOfType(
                        SourceException.class, () -> client.send(Request.get(address)))));
    thread.setDaemon(true);
    thread.start();
    return ended;
  }
}
