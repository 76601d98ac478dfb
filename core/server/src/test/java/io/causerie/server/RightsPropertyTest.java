package io.causerie.server;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A few tries; the tier chaos makes more ({@link RightsPropertyIT}). */
class RightsPropertyTest extends RightsProperty {
  @Property(tries = 6)
  void whoMayReadIsAnsweredAndToldAndNobodyElse(@ForAll("steps") List<Step> steps)
      throws Exception {
    run(steps);
  }
}
