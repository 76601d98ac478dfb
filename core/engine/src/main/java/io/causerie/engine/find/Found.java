package io.causerie.engine.find;

import io.causerie.engine.Page;
import io.causerie.engine.people.Person;
import io.causerie.engine.record.RecordHead;
import io.causerie.model.Localized;
import java.util.List;

/**
 * What somebody found, each kind of thing by itself.
 *
 * @param records the first page of them
 * @param types types of records
 * @param systems systems of records
 * @param persons colleagues
 */
public record Found(
    Page<RecordHead> records, List<Type> types, List<System> systems, List<Person> persons) {
  /**
   * A type of records.
   *
   * @param system the name of its system
   * @param systemTitle how people call that
   * @param type what the system calls it
   * @param label how people call it
   */
  public record Type(String system, Localized systemTitle, String type, Localized label) {}

  /**
   * A system.
   *
   * @param title how people call it
   */
  public record System(String name, Localized title) {}
}
