package io.causerie.engine;

import java.util.List;

/**
 * A mention names somebody who may not read the discussion, or a group of which nobody may; nothing
 * was posted and nobody was told.
 */
public final class MentionRefusedException extends CauserieException {
  private static final long serialVersionUID = 1;

  private final List<String> persons;
  private final List<String> groups;

  public MentionRefusedException(List<String> names, List<String> persons, List<String> groups) {
    super(
        String.join(", ", names)
            + " cannot read this; remove the mention, or ask where it can be read");
    this.persons = List.copyOf(persons);
    this.groups = List.copyOf(groups);
  }

  /** Ids of the persons who may not read. */
  public List<String> persons() {
    return persons;
  }

  /** Names of the groups of which nobody may read. */
  public List<String> groups() {
    return groups;
  }
}
