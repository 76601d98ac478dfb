package io.causerie.model.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.causerie.model.phrase.Phrase;

/** What {@code try} catches. */
final class JqError extends JqException {
  private static final long serialVersionUID = 1;

  private final transient JsonNode value;

  JqError(Phrase phrase) {
    super(phrase);
    this.value = TextNode.valueOf(phrase.text());
  }

  private JqError(JsonNode value) {
    super(JqWording.ERROR.with());
    this.value = value;
  }

  /** The words of {@code error}, which may hold anything, are for {@code catch} alone. */
  static JqError said(JsonNode value) {
    return new JqError(value);
  }

  JsonNode value() {
    return value;
  }
}
