package io.causerie.model.jq;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.causerie.model.Exact;
import io.causerie.model.phrase.JsonKind;
import io.causerie.model.phrase.TextWording;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Values: how they are made, written, ordered and added. What is made is counted first. */
final class Nodes {
  private static final JsonMapper WRITER = new JsonMapper();

  private Nodes() {}

  static JsonNode truth(boolean yes) {
    return BooleanNode.valueOf(yes);
  }

  static JsonNode number(BigDecimal number) {
    if (!Exact.fits(number)) {
      throw new JqError(TextWording.TOO_MANY_DIGITS.with(Exact.MAX_DIGITS));
    }
    return DecimalNode.valueOf(Exact.normal(number));
  }

  static JsonNode number(long number) {
    return DecimalNode.valueOf(BigDecimal.valueOf(number));
  }

  static JsonNode text(Run run, String text) {
    run.elements(1);
    run.build(text.length());
    return TextNode.valueOf(text);
  }

  static ArrayNode array(Run run, List<? extends JsonNode> elements) {
    run.elements(elements.size());
    ArrayNode array = JsonNodeFactory.instance.arrayNode(elements.size());
    elements.forEach(array::add);
    return array;
  }

  static ObjectNode object(Run run, long members) {
    run.object(members);
    return JsonNodeFactory.instance.objectNode();
  }

  static boolean isTrue(JsonNode node) {
    return !node.isNull() && !node.isMissingNode() && (!node.isBoolean() || node.booleanValue());
  }

  /** What a value is; nothing is null here. */
  static JsonKind kind(JsonNode node) {
    return isNull(node) ? JsonKind.NULL : JsonKind.of(node);
  }

  static BigDecimal decimal(JsonNode node, String of) {
    if (!node.isNumber()) {
      throw new JqError(JqWording.TAKES_NUMBER.with(of, kind(node)));
    }
    BigDecimal number = node.decimalValue();
    if (!Exact.fits(number)) {
      throw new JqError(TextWording.TOO_MANY_DIGITS.with(Exact.MAX_DIGITS));
    }
    return number;
  }

  static String string(JsonNode node, String of) {
    if (!node.isTextual()) {
      throw new JqError(JqWording.TAKES_STRING.with(of, kind(node)));
    }
    return node.textValue();
  }

  /** The elements of an array or the values of an object. */
  static List<JsonNode> elements(Run run, JsonNode node) {
    if (!node.isContainerNode()) {
      throw new JqError(JqWording.NO_ELEMENTS.with(kind(node)));
    }
    run.elements(node.size());
    List<JsonNode> elements = new ArrayList<>(node.size());
    node.forEach(elements::add);
    return elements;
  }

  static List<JsonNode> list(Run run, JsonNode node, String of) {
    if (!node.isArray()) {
      throw new JqError(JqWording.TAKES_ARRAY.with(of, kind(node)));
    }
    return elements(run, node);
  }

  /** A string as it is, anything else as JSON. */
  static String plain(Run run, JsonNode node) {
    return node.isTextual() ? node.textValue() : json(run, node);
  }

  /** As JSON; numbers in plain digits. */
  static String json(Run run, JsonNode node) {
    if (node.isNumber()) {
      return Exact.text(decimal(node, "tojson"));
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = WRITER.createGenerator(text)) {
      write(run, generator, node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(Run run, JsonGenerator to, JsonNode node) throws IOException {
    run.build(1);
    if (node.isObject()) {
      to.writeStartObject();
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        run.build(member.getKey().length());
        to.writeFieldName(member.getKey());
        write(run, to, member.getValue());
      }
      to.writeEndObject();
    } else if (node.isArray()) {
      to.writeStartArray();
      for (JsonNode element : node) {
        write(run, to, element);
      }
      to.writeEndArray();
    } else if (node.isTextual()) {
      run.build(node.textValue().length());
      to.writeString(node.textValue());
    } else if (node.isNumber()) {
      to.writeNumber(Exact.text(decimal(node, "tojson")));
    } else if (node.isBoolean()) {
      to.writeBoolean(node.booleanValue());
    } else {
      to.writeNull();
    }
  }

  static JsonNode add(Run run, JsonNode a, JsonNode b) {
    if (isNull(a)) {
      return b;
    }
    if (isNull(b)) {
      return a;
    }
    if (a.isNumber() && b.isNumber()) {
      return number(decimal(a, "+").add(decimal(b, "+")));
    }
    if (a.isTextual() && b.isTextual()) {
      run.build((long) a.textValue().length() + b.textValue().length());
      return TextNode.valueOf(a.textValue() + b.textValue());
    }
    if (a.isArray() && b.isArray()) {
      run.elements((long) a.size() + b.size());
      ArrayNode sum = JsonNodeFactory.instance.arrayNode(a.size() + b.size());
      return sum.addAll((ArrayNode) a).addAll((ArrayNode) b);
    }
    if (a.isObject() && b.isObject()) {
      ObjectNode sum = object(run, (long) a.size() + b.size());
      sum.setAll((ObjectNode) a);
      return sum.setAll((ObjectNode) b);
    }
    throw new JqError(JqWording.NOT_ADDED.with(kind(a), kind(b)));
  }

  static boolean isNull(JsonNode node) {
    return node.isNull() || node.isMissingNode();
  }

  /** As jq orders all there is: null, false, true, numbers, strings, arrays, objects. */
  static int compare(Run run, JsonNode a, JsonNode b) {
    run.step();
    int rank = Integer.compare(rank(a), rank(b));
    if (rank != 0) {
      return rank;
    }
    if (a.isNumber()) {
      return a.decimalValue().compareTo(b.decimalValue());
    }
    if (a.isTextual()) {
      return compare(run, a.textValue(), b.textValue());
    }
    return a.isArray() ? compareArrays(run, a, b) : a.isObject() ? compareObjects(run, a, b) : 0;
  }

  private static int compareArrays(Run run, JsonNode a, JsonNode b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = compare(run, a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  /** First by their keys, then by what stands under them. */
  private static int compareObjects(Run run, JsonNode a, JsonNode b) {
    TreeSet<String> keys = keys(run, a);
    Iterator<String> others = keys(run, b).iterator();
    for (String key : keys) {
      int order = others.hasNext() ? compare(run, key, others.next()) : 1;
      if (order != 0) {
        return order;
      }
    }
    if (others.hasNext()) {
      return -1;
    }
    for (String key : keys) {
      int order = compare(run, a.get(key), b.get(key));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  static TreeSet<String> keys(Run run, JsonNode object) {
    run.elements(object.size());
    TreeSet<String> keys = new TreeSet<>((a, b) -> compare(run, a, b));
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** By code points, so that what lies beyond the first 65,536 comes last. */
  private static int compare(Run run, String a, String b) {
    run.look(Math.min(a.length(), b.length()));
    int i = 0;
    while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    if (i == a.length() || i == b.length()) {
      return Integer.compare(a.length(), b.length());
    }
    char x = a.charAt(i);
    char y = b.charAt(i);
    return Character.isSurrogate(x) == Character.isSurrogate(y)
        ? Character.compare(x, y)
        : Character.isSurrogate(x) ? 1 : -1;
  }

  private static int rank(JsonNode node) {
    return switch (node.getNodeType()) {
      case BOOLEAN -> node.booleanValue() ? 2 : 1;
      case NUMBER -> 3;
      case STRING -> 4;
      case ARRAY -> 5;
      case OBJECT -> 6;
      default -> 0;
    };
  }

  /** Where a text stands in another, in time that grows with both and not with their product. */
  static int find(Run run, String text, String wanted, int from) {
    if (wanted.length() < 2) {
      int found = text.indexOf(wanted, from);
      run.look((found < 0 ? text.length() : found) - (long) from + wanted.length());
      return found;
    }
    run.build(4L * wanted.length());
    int[] back = new int[wanted.length()];
    for (int i = 1, k = 0; i < wanted.length(); i++) {
      while (k > 0 && wanted.charAt(i) != wanted.charAt(k)) {
        k = back[k - 1];
      }
      k += wanted.charAt(i) == wanted.charAt(k) ? 1 : 0;
      back[i] = k;
    }
    for (int i = from, k = 0; i < text.length(); i++) {
      while (k > 0 && text.charAt(i) != wanted.charAt(k)) {
        k = back[k - 1];
      }
      k += text.charAt(i) == wanted.charAt(k) ? 1 : 0;
      if (k == wanted.length()) {
        run.look(i - (long) from);
        return i - k + 1;
      }
    }
    run.look(text.length() - (long) from);
    return -1;
  }

  static JsonNode nothing() {
    return NullNode.getInstance();
  }
}
