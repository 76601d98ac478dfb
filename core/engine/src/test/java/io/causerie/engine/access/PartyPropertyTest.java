package io.causerie.engine.access;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Causerie;
import io.causerie.engine.Desk;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.ObservationBuilder;
import io.causerie.engine.access.PartyModel.Kept;
import io.causerie.engine.access.PartyModel.Someone;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.ingest.Ingest;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.model.ActivityId;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.model.When;
import io.causerie.testkit.db.Databases;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Whatever happens to records and people, the engine lets in exactly whom the rules let in. The
 * model knows of no parties, audiences or tables; it keeps for each post what was said of its
 * readers when it was made.
 */
class PartyPropertyTest {
  private static final List<Lane> LANES = List.of(Lane.INTERNAL, Lane.CUSTOMER);

  private static Desk desk;
  private static Causerie causerie;
  private static int tries;

  @BeforeContainer
  static void open() {
    desk = new Desk(Databases.H2);
    causerie = desk.beside(new Audience(Readers.EVERYONE, Readers.EVERYONE));
  }

  @AfterContainer
  static void close() {
    causerie.close();
    desk.close();
  }

  /** One thing that happens; what the numbers mean is said where it is done. */
  record Step(int what, int a, int b, int c, int d) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> number = Arbitraries.integers().between(0, 63);
    Arbitrary<Integer> what =
        Arbitraries.frequency(
            net.jqwik.api.Tuple.of(8, 0),
            net.jqwik.api.Tuple.of(4, 1),
            net.jqwik.api.Tuple.of(1, 2),
            net.jqwik.api.Tuple.of(1, 3),
            net.jqwik.api.Tuple.of(4, 4),
            net.jqwik.api.Tuple.of(1, 5),
            net.jqwik.api.Tuple.of(1, 6),
            net.jqwik.api.Tuple.of(3, 7));
    return Combinators.combine(what, number, number, number, number)
        .as(Step::new)
        .list()
        .ofMinSize(2)
        .ofMaxSize(14);
  }

  @Property(tries = 50)
  void exactlyWhomTheRulesLetInReads(@ForAll("steps") List<Step> steps) {
    Run run = new Run("t" + tries++);
    for (Step step : steps) {
      run.happens(step);
      run.check();
    }
    run.checkReaders();
    checkDigests();
  }

  /** A party that is found by its digest has the members that the digest says. */
  private static void checkDigests() {
    try (Handle h = Jdbi.open(desk.source())) {
      h.createQuery("select id, digest from party where digest not like 'party:%'")
          .map((r, c) -> Map.entry(r.getLong("id"), r.getString("digest")))
          .forEach(
              party ->
                  assertThat(Parties.digest(PartyStore.members(h, party.getKey())))
                      .as("digest of party %d", party.getKey())
                      .isEqualTo(party.getValue()));
    }
  }

  /** One sequence of steps, done to the engine and to the model. */
  private static final class Run {
    private final String prefix;
    private final PartyModel model = new PartyModel();
    private final Map<String, ActivityId> posts = new HashMap<>();
    private int words;

    Run(String prefix) {
      this.prefix = prefix;
      for (int i = 0; i < 3; i++) {
        model.people.add(new Someone(prefix + "s" + i, false));
        model.people.add(new Someone(prefix + "g" + i, true));
        model.people.get(2 * i).address = "a" + i + "." + prefix + "@example.com";
      }
      synchronize();
      for (int i = 0; i < 2; i++) {
        event(i, new Step(0, i, 1 + i, 9 * i, 1));
      }
    }

    void happens(Step s) {
      Map<Kept, Set<String>> guests = model.readBy(true);
      switch (s.what()) {
        case 0 -> event(s.a() % model.records.size(), s);
        case 1 -> talk(s);
        case 2 -> merge(s);
        case 3 -> renumber(s);
        case 4 -> address(s);
        case 5 -> group(s);
        case 6 -> erase(s);
        default -> leave(s);
      }
      if (s.what() <= 3) {
        assertThat(model.readBy(true))
            .as("an event never moves a guest into or out of what was said before")
            .containsAllEntriesOf(guests);
      }
    }

    private String name(int number) {
      // An id, or an address that somebody, nobody or several may have.
      return number % 3 == 0
          ? "A" + number % 4 + "." + prefix + "@Example.com"
          : model.people.get(number % model.people.size()).id;
    }

    private void event(int record, Step s) {
      boolean handover = s.d() % 2 == 0;
      Set<String> named = new TreeSet<>();
      for (int i = 0; i < s.b() % 3; i++) {
        named.add(name(s.b() + 5 * i));
      }
      Set<String> groups = s.b() % 5 == 0 ? Set.of("red") : Set.of();
      boolean everyone = named.isEmpty() && groups.isEmpty();
      Set<String> customers = new TreeSet<>();
      for (int i = 0; i < s.c() % 3; i++) {
        customers.add(name(s.c() + 7 * i));
      }
      Lane lane = LANES.get(s.d() / 2 % 2);
      String text = "w" + words++;
      PartyModel.Thing thing = model.thing(record, prefix);
      PartyModel.Rule rule = model.rule(everyone, groups, named, handover, customers);
      thing.now = rule;
      model.kept.add(new Kept(thing, lane, text, rule));
      Map<String, io.causerie.model.Localized> holders = new HashMap<>();
      named.forEach(n -> holders.put(n, io.causerie.model.Localized.of("owner")));
      ingest(
          order(thing.key)
              .noPosts()
              .post(When.OCCURRED, "Note", lane, text)
              .audience(
                  new Audience(
                      new Readers(everyone, groups, named, handover && !everyone ? holders : null),
                      new Readers(false, Set.of(), customers))));
    }

    private static void ingest(ObservationBuilder observation) {
      var event = desk.event(observation.build());
      Desk.await(causerie.ingest().accept("orders", Ingest.keyOf(event), event));
    }

    private void talk(Step s) {
      PartyModel.Thing thing = model.records.get(s.a() % model.records.size()).survivor();
      Lane lane = LANES.get(s.b() % 2);
      Someone author = model.people.get(s.c() % model.people.size());
      boolean may =
          lane == Lane.INTERNAL
              ? model.enters(author, thing)
              : !thing.now.customers().isEmpty()
                  && (model.enters(author, thing) || model.isCustomer(author, thing.now));
      if (may) {
        String text = "w" + words++;
        posts.put(text, causerie.feed().post(Desk.as(author.id), id(thing), lane, text, null).id());
        model.kept.add(new Kept(thing, lane, text, thing.now));
      }
    }

    private void merge(Step s) {
      PartyModel.Thing from = model.records.get(s.a() % model.records.size());
      PartyModel.Thing into = model.records.get(s.b() % model.records.size());
      if (from.mergedInto == null && into.mergedInto == null && from != into) {
        ingest(order(from.key).noPosts().mergedInto(into.key));
        from.mergedInto = into;
      }
    }

    private void renumber(Step s) {
      PartyModel.Thing thing = model.records.get(s.a() % model.records.size());
      if (thing.mergedInto == null) {
        String key = prefix + "n" + words++;
        ingest(order(thing.key).noPosts().renumberedTo(key));
        thing.key = key;
      }
    }

    private void address(Step s) {
      String address = "a" + s.b() % 4 + "." + prefix + "@example.com";
      if (s.c() % 2 == 0) {
        model.people.stream().filter(p -> address.equals(p.address)).forEach(p -> p.address = null);
      }
      model.people.get(s.a() % model.people.size()).address = s.d() % 4 == 0 ? null : address;
      synchronize();
    }

    private void group(Step s) {
      Someone someone = model.people.get(s.a() % model.people.size());
      someone.red = !someone.red;
      synchronize();
    }

    /** Whoever leaves may come back, and a successor may have her address by then. */
    private void leave(Step s) {
      Someone someone = model.people.get(s.a() % model.people.size());
      someone.away = !someone.away;
      if (s.b() % 2 == 0) {
        model.people.get(s.c() % model.people.size()).address = someone.address;
      }
      synchronize();
    }

    private void erase(Step s) {
      Someone someone = model.people.get(s.a() % model.people.size());
      causerie.people().erase(someone.id);
      model.erase(someone);
    }

    private void synchronize() {
      causerie
          .origins()
          .says(
              Origin.PEOPLE_FILE,
              model.people.stream()
                  .filter(Someone::active)
                  .map(
                      p ->
                          new Person(
                              p.id,
                              p.id,
                              p.address,
                              p.guest,
                              "en",
                              p.red ? Set.of("red") : Set.of(),
                              Map.of()))
                  .toList());
      model.bind();
    }

    private RecordId id(PartyModel.Thing thing) {
      return new RecordId(
          desk.count("select id from record where source_id = '" + thing.key + "'"));
    }

    void check() {
      for (PartyModel.Thing thing : model.records) {
        RecordId id = id(thing);
        for (Someone reader : model.people) {
          assertThat(seen(reader, id))
              .as("what %s reads of %s", reader.id, thing.key)
              .isEqualTo(model.reads(reader, thing.survivor()));
        }
      }
    }

    private Set<String> seen(Someone reader, RecordId id) {
      try {
        return causerie
            .feed()
            .of(Desk.as(reader.id), id, ActivityView.Show.ALL, null, 100)
            .items()
            .stream()
            .peek(p -> posts.put(Objects.requireNonNull(p.content()), p.id()))
            .map(ActivityView::content)
            .collect(Collectors.toSet());
      } catch (NotFoundException e) {
        return Set.of();
      }
    }

    /** Who can read, as every reader is told, is who reads. */
    void checkReaders() {
      for (Kept kept : model.kept) {
        Set<String> readers = model.readers(kept);
        if (!readers.isEmpty()) {
          ReadersView view =
              causerie
                  .readership()
                  .of(
                      Desk.as(readers.iterator().next()),
                      Objects.requireNonNull(posts.get(kept.words())));
          assertThat(view.persons().stream().map(ReadersView.Reader::person))
              .as("readers of %s", kept.words())
              .containsExactlyInAnyOrderElementsOf(readers);
        }
      }
    }
  }
}
