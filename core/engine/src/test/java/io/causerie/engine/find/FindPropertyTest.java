package io.causerie.engine.find;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.ObservationBuilder;
import io.causerie.model.Audience;
import io.causerie.model.Readers;
import io.causerie.model.Value;
import io.causerie.testkit.db.Databases;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever records are called, and whoever may see them: what is found is what has all the words.
 * The model knows of no index.
 */
class FindPropertyTest {
  private static FindDesk find;
  private static int tries;

  @BeforeContainer
  static void open() {
    find = new FindDesk(Desk.tables(Databases.H2));
  }

  @AfterContainer
  static void close() {
    find.close();
  }

  /** What an event says of one of a few records. */
  record Said(int record, String title, String text, boolean finance, boolean restricted) {}

  private static final List<String> WORDS =
      List.of("Müller", "Mueller", "mu", "O’Brien", "brie", "Straße", "stras", "a-b", "ab", "b");

  @Provide
  Arbitrary<List<Said>> said() {
    Arbitrary<String> text =
        Arbitraries.of(WORDS).list().ofMaxSize(3).map(words -> String.join(" ", words));
    return Combinators.combine(
            Arbitraries.integers().between(0, 3),
            text,
            text,
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as(Said::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<List<String>> queries() {
    Arbitrary<String> part =
        Arbitraries.oneOf(
            Arbitraries.of(WORDS),
            Arbitraries.of("m", "ü", "ue", "obr", "BRI", "strasse", "K1", "1", "k", "a", "order"));
    return part.list().ofMinSize(1).ofMaxSize(2).map(p -> String.join(" ", p)).list().ofSize(8);
  }

  /** What the model knows of a record. */
  private record Known(Set<String> title, Set<String> text, boolean finance, boolean restricted) {}

  @Property(tries = 30)
  void whatIsFoundHasAllWordsAndNothingElseIs(
      @ForAll("said") List<Said> said, @ForAll("queries") List<String> queries) {
    String prefix = "T" + tries++ + "K";
    Map<String, Known> model = new TreeMap<>();
    for (Said one : said) {
      String key = prefix + one.record();
      ObservationBuilder order =
          order(key)
              .title(one.title().isEmpty() ? "-" : one.title())
              .audience(
                  one.finance() ? Audience.internal(Readers.groups("finance")) : Audience.EVERYONE)
              .field(
                  "text",
                  new Value.Text(one.text()),
                  one.restricted() ? new String[] {"finance"} : new String[0]);
      find.desk.ingest(order);
      model.put(
          key, new Known(words(one.title()), words(one.text()), one.finance(), one.restricted()));
    }
    find.indexed();

    for (String person : List.of("ada", "katherine", "mary")) {
      for (String query : queries) {
        List<String> found =
            find.pages(person, Asked.of(query, "desk", "Order"), 2).stream()
                .filter(key -> key.startsWith(prefix))
                .toList();
        assertThat(found).as("%s looks for %s", person, query).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(found))
            .as("%s looks for %s", person, query)
            .isEqualTo(expected(model, person, query));
      }
    }
  }

  private static Set<String> expected(Map<String, Known> model, String person, String query) {
    Set<String> expected = new TreeSet<>();
    boolean finance = person.equals("katherine");
    model.forEach(
        (key, known) -> {
          boolean sees = !person.equals("mary") && (finance || !known.finance());
          Set<String> words = new TreeSet<>(known.title());
          words.add("order");
          if (finance || !known.restricted()) {
            words.addAll(known.text());
          }
          if (sees
              && typed(query).stream()
                  .allMatch(
                      part ->
                          fold(key).contains(part)
                              || words.stream().anyMatch(word -> word.startsWith(part)))) {
            expected.add(key);
          }
        });
    return expected;
  }

  private static List<String> typed(String query) {
    List<String> parts = new ArrayList<>();
    for (String word : query.split(" ")) {
      String part = fold(word).replaceAll("[^a-z0-9]", "");
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static Set<String> words(String text) {
    Set<String> words = new TreeSet<>();
    for (String spelling : List.of(fold(text), fold(text.replace("ü", "ue")))) {
      for (String word : spelling.split(" ")) {
        words.add(word.replaceAll("[^a-z0-9]", ""));
        words.addAll(List.of(word.split("[^a-z0-9]")));
      }
    }
    words.remove("");
    return words;
  }

  private static String fold(String text) {
    return text.toLowerCase(Locale.ROOT).replace("ü", "u").replace("ß", "ss");
  }
}
