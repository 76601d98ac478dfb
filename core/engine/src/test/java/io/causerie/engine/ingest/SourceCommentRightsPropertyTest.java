package io.causerie.engine.ingest;

import static io.causerie.engine.ObservationBuilder.order;
import static io.causerie.engine.ingest.Salesfolk.comment;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.feed.ActivityView;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.testkit.db.Databases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.jspecify.annotations.Nullable;

/**
 * While a record changes hands, a comment of the source is read, by any door, by whoever might read
 * what was said of the record in the comment's lane when it came: among colleagues, if she may
 * still.
 */
class SourceCommentRightsPropertyTest {
  private static final List<String> PEOPLE = List.of("ada", "katherine", "mary", "jana", "otto");
  private static @Nullable Salesfolk source;
  private static int orders = 1000;

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

  /** Who reads a record from now on; within the ceiling. */
  enum Hands {
    SALES_AND_JANA("sales", "jana", "ada"),
    SALES_AND_OTTO("sales", "otto", "ada"),
    FINANCE_AND_JANA("finance", "jana", "katherine");

    private final String group;
    private final String customer;

    /** Who of the group is among those who look. */
    private final String colleague;

    Hands(String group, String customer, String colleague) {
      this.group = group;
      this.customer = customer;
      this.colleague = colleague;
    }

    Audience audience() {
      return new Audience(Readers.groups(group), Readers.persons(customer));
    }

    Set<String> readers(Lane lane) {
      Set<String> readers = new TreeSet<>(Set.of(colleague));
      if (lane == Lane.CUSTOMER) {
        readers.add(customer);
      }
      return readers;
    }
  }

  /**
   * @param hands absent: a comment comes
   * @param answers the comment it answers, of those that came, counted round; -1: none
   */
  record Step(@Nullable Hands hands, Lane lane, int answers) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Step> given = Arbitraries.of(Hands.values()).map(h -> new Step(h, Lane.INTERNAL, -1));
    Arbitrary<Step> said =
        Combinators.combine(Arbitraries.of(Lane.values()), Arbitraries.integers().between(-1, 4))
            .as((lane, answers) -> new Step(null, lane, answers));
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(1, given), net.jqwik.api.Tuple.of(3, said))
        .list()
        .ofMinSize(2)
        .ofMaxSize(10);
  }

  @Property(tries = 60)
  void nobodyReadsWhatWasNotForHer(@ForAll("steps") List<Step> steps) {
    Desk desk = source().desk;
    String order = String.valueOf(orders++);
    Hands hands = Hands.SALES_AND_JANA;
    desk.ingest(order(order).status("Open").audience(hands.audience()));
    // What is said to the company's own people is read by whoever has the record now, too.
    Map<String, Set<String>> mayRead = new TreeMap<>();
    Map<String, Lane> lanes = new TreeMap<>();
    List<String> came = new ArrayList<>();
    for (Step step : steps) {
      if (step.hands() != null) {
        hands = step.hands();
        desk.ingest(order(order).status("Open").audience(hands.audience()));
      } else {
        String id = order + "c" + came.size();
        Salesfolk.Said said = comment(id).on(order).says(id).in(step.lane());
        if (step.answers() >= 0 && !came.isEmpty()) {
          said.answering(came.get(step.answers() % came.size()));
        }
        assertThat(source().tell(said).fate()).isEqualTo(Fate.POSTED);
        came.add(id);
        mayRead.put(id, hands.readers(step.lane()));
        lanes.put(id, step.lane());
      }
    }

    for (String person : PEOPLE) {
      Set<String> expected = new TreeSet<>();
      for (String id : came) {
        boolean then = Objects.requireNonNull(mayRead.get(id)).contains(person);
        boolean now = lanes.get(id) == Lane.CUSTOMER || hands.colleague.equals(person);
        if (then && now) {
          expected.add(id);
        }
      }
      assertThat(read(desk, person, order)).as("%s reads of %s", person, lanes).isEqualTo(expected);
    }
  }

  /** All that somebody is shown of the comments of a record, by any door. */
  private static Set<String> read(Desk desk, String person, String order) {
    Viewer viewer = Desk.as(person);
    Set<String> read = new TreeSet<>();
    try {
      RecordId record = desk.causerie.records().find(viewer, Desk.order(order)).orElseThrow().id();
      for (ActivityView post : desk.feed(person, record)) {
        if (post.content() != null) {
          read.add(post.content());
        }
        desk.causerie
            .discussion()
            .notes(viewer, post.id(), null, 50)
            .items()
            .forEach(note -> read.add(note.content()));
      }
      desk.told(person, record, 0)
          .ifPresent(
              lines ->
                  lines.forEach(
                      line -> {
                        if (line.post() != null && line.post().content() != null) {
                          read.add(line.post().content());
                        }
                        NoteView comment = line.comment();
                        if (comment != null) {
                          read.add(comment.content());
                        }
                      }));
    } catch (java.util.NoSuchElementException | NotFoundException e) {
      // She does not know of the record.
    }
    return read;
  }
}
