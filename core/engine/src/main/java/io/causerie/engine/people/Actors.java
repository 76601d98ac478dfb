package io.causerie.engine.people;

import io.causerie.engine.access.Directory;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Where the names come from by which those who did something are shown. */
public final class Actors {
  private final Directory directory;
  private final Map<String, String> groupTitles;

  /**
   * @param groupTitles how people call groups, by name
   */
  public Actors(Directory directory, Map<String, String> groupTitles) {
    this.directory = directory;
    this.groupTitles = Map.copyOf(groupTitles);
  }

  /**
   * The names of today, for one transaction.
   *
   * @param version of all rights, as the transaction sees it
   */
  public Names in(Handle h, long version) {
    return new Names(h, version, directory, groupTitles);
  }

  /** How people call a group; one without a title is called by its name. */
  public String group(String name) {
    return groupTitles.getOrDefault(name, name);
  }
}
