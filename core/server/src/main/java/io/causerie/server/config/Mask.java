package io.causerie.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.causerie.model.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;

/**
 * What of an event's data operators do not see: values of some fields, wherever they are shown.
 * What is stored, mapped and replayed is whole.
 *
 * @param paths each the names of fields from the outermost to the one that is masked; lists in
 *     between are gone through
 */
public record Mask(List<List<String>> paths) {
  public static final Mask NOTHING = new Mask(List.of());
  static final String PATH = "(\\.[A-Za-z_][A-Za-z0-9_]*)+";
  private static final TextNode MASKED = TextNode.valueOf("•••");

  public Mask {
    paths = List.copyOf(paths);
  }

  static Mask read(Yaml yaml) {
    List<List<String>> paths = new ArrayList<>();
    for (Yaml path : yaml.oneOrMore()) {
      String text = path.text();
      if (text.matches(PATH)) {
        paths.add(List.of(text.substring(1).split("\\.")));
      } else {
        path.problem("expected a path of names such as .customer.email, found '" + text + "'");
      }
    }
    return new Mask(paths);
  }

  /** The data without what is masked; changed in place. */
  public JsonNode apply(JsonNode data) {
    paths.forEach(path -> apply(data, path));
    return data;
  }

  private static void apply(JsonNode node, List<String> path) {
    if (node instanceof ArrayNode list) {
      list.forEach(element -> apply(element, path));
    } else if (node instanceof ObjectNode object && object.has(path.get(0))) {
      if (path.size() == 1) {
        object.set(path.get(0), MASKED);
      } else {
        apply(object.get(path.get(0)), path.subList(1, path.size()));
      }
    }
  }
}
