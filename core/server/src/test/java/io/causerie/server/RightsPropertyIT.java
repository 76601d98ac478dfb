package io.causerie.server;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** The same more often, while servers are killed beside it. */
@Tag("chaos")
class RightsPropertyIT extends RightsProperty {
  @Property(tries = 12)
  void howeverOftenItIsTried(@ForAll("steps") List<Step> steps) throws Exception {
    run(steps);
  }
}
