package io.causerie.engine.discussion;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Causerie;
import io.causerie.engine.CauserieException;
import io.causerie.engine.Desk;
import io.causerie.engine.SystemRules;
import io.causerie.engine.delivery.Delivery;
import io.causerie.engine.delivery.DeliveryChannel;
import io.causerie.engine.delivery.GiveUp;
import io.causerie.engine.delivery.Outcome;
import io.causerie.engine.ingest.Ingest;
import io.causerie.engine.people.Origin;
import io.causerie.engine.store.Database;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.model.SourceEvent;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * Nothing comes into a system that its author did not choose, nor of a lane that is not written
 * there, nor what others read than read the record when it comes there: whatever changes meanwhile.
 */
class CopiesPropertyTest {
  /** Who reads a record, as its mapping says. */
  private enum Reads {
    EVERYONE,
    SALES,
    ADA,
    SALES_AND_ADA,
    WITH_JANA,
    WITH_OTTO;

    Audience audience() {
      return switch (this) {
        case EVERYONE -> Audience.internal(Readers.EVERYONE);
        case SALES -> Audience.internal(Readers.groups("sales"));
        case ADA -> Audience.internal(Readers.persons("ada"));
        case SALES_AND_ADA -> Audience.internal(new Readers(false, Set.of("sales"), Set.of("ada")));
        case WITH_JANA -> new Audience(Readers.EVERYONE, Readers.persons("jana"));
        case WITH_OTTO -> new Audience(Readers.EVERYONE, Readers.persons("otto"));
      };
    }

    /** Whether whoever writes in a lane of both writes to the same people. */
    boolean isAs(Reads other, Lane lane) {
      boolean customers = this == WITH_JANA || this == WITH_OTTO;
      boolean otherwise = other == WITH_JANA || other == WITH_OTTO;
      // A party is part of a gate, whether or not anybody of the lane is let in by it.
      return this == other && (lane == Lane.INTERNAL || (customers && otherwise));
    }
  }

  /** What happens next. */
  private record Step(Reads reads, Lane lane, boolean also, boolean comments, boolean edits) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(Reads.class),
            Arbitraries.of(Lane.class),
            Arbitraries.of(true, true, false),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<Set<Lane>> lanes() {
    return Arbitraries.of(
        Set.of(), Set.of(Lane.INTERNAL), Set.of(Lane.CUSTOMER), Set.of(Lane.values()));
  }

  /** What was written, and to whom. */
  private record Written(long item, Lane lane, Reads reads, boolean also) {}

  @Property(tries = 25)
  void nothingReachesATargetThatWasNotChosenOrMayNotHaveIt(
      @ForAll("lanes") Set<Lane> lanes, @ForAll("steps") List<Step> steps) {
    List<Letter> reached = new CopyOnWriteArrayList<>();
    List<Written> written = new ArrayList<>();
    List<Reads> present = new CopyOnWriteArrayList<>();
    List<Reads> at = new CopyOnWriteArrayList<>();
    SettableClock clock = new SettableClock(Desk.MONDAY);
    try (TestDatabase database = Desk.tables(Databases.H2);
        Causerie causerie = node(database, clock, lanes, reached, present, at)) {
      causerie.origins().says(Origin.PEOPLE_FILE, Desk.people());
      int number = 0;
      for (Step step : steps) {
        // What is under way is under way for who reads it now.
        settled(database);
        SourceEvent event =
            Desk.event(
                "e" + number++,
                order("1").status("s" + number).audience(step.reads().audience()).build());
        Desk.await(causerie.ingest().accept("orders", Ingest.keyOf(event), event));
        present.add(step.reads());
        write(causerie, step, written);
      }
      settled(database);
    }

    for (int i = 0; i < reached.size(); i++) {
      Letter letter = reached.get(i);
      Written of =
          written.stream().filter(w -> w.item() == letter.item()).findFirst().orElseThrow();
      assertThat(of.also()).as("chosen: " + letter).isTrue();
      assertThat(lanes).as("of a lane: " + letter).contains(of.lane());
      assertThat(of.reads()).as("by name alone: " + letter).isNotEqualTo(Reads.ADA);
      assertThat(of.reads().isAs(at.get(i), of.lane()))
          .as("%s is read by %s, the record by %s".formatted(letter, of.reads(), at.get(i)))
          .isTrue();
    }
    Set<Long> there = reached.stream().map(Letter::item).collect(Collectors.toSet());
    assertThat(written)
        .filteredOn(w -> w.also())
        .as("what was taken when it was chosen comes there")
        .allMatch(w -> there.contains(w.item()));
  }

  private static void write(Causerie causerie, Step step, List<Written> written) {
    Optional<RecordId> record =
        causerie.records().find(Desk.as("ada"), Desk.order("1")).map(r -> r.id());
    if (record.isEmpty()) {
      return;
    }
    Set<String> alsoIn = step.also() ? Set.of("desk") : Set.of();
    try {
      var post =
          causerie
              .feed()
              .post(Desk.as("ada"), record.get(), step.lane(), "words", null, alsoIn, null)
              .id();
      written.add(new Written(post.value(), step.lane(), step.reads(), step.also()));
      if (step.comments()) {
        NoteView note =
            causerie.discussion().reply(Desk.as("ada"), post, "more", null, null, alsoIn, null);
        written.add(new Written(note.id().value(), step.lane(), step.reads(), step.also()));
      }
    } catch (CauserieException e) {
      // She may not, and nothing was written.
    }
    // An earlier one, whoever reads the record by now.
    if (step.edits() && !written.isEmpty()) {
      long first = written.get(0).item();
      try {
        causerie
            .feed()
            .edit(
                Desk.as("ada"),
                new io.causerie.model.ActivityId(first),
                "words of " + written.size(),
                null);
      } catch (CauserieException e) {
        // She does not read it any more.
      }
    }
  }

  private static void settled(TestDatabase database) {
    Database direct = Database.over(database.source());
    Eventually.until(
        "nothing is under way",
        () ->
            direct.read(
                    h ->
                        h.createQuery(
                                """
                                select count(*) from delivery
                                where state in ('due', 'claimed') and channel = 'back:desk'
                                """)
                            .mapTo(Long.class)
                            .one())
                == 0);
  }

  private static Causerie node(
      TestDatabase database,
      SettableClock clock,
      Set<Lane> lanes,
      List<Letter> reached,
      List<Reads> present,
      List<Reads> at) {
    SystemRules rules = new SystemRules("desk", Localized.of("Desk"), Desk.CEILING, true);
    Target target = new Target(reached, present, at);
    Causerie causerie =
        Desk.builder(database.source(), database.reads(), clock, Desk.CEILING)
            .systems(List.of(rules.writingBack(lanes)))
            .channels(List.of(target))
            .build();
    target.copies = causerie.copies();
    return causerie;
  }

  /** Takes whatever it is brought, and writes down who read the record then. */
  private static final class Target implements DeliveryChannel {
    private final List<Letter> reached;
    private final List<Reads> present;
    private final List<Reads> at;
    private volatile @Nullable Copies copies;

    Target(List<Letter> reached, List<Reads> present, List<Reads> at) {
      this.reached = reached;
      this.present = present;
      this.at = at;
    }

    @Override
    public String name() {
      return "back:desk";
    }

    @Override
    public int parallel() {
      return 1;
    }

    @Override
    public boolean idempotent() {
      return true;
    }

    @Override
    public Outcome deliver(Delivery delivery) throws GiveUp {
      Copies mine = Objects.requireNonNull(copies);
      Letter letter = mine.letter(delivery).orElseThrow();
      if (letter.refusal() != null) {
        throw new GiveUp(letter.refusal());
      }
      at.add(present.get(present.size() - 1));
      reached.add(letter);
      mine.arrived(delivery, "x" + letter.item(), false, letter.version(), null);
      return Outcome.DELIVERED;
    }
  }
}
