package io.causerie.engine.access;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.access.EntranceSql.Gateway;
import io.causerie.engine.access.EntranceSql.Place;
import io.causerie.engine.store.Database;
import io.causerie.model.ActivityId;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.testkit.db.Databases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gates that are read together are those that each would read alone. */
class GatewaysTest {
  private static final List<String> PERSONS =
      List.of("ada", "grace", "katherine", "mary", "jana", "otto", "nobody");

  private final List<Gateways.Asked> all = new ArrayList<>();
  private final Random random = new Random(7);

  private void ask(Place.Of what, long id) {
    PERSONS.forEach(person -> ask(Place.of(what, id), person));
  }

  /** For the page alone, or with records beside, of which one is not there. */
  private void ask(Place place, String person) {
    Set<String> beside = new TreeSet<>();
    List.of("1", "2", "3", "9").forEach(order -> beside.add(RecordKey.of(Desk.order(order))));
    beside.removeIf(key -> random.nextBoolean());
    all.add(new Gateways.Asked(place, person, random.nextBoolean() ? beside : Set.of()));
  }

  private void records(Desk desk) {
    for (String order : List.of("1", "2", "3")) {
      desk.ingest(
          order(order)
              .status("Open")
              .audience(
                  new Audience(
                      order.equals("2") ? Readers.groups("sales") : Readers.EVERYONE,
                      Readers.persons(order.equals("1") ? "jana" : "otto"))));
      RecordId record = desk.id(order);
      desk.causerie.feed().post(Desk.as("ada"), record, Lane.CUSTOMER, "Hello " + order, null);
      ActivityId post = desk.feed("ada", record).get(0).id();
      desk.causerie.discussion().reply(Desk.as("grace"), post, "Yes", null, null, null);
      ask(Place.Of.PAGE, record.value());
      ask(Place.Of.TALK, post.value());
      PERSONS.forEach(person -> ask(Place.of(Place.Of.PAGE_OF_KEY, Desk.order(order)), person));
    }
    ask(Place.Of.PAGE, 17);
    ask(Place.Of.TALK, 17);
    PERSONS.forEach(person -> ask(Place.of(Place.Of.PAGE_OF_KEY, Desk.order("9")), person));
    desk.causerie.follows().follow(Desk.as("grace"), desk.id("1"));
    desk.causerie.follows().unfollow(Desk.as("ada"), desk.id("2"));
    long position = desk.position();
    desk.causerie.records().markRead(Desk.as("ada"), desk.id("1"), position);
    desk.causerie.records().markRead(Desk.as("jana"), desk.id("1"), position - 1);
    // Who read it before keeps what she was let in to.
    desk.ingest(
        order("3")
            .status("Packed")
            .audience(new Audience(Readers.EVERYONE, Readers.persons("jana"))));
    desk.ingest(order("2").mergedInto("1"));
    desk.position();
  }

  private static List<Object> said(Gateway way, String person) {
    return Arrays.asList(
        way.version(),
        way.record(),
        way.ref(),
        way.now(),
        way.gates(),
        way.post(),
        way.progress(),
        way.named().getOrDefault(person, Set.of()));
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void gatesReadTogetherAreThoseThatEachWouldReadAlone(Databases databases) {
    try (Desk desk = new Desk(databases)) {
      records(desk);
      Database database = Database.over(desk.source());
      for (int round = 0; round < 30; round++) {
        Collections.shuffle(all, random);
        List<Gateways.Asked> group = all.subList(0, 2 + random.nextInt(31));

        List<Gateways.Ways> together = database.ask(h -> EntranceSql.pages(h, group));

        for (int i = 0; i < group.size(); i++) {
          Gateways.Asked one = group.get(i);
          Gateways.Ways alone = database.ask(h -> EntranceSql.pages(h, List.of(one))).get(0);
          assertThat(said(together.get(i), one)).as("%s", one).isEqualTo(said(alone, one));
          assertThat(said(alone, one)).as("%s", one).isEqualTo(database.ask(h -> apart(h, one)));
        }
      }
    }
  }

  private static List<Object> said(Gateways.Ways ways, Gateways.Asked one) {
    Map<String, Object> beside = new TreeMap<>();
    ways.beside().forEach((key, way) -> beside.put(key, said(way, one.person()).subList(0, 5)));
    return List.of(said(ways.page(), one.person()), beside);
  }

  /** By the statements that those use who are shown it for the first time. */
  private static List<Object> apart(Handle h, Gateways.Asked one) {
    return said(
        new Gateways.Ways(
            EntranceSql.read(h, one.place(), Set.of(one.person())),
            one.beside().isEmpty()
                ? Map.of()
                : EntranceSql.byKey(h, one.beside(), Set.of(one.person()))),
        one);
  }
}
