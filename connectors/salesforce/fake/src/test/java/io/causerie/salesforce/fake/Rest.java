package io.causerie.salesforce.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Who calls the REST API in tests, as somebody. */
record Rest(String address, String token) {
  static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String DATA = "/services/data/v62.0";

  /** What was answered. */
  record Answer(int status, String text, HttpResponse<String> whole) {
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(text, e);
      }
    }
  }

  static Rest as(FakeSalesforce salesforce, String user) {
    return new Rest(salesforce.address(), salesforce.sessions().open(user, "test"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  Answer send(String method, String path, String type, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Answer get(String path) {
    return send("GET", path.startsWith("/services") ? path : DATA + path, "text/plain", "");
  }

  Answer json(String method, String path, String body, String... headers) {
    return send(method, DATA + path, "application/json", body, headers);
  }

  Answer query(String soql) {
    return get("/query?q=" + encoded(soql));
  }

  Answer queryAll(String soql) {
    return get("/queryAll?q=" + encoded(soql));
  }

  Answer form(String path, Map<String, String> form) {
    return send(
        "POST",
        path,
        "application/x-www-form-urlencoded",
        form.entrySet().stream()
            .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
            .collect(Collectors.joining("&")));
  }
}
