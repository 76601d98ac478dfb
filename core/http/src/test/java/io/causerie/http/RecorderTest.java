package io.causerie.http;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import io.causerie.testkit.SettableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
  private static final WireMockServer ERP = Systems.start();

  @TempDir Path folder;
  private final SettableClock clock = Systems.clock();

  @AfterAll
  static void stop() {
    ERP.stop();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> found = Files.list(folder.resolve("recorded"))) {
      return found.sorted().map(f -> f.getFileName().toString()).toList();
    }
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.resolve("recorded").resolve(file));
  }

  private SystemClient client(Authorization authorization) {
    return HttpClients.apart()
        .recordingTo(folder.resolve("recorded"))
        .client(Systems.settings(), authorization, clock);
  }

  @Test
  void requestAndAnswerBecomeACase() throws Exception {
    ERP.stubFor(
        get(urlPathEqualTo("/orders"))
            .willReturn(okJson("{\"id\":4711,\"total\":1.50,\"customer\":\"Ada\"}")));

    client(Authorization.none())
        .send(
            Request.get(Address.of(ERP.baseUrl() + "/orders").with("$top", "1"))
                .header("Accept", "application/json"));

    assertThat(files()).containsExactly("0001-GET-orders.json");
    JsonNode pair = Json.MAPPER.readTree(text("0001-GET-orders.json"));
    assertThat(pair.at("/request/address").asText()).isEqualTo(ERP.baseUrl() + "/orders?$top=1");
    assertThat(pair.at("/request/headers/Accept/0").asText()).isEqualTo("application/json");
    assertThat(pair.at("/answer/status").asInt()).isEqualTo(200);
    assertThat(pair.at("/answer/body").toString())
        .isEqualTo("{\"id\":4711,\"total\":1.50,\"customer\":\"Ada\"}");
  }

  @Test
  void nothingSecretIsWritten() throws Exception {
    ERP.stubFor(
        post(urlPathEqualTo("/token"))
            .willReturn(
                okJson("{\"access_token\":\"canary-access\",\"refresh_token\":\"canary-r\"}")));
    ERP.stubFor(
        post(urlPathEqualTo("/orders"))
            .willReturn(
                okJson(
                        "{\"echo\":\"canary-access\",\"clientSecret\":\"canary-q\\\"uoted\",\"id\":1}")
                    .withHeader("Set-Cookie", "SID=canary-cookie; Path=/")
                    .withHeader("X-CSRF-Token", "canary-csrf")
                    .withHeader("Location", "https://x.example.com/?code=canary-code")));
    Address tokens = Address.of(ERP.baseUrl() + "/token");
    SystemClient client =
        client(Authorization.clientCredentials(tokens, "causerie", "canary-secret", null, clock));
    Request order =
        Request.post(
                Address.of(ERP.baseUrl() + "/orders").with("api_key", "canary-query"),
                "application/json",
                "{\"password\":\"canary-body\",\"note\":\"canary-secret\",\"id\":1}"
                    .getBytes(StandardCharsets.UTF_8))
            .header("X-Session-Id", "canary-session");

    client.send(order);
    client.send(order);

    assertThat(files()).hasSize(3);
    for (String file : files()) {
      assertThat(text(file)).doesNotContain("canary", "Y2FuYXJ5");
    }
    assertThat(text(files().get(1))).contains("\"id\" : 1").contains("***");
  }

  @Test
  void keysOfAnyNameAreMasked() throws Exception {
    ERP.stubFor(get(urlPathEqualTo("/orders")).willReturn(okJson("{}")));
    Request orders = Request.get(Address.of(ERP.baseUrl() + "/orders"));

    client(Authorization.keyInQuery("k", "canary key")).send(orders);
    client(Authorization.keyInHeader("X-Who", "canary key")).send(orders);
    client(Authorization.basic("ada", "canary key")).send(orders);

    for (String file : files()) {
      assertThat(text(file)).doesNotContain("canary", "Y2FuYXJ5");
    }
  }

  @Test
  void folderThatCannotBeWrittenStopsNothing() throws Exception {
    ERP.stubFor(get(urlPathEqualTo("/orders")).willReturn(okJson("{}")));
    Files.writeString(folder.resolve("recorded"), "a file");

    Answer answer =
        client(Authorization.none()).send(Request.get(Address.of(ERP.baseUrl() + "/orders")));

    assertThat(answer.status()).isEqualTo(200);
  }
}
