package io.causerie.engine.access;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.ObservationBuilder;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.ingest.Ingest;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.model.SourceEvent;
import io.causerie.model.Value;
import io.causerie.model.When;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/** What a record was while somebody might not read it, she is not told as what it was before. */
class EarlierValuesTest {
  private static final int VERSIONS = 5;
  private static final Audience SALES = Audience.internal(Readers.groups("sales"));
  private static final Audience FINANCE = Audience.internal(Readers.groups("finance"));
  private static final AtomicInteger ORDERS = new AtomicInteger();
  private static @Nullable Desk desk;

  private static Desk desk() {
    Desk open = desk;
    if (open == null) {
      open = new Desk(Databases.H2);
      desk = open;
    }
    return open;
  }

  @AfterContainer
  static void close() {
    desk().close();
  }

  private static final Audience EITHER = Audience.internal(Readers.groups("sales", "finance"));
  private static final Rule BOTH = rule(EITHER, "ada", "grace", "katherine");
  private static final Rule AS_BEFORE = new Rule(null, Set.of());
  private static final List<Rule> RULES =
      List.of(
          rule(SALES, "ada", "grace"),
          rule(FINANCE, "katherine"),
          BOTH,
          AS_BEFORE,
          rule(Audience.internal(Readers.persons("ada")), "ada"),
          rule(Audience.internal(Readers.persons("grace")), "grace"),
          rule(
              new Audience(Readers.groups("finance"), Readers.persons("jana")),
              "katherine",
              "jana"),
          rule(new Audience(Readers.persons("ada"), Readers.persons("otto")), "ada", "otto"));

  /** Whom a version lets in, as the source says it and as it is meant. */
  record Rule(@Nullable Audience audience, Set<String> readers) {}

  private static Rule rule(Audience audience, String... readers) {
    return new Rule(audience, Set.of(readers));
  }

  /** A version that arrives. */
  record Coming(int version, boolean silent) {}

  @Provide
  Arbitrary<List<Coming>> comings() {
    return Combinators.combine(
            Arbitraries.integers().between(1, VERSIONS), Arbitraries.of(false, false, false, true))
        .as(Coming::new)
        .list()
        .ofMinSize(2)
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<List<Rule>> rules() {
    return Arbitraries.of(RULES).list().ofSize(VERSIONS);
  }

  @Property(tries = 60)
  void valueIsToldToThoseWhoMightReadItOnly(
      @ForAll("comings") List<Coming> comings,
      @ForAll("rules") List<Rule> rules,
      @ForAll boolean close) {
    String number = "c" + ORDERS.incrementAndGet();
    Duration apart = close ? Duration.ofMinutes(1) : Duration.ofHours(1);
    for (Coming coming : comings) {
      int version = coming.version();
      Audience audience = rules.get(version - 1).audience();
      ObservationBuilder seen =
          order(number)
              .version(version)
              .status("s" + version)
              .post(When.CHANGED, "Update", Lane.CUSTOMER, null)
              .at(Desk.MONDAY.plus(apart.multipliedBy(version - 10L)));
      take(number, coming.silent(), audience == null ? seen : seen.audience(audience));
    }
    desk().clock.tick(Duration.ofHours(1));
    desk().settle();
    for (String reader : List.of("ada", "grace", "katherine", "mary", "jana", "otto")) {
      Set<String> might = new TreeSet<>();
      // What nothing says of is read by whom the system lets in.
      Rule rule = BOTH;
      for (int version : came(comings)) {
        Rule said = rules.get(version - 1);
        rule = said.equals(AS_BEFORE) ? rule : said;
        if (rule.readers().contains(reader)) {
          might.add("s" + version);
        }
      }
      assertThat(told(reader, number)).as("what %s is told", reader).isSubsetOf(might);
    }
  }

  private static Set<Integer> came(List<Coming> comings) {
    return new TreeSet<>(comings.stream().map(Coming::version).toList());
  }

  private static void take(String number, boolean silent, ObservationBuilder seen) {
    SourceEvent event = Desk.event(number + "-" + ORDERS.incrementAndGet(), seen.build());
    var ingest = desk().causerie.ingest();
    Desk.await(
        silent
            ? ingest.acceptSilently("orders", Ingest.keyOf(event), event)
            : ingest.accept("orders", Ingest.keyOf(event), event));
  }

  private static void take(ObservationBuilder seen) {
    take("e", false, seen);
  }

  private static List<ActivityView> feed(String reader, String number) {
    RecordId record =
        new RecordId(
            desk().count("select id from record where source_id = '%s'".formatted(number)));
    try {
      return desk().feed(reader, record);
    } catch (NotFoundException e) {
      return List.of();
    }
  }

  /** All values she is told, as those before or those after. */
  private static Set<String> told(String reader, String number) {
    Set<String> told = new TreeSet<>();
    feed(reader, number).stream()
        .flatMap(a -> a.changes().stream())
        .flatMap(c -> c.from() == null ? Stream.of(c.to()) : Stream.of(c.from(), c.to()))
        .forEach(v -> told.add(text(v)));
    return told;
  }

  private static String text(Value value) {
    return ((Value.Text) value).text();
  }

  private static String newest(String reader, String number) {
    return feed(reader, number).get(0).changes().stream()
        .map(c -> c.field() + " " + (c.from() == null ? "-" : text(c.from())) + " " + text(c.to()))
        .reduce((a, b) -> a + ", " + b)
        .orElse("");
  }

  private static String next() {
    desk().clock.tick(Duration.ofHours(1));
    return "c" + ORDERS.incrementAndGet();
  }

  @Example
  void whatWasConfidentialIsNotToldByTheChangeThatEndsIt() {
    String number = next();
    take(order(number).status("open").audience(SALES));
    take(order(number).status("secret").audience(FINANCE));
    take(order(number).status("open").audience(EITHER));

    assertThat(newest("ada", number)).isEqualTo("Status - open");
    assertThat(newest("katherine", number)).isEqualTo("Status secret open");
  }

  @Example
  void whoeverReadItBeforeIsToldWhatItWas() {
    String number = next();
    Readers ada = Readers.persons("ada");
    take(order(number).status("open").audience(Audience.internal(ada)));
    take(order(number).status("won").audience(EITHER));

    assertThat(newest("ada", number)).isEqualTo("Status open won");
    assertThat(newest("grace", number))
        .as("a colleague who is let in now")
        .isEqualTo("Status - won");
  }

  @Example
  void whatStaysAsItWasIsKnownToThoseWhoReadItSince() {
    String number = next();
    take(order(number).status("open").field("Level", new Value.Text("high")).audience(FINANCE));
    take(order(number).status("won").audience(SALES));
    take(order(number).field("Level", new Value.Text("low")).audience(SALES));

    assertThat(newest("ada", number)).contains("Level high low");
  }

  @Example
  void itIsKnownToThemWhereItCameLateToo() {
    String number = next();
    ObservationBuilder won = order(number).version(2).status("won").audience(SALES);
    ObservationBuilder low =
        order(number).version(3).field("Level", new Value.Text("low")).audience(SALES);
    ObservationBuilder high =
        order(number).version(1).field("Level", new Value.Text("high")).audience(FINANCE);
    take(won.post(When.CHANGED, "Update", Lane.CUSTOMER, null));
    desk().clock.tick(Duration.ofHours(1));
    take(low.post(When.CHANGED, "Update", Lane.CUSTOMER, null));
    take(high.status("open").post(When.CHANGED, "Update", Lane.CUSTOMER, null));
    desk().settle();

    assertThat(newest("ada", number)).contains("Level high low");
  }

  @Example
  void changesThatAreFoldedKeepWhoMightReadTheFirstValue() {
    String number = next();
    take(order(number).status("secret").audience(FINANCE));
    take(order(number).status("open").audience(SALES));
    take(order(number).status("won").audience(SALES));

    assertThat(feed("ada", number).get(0).steps()).isEqualTo(2);
    assertThat(newest("ada", number)).isEqualTo("Status - won");
  }
}
