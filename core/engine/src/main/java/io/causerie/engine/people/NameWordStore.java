package io.causerie.engine.people;

import io.causerie.engine.access.Crowd;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** The folded words of persons' names, by which they are found among a hundred thousand. */
final class NameWordStore {
  /** The place of a whole name. */
  static final int NAME = 0;

  /** That of a word of it, or of the id. */
  static final int WORD = 1;

  /** That of the whole id. */
  static final int ID = 2;

  private static final int MAX_WORD = 700;

  private NameWordStore() {}

  record Word(String text, int place) {}

  /** How well a name fits; the better comes first. */
  enum Stage {
    BEGINS_THE_NAME("place = 0 and word >= :from%1$d and word < :to%1$d"),
    BEGINS_WORDS("place = 1 and word >= :from%1$d and word < :to%1$d"),
    INSIDE("place in (0, 2) and word like :inside%1$d");

    private final String condition;

    Stage(String condition) {
      this.condition = condition;
    }
  }

  /**
   * Persons of a crowd whose name has all the parts, by name.
   *
   * @param parts folded; none fits everybody
   */
  static List<String> find(Handle h, Crowd crowd, Stage stage, List<String> parts, int limit) {
    List<String> wanted =
        stage == Stage.BEGINS_THE_NAME && !parts.isEmpty()
            ? List.of(String.join(" ", parts))
            : parts;
    String fits =
        IntStream.range(0, wanted.size())
            .mapToObj(
                i ->
                    " and p.id in (select w.person from person_word w where "
                        + stage.condition.formatted(i)
                        + ")")
            .collect(Collectors.joining());
    Query query =
        crowd.bind(
            h.createQuery(
                "select p.id from person p where "
                    + crowd.condition()
                    + fits
                    + " order by p.name, p.id limit :limit"));
    for (int i = 0; i < wanted.size(); i++) {
      String part = wanted.get(i);
      query
          .bind("from" + i, part)
          .bind("to" + i, part + '\uffff')
          .bind("inside" + i, "%" + part + "%");
    }
    return query.bind("limit", limit).mapTo(String.class).list();
  }

  /** Writes the words of persons' names anew. */
  static void write(Handle h, Map<String, String> names) {
    if (names.isEmpty()) {
      return;
    }
    forget(h, names.keySet());
    PreparedBatch batch =
        h.prepareBatch(
            """
            insert into person_word (word, person, place) values (:word, :person, :place)
            on conflict do nothing
            """);
    new TreeMap<>(names)
        .forEach(
            (person, name) ->
                NameSearch.words(name, person)
                    .forEach(
                        word ->
                            batch
                                .bind("word", cut(word.text()))
                                .bind("person", person)
                                .bind("place", word.place())
                                .add()));
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  private static String cut(String text) {
    return text.length() > MAX_WORD ? text.substring(0, MAX_WORD) : text;
  }

  /** Whoever was erased is found by nothing. */
  static void forget(Handle h, Collection<String> persons) {
    h.createUpdate("delete from person_word where person = any(:persons)")
        .bindArray("persons", String.class, persons.toArray())
        .execute();
  }

  /** Names that were stored before their words were. */
  static Map<String, String> missing(Handle h) {
    Map<String, String> names = new TreeMap<>();
    h.createQuery(
            """
            select p.id, p.name from person p where p.active and not exists (
              select 1 from person_word w where w.person = p.id)
            """)
        .map((r, c) -> Map.entry(r.getString("id"), r.getString("name")))
        .forEach(e -> names.put(e.getKey(), e.getValue()));
    return names;
  }
}
