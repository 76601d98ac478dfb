package io.causerie.engine.violation;

import io.causerie.engine.access.Gates;
import io.causerie.engine.access.Reach;
import io.causerie.engine.access.Standing;
import io.causerie.model.RecordRef;
import java.util.Set;

/** Breaks the rule that a standing comes from the door alone. */
public final class EngineAroundTheDoor {
  private EngineAroundTheDoor() {}

  static Standing letIn(Standing somebody) {
    return new Standing(
        somebody.record(),
        new RecordRef("desk", "Order", "1"),
        "mallory",
        false,
        Set.of(),
        new Gates(1, null, 0),
        true,
        true,
        Set.of(),
        new Reach(new Long[0], new Long[0], new Long[0], new Long[0], new Long[0], true),
        (audience, party) -> true,
        0,
        somebody.answers(),
        null,
        null);
  }
}
