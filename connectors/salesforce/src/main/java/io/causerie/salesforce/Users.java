package io.causerie.salesforce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.http.Json;
import io.causerie.spi.SourceException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names and addresses of those who changed something, since an event has their ids only; as {@code
 * LastModifiedBy} has them in a query. Used by many threads.
 */
final class Users {
  private static final Logger LOG = LoggerFactory.getLogger(Users.class);
  private static final int MOST = 10_000;
  private static final int AT_ONCE = 100;

  private final Rest rest;
  private final Map<String, ObjectNode> known = new LinkedHashMap<>();

  Users(Rest rest) {
    this.rest = rest;
  }

  /** Reads those that are not known. Who may not be read is told by her id. */
  synchronized void meet(Collection<String> ids) throws SourceException {
    Set<String> unknown = new LinkedHashSet<>(ids);
    unknown.removeAll(known.keySet());
    unknown.removeIf(id -> !id.matches("[0-9A-Za-z]{15,18}"));
    List<String> all = List.copyOf(unknown);
    if (known.size() + all.size() > MOST) {
      known.clear();
    }
    for (int i = 0; i < all.size(); i += AT_ONCE) {
      read(all.subList(i, Math.min(all.size(), i + AT_ONCE)));
    }
  }

  private void read(List<String> ids) throws SourceException {
    ids.forEach(id -> known.put(id, Json.MAPPER.createObjectNode()));
    try {
      for (ObjectNode user :
          rest.all(Soql.byId(List.of("Id", "Name", "Email"), "User", ids), true)) {
        String id = user.path("Id").asText();
        user.remove("Id");
        known.put(id, user);
      }
    } catch (SourceException e) {
      ids.forEach(known::remove);
      if (e.fault() == SourceException.Fault.TEMPORARY
          || e.fault() == SourceException.Fault.CREDENTIALS) {
        throw e;
      }
      LOG.warn("users are told by their ids: {}", e.getMessage());
    }
  }

  synchronized Optional<ObjectNode> of(String id) {
    return Optional.ofNullable(known.get(id)).filter(user -> !user.isEmpty());
  }
}
