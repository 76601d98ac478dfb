package io.causerie.idoc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.model.json.ForeignJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One IDoc may tell of several things: of the states of many IDocs, of several deliveries. Each is
 * an event, with all that the IDoc says of all of them.
 */
final class Split {
  /** The segments that tell of a thing each: a status, a delivery, a material. */
  private static final Set<String> THINGS = Set.of("E1STATS", "E1STATE", "E1EDL20", "E1MARAM");

  /** Those that hold such segments. */
  private static final Set<String> HEADS = Set.of("E1ADHDR");

  private static final int MOST = 10_000;

  private Split() {}

  /**
   * The parts; one where it tells of one thing.
   *
   * @param most how many characters all of them may have together
   */
  static List<ObjectNode> of(ObjectNode idoc, long most) throws NoIDocException {
    List<ObjectNode> parts = parts(idoc);
    long left = most;
    for (int i = 0; parts.size() > 1 && i < parts.size(); i++) {
      left -= i < MOST ? parts.get(i).toString().length() : left + 1;
      if (left < 0) {
        throw new NoIDocException(IDocWording.SPLIT_TOO_LARGE.with(parts.size()));
      }
    }
    return parts;
  }

  private static List<ObjectNode> parts(ObjectNode node) {
    for (String name : (Iterable<String>) node::fieldNames) {
      if (node.get(name) instanceof ArrayNode several) {
        if (THINGS.contains(name)) {
          return each(node, name, several);
        }
        if (HEADS.contains(name)) {
          ArrayNode inner = ForeignJson.MAPPER.createArrayNode();
          several.forEach(head -> inner.addAll(parts((ObjectNode) head)));
          return each(node, name, inner);
        }
      }
    }
    return List.of(node);
  }

  /** The same, with one of them alone each. */
  private static List<ObjectNode> each(ObjectNode node, String name, ArrayNode several) {
    List<ObjectNode> all = new ArrayList<>();
    for (JsonNode one : several) {
      ObjectNode part = ForeignJson.MAPPER.createObjectNode();
      part.setAll(node);
      part.putArray(name).add(one);
      all.add(part);
    }
    return all;
  }
}
