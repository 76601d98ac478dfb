package io.causerie.sapfake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page for people: an order with its fields and texts, of which a text can be changed; and a few
 * addresses by which a story is played and faults are asked for.
 */
final class Page {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern ORDER = Pattern.compile("orders/(\\w{1,10})");
  private static final Pattern RECORD = Pattern.compile("fake/(A_\\w+)");

  private final FakeS4 s4;

  Page(FakeS4 s4) {
    this.s4 = s4;
  }

  Reply answer(Call asked) {
    String path = asked.path().replaceFirst("^/", "");
    Matcher order = ORDER.matcher(path);
    try {
      if (asked.writes()) {
        return order.matches() ? write(order.group(1), asked) : told(path, asked);
      }
      if (path.isEmpty() || path.equals("orders")) {
        return html("Sales orders", list());
      }
      if (order.matches()) {
        return order(order.group(1));
      }
    } catch (Refusal e) {
      return html(
          "Refused", "<p role=\"alert\">" + escaped(String.valueOf(e.getMessage())) + "</p>");
    }
    return Reply.of(404, "text/plain", "There is no such page.");
  }

  private String list() {
    StringBuilder list = new StringBuilder("<ul>");
    for (Map<String, Object> order : s4.rows("A_SalesOrder")) {
      String id = escaped(order.get("SalesOrder"));
      list.append("<li><a href=\"/orders/%s\">Sales order %s</a></li>".formatted(id, id));
    }
    return list.append("</ul>").toString();
  }

  private Reply order(String id) {
    Optional<Map<String, Object>> found =
        s4.rows("A_SalesOrder").stream()
            .filter(row -> id.equals(row.get("SalesOrder")))
            .findFirst();
    if (found.isEmpty()) {
      return Reply.of(404, "text/plain", "There is no such order.");
    }
    StringBuilder body = new StringBuilder("<table>");
    found
        .get()
        .forEach(
            (name, value) ->
                body.append(
                    "<tr><th scope=\"row\">%s</th><td>%s</td></tr>"
                        .formatted(escaped(name), escaped(value))));
    body.append("</table><h2>Texts</h2>");
    for (Map<String, Object> text : s4.rows("A_SalesOrderText")) {
      if (id.equals(text.get("SalesOrder"))) {
        body.append(
            form(
                id,
                text.get("Language"),
                text.get("LongTextID"),
                String.valueOf(text.get("LongText"))));
      }
    }
    body.append("<h2>New text</h2>").append(form(id, "EN", "TX01", ""));
    return html("Sales order " + id, body.toString());
  }

  private static String form(
      String id, @Nullable Object language, @Nullable Object textId, String words) {
    String name = escaped(textId) + " " + escaped(language);
    return """
    <form method="post" action="/orders/%s">
      <label>Text id <input name="id" value="%s" size="4"></label>
      <label>Language <input name="language" value="%s" size="2"></label>
      <label>User <input name="user" value="HMEIER" size="12"></label><br>
      <textarea name="text" aria-label="Text %s" rows="10" cols="90">%s</textarea><br>
      <button>Save %s</button>
    </form>
    """
        .formatted(
            escaped(id), escaped(textId), escaped(language), name, "\n" + escaped(words), name);
  }

  private Reply write(String order, Call asked) {
    Map<String, String> form = Call.query(new String(asked.body(), StandardCharsets.UTF_8));
    s4.writeText(
        order,
        form.getOrDefault("language", "EN"),
        form.getOrDefault("id", ""),
        form.getOrDefault("text", "").replace("\r\n", "\n"),
        form.getOrDefault("user", "HMEIER"));
    return Reply.nothing(303).with("Location", "/orders/" + order);
  }

  /** What a story does: an object, where events go, a fault. */
  private Reply told(String path, Call asked) {
    JsonNode said;
    try {
      said = MAPPER.readTree(asked.body());
    } catch (IOException e) {
      return Reply.of(400, "text/plain", "JSON is expected.");
    }
    Matcher record = RECORD.matcher(path);
    if (record.matches()) {
      s4.put(record.group(1), values(record.group(1), said), said.path("by").asText("HMEIER"));
      return Reply.nothing(204);
    }
    switch (path) {
      case "fake/events" ->
          s4.events().to(URI.create(said.path("to").asText()), said.path("authorization").asText());
      case "fake/faults" -> {
        String part = said.path("of").asText();
        s4.faults()
            .next(
                Faults.What.valueOf(said.path("what").asText()),
                said.path("times").asInt(1),
                request -> request.contains(part));
      }
      case "fake/release" -> s4.faults().release();
      default -> {
        return Reply.of(404, "text/plain", "There is no such page.");
      }
    }
    return Reply.nothing(204);
  }

  private Map<String, @Nullable Object> values(String set, JsonNode said) {
    Edm.EntitySet of = s4.setOf(set);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    said.properties()
        .forEach(
            e -> {
              if (!e.getKey().equals("by")) {
                values.put(e.getKey(), Values.read(of.property(e.getKey()), e.getValue()));
              }
            });
    return values;
  }

  private static Reply html(String title, String body) {
    return Reply.of(
        200,
        "text/html; charset=utf-8",
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>%1$s</title><style>
        body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; max-width: 60rem }
        th { text-align: left; padding-right: 2rem; font-weight: 500 }
        textarea { font: 14px/1.4 monospace; width: 100%% }
        form { margin: 1rem 0 2rem }
        </style></head><body><p><a href="/">S/4HANA (stand-in)</a></p><h1>%1$s</h1>%2$s</body></html>
        """
            .formatted(escaped(title), body));
  }

  private static String escaped(@Nullable Object text) {
    return String.valueOf(text instanceof Instant at ? at.toString() : text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
