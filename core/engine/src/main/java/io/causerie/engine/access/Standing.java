package io.causerie.engine.access;

import io.causerie.model.Lane;
import io.causerie.model.RecordRef;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one reader may do with one record, as of one transaction; only {@link Reads} gives it, and
 * every query of the record's posts binds its {@link #reach} and nothing else to decide.
 *
 * @param record the record's id; after a merge, that of the record that took over
 * @param ref the record's key
 * @param person the reader
 * @param guest whether she comes from outside
 * @param groups her groups, for restricted fields
 * @param now the record's present gates
 * @param internal whether the record's present gate lets her in: its title, state and internal lane
 * @param customer whether its present gate lets her into the customer lane
 * @param kept the gates of the customer lane, of any time, that let her in
 * @param reach which of the record's posts she reads
 * @param rights by which gates of the record she gets in
 * @param version of all rights that it was made with
 * @param answers of sources that decide themselves who sees their records
 * @param at the post that she asked for, or whose comment; absent where she asked for the record
 * @param reading how far she is with what is said about the record; absent unless she asked for
 *     that
 */
public record Standing(
    long record,
    RecordRef ref,
    String person,
    boolean guest,
    Set<String> groups,
    Gates now,
    boolean internal,
    boolean customer,
    Set<Gate> kept,
    Reach reach,
    Rights rights,
    long version,
    Answers answers,
    @Nullable PostAt at,
    @Nullable Progress reading) {

  /** The post that she asked for, or whose comment. */
  public PostAt post() {
    return Objects.requireNonNull(at);
  }

  /** How far she is with what is said about the record. */
  public Progress progress() {
    return Objects.requireNonNull(reading);
  }

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

  /** Whether the record has a customer lane at all. */
  public boolean customerLane() {
    return now.customer() != null;
  }

  /** Whether she may begin something in a lane. */
  public boolean mayWrite(Lane lane) {
    return switch (lane) {
      case INTERNAL -> internal;
      case CUSTOMER -> customerLane() && customer;
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
