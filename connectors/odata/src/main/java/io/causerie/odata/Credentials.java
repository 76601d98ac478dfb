package io.causerie.odata;

import io.causerie.spi.SourceException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the connector shows to the service. Used by many threads. */
interface Credentials {
  /** The value of {@code Authorization}; empty: none is sent. */
  Optional<String> header(Http http) throws SourceException;

  /**
   * Told that the service refuses a value.
   *
   * @return whether there may be a better one now
   */
  default boolean forget(Optional<String> refused) {
    return false;
  }

  static Credentials none() {
    return http -> Optional.empty();
  }

  static Credentials basic(String username, String password) {
    String header = okhttp3.Credentials.basic(username, password, StandardCharsets.UTF_8);
    return http -> Optional.of(header);
  }
}
