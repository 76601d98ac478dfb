package io.causerie.engine;

import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import java.util.Set;

/**
 * What the engine must know of a source system.
 *
 * @param name its configured name
 * @param title how people call it
 * @param ceiling the widest audience any of its records can have
 * @param matchByEmail whether a person's verified e-mail address identifies her in this system
 * @param writeBack the lanes in which people may choose that what they write stands there as well
 */
public record SystemRules(
    String name, Localized title, Audience ceiling, boolean matchByEmail, Set<Lane> writeBack) {
  public SystemRules {
    writeBack = Set.copyOf(writeBack);
  }

  public SystemRules(String name, Localized title, Audience ceiling, boolean matchByEmail) {
    this(name, title, ceiling, matchByEmail, Set.of());
  }

  public SystemRules(String name, Audience ceiling) {
    this(name, Localized.of(name), ceiling, false);
  }

  /** The same, into which these lanes may be written. */
  public SystemRules writingBack(Set<Lane> lanes) {
    return new SystemRules(name, title, ceiling, matchByEmail, lanes);
  }
}
