package io.causerie.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each request with its answer into a file of its own, to make cases for tests from. What is
 * secret, or named like it, is masked; what the system says of its records is not.
 */
final class Recorder {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  private final Path folder;
  private final AtomicInteger count = new AtomicInteger();

  Recorder(Path folder) {
    this.folder = folder;
  }

  void record(Request request, Answer answer, Masks masks) {
    ObjectNode pair = Json.MAPPER.createObjectNode();
    ObjectNode asked = pair.putObject("request");
    asked.put("method", request.method());
    asked.put("address", masks.hideAll(request.address().text()));
    Map<String, List<String>> headers = new TreeMap<>();
    request.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    headers(asked, headers, masks);
    body(asked, request.body(), masks);
    ObjectNode answered = pair.putObject("answer");
    answered.put("status", answer.status());
    headers(answered, new TreeMap<>(answer.headers()), masks);
    body(answered, answer.body(), masks);
    write(name(request), pair);
  }

  private static void headers(ObjectNode to, Map<String, List<String>> headers, Masks masks) {
    ObjectNode all = to.putObject("headers");
    headers.forEach(
        (name, values) ->
            values.forEach(value -> all.withArray(name).add(masks.header(name, value))));
  }

  /** JSON as JSON, so that it can be cut out; anything else as text. */
  private static void body(ObjectNode to, byte[] body, Masks masks) {
    if (body.length > 0) {
      String text = masks.hideAll(new String(body, StandardCharsets.UTF_8));
      to.set("body", json(text));
    }
  }

  private static JsonNode json(String text) {
    try {
      JsonNode json = Json.MAPPER.readTree(text);
      return json.isContainerNode() ? json : Json.MAPPER.getNodeFactory().textNode(text);
    } catch (IOException e) {
      return Json.MAPPER.getNodeFactory().textNode(text);
    }
  }

  private String name(Request request) {
    String path = request.address().path().replaceAll("[^A-Za-z0-9]+", "-");
    String end = path.length() > 60 ? path.substring(path.length() - 60) : path;
    return "%04d-%s%s.json".formatted(count.incrementAndGet(), request.method(), end);
  }

  /** What cannot be written stops nothing: the system has answered. */
  private void write(String name, ObjectNode pair) {
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve(name),
          Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(pair) + "\n");
    } catch (IOException e) {
      LOG.warn("{} cannot be written into {}: {}", name, folder, e.toString());
    }
  }
}
