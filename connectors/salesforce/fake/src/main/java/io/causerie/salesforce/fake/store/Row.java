package io.causerie.salesforce.fake.store;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was after a transaction.
 *
 * @param values of its fields, by their names; what is null is absent
 */
public record Row(ObjectType type, String id, Map<String, Object> values) {
  public Row {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  public @Nullable Object get(String field) {
    return "Id".equals(field) ? id : values.get(field);
  }

  public String text(String field) {
    Object value = get(field);
    return value == null ? "" : value.toString();
  }

  public boolean is(String field) {
    return Boolean.TRUE.equals(get(field));
  }

  public int number(String field) {
    return get(field) instanceof Number number ? number.intValue() : 0;
  }

  public Instant instant(String field) {
    return get(field) instanceof Instant instant ? instant : Instant.EPOCH;
  }

  public boolean deleted() {
    return is("IsDeleted");
  }

  Row with(Map<String, ? extends @Nullable Object> changes) {
    Map<String, Object> all = new LinkedHashMap<>(values);
    changes.forEach(
        (field, value) -> {
          if (value == null) {
            all.remove(field);
          } else {
            all.put(field, value);
          }
        });
    return new Row(type, id, all);
  }

  /** What its page and references to it show. */
  public String name() {
    return text(type.nameField().name());
  }
}
