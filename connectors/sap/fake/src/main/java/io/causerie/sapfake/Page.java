package io.causerie.sapfake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Pages for people: orders with their fields and texts, of which a text can be changed, deliveries
 * and billing documents; and a few addresses by which a story is played and faults are asked for.
 */
final class Page {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern DOCUMENT =
      Pattern.compile("(orders|deliveries|invoices)/(\\w{1,10})(/token)?");
  private static final Pattern RECORD = Pattern.compile("fake/(A_\\w+)");

  /**
   * What has pages.
   *
   * @param path below which they lie
   * @param type how Causerie calls it
   */
  private record Documents(String path, String set, String key, String title, String type) {}

  private static final List<Documents> ALL =
      List.of(
          new Documents("orders", "A_SalesOrder", "SalesOrder", "Sales order", "SalesOrder"),
          new Documents(
              "deliveries",
              "A_OutbDeliveryHeader",
              "DeliveryDocument",
              "Delivery",
              "OutboundDelivery"),
          new Documents(
              "invoices",
              "A_BillingDocument",
              "BillingDocument",
              "Billing document",
              "BillingDocument"));

  private final FakeS4 s4;
  private final String frame;

  Page(FakeS4 s4) {
    this.s4 = s4;
    try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream("page.html"))) {
      this.frame = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Reply answer(Call asked) {
    String path = asked.path().replaceFirst("^/", "");
    Matcher document = DOCUMENT.matcher(path);
    try {
      if (asked.writes()) {
        return document.matches() && document.group(1).equals("orders")
            ? write(document.group(2), asked)
            : told(path, asked);
      }
      if (path.isEmpty() || path.equals("orders")) {
        return html("Documents", "", list());
      }
      if (document.matches()) {
        return document(document, asked);
      }
    } catch (Refusal e) {
      return html(
          "Refused", "", "<p role=\"alert\">" + escaped(String.valueOf(e.getMessage())) + "</p>");
    }
    return Reply.of(404, "text/plain", "There is no such page.");
  }

  private String list() {
    StringBuilder list = new StringBuilder();
    for (Documents documents : ALL) {
      list.append("<section><h2>").append(documents.title()).append("s</h2><ul>");
      for (Map<String, Object> row : s4.rows(documents.set())) {
        String id = escaped(row.get(documents.key()));
        list.append(
            "<li><a href=\"/%s/%s\">%s %s</a></li>"
                .formatted(documents.path(), id, documents.title(), id));
      }
      list.append("</ul></section>");
    }
    return list.toString();
  }

  private Reply document(Matcher asked, Call call) {
    String id = asked.group(2);
    Documents documents =
        ALL.stream().filter(each -> each.path().equals(asked.group(1))).findFirst().orElseThrow();
    Optional<Map<String, Object>> found =
        s4.rows(documents.set()).stream()
            .filter(row -> id.equals(row.get(documents.key())))
            .findFirst();
    if (found.isEmpty()) {
      return Reply.of(404, "text/plain", "There is no such document.");
    }
    String user = call.option("as").filter(s4.users()::contains).orElse(s4.users().get(0));
    String title = documents.title() + " " + id;
    if (asked.group(3) != null) {
      return s4.margin()
          .map(margin -> margin.token(user, documents.type(), id, title, s4.now()))
          .map(token -> Reply.of(200, "text/plain", token))
          .orElseGet(() -> Reply.of(404, "text/plain", "Nothing stands beside."));
    }
    boolean order = documents.path().equals("orders");
    if (order && call.option("texts").isPresent()) {
      return Reply.of(200, "text/html; charset=utf-8", texts(id, user));
    }
    StringBuilder body = new StringBuilder("<section><h2>Header</h2><table>");
    found
        .get()
        .forEach(
            (name, value) ->
                body.append(
                    "<tr><th scope=\"row\">%s</th><td>%s</td></tr>"
                        .formatted(escaped(name), escaped(value))));
    body.append("</table></section>");
    if (order) {
      body.append("<section><h2>Texts</h2><div id=\"texts\">")
          .append(texts(id, user))
          .append("</div><h2>New text</h2>")
          .append(form(id, "EN", "TX01", "", user))
          .append("</section>");
    }
    s4.margin()
        .map(
            margin ->
                margin.element(
                    documents.type(),
                    id,
                    "/%s/%s/token?as=%s".formatted(documents.path(), id, escaped(user))))
        .ifPresent(body::append);
    return html(title, people(documents.path() + "/" + id, user), body.toString());
  }

  private String people(String path, String user) {
    StringBuilder people =
        new StringBuilder(
            """
            <form action="/%s"><label>I am <select name="as" onchange="this.form.submit()">"""
                .formatted(path));
    for (String each : s4.users()) {
      people.append(
          "<option%s>%s</option>".formatted(each.equals(user) ? " selected" : "", escaped(each)));
    }
    return people.append("</select></label></form>").toString();
  }

  private String texts(String order, String user) {
    StringBuilder texts = new StringBuilder();
    for (Map<String, Object> text : s4.rows("A_SalesOrderText")) {
      if (order.equals(text.get("SalesOrder"))) {
        texts.append(
            form(
                order,
                text.get("Language"),
                text.get("LongTextID"),
                String.valueOf(text.get("LongText")),
                user));
      }
    }
    return texts.toString();
  }

  private static String form(
      String order, @Nullable Object language, @Nullable Object textId, String words, String user) {
    String name = escaped(textId) + " " + escaped(language);
    return """
    <form method="post" action="/orders/%s">
      <label>Text id <input name="id" value="%s" size="4"></label>
      <label>Language <input name="language" value="%s" size="2"></label>
      <input type="hidden" name="user" value="%s"><br>
      <textarea name="text" aria-label="Text %s" rows="12">%s</textarea><br>
      <button>Save %s</button>
    </form>
    """
        .formatted(
            escaped(order),
            escaped(textId),
            escaped(language),
            escaped(user),
            name,
            "\n" + escaped(words),
            name);
  }

  private Reply write(String order, Call asked) {
    Map<String, String> form = Call.query(new String(asked.body(), StandardCharsets.UTF_8));
    String user = form.getOrDefault("user", "HMEIER");
    s4.writeText(
        order,
        form.getOrDefault("language", "EN"),
        form.getOrDefault("id", ""),
        form.getOrDefault("text", "").replace("\r\n", "\n"),
        user);
    return Reply.nothing(303)
        .with(
            "Location",
            "/orders/" + order + "?as=" + URLEncoder.encode(user, StandardCharsets.UTF_8));
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

  private Reply html(String title, String people, String body) {
    return Reply.of(
        200,
        "text/html; charset=utf-8",
        frame
            .replace("{title}", escaped(title))
            .replace("{people}", people)
            .replace("{content}", body));
  }

  private static String escaped(@Nullable Object text) {
    return String.valueOf(text instanceof Instant at ? at.truncatedTo(ChronoUnit.SECONDS) : text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
