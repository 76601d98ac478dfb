package io.causerie.sapfake;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A client with credentials, cookies, and a token for its writes. */
final class Http {
  private final FakeS4 s4;
  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private String token = "";

  Http(FakeS4 s4) {
    this.s4 = s4;
  }

  /** Asks for a token first. */
  Http signedIn() throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        send(request("API_SALES_ORDER_SRV/").header("X-CSRF-Token", "Fetch"));
    token = answer.headers().firstValue("x-csrf-token").orElseThrow();
    return this;
  }

  HttpRequest.Builder request(String address) {
    String user = FakeS4.USER + ":" + FakeS4.PASSWORD;
    return HttpRequest.newBuilder(URI.create(s4.url() + FakeS4.SERVICES + address))
        .header(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> get(String address) throws IOException, InterruptedException {
    return send(request(address));
  }

  HttpResponse<byte[]> write(String method, String address, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(address)
            .header("X-CSRF-Token", token)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
