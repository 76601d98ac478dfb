package io.causerie.model;

import java.util.Set;

/**
 * A tracked field that was <em>present</em> in an event. A field that an event leaves out is not
 * observed at all: absent is not empty.
 *
 * @param field the field's stable name, unique within a record type
 * @param label how people call it
 * @param value what it held
 * @param restricted the groups that may read this field; empty: everybody who may read the post
 */
public record Observed(String field, Localized label, Value value, Set<String> restricted) {
  public Observed {
    PlainText.requireFilled("field", field, 128);
    restricted = Set.copyOf(restricted);
  }
}
