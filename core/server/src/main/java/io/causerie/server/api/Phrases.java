package io.causerie.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.causerie.model.phrase.Phrase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said to operators: in English under its name, and under {@code phrases} once more by its
 * code, for pages in other languages; {@code Phrases} of openapi.yaml.
 */
public final class Phrases {
  private static final String PHRASES = "phrases";

  private Phrases() {}

  /** Puts what is said, if anything is. */
  public static ObjectNode put(ObjectNode node, String name, @Nullable Phrase said) {
    if (said != null) {
      node.put(name, Shown.of(said.text()));
      if (said.code().isPresent()) {
        node.withObjectProperty(PHRASES).set(name, of(said));
      }
    }
    return node;
  }

  /** Puts all that is said, in its order, if anything is. */
  public static void put(ObjectNode node, String name, List<Phrase> said) {
    if (!said.isEmpty()) {
      node.set(name, Json.array(said, phrase -> TextNode.valueOf(Shown.of(phrase.text()))));
      node.withObjectProperty(PHRASES).set(name, Json.array(said, Phrases::of));
    }
  }

  /** As {@code Phrase} of openapi.yaml. */
  public static ObjectNode of(Phrase said) {
    ObjectNode node = said.json();
    show(node);
    return node;
  }

  private static void show(ObjectNode node) {
    for (var member : node.properties()) {
      JsonNode value = member.getValue();
      if (value.isTextual()) {
        member.setValue(TextNode.valueOf(Shown.of(value.textValue())));
      } else if (value instanceof ObjectNode object) {
        show(object);
      }
    }
  }
}
