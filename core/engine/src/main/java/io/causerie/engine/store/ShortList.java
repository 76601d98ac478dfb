package io.causerie.engine.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * A list in a statement, such as {@code any(:name)}: a few values are so many parameters. Of a
 * parameter that is a list PostgreSQL does not know how long it is: it plans the statement anew
 * each time, which takes it several times as long as to run it. So few are repeated up to the next
 * power of two, that there are few statements, and more than {@value #MOST} are a list after all.
 *
 * @param <T> String or Long
 */
public final class ShortList<T> {
  /** How many are a short list. */
  public static final int MOST = 32;

  /** Statements as they are sent; there are as many as texts in the code, and lengths. */
  private static final Map<Sent, String> SENT = new ConcurrentHashMap<>();

  private final String name;
  private final Class<T> type;
  private final Collection<T> values;

  private ShortList(String name, Class<T> type, Collection<T> values) {
    this.name = name;
    this.type = type;
    this.values = values;
  }

  /** Numbers; {@code :name} stands for an array of them. */
  public static ShortList<Long> numbers(String name, Collection<Long> values) {
    return new ShortList<>(name, Long.class, values);
  }

  /** Texts; {@code :name} stands for an array of them. */
  public static ShortList<String> texts(String name, Collection<String> values) {
    return new ShortList<>(name, String.class, values);
  }

  public Collection<T> values() {
    return values;
  }

  /** A query with some lists, each bound wherever it stands. */
  public static Query query(Handle h, String sql, ShortList<?>... lists) {
    String query = sql;
    for (ShortList<?> list : lists) {
      query = list.within(query);
    }
    Query bound = h.createQuery(query);
    for (ShortList<?> list : lists) {
      list.bind(bound);
    }
    return bound;
  }

  private boolean few() {
    return !values.isEmpty() && values.size() <= MOST;
  }

  private int parameters() {
    int highest = Integer.highestOneBit(values.size());
    return highest == values.size() ? highest : 2 * highest;
  }

  private record Sent(String sql, String name, int parameters, Class<?> type) {}

  private String within(String sql) {
    return few()
        ? SENT.computeIfAbsent(new Sent(sql, name, parameters(), type), ShortList::written)
        : sql;
  }

  private static String written(Sent sent) {
    String sqlType = sent.type() == Long.class ? "bigint" : "varchar";
    return sent.sql()
        .replaceAll(
            ":%s\\b".formatted(sent.name()),
            IntStream.range(0, sent.parameters())
                .mapToObj(i -> "cast(:%s%d as %s)".formatted(sent.name(), i, sqlType))
                .collect(Collectors.joining(", ", "array[", "]")));
  }

  private void bind(Query query) {
    if (few()) {
      List<T> all = new ArrayList<>(values);
      all.addAll(Collections.nCopies(parameters() - all.size(), all.get(0)));
      for (int i = 0; i < all.size(); i++) {
        query.bindByType(name + i, all.get(i), type);
      }
    } else {
      query.bindArray(name, type, values.toArray());
    }
  }
}
