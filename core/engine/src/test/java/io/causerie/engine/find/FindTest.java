package io.causerie.engine.find;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Desk;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.ObservationBuilder;
import io.causerie.model.Audience;
import io.causerie.model.Readers;
import io.causerie.model.RecordRef;
import io.causerie.model.Value;
import io.causerie.testkit.db.Databases;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Records are found by what people type of them. */
@ParameterizedClass
@EnumSource(Databases.class)
class FindTest {
  private static final Audience FINANCE = Audience.internal(Readers.groups("finance"));

  @Parameter Databases databases = Databases.H2;
  private FindDesk find;

  @BeforeEach
  void open() {
    find = new FindDesk(Desk.tables(databases));
  }

  @AfterEach
  void close() {
    find.close();
  }

  private void ingest(ObservationBuilder... orders) {
    for (ObservationBuilder order : orders) {
      find.desk.ingest(order);
    }
  }

  @Test
  void recordIsFoundByBeginningsOfWordsAndAnyPartOfItsKey() {
    ingest(
        order("SO-2026-4711")
            .title("Müller & Söhne, façade")
            .field("to", new Value.Text("Hall 3, Lyon")),
        order("SO-2026-4738").title("Ateliers Rhône"));
    find.indexed();

    for (String query :
        List.of(
            "mull",
            "MUELLER",
            "soehne",
            "facade",
            "Façade mü",
            "4711",
            "2026-47 fac",
            "026471",
            "lyon",
            "so-2026-4711",
            "order mull")) {
      assertThat(find.found("ada", query)).as(query).containsExactly("SO-2026-4711");
    }
    for (String query : List.of("uller", "yon", "4712", "mull rhone", "4711x", "'", "zzz")) {
      assertThat(find.found("ada", query)).as(query).isEmpty();
    }
  }

  @Test
  void theWholeKeyComesFirstThenItsBeginningThenTheTitleThenTheNewest() {
    ingest(
        order("a1").title("Spare 47 parts"),
        order("a2").title("Spare 47 parts"),
        order("a3").title("47 parts"),
        order("470").title("Two"),
        order("47").title("One"),
        order("a4").title("x").field("to", new Value.Text("Gate 47")));
    find.indexed();

    assertThat(find.found("ada", "47")).containsExactly("47", "470", "a3", "a2", "a1", "a4");
  }

  @Test
  void pagesHoldEachOnce() {
    for (int i = 0; i < 9; i++) {
      ingest(order("k" + i).title("Part part-time partner").status("Party"));
    }
    find.indexed();

    for (int limit : List.of(1, 2, 4, 9)) {
      assertThat(find.pages("ada", Asked.of("part", null, null), limit))
          .as("%d a page", limit)
          .containsExactly("k8", "k7", "k6", "k5", "k4", "k3", "k2", "k1", "k0");
      assertThat(find.pages("ada", Asked.of("", "desk", "Order"), limit)).hasSize(9);
      assertThat(find.pages("ada", Asked.of("part k", "desk", null), limit)).hasSize(9);
    }
    assertThat(find.pages("ada", Asked.of("part", "desk", "Invoice"), 4)).isEmpty();
    String next = find.page("ada", Asked.of("part", null, null), null, 4).next();
    assertThatThrownBy(() -> find.page("ada", Asked.of("party", null, null), next, 4))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> find.page("ada", Asked.of("part", null, null), "Zm9v", 4))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void whatSomebodyMayNotSeeSheDoesNotFind() {
    ingest(
        order("1").title("Salary round").audience(FINANCE),
        order("2").title("Salary talk").field("Note", new Value.Text("secret"), "finance"));
    find.indexed();

    assertThat(find.found("katherine", "salary")).containsExactly("2", "1");
    assertThat(find.found("katherine", "secret")).containsExactly("2");
    assertThat(find.found("ada", "salary")).containsExactly("2");
    assertThat(find.found("ada", "secret")).as("of a field she may not see").isEmpty();
    assertThat(find.found("ada", "salary secret")).isEmpty();
    assertThat(find.found("mary", "salary")).as("outside of the ceiling").isEmpty();
    assertThat(find.found("jana", "salary")).as("from outside").isEmpty();

    ingest(order("2").title("Salary talk").audience(FINANCE));
    assertThat(find.found("ada", "salary")).as("before the index has heard of it").isEmpty();
  }

  @Test
  void customerFindsWhatIsHersByWhatSheSeesOfIt() {
    ingest(
        order("1")
            .title("Pump")
            .field("Margin", new Value.Text("thin"))
            .audience(
                new Audience(
                    Readers.groups("sales"),
                    new Readers(false, java.util.Set.of(), java.util.Set.of("jana")))),
        order("2").title("Pump"));
    find.indexed();

    assertThat(find.found("jana", "pump")).containsExactly("1");
    assertThat(find.found("jana", "thin")).isEmpty();
    assertThat(find.found("otto", "pump")).isEmpty();
  }

  @Test
  void recordThatNobodyIsToldOfIsFoundAndSoIsItsNewTitle() {
    find.desk.ingest(
        "history",
        find.desk.event(order("old").title("Ancient").at(Desk.MONDAY.minusSeconds(9)).build()));
    find.indexed();
    assertThat(find.desk.count("select count(*) from activity")).isZero();
    assertThat(find.found("ada", "ancient")).containsExactly("old");

    ingest(order("old").title("Modern").noPosts());
    find.indexed();

    assertThat(find.found("ada", "ancient")).isEmpty();
    assertThat(find.found("ada", "modern")).containsExactly("old");
  }

  @Test
  void recordIsFoundOnceByAllKeysItEverHad() {
    ingest(order("aa11").title("Pump"), order("bb22").title("Pump"), order("cc33").title("Pump"));
    find.indexed();
    ingest(order("aa11").mergedInto("bb22"), order("cc33").renumberedTo("dd44").title("Pump"));
    find.indexed();

    assertThat(find.found("ada", "aa1")).containsExactly("bb22");
    assertThat(find.found("ada", "c33")).containsExactly("dd44");
    assertThat(find.found("ada", "pump")).containsExactly("dd44", "bb22");
    assertThat(find.desk.count("select count(*) from find_record")).isEqualTo(2);
  }

  @Test
  void recordsThatWereThereBeforeTheIndexAreFoundAsWell() {
    find.close();
    var database = Desk.tables(databases);
    try (Desk before = new Desk(database)) {
      before.ingest(order("1").title("Pump"));
      try (var later =
          Desk.builder(database.source(), database.reads(), before.clock, Desk.CEILING)
              .journalReaders(List.of(new FindReader()))
              .build()) {
        find = new FindDesk(before);
        find.indexed();
        assertThat(
                later.find().records(Desk.as("ada"), Asked.of("pum", null, null), null, 5).items())
            .extracting(head -> head.ref())
            .containsExactly(new RecordRef("desk", "Order", "1"));
      }
    }
    find = new FindDesk(Desk.tables(databases));
  }

  private Found all(String person, String query) {
    return find.desk.causerie.find().all(Desk.as(person), Asked.of(query, null, null), 10);
  }

  @Test
  void typesAndSystemsAreFoundBySomebodyWhoSeesARecordOfThem() {
    ingest(order("1").title("Pump").audience(FINANCE));
    find.indexed();
    assertThat(all("ada", "order").types()).isEmpty();
    assertThat(all("ada", "order").systems()).isEmpty();
    assertThat(all("katherine", "ord").types())
        .extracting(Found.Type::type)
        .containsExactly("Order");
    assertThat(all("katherine", "desk").systems())
        .extracting(Found.System::name)
        .containsExactly("desk");

    ingest(order("2").title("Pump"));
    find.indexed();

    assertThat(all("ada", "desk order").types()).hasSize(1);
    assertThat(all("ada", "pump").types()).isEmpty();
    assertThat(all("jana", "order").types()).isEmpty();
  }

  @Test
  void colleaguesAreFoundByColleagues() {
    assertThat(all("ada", "hop gra").persons()).extracting(p -> p.id()).containsExactly("grace");
    assertThat(all("ada", "rac").persons()).as("inside of a word").isEmpty();
    assertThat(all("ada", "jana").persons()).as("from outside").isEmpty();
    assertThat(all("jana", "grace").persons()).isEmpty();
  }

  @Test
  void withoutWordsItIsWhatSheReadLast() {
    ingest(order("1").status("Open"), order("2").status("Open"), order("3").status("Open"));
    for (String key : List.of("2", "1")) {
      find.desk.ingest(order(key).status("Shipped"));
      find.desk
          .causerie
          .records()
          .markRead(Desk.as("ada"), find.desk.record("ada", key).id(), find.desk.position());
    }

    assertThat(all("ada", " ").records().items())
        .extracting(head -> head.ref().id())
        .containsExactly("1", "2");
    find.desk.ingest(order("1").audience(FINANCE));
    assertThat(all("ada", "").records().items()).hasSize(1);
    assertThat(all("grace", "").records().items()).isEmpty();
  }
}
