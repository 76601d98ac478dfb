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
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.model.Value;
import io.causerie.testkit.db.Databases;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class AccessTest {
  private static final Audience FINANCE = Audience.internal(Readers.groups("finance"));
  private static final Audience FOR_JANA = new Audience(Readers.EVERYONE, Readers.persons("jana"));

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

  private boolean sees(String person, String order) {
    return desk.causerie.records().find(Desk.as(person), Desk.order(order)).isPresent();
  }

  @Test
  void ceilingOfTheSystemDecidesWhereTheEventSaysNothing() {
    desk.ingest(order("1").status("Open"));

    assertThat(sees("ada", "1")).isTrue();
    assertThat(sees("katherine", "1")).isTrue();
    assertThat(sees("mary", "1")).as("logistics").isFalse();
    assertThat(sees("jana", "1")).as("a guest").isFalse();
    assertThat(sees("nobody", "1")).isFalse();
  }

  @Test
  void audienceOfTheEventIsIntersectedWithTheCeiling() {
    desk.ingest(order("1").status("Open").audience(FINANCE));
    desk.ingest(order("2").status("Open").audience(Audience.internal(Readers.groups("logistics"))));

    assertThat(sees("ada", "1")).isFalse();
    assertThat(sees("katherine", "1")).isTrue();
    assertThat(sees("mary", "2")).as("not under the ceiling").isFalse();
  }

  @Test
  void whatMayNotBeSeenAnswersAsWhatDoesNotExist() {
    desk.ingest(order("1").status("Open").audience(FINANCE));
    RecordId hidden = desk.record("katherine", "1").id();
    RecordId missing = new RecordId(1);

    assertThat(failure(hidden)).hasSameClassAs(failure(missing));
    assertThat(failure(hidden).toString().replace(hidden.toString(), ""))
        .isEqualTo(failure(missing).toString().replace(missing.toString(), ""));
  }

  private Throwable failure(RecordId record) {
    return org.assertj.core.api.Assertions.catchThrowable(
        () -> desk.causerie.feed().of(Desk.as("ada"), record, ActivityView.Show.ALL, null, 10));
  }

  @Test
  void narrowerAudienceGatesTheEarlierTalkToo() {
    desk.ingest(order("1").status("Open"));
    RecordId record = desk.id("1");
    var post = desk.feed("ada", "1").get(0).id();

    desk.ingest(order("1").status("Secret").audience(FINANCE));

    assertThat(sees("ada", "1")).isFalse();
    assertThat(desk.causerie.feed().activity(Desk.as("ada"), post)).isEmpty();
    assertThat(desk.feed("katherine", record)).hasSize(2);
  }

  @Test
  void eventThatDoesNotSpeakOfReadersWidensNothing() {
    desk.ingest(order("1").status("Open").audience(FINANCE));
    desk.ingest(order("1").status("Shipped"));

    assertThat(sees("ada", "1")).isFalse();
  }

  @Test
  void widerRecordDoesNotWidenEarlierPosts() {
    desk.ingest(order("1").status("Open").audience(FINANCE));
    desk.ingest(order("1").status("Shipped").audience(Audience.EVERYONE));

    assertThat(desk.feed("ada", "1")).hasSize(1);
    assertThat(desk.feed("katherine", "1")).hasSize(2);
  }

  @Test
  void ceilingThatBecomesNarrowerGatesTheOldestPost() {
    desk.ingest(order("1").status("Open"));
    try (var narrower = desk.beside(Audience.internal(Readers.groups("finance")))) {
      assertThat(narrower.records().find(Desk.as("ada"), Desk.order("1"))).isEmpty();
      assertThat(narrower.records().find(Desk.as("katherine"), Desk.order("1"))).isPresent();
    }
  }

  @Test
  void rightThatIsTakenAwayEndsAtOnce() {
    desk.ingest(order("1").status("Open"));
    List<Person> without =
        Desk.people().stream()
            .map(
                p ->
                    p.id().equals("ada")
                        ? new Person(
                            p.id(), p.name(), p.email(), false, "en", Set.of(), p.identities())
                        : p)
            .toList();

    desk.causerie.origins().says(Origin.PEOPLE_FILE, without);

    assertThat(sees("ada", "1")).isFalse();
  }

  @Test
  void customerSeesHerLaneAndNothingElse() {
    desk.ingest(order("1").status("Open").audience(FOR_JANA));
    RecordId record = desk.id("1");
    desk.causerie.feed().post(Desk.as("ada"), record, Lane.INTERNAL, "Among us", null);
    desk.causerie.feed().post(Desk.as("ada"), record, Lane.CUSTOMER, "Dear customer", null);

    assertThat(desk.feed("jana", record))
        .extracting(ActivityView::content)
        .containsExactly("Dear customer");
    assertThat(desk.feed("ada", record)).hasSize(3);
    assertThat(desk.record("jana", "1").state()).isEmpty();
    assertThat(desk.record("jana", "1").lanes())
        .singleElement()
        .satisfies(l -> assertThat(l.lane()).isEqualTo(Lane.CUSTOMER));
    assertThat(sees("otto", "1")).as("another customer").isFalse();
  }

  @Test
  void customerCanWriteNowhereElse() {
    desk.ingest(order("1").status("Open").audience(FOR_JANA));
    RecordId record = desk.id("1");
    var internal = desk.feed("ada", record).get(0).id();

    assertThatThrownBy(
            () ->
                desk.causerie
                    .feed()
                    .post(Desk.as("jana"), record, Lane.INTERNAL, "Let me in", null))
        .isInstanceOf(ForbiddenException.class);
    assertThatThrownBy(
            () ->
                desk.causerie
                    .discussion()
                    .reply(Desk.as("jana"), internal, "Let me in", null, null, null))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(
            () -> desk.causerie.discussion().react(Desk.as("jana"), internal, "👍", null))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void restrictedFieldIsLeftOutAndCounted() {
    desk.ingest(order("1").status("Open").field("Margin", new Value.Text("3"), "finance"));
    desk.ingest(order("1").status("Sold").field("Margin", new Value.Text("4"), "finance"));

    ActivityView forAda = desk.feed("ada", "1").get(0);
    assertThat(forAda.changes()).extracting(c -> c.field()).containsExactly("Status");
    assertThat(forAda.hiddenChanges()).isEqualTo(1);
    assertThat(desk.record("ada", "1").state()).hasSize(1);
    assertThat(desk.feed("katherine", "1").get(0).changes()).hasSize(2);
  }

  @Test
  void whoCanReadIsToldByNameAndRule() {
    desk.ingest(order("1").status("Open").audience(FOR_JANA));
    RecordId record = desk.id("1");

    ReadersView internal = desk.causerie.readership().of(Desk.as("ada"), record, Lane.INTERNAL);
    ReadersView customer = desk.causerie.readership().of(Desk.as("ada"), record, Lane.CUSTOMER);

    assertThat(internal.count()).isEqualTo(3);
    assertThat(internal.persons())
        .extracting(ReadersView.Reader::person, ReadersView.Reader::rule)
        .contains(org.assertj.core.groups.Tuple.tuple("ada", "group:sales"));
    assertThat(customer.count()).isEqualTo(4);
    assertThat(customer.persons().get(0))
        .satisfies(
            p -> {
              assertThat(p.name()).isEqualTo("Jana Müller");
              assertThat(p.guest()).isTrue();
              assertThat(p.rule()).isEqualTo("customer");
            });
    ReadersView outside = desk.causerie.readership().of(Desk.as("jana"), record, Lane.CUSTOMER);
    assertThat(outside.groups()).isEmpty();
    assertThat(outside.persons())
        .as("no group's name is for somebody from outside")
        .extracting(ReadersView.Reader::rule)
        .containsExactly("customer", "company", "company", "company");
  }

  @Test
  void mentionOfSomebodyWhoMayNotReadIsRefusedBeforeAnythingIsPosted() {
    desk.ingest(order("1").status("Open").audience(FINANCE));
    RecordId record = desk.record("katherine", "1").id();

    assertThatThrownBy(
            () ->
                desk.causerie
                    .feed()
                    .post(
                        Desk.as("katherine"),
                        record,
                        Lane.INTERNAL,
                        "See this, [@Ada](person:ada)",
                        null))
        .isInstanceOfSatisfying(
            MentionRefusedException.class,
            e -> {
              assertThat(e.persons()).containsExactly("ada");
              assertThat(e)
                  .as("whom she cannot find beside the record she knows by what she wrote")
                  .hasMessageStartingWith("ada cannot read this")
                  .hasMessageNotContaining("Lovelace");
            });
    assertThat(desk.feed("katherine", record)).hasSize(1);
  }

  @Test
  void previewNamesOnlyWhomItsReaderMayMeet() {
    desk.ingest(order("1").status("Open").audience(FOR_JANA));
    RecordId record = desk.id("1");
    String words = "[x](person:grace) [@y](person:grace) [@z](person:mary)";

    String beside = desk.causerie.discussion().preview(Desk.as("jana"), words, record);
    assertThat(beside).contains("Grace Hopper").doesNotContain("Mary Jackson").contains("mary");
    for (RecordId other : new RecordId[] {null, new RecordId(1)}) {
      assertThat(desk.causerie.discussion().preview(Desk.as("jana"), words, other))
          .contains("grace")
          .doesNotContain("Hopper");
    }
  }

  @Test
  void previewOfWordsToACustomerCallsHerByHerName() {
    desk.ingest(order("1").status("Open").audience(FOR_JANA));

    String html =
        desk.causerie
            .discussion()
            .preview(Desk.as("ada"), "[@](person:jana) [@](person:otto)", desk.id("1"));

    assertThat(html).contains("@Jana Müller", "@otto");
  }

  @Test
  void previewTellsNoTitleOfAGroupThatItsReaderMayNotAddress() {
    desk.ingest(
        order("1")
            .status("Open")
            .audience(new Audience(Readers.groups("sales"), Readers.persons("jana"))));
    RecordId record = desk.id("1");
    String words = "[@x](group:sales) [@y](group:finance) [@z](group:nope)";

    assertThat(desk.causerie.discussion().preview(Desk.as("jana"), words, record))
        .contains("@sales<", "@finance<", "@nope<");
    assertThat(desk.causerie.discussion().preview(Desk.as("ada"), words, null))
        .contains("@sales<", "@finance<", "@nope<");
    assertThat(desk.causerie.discussion().preview(Desk.as("ada"), words, record))
        .contains("@Sales<", "@finance<", "@nope<")
        // Whoever shows it puts the title of the day to what is marked as a group.
        .contains("data-group=\"sales\"")
        .doesNotContain("data-group=\"finance\"")
        .doesNotContain("data-group=\"nope\"");
  }

  @Test
  void refusedMentionTellsAGuestNoName() {
    desk.ingest(order("1").status("Open").audience(FOR_JANA));
    RecordId record = desk.id("1");

    assertThatThrownBy(
            () ->
                desk.causerie
                    .feed()
                    .post(Desk.as("jana"), record, Lane.CUSTOMER, "[@x](person:mary)", null))
        .isInstanceOf(MentionRefusedException.class)
        .hasMessageStartingWith("mary cannot read this")
        .hasMessageNotContaining("Jackson");
  }

  @Test
  void wordsOfTheSourceAreNoWayToNames() {
    desk.ingest(
        order("1")
            .noPosts()
            .post(
                io.causerie.model.When.OCCURRED,
                "Note",
                Lane.CUSTOMER,
                "Ask [@m](person:mary), [@m](person:grace)")
            .audience(FOR_JANA));

    assertThat(desk.feed("jana", desk.id("1")).get(0))
        .satisfies(
            p -> assertThat(p.html()).contains("Ask &#64;m").doesNotContain("Jackson", "Hopper"))
        .satisfies(p -> assertThat(p.content()).doesNotContain("Jackson", "Hopper"));
  }

  @Test
  void completionOffersOnlyWhoMayRead() {
    desk.ingest(order("1").status("Open").audience(FOR_JANA));
    RecordId record = desk.id("1");

    assertThat(desk.causerie.people().complete(Desk.as("ada"), "", record, Lane.INTERNAL).persons())
        .extracting(Person::id)
        .containsExactlyInAnyOrder("ada", "grace", "katherine");
    assertThat(desk.causerie.people().complete(Desk.as("ada"), "jac", record, null).persons())
        .isEmpty();
    assertThat(desk.causerie.people().complete(Desk.as("jana"), "gr", record, null).persons())
        .extracting(Person::id)
        .containsExactly("grace");
  }

  @Test
  void recordNobodyHasMetHasTheSystemsAudienceAndFillsLater() {
    assertThat(desk.causerie.records().meet(Desk.as("mary"), Desk.order("9"), "Nine")).isEmpty();
    var met = desk.causerie.records().meet(Desk.as("ada"), Desk.order("9"), "Nine").orElseThrow();
    assertThat(met.known()).isFalse();
    assertThat(met.lanes())
        .singleElement()
        .satisfies(l -> assertThat(l.lane()).isEqualTo(Lane.INTERNAL));
    desk.causerie.feed().post(Desk.as("ada"), met.id(), Lane.INTERNAL, "Soon", null);

    desk.ingest(order("9").status("Open").audience(FINANCE));

    assertThat(sees("ada", "9")).as("the earlier talk is gated too").isFalse();
    assertThat(desk.feed("katherine", met.id())).hasSize(2);
    assertThat(desk.record("katherine", "9").known()).isTrue();
  }

  @Test
  void hiddenRecordIsNotToldByWhatIsFoundBesideIt() {
    desk.ingest(order("SO-7a").status("Open"));
    desk.ingest(
        order("So-7a").status("Open").audience(Audience.internal(Readers.groups("finance"))));

    assertThat(desk.causerie.records().look(Desk.as("ada"), Desk.order("so-7A")))
        .hasValueSatisfying(found -> assertThat(found.ref().id()).isEqualTo("SO-7a"));
    assertThat(desk.causerie.records().look(Desk.as("ada"), Desk.order("So-7a")))
        .as("as if it were not there")
        .hasValueSatisfying(found -> assertThat(found.ref().id()).isEqualTo("SO-7a"));
    assertThat(desk.causerie.records().find(Desk.as("ada"), Desk.order("So-7a"))).isEmpty();
  }
}
