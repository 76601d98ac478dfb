package io.causerie.server.webhook;

import io.causerie.engine.webhook.Parcel;
import java.time.Instant;
import java.util.Optional;

/** Writes what is posted. */
public interface Letters {
  /**
   * A parcel, as its person may read it now.
   *
   * @param happened when it was decided that it is to be sent
   * @return empty where she may not read it any more
   * @throws io.causerie.engine.UnavailableException if its source decides who reads it, and does
   *     not answer
   */
  Optional<byte[]> write(Parcel parcel, Instant happened);

  /** What is posted to see whether it arrives. */
  byte[] test(Instant now);
}
