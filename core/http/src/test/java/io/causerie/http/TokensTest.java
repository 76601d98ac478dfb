package io.causerie.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.causerie.spi.SourceException;
import io.causerie.testkit.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final String SECRET = "canary-of-the-client";
  private static final WireMockServer ERP = Systems.start();

  private final SettableClock clock = Systems.clock();
  private final Address tokens = Address.of(ERP.baseUrl() + "/token");
  private final Request orders = Request.get(Address.of(ERP.baseUrl() + "/orders"));

  @AfterAll
  static void stop() {
    ERP.stop();
  }

  @BeforeEach
  void reset() {
    ERP.resetAll();
    token("t1", 3600);
    ERP.stubFor(get(urlPathEqualTo("/orders")).willReturn(okJson("{}")));
  }

  private static void token(String token, int seconds) {
    ERP.stubFor(
        post(urlPathEqualTo("/token"))
            .willReturn(
                okJson("{\"access_token\":\"%s\",\"expires_in\":%d}".formatted(token, seconds))));
  }

  private SystemClient client() {
    return HttpClients.apart()
        .client(
            Systems.settings(),
            Authorization.clientCredentials(tokens, "causerie", SECRET, "read", clock),
            clock);
  }

  private static void asked(int times) {
    ERP.verify(times, postRequestedFor(urlPathEqualTo("/token")));
  }

  private static void shown(int times, String token) {
    ERP.verify(
        times,
        getRequestedFor(urlPathEqualTo("/orders"))
            .withHeader("Authorization", equalTo("Bearer " + token)));
  }

  @Test
  void sessionIsForWhatIsNoHttpAndHasWhatTheServerSaid() throws Exception {
    ERP.stubFor(
        post(urlPathEqualTo("/token"))
            .willReturn(
                okJson(
                    "{\"access_token\":\"t1\",\"instance_url\":\"https://eu.example.com\",\"n\":1}")));
    SystemClient client = client();

    Session session = client.session().orElseThrow();
    assertThat(session.token()).isEqualTo("t1");
    assertThat(session.text("instance_url")).contains("https://eu.example.com");
    assertThat(session.toString()).doesNotContain("t1");
    client.send(orders);
    asked(1);

    client.refused(session);
    token("t2", 3600);
    assertThat(client.session().orElseThrow().token()).isEqualTo("t2");
    client.refused(session);
    assertThat(client.session().orElseThrow().token()).as("another's is kept").isEqualTo("t2");
    asked(2);
  }

  @Test
  void grantOfAPersonIsTradedAndKeptWhereItIsRenewed() throws Exception {
    ERP.stubFor(
        post(urlPathEqualTo("/token"))
            .willReturn(
                okJson(
                    "{\"access_token\":\"t1\",\"expires_in\":3600,\"refresh_token\":\"second\"}")));
    List<String> renewed = new ArrayList<>();
    SystemClient client =
        HttpClients.apart()
            .client(
                Systems.settings(),
                Authorization.refreshToken(tokens, "app", "", "first", renewed::add, clock),
                clock);

    client.send(orders);
    clock.tick(Duration.ofHours(2));
    client.send(orders);

    shown(2, "t1");
    assertThat(renewed).containsExactly("second");
    ERP.verify(
        1,
        postRequestedFor(urlPathEqualTo("/token"))
            .withFormParam("refresh_token", equalTo("first"))
            .withFormParam("grant_type", equalTo("refresh_token")));
    ERP.verify(
        1,
        postRequestedFor(urlPathEqualTo("/token"))
            .withFormParam("refresh_token", equalTo("second")));
  }

  @Test
  void whoHasNoTokenHasNoSession() throws Exception {
    SystemClient client =
        HttpClients.apart().client(Systems.settings(), Authorization.basic("ada", SECRET), clock);

    assertThat(client.session()).isEmpty();
  }

  @Test
  void tokenIsKeptAndRenewedBeforeItExpires() throws Exception {
    SystemClient client = client();
    client.send(orders);
    clock.tick(Duration.ofMinutes(58));
    client.send(orders);
    asked(1);

    token("t2", 3600);
    clock.tick(Duration.ofMinutes(1));
    client.send(orders);

    asked(2);
    shown(2, "t1");
    shown(1, "t2");
    ERP.verify(
        2,
        postRequestedFor(urlPathEqualTo("/token"))
            .withRequestBody(equalTo("grant_type=client_credentials&scope=read")));
  }

  @Test
  void tokenThatStillHoldsIsUsedWhileTheTokenServerRests() throws Exception {
    SystemClient client = client();
    client.send(orders);
    ERP.stubFor(post(urlPathEqualTo("/token")).willReturn(aResponse().withStatus(503)));

    clock.tick(Duration.ofMinutes(59));
    client.send(orders);
    shown(2, "t1");

    clock.tick(Duration.ofMinutes(1));
    SourceException fault = catchThrowableOfType(SourceException.class, () -> client.send(orders));
    assertThat(fault.fault()).isEqualTo(SourceException.Fault.TEMPORARY);
  }

  @Test
  void refusedTokenIsThrownAwayAndAskedForOnceMore() throws Exception {
    SystemClient client = client();
    client.send(orders);
    ERP.stubFor(
        get(urlPathEqualTo("/orders"))
            .withHeader("Authorization", equalTo("Bearer t1"))
            .willReturn(aResponse().withStatus(401)));
    token("t2", 3600);

    assertThat(client.send(orders).status()).isEqualTo(200);

    asked(2);
    shown(1, "t2");
  }

  @Test
  void newTokenThatIsRefusedTooIsNotAskedForAThirdTime() throws Exception {
    ERP.stubFor(get(urlPathEqualTo("/orders")).willReturn(aResponse().withStatus(401)));

    assertThat(client().send(orders).status()).isEqualTo(401);

    asked(2);
    shown(2, "t1");
  }

  @Test
  void tokenIsFetchedOnceForManyThreads() throws Exception {
    int threads = 8;
    CountDownLatch started = new CountDownLatch(threads);
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/token",
        exchange -> {
          asked.incrementAndGet();
          try {
            started.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          answer(exchange, "{\"access_token\":\"t\",\"expires_in\":3600}");
        });
    server.createContext("/orders", exchange -> answer(exchange, "{}"));
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      SystemClient client =
          HttpClients.apart()
              .client(
                  Systems.settings(),
                  Authorization.clientCredentials(
                      Address.of(url + "/token"), "causerie", SECRET, null, clock),
                  clock);
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        answers.add(
            pool.submit(
                () -> {
                  started.countDown();
                  return client.send(Request.get(Address.of(url + "/orders")));
                }));
      }
      for (Future<Answer> answer : answers) {
        assertThat(answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
      }
      assertThat(asked).hasValue(1);
    } finally {
      pool.shutdownNow();
      server.stop(0);
    }
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void refusedClientIsNamedWithoutItsSecret() {
    ERP.stubFor(
        post(urlPathEqualTo("/token"))
            .willReturn(
                aResponse()
                    .withStatus(400)
                    .withBody(
                        "{\"error\":\"invalid_client\",\"error_description\":\""
                            + SECRET
                            + "\"}")));

    SourceException fault =
        catchThrowableOfType(SourceException.class, () -> client().send(orders));

    assertThat(fault.fault()).isEqualTo(SourceException.Fault.CREDENTIALS);
    assertThat(fault)
        .hasMessage("the token server " + tokens.host() + " answered 400: invalid_client");
    assertThat(fault + fault.remedy().text()).doesNotContain(SECRET);
  }

  @Test
  void answerWithoutATokenIsAFault() {
    for (String answer : List.of("{}", "{\"access_token\":\"a\\nb\"}")) {
      ERP.stubFor(post(urlPathEqualTo("/token")).willReturn(okJson(answer)));

      assertThat(catchThrowableOfType(SourceException.class, () -> client().send(orders)))
          .hasMessageEndingWith("answered without an access token");
    }
  }

  @Test
  void assertionIsSignedForTheTokenServerAndTradedForAToken() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    SystemClient client =
        HttpClients.apart()
            .client(
                Systems.settings(),
                Authorization.jwtBearer(tokens, "causerie", "ADA", tokens.text(), pem, clock),
                clock);

    client.send(orders);

    shown(1, "t1");
    String form =
        URLDecoder.decode(
            ERP.findAll(postRequestedFor(urlPathEqualTo("/token"))).get(0).getBodyAsString(),
            StandardCharsets.UTF_8);
    assertThat(form)
        .contains("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer")
        .contains("client_id=causerie");
    SignedJWT jwt = SignedJWT.parse(form.replaceAll(".*assertion=([^&]+).*", "$1"));
    assertThat(jwt.verify(new RSASSAVerifier((RSAPublicKey) pair.getPublic()))).isTrue();
    assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo("causerie");
    assertThat(jwt.getJWTClaimsSet().getSubject()).isEqualTo("ADA");
    assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly(tokens.text());
    assertThat(jwt.getJWTClaimsSet().getExpirationTime().toInstant())
        .isEqualTo(clock.instant().plus(Duration.ofMinutes(5)));
    assertThat(jwt.getJWTClaimsSet().getJWTID()).isNotBlank();
  }
}
