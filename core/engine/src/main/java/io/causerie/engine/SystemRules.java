package io.causerie.engine;

import io.causerie.model.Audience;
import io.causerie.model.Localized;

/**
 * What the engine must know of a source system.
 *
 * @param name its configured name
 * @param title how people call it
 * @param ceiling the widest audience any of its records can have
 * @param matchByEmail whether a person's verified e-mail address identifies her in this system
 */
public record SystemRules(String name, Localized title, Audience ceiling, boolean matchByEmail) {
  public SystemRules(String name, Audience ceiling) {
    this(name, Localized.of(name), ceiling, false);
  }
}
