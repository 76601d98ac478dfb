package io.causerie.engine.people;

import java.util.List;

/**
 * Whom somebody may mention where she writes.
 *
 * @param persons persons who can read it, those that fit best first
 * @param groups groups of which somebody else can read it
 */
public record Addressees(List<Person> persons, List<Group> groups) {
  /**
   * A group.
   *
   * @param name its name
   * @param title how people call it
   * @param reach how many persons a mention of it reaches: its members who can read, without the
   *     writer
   */
  public record Group(String name, String title, int reach) {}
}
