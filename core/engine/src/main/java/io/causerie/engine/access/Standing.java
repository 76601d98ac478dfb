package io.causerie.engine.access;

import io.causerie.model.Lane;
import java.util.Set;

/**
 * What one reader may do with one record, read anew for each request; every query of the record's
 * posts binds {@link #audiences}, {@link #internal} and nothing else to decide.
 *
 * @param record the record's id; after a merge, that of the record that took over
 * @param person the reader
 * @param guest whether she comes from outside
 * @param audiences ids of the audiences she belongs to
 * @param internal whether the record's present audience lets her in: its title, state and internal
 *     lane
 * @param customer whether she reads the customer lane
 * @param customerLane whether the record has a customer lane at all
 * @param groups her groups, for restricted fields
 */
public record Standing(
    long record,
    String person,
    boolean guest,
    Long[] audiences,
    boolean internal,
    boolean customer,
    boolean customerLane,
    Set<String> groups) {

  /** Whether she may write in a lane. */
  public boolean mayWrite(Lane lane) {
    return switch (lane) {
      case INTERNAL -> internal;
      case CUSTOMER -> customerLane && customer;
    };
  }

  /** Whether she may see a field that only some groups may. */
  public boolean maySee(Set<String> restricted) {
    return restricted.isEmpty() || restricted.stream().anyMatch(groups::contains);
  }
}
