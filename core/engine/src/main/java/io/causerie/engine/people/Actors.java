package io.causerie.engine.people;

import io.causerie.engine.access.Directory;
import java.util.Map;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Where the names come from by which those who did something are shown. */
public final class Actors {
  private final Directory directory;
  private final Supplier<Map<String, String>> groupTitles;

  /**
   * @param groupTitles how people call groups today, by name
   */
  public Actors(Directory directory, Supplier<Map<String, String>> groupTitles) {
    this.directory = directory;
    this.groupTitles = groupTitles;
  }

  /**
   * The names of today, for one transaction.
   *
   * @param version of all rights, as the transaction sees it
   */
  public Names in(Handle h, long version) {
    return new Names(h, version, directory, groupTitles.get());
  }

  /** How people call a group; one without a title is called by its name. */
  public String group(String name) {
    return groupTitles.get().getOrDefault(name, name);
  }
}
