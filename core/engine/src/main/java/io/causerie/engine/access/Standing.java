package io.causerie.engine.access;

import io.causerie.model.Lane;
import java.util.Set;

/**
 * What one reader may do with one record, read anew for each request; every query of the record's
 * posts binds {@link #reach} and nothing else to decide.
 *
 * @param record the record's id; after a merge, that of the record that took over
 * @param person the reader
 * @param guest whether she comes from outside
 * @param reach which of the record's posts she reads
 * @param internal whether the record's present gate lets her in: its title, state and internal lane
 * @param customer whether its present gate lets her into the customer lane
 * @param customerLane whether the record has a customer lane at all
 * @param groups her groups, for restricted fields
 * @param rights by which gates of the record she gets in; asked in the transaction it was made in
 * @param version of all rights that it was made with
 */
public record Standing(
    long record,
    String person,
    boolean guest,
    Reach reach,
    boolean internal,
    boolean customer,
    boolean customerLane,
    Set<String> groups,
    Rights rights,
    long version) {

  /**
   * Whether the record's present gate lets her in. If not, she was let into some of its discussions
   * and keeps those, as they were; of the record as it is now she learns nothing.
   */
  public boolean present() {
    return internal || customer;
  }

  /** Whether she reads a post of the record. */
  public boolean reads(Gate post) {
    return (post.lane() == Lane.CUSTOMER || internal)
        && rights.admit(post.audience(), post.party());
  }

  /** Whether she may begin something in a lane. */
  public boolean mayWrite(Lane lane) {
    return switch (lane) {
      case INTERNAL -> internal;
      case CUSTOMER -> customerLane && customer;
    };
  }

  /** Whether she read the record, by either lane, when others did. */
  public boolean read(Gates then) {
    return rights.admit(then.internal(), then.party())
        || (then.customer() != null && rights.admit(then.customer(), then.party()));
  }

  /** Whether she may see a field that only some groups may. */
  public boolean maySee(Set<String> restricted) {
    return restricted.isEmpty() || restricted.stream().anyMatch(groups::contains);
  }
}
