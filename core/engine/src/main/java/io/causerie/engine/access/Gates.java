package io.causerie.engine.access;

import io.causerie.model.Lane;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who reads a record at one time.
 *
 * @param internal the audience of its internal lane
 * @param customer that of its customer lane; absent where it has none
 * @param party the persons it names for both
 */
public record Gates(long internal, @Nullable Long customer, long party) {

  /** The gate of a lane; none of a customer lane that the record does not have. */
  public Optional<Gate> of(Lane lane) {
    return switch (lane) {
      case INTERNAL -> Optional.of(new Gate(lane, internal, party));
      case CUSTOMER ->
          customer == null ? Optional.empty() : Optional.of(new Gate(lane, customer, party));
    };
  }
}
