package io.causerie.engine;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.access.Viewer;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.engine.record.Records.With;
import io.causerie.model.ActivityId;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.MappingOutcome;
import io.causerie.model.Observation;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.model.Related;
import io.causerie.model.SourceActor;
import io.causerie.model.SourceEvent;
import io.causerie.model.Value;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** A record's page of a server that has shown it before is that of one that has just started. */
class RecordPagesTest {
  private static final List<String> READERS = List.of("ada", "grace", "katherine", "jana");
  private static final Map<Databases, Desk> DESKS = new EnumMap<>(Databases.class);
  private static int orders;

  @AfterContainer
  static void close() {
    DESKS.values().forEach(Desk::close);
    DESKS.clear();
  }

  /** What can happen to a page. */
  enum What {
    CHANGED,
    CHANGED_SILENTLY,
    RESTRICTED,
    AUDIENCE,
    RELATED,
    NAMED_ELSEWHERE,
    JOINED,
    POSTED,
    EDITED,
    REMOVED,
    NOTED,
    REACTED,
    MERGED,
    RENUMBERED,
    DELETED,
    REMAPPED,
    READ,
    FOLLOWED,
    UNFOLLOWED,
    TRIMMED,
    RENAMED
  }

  /** One thing that happens; {@code which} varies it. */
  record Step(What what, int which) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(Arbitraries.of(What.class), Arbitraries.integers().between(0, 5))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(7);
  }

  @Property(tries = 20)
  void keptPagesAreAsThoseOfANewServer(
      @ForAll Databases databases, @ForAll("steps") List<Step> steps) {
    Run run = new Run(DESKS.computeIfAbsent(databases, Desk::new), "r" + orders++);
    for (Step step : steps) {
      try {
        run.happens(step);
      } catch (NotFoundException | ForbiddenException e) {
        // Nothing can be done to what is gone, or kept from who would do it.
        assertThat(step.what()).isNotIn(What.CHANGED, What.REMAPPED, What.RENAMED);
      }
      run.check();
    }
  }

  private static final class Run {
    private final Desk desk;
    private final String name;
    private final RecordId record;
    private final List<ActivityId> own = new ArrayList<>();
    private int nth;

    Run(Desk desk, String name) {
      this.desk = desk;
      this.name = name;
      desk.causerie.origins().says(Origin.PEOPLE_FILE, people(""));
      desk.ingest(order(name).status("0"));
      record = desk.id(name);
      own.add(posted());
      check();
    }

    private ObservationBuilder told() {
      return order(name).status(String.valueOf(++nth));
    }

    private ActivityId posted() {
      String said = "Well? " + ++nth;
      return desk.causerie.feed().post(Desk.as("ada"), record, Lane.INTERNAL, said, null).id();
    }

    private ActivityId some(int which) {
      return own.get(which % own.size());
    }

    void happens(Step step) {
      int which = step.which();
      Viewer ada = Desk.as("ada");
      Viewer reader = Desk.as(READERS.get(which % READERS.size()));
      switch (step.what()) {
        case CHANGED -> desk.ingest(told());
        case CHANGED_SILENTLY -> desk.ingest(told().title("Title " + nth).noPosts());
        case RESTRICTED -> desk.ingest(told().field("Margin", new Value.Text("" + nth), "finance"));
        case AUDIENCE -> {
          String group = which % 2 == 0 ? "finance" : "sales";
          desk.ingest(told().audience(Audience.internal(Readers.groups(group))));
        }
        case RELATED -> {
          String part = name + "-part";
          if (which % 2 == 0) {
            desk.ingest(order(part).status("Open"));
          }
          desk.ingest(told().noPosts().related(new Related("part", Desk.order(part), null)));
        }
        case NAMED_ELSEWHERE -> {
          SourceActor called = new SourceActor("alovelace" + which % 2, "Called " + ++nth, null);
          desk.ingest(order(name + "-other").status("" + nth).by(called).at(desk.clock.instant()));
        }
        case JOINED -> {
          desk.ingest(told().by("user-of-" + name));
          check();
          desk.causerie.origins().says(Origin.PEOPLE_FILE, people("", "user-of-" + name));
        }
        case POSTED -> own.add(posted());
        case EDITED -> desk.causerie.feed().edit(ada, some(which), "Edited " + ++nth, null);
        case REMOVED -> desk.causerie.feed().remove(ada, some(which), null);
        case NOTED -> desk.causerie.discussion().reply(ada, some(which), "Yes", null, null, null);
        case REACTED -> desk.causerie.discussion().react(ada, some(which), "👍", null);
        case MERGED -> {
          String twin = name + "-twin" + ++nth;
          desk.ingest(order(twin).status("Open"));
          desk.ingest(order(twin).status("Gone").mergedInto(name));
        }
        case RENUMBERED -> desk.ingest(told().renumberedTo(name + "-" + nth));
        case DELETED -> desk.ingest(told().deleted());
        case REMAPPED -> remap(which % 2 == 0);
        case READ -> desk.causerie.records().markRead(reader, record, desk.position());
        case FOLLOWED -> desk.causerie.follows().follow(reader, record);
        case UNFOLLOWED -> desk.causerie.follows().unfollow(reader, record);
        case TRIMMED -> {
          desk.clock.tick(Duration.ofDays(1));
          desk.position();
          desk.causerie.journal().trim(Duration.ofHours(1));
        }
        case RENAMED -> desk.causerie.origins().says(Origin.PEOPLE_FILE, people(" " + ++nth));
      }
    }

    /** Another node says all posts anew by another mapping. */
    private void remap(boolean title) {
      String suffix = " (" + ++nth + ")";
      ConnectorRules rules =
          new ConnectorRules("orders", "desk", null, null, event -> mapped(event, suffix, title));
      try (Causerie other =
          Desk.builder(desk.source(), desk.database().reads(), desk.clock, Desk.CEILING)
              .connectors(List.of(rules))
              .build()) {
        other
            .remapping()
            .remap(
                "orders",
                desk.clock.instant().minus(Duration.ofDays(100)),
                desk.clock.instant().plusSeconds(1),
                true);
      }
    }

    private static MappingOutcome mapped(SourceEvent event, String suffix, boolean title) {
      return Desk.READY_MADE
          .map(event)
          .match(
              seen -> new MappingOutcome.Seen(named(seen.observation(), suffix, title)),
              ignored -> ignored,
              rejected -> rejected,
              hinted -> hinted);
    }

    /** Fields are called otherwise, and perhaps the record. */
    private static Observation named(Observation seen, String suffix, boolean title) {
      ObservationBuilder anew = order(seen.record().id());
      if (title) {
        anew.title("Order" + suffix);
      }
      seen.fields()
          .forEach(
              f ->
                  anew.field(f.field() + suffix, f.value(), f.restricted().toArray(String[]::new)));
      return anew.build();
    }

    void check() {
      // Once before its lines have their numbers: nothing of that may be kept.
      READERS.forEach(reader -> page(desk.causerie, reader));
      desk.position();
      try (Causerie fresh = desk.beside(Desk.CEILING)) {
        for (String reader : READERS) {
          assertThat(page(desk.causerie, reader)).as(reader).isEqualTo(page(fresh, reader));
          for (ActivityId post : own) {
            assertThat(desk.causerie.feed().activity(Desk.as(reader), post))
                .as("%s, the post by itself", reader)
                .isEqualTo(fresh.feed().activity(Desk.as(reader), post));
          }
        }
      }
    }

    private Optional<With<Page<ActivityView>>> page(Causerie causerie, String reader) {
      return causerie
          .records()
          .get(
              Desk.as(reader),
              record,
              (h, in) -> causerie.feed().page(h, in, ActivityView.Show.ALL, null, 20));
    }

    private static List<Person> people(String suffix, String... users) {
      return Desk.people().stream().map(p -> person(p, suffix, List.of(users))).toList();
    }

    private static Person person(Person p, String suffix, List<String> users) {
      return new Person(
          p.id(),
          p.name() + suffix,
          null,
          p.guest(),
          null,
          p.groups(),
          p.id().equals("grace") && !users.isEmpty() ? Map.of("desk", users) : p.identities());
    }
  }
}
