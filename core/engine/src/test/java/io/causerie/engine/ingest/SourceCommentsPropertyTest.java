package io.causerie.engine.ingest;

import static io.causerie.engine.ingest.Salesfolk.comment;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.feed.ActivityView;
import io.causerie.model.SourceEvent;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/**
 * Whatever a source says of its comments, in whatever order it comes, however often, one by one or
 * together: what stands here in the end is what the source has, each comment once.
 */
class SourceCommentsPropertyTest {
  private static final int COMMENTS = 4;
  private static @Nullable Salesfolk source;
  private static int orders = 100;

  private static Salesfolk source() {
    Salesfolk open = source;
    if (open == null) {
      open = new Salesfolk(Databases.H2);
      source = open;
    }
    return open;
  }

  @AfterContainer
  static void close() {
    source().close();
  }

  /**
   * What the source says of one comment.
   *
   * @param version 0: as it was written
   * @param gone whether it says, as this version, that the comment is gone
   */
  record Telling(int comment, int version, boolean gone) {}

  /**
   * @param answers which comment each answers, by its number: a smaller one, or -1
   * @param coming in the order in which it comes
   * @param together whether what comes is written as one group
   */
  record Story(List<Integer> answers, List<Telling> coming, boolean together) {}

  @Provide
  Arbitrary<Story> stories() {
    Arbitrary<List<Integer>> answers =
        Combinators.combine(
                Arbitraries.integers().between(-1, 0),
                Arbitraries.integers().between(-1, 1),
                Arbitraries.integers().between(-1, 2))
            .as((one, two, three) -> List.of(-1, one, two, three));
    Arbitrary<Telling> telling =
        Combinators.combine(
                Arbitraries.integers().between(0, COMMENTS - 1),
                Arbitraries.integers().between(0, 3),
                Arbitraries.frequency(
                    net.jqwik.api.Tuple.of(4, false), net.jqwik.api.Tuple.of(1, true)))
            .as(Telling::new);
    return Combinators.combine(
            answers, telling.list().ofMinSize(1).ofMaxSize(10), Arbitraries.of(true, false))
        .as(Story::new);
  }

  /**
   * What stands of a comment: its words, or that it is gone; what it answers; how it was worded.
   */
  record Standing(String words, int wordings, @Nullable String answers) {}

  /** The comments of the source, as it has them in the end; each was written before it was said. */
  private static Map<String, Standing> model(Story story) {
    Map<String, Standing> standing = new TreeMap<>();
    for (int i = 0; i < COMMENTS; i++) {
      int number = i;
      TreeSet<Integer> worded = new TreeSet<>();
      worded.add(0);
      TreeSet<Integer> gone = new TreeSet<>();
      for (Telling t : story.coming()) {
        if (t.comment() == number) {
          (t.gone() ? gone : worded).add(t.version());
        }
      }
      boolean isGone = !gone.isEmpty() && gone.last() >= worded.last();
      int answers = story.answers().get(number);
      standing.put(
          "c" + number,
          new Standing(
              isGone ? "" : words(number, worded.last()),
              isGone ? 0 : worded.size(),
              answers < 0 ? null : "c" + answers));
    }
    return standing;
  }

  private static String words(int comment, int version) {
    return "c" + comment + " v" + version;
  }

  @Property(tries = 60)
  void endIsTheSameInWhateverOrder(@ForAll("stories") Story story) {
    Desk desk = source().desk;
    String order = String.valueOf(orders++);
    List<Telling> coming = new ArrayList<>(story.coming());
    // What was written comes, too, some time: in the middle of the rest.
    IntStream.range(0, COMMENTS)
        .forEach(i -> coming.add(coming.size() / (i + 1), new Telling(i, 0, false)));
    List<SourceEvent> events = coming.stream().map(t -> event(order, story.answers(), t)).toList();

    if (story.together()) {
      events.stream()
          .map(e -> desk.causerie.ingest().accept("orders", Ingest.keyOf(e), e))
          .toList()
          .forEach(Desk::await);
    } else {
      events.forEach(e -> desk.ingest("orders", e));
    }
    Eventually.until("nothing waits", () -> desk.count("select count(*) from awaited") == 0);

    assertThat(standing(desk, order)).isEqualTo(model(story));
  }

  private static SourceEvent event(String order, List<Integer> answers, Telling t) {
    Salesfolk.Said said = comment(order + "c" + t.comment()).on(order);
    int answered = answers.get(t.comment());
    if (answered >= 0 && !t.gone()) {
      said.answering(order + "c" + answered);
    }
    if (t.version() > 0) {
      said.edited(t.version());
    }
    if (t.gone()) {
      said.edited(t.version()).gone();
    } else {
      said.says(words(t.comment(), t.version()));
    }
    return source().event(said);
  }

  private static Map<String, Standing> standing(Desk desk, String order) {
    Map<String, Standing> standing = new TreeMap<>();
    Map<Object, String> names = new TreeMap<>(java.util.Comparator.comparing(String::valueOf));
    for (ActivityView post : desk.feed("grace", order)) {
      names.put(post.id(), name(desk, post.id().value(), order));
      put(
          standing,
          names.get(post.id()),
          new Standing(
              post.content() == null ? "" : post.content(),
              desk.causerie.feed().history(Desk.as("grace"), post.id()).size(),
              null));
      List<NoteView> notes =
          desk.causerie.discussion().notes(Desk.as("grace"), post.id(), null, 50).items();
      notes.forEach(n -> names.put(n.id(), name(desk, n.id().value(), order)));
      notes.forEach(
          n ->
              put(
                  standing,
                  Objects.requireNonNull(names.get(n.id())),
                  new Standing(
                      n.content(),
                      desk.causerie.discussion().history(Desk.as("grace"), n.id()).size(),
                      n.inReplyTo() == null ? names.get(post.id()) : names.get(n.inReplyTo()))));
    }
    return standing;
  }

  private static void put(Map<String, Standing> all, String name, Standing one) {
    assertThat(all.put(name, one)).as("twice: " + name).isNull();
  }

  private static String name(Desk desk, long item, String order) {
    return "c"
        + desk.count(
            "select cast(substring(external_id, %d) as bigint) from counterpart where item = %d"
                .formatted(order.length() + 2, item));
  }
}
