package io.causerie.engine.people;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.model.SourceActor;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class SourceActorsTest {
  @Parameter Databases databases = Databases.H2;
  private Desk desk;
  private int told;

  @BeforeEach
  void open() {
    desk = new Desk(databases);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private void acts(String user, @Nullable String name, @Nullable String email) {
    desk.ingest(order("1").status("s" + told++).by(new SourceActor(user, name, email)));
  }

  private ActorView actor() {
    return desk.feed("grace", "1").get(0).actor();
  }

  @Test
  void namesFollowTheNewestEvent() {
    acts("u7", "Miss Byron", null);
    desk.clock.tick(java.time.Duration.ofHours(1));
    acts("u7", "Mrs King", null);
    assertThat(actor().name()).isEqualTo("Mrs King");

    desk.ingest(
        order("2").status("x").by(new SourceActor("u7", "Miss Byron", null)).at(Desk.MONDAY));
    assertThat(actor().name()).as("an older event tells an older name").isEqualTo("Mrs King");
    acts("u7", null, null);
    assertThat(actor().name()).as("no name is no other name").isEqualTo("Mrs King");

    java.time.Instant between = desk.clock.instant().plusSeconds(3600);
    desk.clock.tick(java.time.Duration.ofHours(5));
    acts("u7", "Mrs King", null);
    desk.ingest(order("3").status("x").by(new SourceActor("u7", "Miss Byron", null)).at(between));
    assertThat(actor().name()).as("older than what said the same again").isEqualTo("Mrs King");
  }

  @Test
  void addressThatComesLaterIsMatched() {
    acts("u7", "A. L.", null);
    assertThat(actor().person()).isNull();

    acts("u7", "A. L.", "ADA@example.com");

    assertThat(desk.feed("grace", "1"))
        .allSatisfy(p -> assertThat(p.actor().person()).isEqualTo("ada"));
  }

  @Test
  void userNamesMatchWithoutRegardToCase() {
    acts("ALovelace", null, null);

    assertThat(actor().person()).isEqualTo("ada");
  }

  @Test
  void ofTwoUserNamesTheExactOneIsMeantAndNoneWhereItIsNotClear() {
    List<Person> people = new ArrayList<>(Desk.people());
    for (String[] one : new String[][] {{"maria", "Smith"}, {"anna", "SMITH"}}) {
      people.add(
          new Person(one[0], one[0], null, false, "en", Set.of(), Map.of("desk", List.of(one[1]))));
    }
    desk.causerie.origins().says(Origin.PEOPLE_FILE, people);

    acts("SMITH", null, null);
    assertThat(actor().person()).isEqualTo("anna");
    desk.ingest(order("2").status("Open").by("smith"));
    assertThat(desk.feed("grace", "2").get(0).actor().person()).isNull();
  }

  @Test
  void nameOfAnErasedPersonIsNotStoredAgain() {
    acts("alovelace", "Ada Lovelace", null);
    desk.causerie.people().erase("ada");

    acts("alovelace", "Ada King", "ada@example.com");

    assertThat(desk.count("select count(*) from source_actor where name is not null")).isZero();
    assertThat(desk.count("select count(*) from source_actor where email is not null")).isZero();
  }

  @Test
  void oneUnknownUserIsMatchedAlone() throws Exception {
    acts("u1", null, null);
    Eventually.until(
        "no job waits that would match her",
        () -> desk.count("select count(*) from delivery") == 0);
    try (var connection = desk.source().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("insert into identity values ('desk', 'u1', 'grace', 'u1')");
    }

    acts("u2", null, null);

    assertThat(desk.count("select count(*) from source_actor where person is not null")).isZero();
  }
}
