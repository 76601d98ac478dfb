package io.causerie.engine.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What the tables of one feature hold of persons and of records, and what becomes of it when a
 * person is erased or one record becomes part of another. Each feature says so of its own tables;
 * nobody else names them for that.
 */
public final class Holdings {
  /** Rows whose texts are looked through by one statement. */
  private static final int ROWS_AT_ONCE = 5_000;

  /** What becomes of a person's rows. */
  @FunctionalInterface
  public interface Erasing {
    void erase(Handle h, Erased person);
  }

  /** What becomes of a record's rows when it becomes part of another; both are locked. */
  @FunctionalInterface
  public interface Merging {
    void merge(Handle h, long from, long into);
  }

  private final Set<String> columns = new TreeSet<>();
  private final List<Erasing> erasings = new ArrayList<>();
  private final List<Merging> mergings = new ArrayList<>();

  private Holdings() {}

  public static Holdings none() {
    return new Holdings();
  }

  /** Columns with a person's id: her pseudonym takes its place. */
  public Holdings person(String... named) {
    for (String column : named) {
      columns.add(column);
      erasings.add(
          (h, person) ->
              h.createUpdate(
                      "update %s set %s = :pseudonym where %s = :id"
                          .formatted(table(column), name(column), name(column)))
                  .bind("pseudonym", person.pseudonym())
                  .bind("id", person.id())
                  .execute());
    }
    return this;
  }

  /** Columns with a person's id whose rows are nothing without her: they go. */
  public Holdings gone(String... named) {
    for (String column : named) {
      columns.add(column);
      erasings.add(
          (h, person) ->
              h.createUpdate("delete from %s where %s = :id".formatted(table(column), name(column)))
                  .bind("id", person.id())
                  .execute());
    }
    return this;
  }

  /**
   * Columns of one table with what people wrote, or what was written of them: her name, her address
   * and mentions of her are replaced.
   *
   * @param key a number by which the rows are walked
   */
  public Holdings words(String table, String key, String... named) {
    for (String column : named) {
      columns.add(table + "." + column);
    }
    erasings.add(
        (h, person) ->
            new Walk(table, key, List.of(named))
                .erase(h, person.words().keySet(), person::without));
    return this;
  }

  /** The same for lines about what was done, in which ids of persons stand as words. */
  public Holdings lines(String table, String key, String... named) {
    for (String column : named) {
      columns.add(table + "." + column);
    }
    erasings.add(
        (h, person) -> {
          Set<String> words = new TreeSet<>(person.words().keySet());
          words.add(person.id());
          new Walk(table, key, List.of(named)).erase(h, words, person::withoutId);
        });
    return this;
  }

  /** Columns that are erased together in a way of their own. */
  public Holdings erasing(List<String> named, Erasing how) {
    columns.addAll(named);
    erasings.add(how);
    return this;
  }

  /** Columns with a record: its rows follow it into the other one. */
  public Holdings record(String... named) {
    for (String column : named) {
      columns.add(column);
      mergings.add(
          (h, from, into) ->
              h.createUpdate(
                      "update %s set %s = :into where %s = :from"
                          .formatted(table(column), name(column), name(column)))
                  .bind("into", into)
                  .bind("from", from)
                  .execute());
    }
    return this;
  }

  /** Columns that follow a merge in a way of their own. */
  public Holdings merging(List<String> named, Merging how) {
    columns.addAll(named);
    mergings.add(how);
    return this;
  }

  /** Columns that stay as they are whoever is erased and whatever is merged, and why. */
  public Holdings stays(String why, String... named) {
    if (why.isBlank()) {
      throw new IllegalArgumentException("say why " + List.of(named) + " stay as they are");
    }
    columns.addAll(Arrays.asList(named));
    return this;
  }

  /** The columns spoken of, as {@code table.column}. */
  public Set<String> columns() {
    return Set.copyOf(columns);
  }

  /** Erases a person from the tables of all features. */
  public static void erase(Handle h, Collection<Holdings> all, Erased person) {
    all.forEach(holdings -> holdings.erasings.forEach(how -> how.erase(h, person)));
  }

  /** Makes one record part of another in the tables of all features. */
  public static void merge(Handle h, Collection<Holdings> all, long from, long into) {
    all.forEach(holdings -> holdings.mergings.forEach(how -> how.merge(h, from, into)));
  }

  private static String table(String column) {
    return column.substring(0, column.indexOf('.'));
  }

  private static String name(String column) {
    return column.substring(column.indexOf('.') + 1);
  }

  /** Looks through the texts of a table, so many rows at a time. */
  private record Walk(String table, String key, List<String> columns) {
    void erase(Handle h, Set<String> words, UnaryOperator<String> clean) {
      Long after = Long.MIN_VALUE;
      for (Long last = last(h, after); last != null; last = last(h, after)) {
        erase(h, List.copyOf(words), clean, after, last);
        after = last;
      }
    }

    private @Nullable Long last(Handle h, long after) {
      return h.createQuery(
              "select max(k) from (select distinct %s as k from %s where %s > :after order by k limit %d) s"
                  .formatted(key, table, key, ROWS_AT_ONCE))
          .bind("after", after)
          .mapTo(Long.class)
          .one();
    }

    private void erase(
        Handle h, List<String> words, UnaryOperator<String> clean, long after, long last) {
      for (String column : columns) {
        StringBuilder found = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
          found.append(i == 0 ? "" : " or ").append("position(lower(:w").append(i).append(") in ");
          found.append("lower(").append(column).append(")) > 0");
        }
        var query =
            h.createQuery(
                    "select distinct %s from %s where %s > :after and %s <= :last and (%s)"
                        .formatted(column, table, key, key, found))
                .bind("after", after)
                .bind("last", last);
        for (int i = 0; i < words.size(); i++) {
          query.bind("w" + i, words.get(i));
        }
        for (String text : query.mapTo(String.class).list()) {
          h.createUpdate(
                  "update %s set %s = :clean where %s > :after and %s <= :last and %s = :text"
                      .formatted(table, column, key, key, column))
              .bind("clean", clean.apply(text))
              .bind("after", after)
              .bind("last", last)
              .bind("text", text)
              .execute();
        }
      }
    }
  }

  /** Every column that any of them speaks of. */
  public static Set<String> columns(Collection<Holdings> all) {
    return all.stream()
        .flatMap(h -> h.columns.stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
