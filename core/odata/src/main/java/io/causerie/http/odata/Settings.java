package io.causerie.http.odata;

import io.causerie.http.Address;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a connector was told, but for its credentials.
 *
 * @param url the service's root, with a slash at its end
 * @param changedOn absent: changes come by delta links only
 * @param key empty: as {@code $metadata} has it
 */
record Settings(
    String system,
    String connector,
    Address url,
    ODataVersion version,
    String entitySet,
    @Nullable String changedOn,
    List<String> key,
    List<String> select,
    List<String> expand,
    @Nullable String filter,
    Duration overlap,
    boolean delta,
    int pageSize,
    String eventType,
    ZoneId zone,
    @Nullable String sapClient,
    int maxPage) {

  Optional<String> changedOnName() {
    return Optional.ofNullable(changedOn);
  }

  /** CloudEvents {@code source} of its events. */
  String source() {
    return "/" + system + "/" + connector;
  }

  /** How messages name the service: host and path, nothing that could be secret. */
  String place() {
    return url.host() + url.path() + entitySet;
  }
}
