package io.causerie.engine.access;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Desk;
import io.causerie.engine.ForbiddenException;
import io.causerie.engine.MentionRefusedException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.engine.record.RecordView;
import io.causerie.model.ActivityId;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.model.Related;
import io.causerie.testkit.db.Databases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who keeps, loses and inherits a discussion when a record names other persons. */
@ParameterizedClass
@EnumSource(Databases.class)
class PartyTest {
  @Parameter Databases databases = Databases.H2;
  private Desk desk;

  @BeforeEach
  void open() {
    desk = new Desk(databases);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private static Audience contact(String... customers) {
    return new Audience(Readers.EVERYONE, Readers.persons(customers));
  }

  private static Audience owner(boolean handover, String... persons) {
    Map<String, Localized> holders = new TreeMap<>();
    for (String person : persons) {
      holders.put(person, new Localized(Map.of("en", "owner", "fr", "responsable")));
    }
    return Audience.internal(
        new Readers(false, Set.of(), Set.of(persons), handover ? holders : null));
  }

  private ActivityId write(String author, String order, Lane lane, String words) {
    RecordId record = desk.record(author, order).id();
    return desk.causerie.feed().post(Desk.as(author), record, lane, words, null).id();
  }

  private boolean reads(String person, ActivityId post) {
    return desk.causerie.feed().activity(Desk.as(person), post).isPresent();
  }

  private RecordId anyId(String order) {
    return new RecordId(desk.count("select id from record where source_id = '" + order + "'"));
  }

  private void people(Person... changed) {
    Map<String, Person> all = new TreeMap<>();
    Desk.people().forEach(p -> all.put(p.id(), p));
    for (Person p : changed) {
      all.put(p.id(), p);
    }
    desk.causerie.origins().says(Origin.PEOPLE_FILE, new ArrayList<>(all.values()));
  }

  private static Person guest(String id, String email) {
    return new Person(id, id, email, true, "en", Set.of(), Map.of());
  }

  @Test
  void whatWasWrittenToOneContactIsNeverReadByTheNext() {
    desk.ingest(order("1").status("Open").audience(contact("jana")));
    ActivityId toJana = write("ada", "1", Lane.CUSTOMER, "Dear Jana");

    desk.ingest(order("1").status("Packed").audience(contact("otto")));
    ActivityId toOtto = write("ada", "1", Lane.CUSTOMER, "Dear Otto");

    assertThat(reads("jana", toJana)).isTrue();
    assertThat(reads("otto", toJana)).isFalse();
    assertThat(reads("otto", toOtto)).isTrue();
    assertThat(reads("jana", toOtto)).isFalse();
    assertThat(reads("ada", toJana)).as("her own").isTrue();
    assertThat(desk.feed("otto", "1")).extracting(ActivityView::id).containsExactly(toOtto);
  }

  @Test
  void whoKeepsADiscussionSeesItUnderItsTitleAndNothingElse() {
    desk.ingest(
        order("1")
            .title("Forty chairs")
            .status("Open")
            .audience(contact("jana"))
            .related(new Related("customer", Desk.order("C"), "Customer C")));
    ActivityId toJana = write("ada", "1", Lane.CUSTOMER, "Dear Jana");
    long before = desk.position();

    desk.ingest(order("1").title("For Otto alone").status("Packed").audience(contact("otto")));
    write("ada", "1", Lane.CUSTOMER, "Dear Otto");
    desk.position();

    RecordView record = desk.record("jana", "1");
    assertThat(record.title().in("en")).isEqualTo("Forty chairs");
    assertThat(record.url()).isNull();
    assertThat(record.state()).isEmpty();
    assertThat(record.related()).isEmpty();
    assertThat(record.lanes()).isEmpty();
    assertThat(record.unread().count()).isEqualTo(1);
    assertThat(desk.feed("jana", "1"))
        .singleElement()
        .satisfies(p -> assertThat(p.recordTitle().in("en")).isEqualTo("Forty chairs"));
    assertThat(desk.feed("otto", "1").get(0).recordTitle().in("en")).isEqualTo("For Otto alone");
    assertThat(desk.told("jana", record.id(), before)).hasValue(List.of());
    assertThatThrownBy(
            () ->
                desk.causerie
                    .feed()
                    .post(Desk.as("jana"), record.id(), Lane.CUSTOMER, "And me?", null))
        .isInstanceOf(ForbiddenException.class);
    assertThat(
            desk.causerie
                .discussion()
                .reply(Desk.as("jana"), toJana, "Thank you", null, null, null)
                .content())
        .isEqualTo("Thank you");
  }

  @Test
  void peopleWhoMayBeMentionedInAnEarlierDiscussionAreItsReaders() {
    desk.ingest(order("1").status("Open").audience(contact("jana")));
    ActivityId toJana = write("ada", "1", Lane.CUSTOMER, "Dear Jana");
    desk.ingest(order("1").status("Packed").audience(contact("otto")));

    assertThat(desk.causerie.people().complete(Desk.as("jana"), "", anyId("1"), null).persons())
        .extracting(Person::id)
        .contains("ada", "jana")
        .doesNotContain("otto");
    assertThatThrownBy(
            () ->
                desk.causerie
                    .discussion()
                    .reply(Desk.as("ada"), toJana, "[@o](person:otto)", null, null, null))
        .isInstanceOf(MentionRefusedException.class);
  }

  @Test
  void mergingMovesTheTalkAndNobodyElseIntoIt() {
    desk.ingest(order("1").title("Of Jana").status("Open").audience(contact("jana")));
    desk.ingest(order("2").title("Of Otto").status("Open").audience(contact("otto")));
    ActivityId toJana = write("ada", "1", Lane.CUSTOMER, "Dear Jana");

    desk.ingest(order("1").mergedInto("2"));

    assertThat(reads("jana", toJana)).isTrue();
    assertThat(reads("otto", toJana)).isFalse();
    assertThat(desk.record("jana", "1").title().in("en")).isEqualTo("Of Jana");
    assertThat(desk.record("jana", "1").ref()).isEqualTo(Desk.order("1"));
    assertThat(desk.causerie.records().find(Desk.as("jana"), Desk.order("2")))
        .as("which record has taken over is not told")
        .isEmpty();
  }

  @Test
  void earlierPostsKeepTheirTitleAfterAMerge() {
    desk.ingest(order("1").title("First").status("Open"));
    desk.ingest(order("2").title("Second").status("Open"));
    ActivityId post = write("ada", "1", Lane.INTERNAL, "Of the first");
    desk.ingest(order("1").title("First, renamed").status("Packed"));

    assertThat(title(post)).as("renamed, it is still the same record").isEqualTo("First, renamed");
    desk.ingest(order("1").mergedInto("2"));
    assertThat(title(post)).isEqualTo("First");
    assertThat(desk.record("ada", "1").title().in("en")).isEqualTo("Second");
  }

  private String title(ActivityId post) {
    return desk.causerie.feed().activity(Desk.as("ada"), post).orElseThrow().recordTitle().in("en");
  }

  @Test
  void internalTalkIsReadByWhomBothNameAndFormerOwnersReadNoMore() {
    desk.ingest(order("1").status("Open").audience(owner(false, "ada", "katherine")));
    ActivityId talk = write("ada", "1", Lane.INTERNAL, "Among us");

    desk.ingest(order("1").status("Packed").audience(owner(false, "grace", "katherine")));

    assertThat(reads("katherine", talk)).as("named then and now").isTrue();
    assertThat(reads("ada", talk)).as("named then").isFalse();
    assertThat(reads("grace", talk)).as("named now").isFalse();
    assertThat(desk.causerie.records().get(Desk.as("ada"), anyId("1"))).isEmpty();
  }

  @Test
  void roleThatIsHandedOverBringsTheEarlierTalkAlong() {
    desk.ingest(order("1").status("Open").audience(owner(true, "ada")));
    ActivityId talk = write("ada", "1", Lane.INTERNAL, "Among us");

    desk.ingest(order("1").status("Packed").audience(owner(true, "grace")));

    assertThat(reads("grace", talk)).isTrue();
    assertThat(reads("ada", talk)).isFalse();
    ReadersView readers = desk.causerie.readership().of(Desk.as("grace"), talk);
    assertThat(readers.persons())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.rule()).isEqualTo("holder");
              assertThat(java.util.Objects.requireNonNull(r.role()).in("fr"))
                  .isEqualTo("responsable");
              assertThat(r.began()).isFalse();
            });
  }

  @Test
  void whatWasSaidWhileNobodyHeldTheRoleIsHandedOverToo() {
    Audience unassigned =
        Audience.internal(new Readers(false, Set.of("finance"), Set.of(), Map.of()));
    desk.ingest(order("1").status("Open").audience(unassigned));
    ActivityId talk = write("katherine", "1", Lane.INTERNAL, "Who takes it?");

    desk.ingest(order("1").status("Packed").audience(owner(true, "grace")));

    assertThat(reads("grace", talk)).isTrue();
  }

  @Test
  void talkThatBeganWithoutARoleIsNotHandedOver() {
    desk.ingest(order("1").status("Open").audience(owner(false, "ada")));
    ActivityId talk = write("ada", "1", Lane.INTERNAL, "Among us");

    desk.ingest(order("1").status("Packed").audience(owner(true, "grace")));

    assertThat(reads("grace", talk)).isFalse();
  }

  @Test
  void guestInheritsNothing() {
    desk.close();
    desk = new Desk(databases);
    people(Person.guest("grace", "Grace, now from outside", "sales"));
    desk.ingest(order("1").status("Open").audience(owner(true, "katherine")));
    ActivityId talk = write("katherine", "1", Lane.INTERNAL, "Among us");

    desk.ingest(order("1").status("Packed").audience(owner(true, "grace")));

    assertThat(reads("grace", talk)).isFalse();
  }

  @Test
  void guestIsNoInsiderWhateverHerGroupsAndWhoeverNamesHer() {
    people(Person.guest("karl", "Karl", "sales"), Person.guest("jana", "Jana"));
    desk.ingest(order("1").audience(Audience.internal(Readers.groups("sales"))));
    ActivityId among = write("ada", "1", Lane.INTERNAL, "Among us");
    desk.ingest(order("2").audience(owner(false, "ada", "jana")));
    desk.ingest(
        order("3").audience(new Audience(Readers.groups("sales"), Readers.groups("sales"))));
    ActivityId reply = write("ada", "3", Lane.CUSTOMER, "To you");
    ActivityId note = write("ada", "3", Lane.INTERNAL, "Of you");

    assertThat(desk.causerie.records().find(Desk.as("karl"), Desk.order("1"))).isEmpty();
    assertThat(reads("karl", among)).isFalse();
    assertThat(desk.causerie.records().find(Desk.as("jana"), Desk.order("2")))
        .as("named among the internal readers")
        .isEmpty();
    assertThat(reads("karl", reply)).as("her group is among the customers").isTrue();
    assertThat(reads("karl", note)).isFalse();
    RecordId record = desk.record("ada", "3").id();
    assertThat(desk.causerie.readership().of(Desk.as("ada"), record, Lane.INTERNAL).persons())
        .extracting(ReadersView.Reader::person)
        .doesNotContain("karl");
  }

  @Test
  void addressIsBoundToItsFirstHolderForGood() {
    desk.ingest(order("1").status("Open").audience(contact("Contact@Example.com")));
    ActivityId early = write("ada", "1", Lane.CUSTOMER, "To whom it may concern");
    ReadersView awaited = desk.causerie.readership().of(Desk.as("ada"), early);
    assertThat(awaited.awaited()).isEqualTo(1);

    people(guest("jana", "contact@example.COM"));
    assertThat(reads("jana", early)).isTrue();
    assertThat(desk.causerie.readership().of(Desk.as("ada"), early).awaited()).isZero();

    people(guest("jana", "jana@example.com"), guest("otto", "contact@example.com"));
    assertThat(reads("jana", early)).isTrue();
    assertThat(reads("otto", early)).isFalse();

    desk.ingest(order("1").status("Packed").audience(contact("Contact@Example.com")));
    ActivityId late = write("ada", "1", Lane.CUSTOMER, "To the new one");
    assertThat(reads("otto", late)).isTrue();
    assertThat(reads("jana", late)).isFalse();
  }

  @Test
  void addressThatNobodyHasAnyMoreIsNotTheFormerHolders() {
    desk.ingest(order("1").status("Open").audience(contact("contact@example.com")));
    people(guest("jana", "contact@example.com"));
    people(guest("jana", "jana@example.com"));

    desk.ingest(order("2").status("Open").audience(contact("contact@example.com")));
    ActivityId post = write("ada", "2", Lane.CUSTOMER, "To the next");

    assertThat(reads("jana", post)).isFalse();
  }

  @Test
  void addressOfTwoPersonsLetsNeitherIn() {
    people(guest("jana", "contact@example.com"), guest("otto", "contact@example.com"));
    desk.ingest(order("1").status("Open").audience(contact("contact@example.com")));
    ActivityId post = write("ada", "1", Lane.CUSTOMER, "To one of you");

    assertThat(reads("jana", post)).isFalse();
    people(guest("jana", "jana@example.com"), guest("otto", "contact@example.com"));
    assertThat(reads("otto", post)).as("now it is clear").isTrue();
  }

  @Test
  void erasedPersonIsOutOfEveryPartyAndHerNamesAreGone() {
    people(guest("jana", "contact@example.com"));
    desk.ingest(order("1").status("Open").audience(contact("contact@example.com")));
    ActivityId post = write("ada", "1", Lane.CUSTOMER, "Dear Jana");

    desk.causerie.people().erase("jana");
    people(guest("otto", "contact@example.com"));

    assertThat(reads("otto", post)).isFalse();
    assertThat(desk.count("select count(*) from party_member where person = 'jana'")).isZero();
    assertThat(desk.count("select count(*) from party_member where name like '%@%'")).isZero();
    desk.ingest(order("1").status("Packed").audience(contact("jana")));
    assertThat(desk.count("select count(*) from party_member where name = 'jana'")).isZero();
  }

  @Test
  void changeOfThePartyBeginsANewFold() {
    desk.ingest(order("1").status("Open").audience(owner(false, "ada")));
    desk.ingest(order("1").status("Packed").audience(owner(false, "ada")));
    desk.ingest(order("1").status("Sent").audience(owner(false, "ada", "grace")));

    assertThat(desk.feed("ada", "1")).hasSize(3);
    assertThat(desk.feed("grace", "1")).hasSize(1);
  }

  @Test
  void readersTellWhoIsThereOnlySinceItBegan() {
    desk.ingest(order("1").status("Open").audience(contact("jana")));
    ActivityId toJana = write("ada", "1", Lane.CUSTOMER, "Dear Jana");
    desk.ingest(order("1").status("Packed").audience(contact("otto")));

    assertThat(desk.causerie.readership().of(Desk.as("ada"), toJana).persons())
        .filteredOn(ReadersView.Reader::guest)
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.person()).isEqualTo("jana");
              assertThat(r.rule()).isEqualTo("customer");
              assertThat(r.began()).isTrue();
            });
    assertThatThrownBy(() -> desk.causerie.readership().of(Desk.as("otto"), toJana))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void partiesAreStoredOnce() {
    for (int i = 0; i < 5; i++) {
      desk.ingest(order("p" + i).status("Open").audience(contact("jana")));
    }
    assertThat(desk.count("select count(*) from party")).isEqualTo(1);
  }
}
