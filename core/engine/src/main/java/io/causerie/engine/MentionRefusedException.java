package io.causerie.engine;

import java.util.List;

/**
 * A mention names somebody who may not read the discussion; nothing was posted and nobody was told.
 */
public final class MentionRefusedException extends CauserieException {
  private static final long serialVersionUID = 1;

  private final List<String> persons;

  public MentionRefusedException(List<String> names, List<String> persons) {
    super(
        String.join(", ", names)
            + " cannot read this; remove the mention, or ask where she can read it");
    this.persons = List.copyOf(persons);
  }

  /** Ids of the persons who may not read. */
  public List<String> persons() {
    return persons;
  }
}
