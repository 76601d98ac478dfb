package io.causerie.engine.discussion;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.Page;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.model.ActivityId;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** A page that was read before shows what one shows that is read for the first time. */
class TalkPagesTest {
  private static final List<String> COLLEAGUES = List.of("ada", "grace", "mary");
  private static final int LIMIT = 60;
  private static final Map<Databases, Desk> DESKS = new EnumMap<>(Databases.class);

  /** No page was read with it before. */
  private static int unusedLimit = LIMIT;

  private static int orders;

  @AfterContainer
  static void close() {
    DESKS.values().forEach(Desk::close);
    DESKS.clear();
  }

  /** One thing that happens; what it is, who does it and to which comment. */
  record Step(int what, int who, int which) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.frequency(
                net.jqwik.api.Tuple.of(4, 0),
                net.jqwik.api.Tuple.of(2, 1),
                net.jqwik.api.Tuple.of(1, 2),
                net.jqwik.api.Tuple.of(2, 3),
                net.jqwik.api.Tuple.of(1, 4),
                net.jqwik.api.Tuple.of(1, 5),
                net.jqwik.api.Tuple.of(2, 6),
                net.jqwik.api.Tuple.of(1, 7),
                net.jqwik.api.Tuple.of(1, 8),
                net.jqwik.api.Tuple.of(1, 9)),
            Arbitraries.integers().between(0, COLLEAGUES.size() - 1),
            Arbitraries.integers().between(0, 30))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(16);
  }

  @Property(tries = 25)
  void keptPagesAreAsNewOnes(@ForAll Databases databases, @ForAll("steps") List<Step> steps) {
    Desk desk = DESKS.computeIfAbsent(databases, Desk::new);
    desk.causerie.origins().says(Origin.PEOPLE_FILE, people(""));
    Run run = new Run(desk, "p" + orders++);
    for (Step step : steps) {
      run.happens(step);
      run.check();
    }
    run.checkWhatIsNew();
  }

  /** All of them sell; some names are others now. */
  private static List<Person> people(String suffix) {
    return Desk.people().stream()
        .map(p -> new Person(p.id(), p.name() + suffix, null, p.guest(), null, sales(p), Map.of()))
        .toList();
  }

  private static Set<String> sales(Person person) {
    return COLLEAGUES.contains(person.id()) ? Set.of("sales") : person.groups();
  }

  private static final class Run {
    private final Desk desk;
    private final RecordId record;
    private final ActivityId post;
    private final List<NoteId> notes = new ArrayList<>();
    private final List<String> authors = new ArrayList<>();
    private final Set<String> thumbs = new HashSet<>();

    Run(Desk desk, String order) {
      this.desk = desk;
      desk.ingest(order(order).status("Open"));
      record = desk.id(order);
      post = desk.feed("ada", record).get(0).id();
      check();
    }

    void happens(Step step) {
      String who = COLLEAGUES.get(step.who());
      Viewer viewer = Desk.as(who);
      Discussion discussion = desk.causerie.discussion();
      if (step.what() == 0 || (notes.isEmpty() && step.what() < 5)) {
        String said = "Said %d to [@](person:%s)".formatted(notes.size(), COLLEAGUES.get(0));
        NoteId answered = notes.isEmpty() ? null : notes.get(step.which() % notes.size());
        notes.add(discussion.reply(viewer, post, said, answered, null, null).id());
        authors.add(who);
        return;
      }
      int which = step.which() % Math.max(1, notes.size());
      switch (step.what()) {
        case 1 -> own(which, v -> discussion.edit(v, notes.get(which), "Edited", null));
        case 2 -> own(which, v -> discussion.remove(v, notes.get(which), null));
        case 3 -> gently(() -> discussion.react(viewer, notes.get(which), "👍"));
        case 4 -> gently(() -> discussion.unreact(viewer, notes.get(which), "👍"));
        case 9 -> {
          if (thumbs.add(who)) {
            discussion.react(viewer, post, "👍", null);
          } else {
            thumbs.remove(who);
            discussion.unreact(viewer, post, "👍");
          }
        }
        case 5 -> desk.causerie.origins().says(Origin.PEOPLE_FILE, people(" " + step.which()));
        case 6 -> desk.causerie.records().markRead(viewer, record, desk.position());
        case 7 -> {
          desk.clock.tick(Duration.ofDays(1));
          desk.position();
          desk.causerie.journal().trim(Duration.ofHours(1));
        }
        default -> desk.position();
      }
    }

    private interface Deed {
      void by(Viewer viewer);
    }

    private void own(int which, Deed deed) {
      gently(() -> deed.by(Desk.as(authors.get(which))));
    }

    /** What was removed takes nothing any more. */
    private static void gently(Runnable deed) {
      try {
        deed.run();
      } catch (io.causerie.engine.ForbiddenException e) {
        assertThat(e).hasMessageContaining("removed");
      }
    }

    /** But for what is new to her: that changes as lines get their numbers. */
    void check() {
      for (String reader : COLLEAGUES) {
        Page<NoteView> kept = seen(reader, page(reader, LIMIT));
        assertThat(kept).isEqualTo(seen(reader, page(reader, ++unusedLimit)));
        assertThat(seen(reader, page(reader, LIMIT))).isEqualTo(kept);
        assertThat(kept.items()).extracting(NoteView::id).containsExactlyElementsOf(notes);
        Page<NoteView> below = new Page<>(inFeed(reader).notes(), null);
        assertThat(seen(reader, below).items()).isEqualTo(newest(kept.items()));
        assertThat(inFeed(reader).reactions().stream().flatMap(r -> r.givers().stream()))
            .containsExactlyInAnyOrderElementsOf(thumbs);
      }
    }

    private ActivityView inFeed(String reader) {
      return desk.feed(reader, record).get(0);
    }

    private static List<NoteView> newest(List<NoteView> notes) {
      return notes.subList(Math.max(0, notes.size() - 3), notes.size());
    }

    private static Page<NoteView> seen(String reader, Page<NoteView> page) {
      return page.map(note -> note.seenBy(reader, false, Set.of()));
    }

    void checkWhatIsNew() {
      desk.position();
      for (String reader : COLLEAGUES) {
        // A comment by itself is read from the database each time.
        List<NoteView> alone =
            notes.stream()
                .map(note -> desk.causerie.discussion().note(Desk.as(reader), note).orElseThrow())
                .toList();
        assertThat(page(reader, LIMIT).items()).isEqualTo(alone);
        assertThat(inFeed(reader).notes()).isEqualTo(newest(alone));
      }
    }

    private Page<NoteView> page(String reader, int limit) {
      return desk.causerie.discussion().notes(Desk.as(reader), post, null, limit);
    }
  }
}
