package io.causerie.model.jq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.causerie.model.jq.Expression.Format;
import io.causerie.model.json.ForeignJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Functions on strings, and the formats that begin with an at sign. */
final class Strings {
  static final Map<String, Format> FORMATS = new TreeMap<>();

  private static final String UNRESERVED = "-_.~*!'()";

  private Strings() {}

  static {
    FORMATS.put("@text", Nodes::plain);
    FORMATS.put("@json", Nodes::json);
    FORMATS.put("@uri", Strings::uri);
    FORMATS.put("@html", Strings::html);
    FORMATS.put("@csv", Strings::csv);
    FORMATS.put(
        "@base64",
        (run, value) -> Base64.getEncoder().encodeToString(utf8(Nodes.plain(run, value))));
    FORMATS.put("@base64d", Strings::decoded);
  }

  static void register() {
    Functions.value("tostring", (run, in) -> TextNode.valueOf(Nodes.plain(run, in)));
    Functions.value("tojson", (run, in) -> TextNode.valueOf(Nodes.json(run, in)));
    Functions.value("fromjson", Strings::fromJson);
    Functions.value(
        "utf8bytelength",
        (run, in) -> {
          String text = Nodes.string(in, "utf8bytelength");
          run.build(text.length());
          return Nodes.number(utf8(text).length);
        });
    Functions.value("ascii_downcase", (run, in) -> cased(run, in, 'A', 'Z', 32));
    Functions.value("ascii_upcase", (run, in) -> cased(run, in, 'a', 'z', -32));
    Functions.with(
        "startswith",
        (run, in, other) ->
            Nodes.truth(
                Nodes.string(in, "startswith").startsWith(Nodes.string(other, "startswith"))));
    Functions.with(
        "endswith",
        (run, in, other) ->
            Nodes.truth(Nodes.string(in, "endswith").endsWith(Nodes.string(other, "endswith"))));
    Functions.with("ltrimstr", (run, in, other) -> trimmed(run, in, other, true));
    Functions.with("rtrimstr", (run, in, other) -> trimmed(run, in, other, false));
    Functions.value("unpadded", Strings::unpadded);
    Functions.with("split", Strings::split);
    Functions.with("join", Strings::join);
    Functions.with("index", (run, in, wanted) -> index(run, in, wanted, false));
    Functions.with("rindex", (run, in, wanted) -> index(run, in, wanted, true));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode fromJson(Run run, JsonNode in) {
    String text = Nodes.string(in, "fromjson");
    // Two characters of it make an element.
    run.elements(1 + text.length() / 2);
    try {
      JsonNode read = ForeignJson.MAPPER.readTree(text);
      return read == null || read.isMissingNode() ? Nodes.nothing() : read;
    } catch (JsonProcessingException e) {
      throw new JqError(JqWording.TAKES_JSON.with());
    }
  }

  private static JsonNode cased(Run run, JsonNode in, char first, char last, int shift) {
    StringBuilder text = new StringBuilder(Nodes.string(in, "ascii_downcase and ascii_upcase"));
    run.build(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= first && c <= last) {
        text.setCharAt(i, (char) (c + shift));
      }
    }
    return TextNode.valueOf(text.toString());
  }

  private static JsonNode trimmed(Run run, JsonNode in, JsonNode other, boolean left) {
    if (!in.isTextual() || !other.isTextual()) {
      return in;
    }
    String text = in.textValue();
    String part = other.textValue();
    if (left) {
      return text.startsWith(part) ? Nodes.text(run, text.substring(part.length())) : in;
    }
    return text.endsWith(part) && !part.isEmpty()
        ? Nodes.text(run, text.substring(0, text.length() - part.length()))
        : in;
  }

  /** Of our own: a number as SAP shows it, where it writes 0000004711; all else as it is. */
  private static JsonNode unpadded(Run run, JsonNode in) {
    String text = in.isTextual() ? in.textValue() : "";
    if (!text.startsWith("0") || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return in;
    }
    int from = 0;
    while (from < text.length() - 1 && text.charAt(from) == '0') {
      from++;
    }
    return Nodes.text(run, text.substring(from));
  }

  /** By a text, not by a regular expression. */
  static JsonNode split(Run run, JsonNode in, JsonNode by) {
    String text = Nodes.string(in, "split");
    String separator = Nodes.string(by, "split");
    List<JsonNode> parts = new ArrayList<>();
    run.build(text.length());
    if (separator.isEmpty()) {
      run.elements(2L * text.length());
      text.codePoints().forEach(c -> parts.add(TextNode.valueOf(Character.toString(c))));
    } else if (!text.isEmpty()) {
      int from = 0;
      int at = Nodes.find(run, text, separator, 0);
      while (at >= 0) {
        run.elements(2);
        parts.add(TextNode.valueOf(text.substring(from, at)));
        from = at + separator.length();
        at = Nodes.find(run, text, separator, from);
      }
      parts.add(TextNode.valueOf(text.substring(from)));
    }
    return Nodes.array(run, parts);
  }

  private static JsonNode join(Run run, JsonNode in, JsonNode by) {
    List<JsonNode> all = Nodes.list(run, in, "join");
    String separator = all.isEmpty() ? "" : Nodes.isNull(by) ? "" : Nodes.string(by, "join");
    return joined(run, all, separator);
  }

  static JsonNode joined(Run run, List<JsonNode> all, String separator) {
    StringBuilder text = new StringBuilder();
    for (JsonNode each : all) {
      if (each.isContainerNode()) {
        throw new JqError(JqWording.NOT_WITHIN.with("join", Nodes.kind(each)));
      }
      String part = Nodes.isNull(each) ? "" : Nodes.plain(run, each);
      run.build((long) part.length() + separator.length());
      text.append(part).append(separator);
    }
    if (!all.isEmpty()) {
      text.setLength(text.length() - separator.length());
    }
    return TextNode.valueOf(text.toString());
  }

  private static JsonNode index(Run run, JsonNode in, JsonNode wanted, boolean last) {
    if (Nodes.isNull(in)) {
      return Nodes.nothing();
    }
    if (in.isTextual() && wanted.isTextual()) {
      return indexInText(run, in.textValue(), wanted.textValue(), last);
    }
    List<JsonNode> all = Nodes.list(run, in, "index");
    List<JsonNode> sought = wanted.isArray() ? Nodes.elements(run, wanted) : List.of(wanted);
    int found = -1;
    for (int i = 0; !sought.isEmpty() && i + sought.size() <= all.size(); i++) {
      boolean same = true;
      for (int k = 0; same && k < sought.size(); k++) {
        same = Nodes.compare(run, all.get(i + k), sought.get(k)) == 0;
      }
      found = same && (last || found < 0) ? i : found;
    }
    return found < 0 ? Nodes.nothing() : Nodes.number(found);
  }

  private static JsonNode indexInText(Run run, String text, String wanted, boolean last) {
    if (wanted.isEmpty()) {
      return Nodes.nothing();
    }
    int found = -1;
    for (int at = Nodes.find(run, text, wanted, 0);
        at >= 0;
        at = last ? Nodes.find(run, text, wanted, at + 1) : -1) {
      found = at;
    }
    return found < 0 ? Nodes.nothing() : Nodes.number(text.codePointCount(0, found));
  }

  private static String uri(Run run, JsonNode value) {
    String plain = Nodes.plain(run, value);
    run.build(plain.length());
    StringBuilder text = new StringBuilder();
    for (byte b : utf8(plain)) {
      char c = (char) (b & 0xff);
      boolean kept = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
      text.append(kept ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return text.toString();
  }

  private static String html(Run run, JsonNode value) {
    String text = Nodes.plain(run, value);
    run.build(text.length());
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;")
        .replace("\"", "&quot;");
  }

  private static String csv(Run run, JsonNode value) {
    List<String> cells = new ArrayList<>();
    for (JsonNode cell : Nodes.list(run, value, "@csv")) {
      if (cell.isContainerNode()) {
        throw new JqError(JqWording.NOT_WITHIN.with("@csv", Nodes.kind(cell)));
      }
      if (cell.isTextual()) {
        run.build(cell.textValue().length());
        cells.add("\"" + cell.textValue().replace("\"", "\"\"") + "\"");
      } else {
        cells.add(Nodes.isNull(cell) ? "" : Nodes.plain(run, cell));
      }
    }
    return String.join(",", cells);
  }

  private static String decoded(Run run, JsonNode value) {
    String text = Nodes.plain(run, value);
    run.build(text.length());
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new JqError(JqWording.TAKES_BASE64.with());
    }
  }
}
