package io.causerie.engine.access;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.MentionRefusedException;
import io.causerie.engine.people.Addressees;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.StatementLog;
import io.causerie.testkit.db.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A company of a hundred thousand, all of whom are in sales; on H2, which is for few, five
 * thousand. It is founded once: whoever changes it leaves it as it was.
 */
@ParameterizedClass
@EnumSource(Databases.class)
class CompanyTest {
  @Parameter Databases databases = Databases.H2;
  private static StatementLog log;
  private static Desk desk;
  private static RecordId record;
  private static int many;

  @BeforeParameterizedClassInvocation
  static void open(Databases databases) throws Exception {
    many = databases == Databases.H2 ? 5_000 : 100_000;
    TestDatabase database = Desk.tables(databases);
    log = StatementLog.over(database);
    desk = new Desk(database, log.source(), log.reads());
    try (Connection connection = desk.source().getConnection();
        Statement statement = connection.createStatement()) {
      String numbers =
          databases == Databases.H2
              ? "system_range(1, " + many + ") as n(x)"
              : "generate_series(1, " + many + ") as n(x)";
      statement.execute(
          """
          insert into person (id, name, guest, active, erased)
          select concat('p', x), concat('Person Number', x), false, true, false from %s
          """
              .formatted(numbers));
      statement.execute(
          "insert into group_member (person, group_name) select concat('p', x), 'sales' from "
              + numbers);
      statement.execute(
          """
          insert into person_word (person, word, place)
          select concat('p', x), concat('person number', x), 0 from %s
          """
              .formatted(numbers));
      statement.execute(
          """
          insert into person_word (person, word, place)
          select concat('p', x), concat('number', x), 1 from %s
          """
              .formatted(numbers));
    }
    desk.ingest(
        order("1").status("Open").audience(Audience.internal(Readers.groups("sales", "finance"))));
    record = desk.id("1");
  }

  @AfterParameterizedClassInvocation
  static void close() {
    desk.close();
  }

  @Test
  void readersAreCountedAndNamedByThePage() {
    ReadersView readers = desk.causerie.readership().of(Desk.as("ada"), record, Lane.INTERNAL);

    assertThat(readers.count()).isEqualTo(many + 3);
    assertThat(readers.persons()).hasSize(200);
    assertThat(readers.groups()).containsExactly("finance", "sales");
    List<String> again = log.during(() -> desk.record("ada", "1"));
    assertThat(again)
        .as("counted once while nobody changes")
        .noneMatch(sql -> sql.contains("from person p where"));
  }

  @Test
  void namesAreFoundByTheirWordsAndWhoIsMentionedIsLookedUp() {
    Addressees found = desk.causerie.people().complete(Desk.as("ada"), "number999", record, null);

    assertThat(found.persons().stream().map(Person::name))
        .contains("Person Number999")
        .hasSizeLessThanOrEqualTo(10)
        .allMatch(name -> name.contains("999"));
    assertThat(found.groups()).isEmpty();
    assertThat(found.persons().get(0).name()).as("the best first").isEqualTo("Person Number999");
    assertThat(desk.causerie.people().complete(Desk.as("ada"), "sales", record, null).groups())
        .singleElement()
        .satisfies(group -> assertThat(group.reach()).isEqualTo(many + 1));
    List<String> asked =
        log.during(
            () ->
                desk.causerie
                    .feed()
                    .post(Desk.as("ada"), record, Lane.INTERNAL, "[@](person:p777) look", null));
    assertThat(asked).anyMatch(sql -> sql.startsWith("select p.id from person p where p.id = any"));
    Assertions.assertThatThrownBy(
            () ->
                desk.causerie
                    .feed()
                    .post(Desk.as("ada"), record, Lane.INTERNAL, "[@](person:mary)", null))
        .isInstanceOf(MentionRefusedException.class);
  }

  @Test
  void oneWhoLeavesIsCountedOutAtOnce() throws Exception {
    desk.causerie
        .origins()
        .says(new Origin(Origin.Kind.SCIM, "hr"), Person.employee("joan", "Joan Clarke", "sales"));
    assertThat(desk.causerie.readership().of(Desk.as("ada"), record, Lane.INTERNAL).count())
        .isEqualTo(many + 4);
    desk.causerie.people().erase("joan");

    assertThat(desk.causerie.readership().of(Desk.as("ada"), record, Lane.INTERNAL).count())
        .isEqualTo(many + 3);
  }
}
