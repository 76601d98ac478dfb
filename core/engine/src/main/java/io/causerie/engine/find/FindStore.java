package io.causerie.engine.find;

import io.causerie.engine.store.Holdings;
import io.causerie.engine.store.ShortList;
import io.causerie.model.Coded;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The index of records' words: a row for each word a record is found by, in the order in which they
 * are shown; and beside it all words of the record, by which the others are checked that were asked
 * for.
 */
final class FindStore {
  /** What the index holds: it is made of records, and follows them. */
  static final Holdings HOLDINGS =
      Holdings.none()
          .merging(
              List.of("find_word.record_id", "find_record.record_id"),
              (h, from, into) -> write(h, Map.of(), Set.of(from)))
          .stays(
              "words of what a source says of its records, which is erased there",
              "find_word.word",
              "find_record.words",
              "find_type.label");

  /** Before all that a word is made of. */
  private static final char FIRST_CHARACTER = '\u0001';

  /** Counting how often a word is there ends here. */
  private static final int COUNTED = 300;

  private FindStore() {}

  /** A row of the index with all words of its record. */
  record Found(Term term, long record, Called called) {}

  /** Rows of one kind, in their order, from the first or from behind one. */
  private static String rows(Term.Kind kind, boolean whole) {
    return "(select kind, word, record_id from find_word where kind = %d and %s"
            .formatted(kind.code(), whole ? "word = :whole" : "word >= :from and word < :to")
        + " order by kind, word, record_id desc limit :most)";
  }

  /** Those of the kind in which a page ended: of the same word, and of the words behind it. */
  private static String further(Term.Kind kind) {
    return """
        (select kind, word, record_id from find_word
          where kind = %1$d and word = :word and record_id < :record
          order by kind, word, record_id desc limit :most)
        union all
        (select kind, word, record_id from find_word
          where kind = %1$d and word >= :behind and word < :to
          order by kind, word, record_id desc limit :most)
        """
        .formatted(kind.code());
  }

  /** The statement that reads the rows of a word, from the first or from behind one. */
  static String words(Term.@Nullable Kind after) {
    List<String> parts = new ArrayList<>();
    for (Term.Kind kind : Term.Kind.OF_WORDS) {
      if (after == null || kind.compareTo(after) >= 0) {
        parts.add(kind == after ? further(kind) : rows(kind, false));
      }
    }
    return found(parts);
  }

  private static String found(List<String> parts) {
    return """
        select c.kind, c.word, c.record_id, r.words from (
          select kind, word, record_id from (%s) a
          order by kind, word, record_id desc limit :most) c
        join find_record r on r.record_id = c.record_id
        order by c.kind, c.word, c.record_id desc
        """
        .formatted(String.join("\nunion all\n", parts));
  }

  /**
   * Rows of a word, the best first.
   *
   * @param after absent: from the first one on
   */
  static List<Found> words(Handle h, String lead, @Nullable Place after, int most) {
    return list(
        behind(h.createQuery(words(after == null ? null : after.term().kind())), after)
            .bind("from", Term.cut(lead))
            .bind("to", Term.cut(lead) + '\uffff')
            .bind("most", most));
  }

  /** Rows of a system's types, or of one, the newest record of each first. */
  static List<Found> types(Handle h, String type, boolean whole, @Nullable Place after, int most) {
    return list(
        behind(
                h.createQuery(
                    found(
                        List.of(
                            after != null
                                ? further(Term.Kind.TYPE)
                                : rows(Term.Kind.TYPE, whole)))),
                after)
            .bind("whole", type)
            .bind("from", type)
            .bind("to", whole ? type : type + '\uffff')
            .bind("most", most));
  }

  private static Query behind(Query query, @Nullable Place after) {
    return after == null
        ? query
        : query
            .bind("word", after.term().word())
            // Not what is greater: H2 would read all rows of the word to find that.
            .bind("behind", after.term().word() + FIRST_CHARACTER)
            .bind("record", after.record());
  }

  private static List<Found> list(Query query) {
    return query
        .map(
            (r, c) ->
                new Found(
                    new Term(Coded.of(Term.Kind.class, r.getInt("kind")), r.getString("word")),
                    r.getLong("record_id"),
                    Called.read(r.getString("words"))))
        .list();
  }

  /** The newest records of some types, so many of each, by record. */
  static Map<Long, String> newest(Handle h, List<String> types, int most) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      parts.add(
          """
          (select word, record_id from find_word where kind = %d and word = :type%d
            order by kind, word, record_id desc limit :most)
          """
              .formatted(Term.Kind.TYPE.code(), i));
    }
    Query query =
        h.createQuery("select * from (" + String.join("union all\n", parts) + ") t")
            .bind("most", most);
    for (int i = 0; i < types.size(); i++) {
      query.bind("type" + i, types.get(i));
    }
    Map<Long, String> newest = new HashMap<>();
    query
        .map((r, c) -> Map.entry(r.getLong("record_id"), r.getString("word")))
        .forEach(e -> newest.put(e.getKey(), e.getValue()));
    return newest;
  }

  /** Records of which somebody has read what is new in them, the last she did first. */
  static List<Long> recent(Handle h, String person, int most) {
    return h.createQuery(
            """
            select record_id from read_mark where person = :person
            order by person desc, position desc, record_id desc limit :most
            """)
        .bind("person", person)
        .bind("most", most)
        .mapTo(Long.class)
        .list();
  }

  /** How often each of some words is there, counted up to a bound. */
  static Map<String, Integer> often(Handle h, List<String> words) {
    List<String> counts = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      int word = i;
      counts.add(
          "select %d as word, ".formatted(i)
              + Term.Kind.OF_WORDS.stream()
                  .map(
                      kind ->
                          """
                          (select count(*) from (select 1 from find_word
                            where kind = %d and word >= :from%2$d and word < :to%2$d limit %3$d) c)
                          """
                              .formatted(kind.code(), word, COUNTED))
                  .collect(Collectors.joining(" + "))
              + " as often");
    }
    Query query = h.createQuery("select * from (" + String.join("\nunion all\n", counts) + ") o");
    for (int i = 0; i < words.size(); i++) {
      query
          .bind("from" + i, Term.cut(words.get(i)))
          .bind("to" + i, Term.cut(words.get(i)) + '\uffff');
    }
    Map<String, Integer> often = new HashMap<>();
    query
        .map((r, c) -> Map.entry(words.get(r.getInt("word")), r.getInt("often")))
        .forEach(e -> often.put(e.getKey(), e.getValue()));
    return often;
  }

  /** All words of some records, as they are in the index. */
  static Map<Long, String> written(Handle h, Collection<Long> records) {
    Map<Long, String> written = new HashMap<>();
    h.createQuery("select record_id, words from find_record where record_id = any(:records)")
        .bindArray("records", Long.class, records.toArray())
        .map((r, c) -> Map.entry(r.getLong("record_id"), r.getString("words")))
        .forEach(e -> written.put(e.getKey(), e.getValue()));
    return written;
  }

  /**
   * Brings the index to what some records are called now.
   *
   * @param gone those that are not to be found by themselves any more
   */
  static void write(Handle h, Map<Long, Called> called, Collection<Long> gone) {
    Set<Long> all = new HashSet<>(called.keySet());
    all.addAll(gone);
    if (all.isEmpty()) {
      return;
    }
    Map<Long, String> before = written(h, all);
    PreparedBatch delete =
        h.prepareBatch(
            "delete from find_word where kind = :kind and word = :word and record_id = :record");
    PreparedBatch insert =
        h.prepareBatch(
            "insert into find_word (kind, word, record_id) values (:kind, :word, :record)");
    PreparedBatch update =
        h.prepareBatch("update find_record set words = :words where record_id = :record");
    PreparedBatch add =
        h.prepareBatch("insert into find_record (record_id, words) values (:record, :words)");
    for (Long record : all.stream().sorted().toList()) {
      String had = before.get(record);
      Called is = called.get(record);
      String words = is == null ? null : is.write();
      if (words == null ? had == null : words.equals(had)) {
        continue;
      }
      Set<Term> old = had == null ? Set.of() : Called.read(had).terms();
      Set<Term> now = is == null ? Set.of() : is.terms();
      old.stream().filter(t -> !now.contains(t)).forEach(t -> bind(delete, t, record));
      now.stream().filter(t -> !old.contains(t)).forEach(t -> bind(insert, t, record));
      if (words != null) {
        (had == null ? add : update).bind("record", record).bind("words", words).add();
      }
    }
    execute(delete, insert, update, add);
    h.createUpdate("delete from find_record where record_id = any(:gone)")
        .bindArray("gone", Long.class, gone.toArray())
        .execute();
  }

  private static void bind(PreparedBatch batch, Term term, long record) {
    batch.bind("kind", term.kind().code()).bind("word", term.word()).bind("record", record).add();
  }

  private static void execute(PreparedBatch... batches) {
    for (PreparedBatch batch : batches) {
      if (batch.size() > 0) {
        batch.execute();
      }
    }
  }

  /** Records in the index that are part of some others now. */
  static Set<Long> mergedInto(Handle h, Collection<Long> records) {
    return ShortList.query(
            h,
            """
            select f.record_id from record r join find_record f on f.record_id = r.id
            where r.merged_into = any(:records)
            """,
            ShortList.numbers("records", records))
        .mapTo(Long.class)
        .set();
  }
}
