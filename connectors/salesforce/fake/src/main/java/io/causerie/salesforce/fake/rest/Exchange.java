package io.causerie.salesforce.fake.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import io.causerie.salesforce.fake.store.Refused;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request and what is answered. */
public final class Exchange {
  static final ObjectMapper JSON = JsonMapper.builder().build();

  private final HttpExchange http;
  private final byte[] body;
  private final Map<String, String> query;
  private int status = 200;
  private String type = "application/json;charset=UTF-8";
  private byte @Nullable [] answer;

  Exchange(HttpExchange http) throws IOException {
    this.http = http;
    this.body = http.getRequestBody().readAllBytes();
    this.query = decoded(http.getRequestURI().getRawQuery());
  }

  private static Map<String, String> decoded(@Nullable String form) {
    Map<String, String> values = new LinkedHashMap<>();
    if (form != null) {
      for (String pair : form.split("&", -1)) {
        int sign = pair.indexOf('=');
        if (!pair.isEmpty()) {
          values.put(
              text(sign < 0 ? pair : pair.substring(0, sign)),
              sign < 0 ? "" : text(pair.substring(sign + 1)));
        }
      }
    }
    return values;
  }

  private static String text(String encoded) {
    return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
  }

  public String method() {
    String method = http.getRequestMethod();
    // Who cannot send PATCH.
    return "POST".equals(method) && query.containsKey("_HttpMethod")
        ? query.get("_HttpMethod")
        : method;
  }

  public String path() {
    return http.getRequestURI().getPath();
  }

  int addressLength() {
    return http.getRequestURI().toString().length();
  }

  public Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  public int number(String name, int otherwise) {
    try {
      return query(name).map(Integer::valueOf).orElse(otherwise);
    } catch (NumberFormatException e) {
      throw new Refused(400, "INVALID_QUERY_VALUE", "no number: " + name);
    }
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(http.getRequestHeaders().getFirst(name));
  }

  public JsonNode json() {
    try {
      JsonNode node = JSON.readTree(body);
      if (node == null || !node.isContainerNode()) {
        throw new Refused(400, "JSON_PARSER_ERROR", "an object is needed");
      }
      return node;
    } catch (IOException e) {
      throw new Refused(400, "JSON_PARSER_ERROR", "Unexpected character: no JSON");
    }
  }

  public Map<String, String> form() {
    return decoded(new String(body, StandardCharsets.UTF_8));
  }

  Optional<String> token() {
    return header("Authorization")
        .filter(value -> value.startsWith("Bearer ") || value.startsWith("OAuth "))
        .map(value -> value.substring(value.indexOf(' ') + 1).strip());
  }

  public void answer(int code, @Nullable Object content) {
    status = code;
    try {
      answer = content == null ? null : JSON.writeValueAsBytes(content);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  public void answer(Object content) {
    answer(200, content);
  }

  public void text(int code, String contentType, String content) {
    status = code;
    type = contentType;
    answer = content.getBytes(StandardCharsets.UTF_8);
  }

  public void redirect(String location) {
    http.getResponseHeaders().set("Location", location);
    status = 303;
    answer = null;
  }

  public void set(String header, String value) {
    http.getResponseHeaders().set(header, value);
  }

  void send() throws IOException {
    byte[] content = answer;
    if (content == null) {
      http.sendResponseHeaders(status, -1);
    } else {
      http.getResponseHeaders().set("Content-Type", type);
      http.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
      http.getResponseBody().write(content);
    }
    http.close();
  }

  /** Cuts the line. */
  void drop() {
    http.close();
  }
}
