package io.causerie.sapfake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the stand-in demands, and how it fails. */
class FakeS4Test {
  private static final String TEXT =
      "API_SALES_ORDER_SRV/A_SalesOrderText(SalesOrder='1',Language='EN',LongTextID='ZCAU')";
  private static final String BELOW = "API_SALES_ORDER_SRV/A_SalesOrder('1')/to_Text";
  private static final String NEW =
      "{\"Language\":\"EN\",\"LongTextID\":\"ZCAU\",\"LongText\":\"one \\n\"}";

  private FakeS4 s4;
  private Http http;

  @BeforeEach
  void start() throws IOException {
    s4 = FakeS4.start(Clock.fixed(Instant.parse("2026-11-23T08:00:00Z"), ZoneOffset.UTC));
    http = new Http(s4);
    s4.put("A_SalesOrder", Map.of("SalesOrder", "1"), "ADA");
  }

  @AfterEach
  void stop() {
    s4.close();
  }

  private int status(String method, String address, String body, String... headers)
      throws Exception {
    return http.write(method, address, body, headers).statusCode();
  }

  @Test
  void writeNeedsATokenAndItsCookie() throws Exception {
    HttpResponse<byte[]> refused = http.write("POST", BELOW, NEW);

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().firstValue("x-csrf-token")).hasValue("Required");
    assertThat(status("POST", BELOW, NEW)).isEqualTo(403);
    http.signedIn();
    assertThat(status("POST", BELOW, NEW)).isEqualTo(201);
    s4.forgetTokens();
    assertThat(status("PATCH", TEXT, "{\"LongText\":\"two\"}")).isEqualTo(403);
  }

  @Test
  void textIsMadeThroughItsOrderAndReplacedAsAWhole() throws Exception {
    http.signedIn();
    assertThat(status("POST", "API_SALES_ORDER_SRV/A_SalesOrderText", NEW)).isEqualTo(405);
    assertThat(status("POST", BELOW, NEW)).isEqualTo(201);
    assertThat(s4.text("1", "EN", "ZCAU")).hasValue("one");
    assertThat(status("POST", BELOW, NEW)).isEqualTo(400);
    assertThat(status("PATCH", TEXT, "{\"LongText\":\"two\"}")).isEqualTo(204);
    assertThat(s4.text("1", "EN", "ZCAU")).hasValue("two");
    assertThat(status("POST", BELOW, NEW.replace("ZCAU", "ZZZZ"))).isEqualTo(400);
    assertThat(http.get(TEXT).headers().firstValue("etag")).isEmpty();
  }

  @Test
  void whereTextsHaveAnEtagItIsAskedFor() throws Exception {
    s4.textsHaveEtag(true);
    http.signedIn();
    status("POST", BELOW, NEW);
    String etag = http.get(TEXT).headers().firstValue("etag").orElseThrow();

    assertThat(status("PATCH", TEXT, "{\"LongText\":\"two\"}")).isEqualTo(428);
    assertThat(status("PATCH", TEXT, "{\"LongText\":\"two\"}", "If-Match", etag)).isEqualTo(204);
    assertThat(status("PATCH", TEXT, "{\"LongText\":\"3\"}", "If-Match", etag)).isEqualTo(412);
  }

  @Test
  void orderIsChangedByItsEtagOnly() throws Exception {
    String order = "API_SALES_ORDER_SRV/A_SalesOrder('1')";
    http.signedIn();
    String etag = http.get(order).headers().firstValue("etag").orElseThrow();

    assertThat(status("PATCH", order, "{\"DeliveryBlockReason\":\"01\"}")).isEqualTo(428);
    assertThat(status("MERGE", order, "{\"DeliveryBlockReason\":\"01\"}", "If-Match", "W/\"x\""))
        .isEqualTo(412);
    assertThat(status("PATCH", order, "{\"DeliveryBlockReason\":\"01\"}", "If-Match", etag))
        .isEqualTo(204);
  }

  @Test
  void filterThatItDoesNotKnowIsAnError() throws Exception {
    String orders = "API_SALES_ORDER_SRV/A_SalesOrder?$filter=";
    assertThat(http.get(orders + "Nothing%20eq%20'1'").statusCode()).isEqualTo(400);
    assertThat(http.get(orders + "SalesOrder%20eq%20").statusCode()).isEqualTo(400);
    assertThat(
            http.get("API_SALES_ORDER_SRV/A_SalesOrderText?$filter=LongText%20eq%20'x'")
                .statusCode())
        .isEqualTo(400);
    assertThat(
            Http.text(
                http.get(
                    "API_SALES_ORDER_SRV/A_SalesOrder/$count?$filter=not%20(SalesOrder%20eq%20'2')"
                        + "%20and%20startswith(SalesOrder,'1')")))
        .isEqualTo("1");
  }

  @Test
  void answerThatIsLostWasDone() throws Exception {
    http.signedIn();
    s4.faults().next(Faults.What.ANSWER_LOST, 1, request -> request.startsWith("POST"));

    assertThatThrownBy(() -> http.write("POST", BELOW, NEW)).isInstanceOf(IOException.class);
    assertThat(s4.text("1", "EN", "ZCAU")).hasValue("one");
  }

  @Test
  void otherFaults() throws Exception {
    s4.faults().next(Faults.What.UNAVAILABLE, 1);
    assertThat(http.get(TEXT).statusCode()).isEqualTo(503);
    s4.faults().next(Faults.What.BUSY, 1);
    assertThat(http.get(TEXT).headers().firstValue("Retry-After")).hasValue("7");
    s4.faults().next(Faults.What.HANG, 1);
    assertThatThrownBy(() -> http.send(http.request(TEXT).timeout(Duration.ofMillis(300))))
        .isInstanceOf(IOException.class);
    s4.faults().release();
    assertThat(http.get(TEXT).statusCode()).isEqualTo(404);
    assertThat(http.get(TEXT + "?sap-client=200").statusCode()).isEqualTo(401);
  }

  @Test
  void recordMayBeVisibleLaterThanItsEvent() throws Exception {
    s4.makeVisibleLater();
    s4.put("A_SalesOrder", Map.of("SalesOrder", "2"), "ADA");

    assertThat(s4.events().sent().get(1).path("data").path("SalesOrder").asText()).isEqualTo("2");
    assertThat(http.get("API_SALES_ORDER_SRV/A_SalesOrder('2')").statusCode()).isEqualTo(404);
    s4.reveal();
    assertThat(http.get("API_SALES_ORDER_SRV/A_SalesOrder('2')").statusCode()).isEqualTo(200);
  }

  @Test
  void eventCarriesTheKeyAndIsBroughtUntilItIsTaken() throws Exception {
    BlockingQueue<String> came = new LinkedBlockingQueue<>();
    HttpServer hook = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    hook.createContext(
        "/",
        exchange -> {
          boolean first = came.isEmpty();
          came.add(
              exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(first ? 503 : 202, -1);
          exchange.close();
        });
    hook.start();
    s4.events()
        .to(URI.create("http://127.0.0.1:" + hook.getAddress().getPort() + "/in"), "Bearer t");
    s4.put("A_SalesOrder", Map.of("SalesOrder", "1", "SoldToParty", "7"), "ADA");

    String refused = came.poll(20, TimeUnit.SECONDS);
    String taken = came.poll(20, TimeUnit.SECONDS);
    hook.stop(0);
    assertThat(taken)
        .isEqualTo(refused)
        .startsWith("Bearer t ")
        .contains("\"type\":\"sap.s4.beh.salesorder.v1.SalesOrder.Changed.v1\"")
        .contains("\"data\":{\"SalesOrder\":\"1\"}");
  }

  @Test
  void personChangesATextOnItsPage() throws Exception {
    HttpClient browser = HttpClient.newHttpClient();
    HttpResponse<String> saved =
        browser.send(
            HttpRequest.newBuilder(URI.create(s4.url() + "/orders/1"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "id=TX01&language=EN&user=HMEIER&text=Ring+%3Ctwice%3E"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    HttpResponse<String> page =
        browser.send(
            HttpRequest.newBuilder(URI.create(s4.url() + "/orders/1")).build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(saved.statusCode()).isEqualTo(303);
    assertThat(page.body()).contains("Ring &lt;twice&gt;").contains("aria-label=\"Text TX01 EN\"");
    assertThat(s4.events().sent()).hasSize(2);
  }

  private static String page(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void causerieStandsBesideADocumentAndIsToldWhoReads() throws Exception {
    assertThat(page(s4.url() + "/orders/1")).doesNotContain("causerie-record");
    s4.users("HMEIER", "ADA");
    s4.margin(new Margin("http://127.0.0.1:8080", "s4", "launchpad", "a-secret"));
    s4.put("A_OutbDeliveryHeader", Map.of("DeliveryDocument", "8"), "HMEIER");

    assertThat(page(s4.url() + "/orders/1?as=ADA"))
        .contains("type=\"SalesOrder\" record=\"1\" token-url=\"/orders/1/token?as=ADA\"");
    assertThat(page(s4.url() + "/deliveries/8?as=NOBODY"))
        .contains(
            "type=\"OutboundDelivery\" record=\"8\" token-url=\"/deliveries/8/token?as=HMEIER\"");
    String[] token = page(s4.url() + "/orders/1/token?as=ADA").split("\\.");
    assertThat(token).hasSize(3);
    assertThat(new String(Base64.getUrlDecoder().decode(token[1]), StandardCharsets.UTF_8))
        .contains("\"iss\":\"launchpad\"")
        .contains("\"sub\":\"ada\"")
        .contains("\"title\":\"Sales order 1\"");
  }
}
