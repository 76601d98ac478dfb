package io.causerie.engine.access;

import io.causerie.model.RecordRef;
import java.util.Set;

/** Standings as the door gives them, for tests of statements that bind one. */
public final class Standings {
  private Standings() {}

  /** Of a member of staff who gets through certain gates of a record. */
  public static Standing of(long record, Reach reach) {
    return new Standing(
        record,
        new RecordRef("demo", "order", String.valueOf(record)),
        "ada",
        false,
        Set.of(),
        new Gates(1, null, Parties.NOBODY),
        true,
        false,
        Set.of(),
        reach,
        (audience, party) -> true,
        0,
        new Answers(),
        null,
        null);
  }
}
