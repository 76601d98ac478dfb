package io.causerie.model;

import org.jspecify.annotations.Nullable;

/**
 * A record that belongs to another one: the customer of an order, the order of a document.
 *
 * @param rel what the other record is to this one, for instance {@code customer}
 * @param record the other record
 * @param title its title as this event knew it
 */
public record Related(String rel, RecordRef record, @Nullable String title) {
  public Related {
    PlainText.requireFilled("rel", rel, 64);
  }
}
