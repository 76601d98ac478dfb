package io.causerie.engine.access;

import io.causerie.model.Lane;
import io.causerie.model.Sha256;
import java.util.List;

/**
 * Whom a post lets in: it keeps the gate it was made with, and so does its discussion.
 *
 * @param lane the side of the record it belongs to
 * @param audience the rule
 * @param party the persons the record named then, for whoever the rule lets in by name; {@link
 *     Parties#NOBODY} where it named none
 */
public record Gate(Lane lane, long audience, long party) {
  private static final int SHOWN = 12;

  /** The same for another audience. */
  public Gate with(long other) {
    return new Gate(lane, other, party);
  }

  /**
   * What stands for the gate where it is shown to somebody, for whom it names for its lane, and for
   * those outside whom it lets in. Another reader is shown something else, and so it is beside
   * another record: nobody learns from it who reads what.
   */
  String shown(long record, String viewer, List<Parties.Member> named, List<String> outside) {
    String all =
        String.join(
            "\n",
            lane.word(),
            String.valueOf(audience),
            Parties.digest(named),
            String.valueOf(record),
            viewer,
            String.join("\n", outside));
    return Sha256.hex(all).substring(0, 2 * SHOWN);
  }
}
