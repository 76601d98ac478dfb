package io.causerie.engine.find;

import io.causerie.engine.record.TrackedRecord;
import io.causerie.model.Localized;
import io.causerie.model.json.ModelJson;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The types of records that were ever met; there are few. */
final class TypeStore {
  private TypeStore() {}

  /** A type of a system, and how people call it. */
  record Type(String system, String type, @Nullable Localized label) {
    String key() {
      return Called.type(system, type);
    }

    Localized shown() {
      return label == null ? Localized.of(type) : label;
    }
  }

  static List<Type> all(Handle h) {
    return h.createQuery("select system, type, label from find_type order by system, type")
        .map(
            (r, c) ->
                new Type(
                    r.getString("system"),
                    r.getString("type"),
                    Optional.ofNullable(r.getString("label"))
                        .map(label -> ModelJson.read(label, Localized.class))
                        .orElse(null)))
        .list();
  }

  /** Takes the types of some records, as they are called now. */
  static void add(Handle h, Collection<TrackedRecord> records) {
    Map<String, Type> met = new TreeMap<>();
    for (TrackedRecord record : records) {
      Type type = new Type(record.ref().system(), record.ref().type(), record.typeLabel());
      met.merge(type.key(), type, (a, b) -> b.label() == null ? a : b);
    }
    all(h).forEach(known -> met.remove(known.key(), known));
    met.values()
        .forEach(
            type -> {
              String label = type.label() == null ? null : ModelJson.write(type.label());
              h.createUpdate(
                      """
                      insert into find_type (system, type, label) values (:system, :type, :label)
                      on conflict do nothing
                      """)
                  .bind("system", type.system())
                  .bind("type", type.type())
                  .bind("label", label)
                  .execute();
              if (label != null) {
                h.createUpdate(
                        "update find_type set label = :label where system = :system and type = :type")
                    .bind("system", type.system())
                    .bind("type", type.type())
                    .bind("label", Objects.requireNonNull(label))
                    .execute();
              }
            });
  }
}
