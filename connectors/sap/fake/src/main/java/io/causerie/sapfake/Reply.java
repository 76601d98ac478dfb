package io.causerie.sapfake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer. */
record Reply(int status, Map<String, String> headers, byte[] body) {
  static Reply of(int status, String type, String body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", type);
    return new Reply(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  static Reply json(int status, JsonNode body) {
    return of(status, "application/json;charset=utf-8", body.toString())
        .with("DataServiceVersion", "2.0");
  }

  static Reply nothing(int status) {
    return new Reply(status, new LinkedHashMap<>(), new byte[0]);
  }

  /** An error in the form of the gateway. */
  static Reply error(int status, String code, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode error = body.putObject("error");
    error.put("code", code).putObject("message").put("lang", "en").put("value", message);
    error.putObject("innererror").put("transactionid", "FAKE").putArray("errordetails");
    return json(status, body);
  }

  Reply with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, body);
  }
}
