package io.causerie.http.odata;

import io.causerie.http.Address;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a connector was told, but for its credentials.
 *
 * @param url the service's root, with a slash at its end
 * @param changedOn one property, or a day and its time; empty: changes come by delta links only
 * @param expandIfThere what is read along where the set has it: older releases may not
 * @param key empty: as {@code $metadata} has it
 */
record Settings(
    String system,
    String connector,
    Address url,
    ODataVersion version,
    String entitySet,
    List<String> changedOn,
    List<String> key,
    List<String> select,
    List<String> expand,
    List<String> expandIfThere,
    @Nullable String filter,
    Duration overlap,
    boolean delta,
    int pageSize,
    String eventType,
    ZoneId zone,
    @Nullable String sapClient,
    int maxPage) {

  /** CloudEvents {@code source} of its events. */
  String source() {
    return "/" + system + "/" + connector;
  }

  /** How messages name the service: host and path, nothing that could be secret. */
  String place() {
    return url.host() + url.path() + entitySet;
  }
}
