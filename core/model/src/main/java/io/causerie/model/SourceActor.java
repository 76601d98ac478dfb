package io.causerie.model;

import org.jspecify.annotations.Nullable;

/**
 * Who acted, in the words of the source system; matched to a person by the system's identities.
 *
 * @param id the user's key in the source
 * @param name how the source shows the user, where it says so
 * @param email the user's address, where the source says so
 */
public record SourceActor(String id, @Nullable String name, @Nullable String email) {
  public SourceActor {
    PlainText.requireFilled("actor id", id, 256);
    if (name != null) {
      PlainText.require("actor name", name, 1024);
    }
    if (email != null) {
      PlainText.require("actor email", email, 320);
    }
  }
}
