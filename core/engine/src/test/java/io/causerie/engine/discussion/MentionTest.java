package io.causerie.engine.discussion;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Desk;
import io.causerie.engine.MentionRefusedException;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.people.Addressees;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.model.ActivityId;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Readers;
import io.causerie.model.When;
import io.causerie.testkit.db.Databases;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom texts call, and who can be called. */
@ParameterizedClass
@EnumSource(Databases.class)
class MentionTest {
  @Parameter Databases databases = Databases.H2;
  private Desk desk;
  private ActivityId post = new ActivityId(0);

  @BeforeEach
  void open() {
    desk = new Desk(databases);
    List<Person> people = new ArrayList<>(Desk.people());
    people.add(Person.employee("p9", "Bert [ext] Schmitt", "sales"));
    desk.causerie.origins().says(Origin.PEOPLE_FILE, people);
    desk.ingest(order("1").status("Open"));
    post = desk.feed("ada", "1").get(0).id();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private NoteView reply(String person, String content) {
    return desk.causerie.discussion().reply(Desk.as(person), post, content, null, null, null);
  }

  private Addressees found(String viewer, String query) {
    return desk.causerie
        .people()
        .complete(Desk.as(viewer), query, desk.record(viewer, "1").id(), Lane.INTERNAL);
  }

  @Test
  void nameWithBracketsIsMentionedAndReadBack() {
    NoteView note = reply("ada", "Ask [@Bert \\[ext\\] Schmitt](person:p9) please");

    assertThat(note.html()).contains("data-person=\"p9\">@Bert [ext] Schmitt</span>");
    assertThat(note.content()).isEqualTo("Ask [@Bert \\[ext\\] Schmitt](person:p9) please");
    assertThat(note.mentions())
        .containsExactly(
            new MentionView(
                Mention.person("p9"),
                "Bert [ext] Schmitt",
                4,
                "[@Bert \\[ext\\] Schmitt](person:p9)".length()));
    assertThat(desk.count("select count(*) from mention where person = 'p9'")).isEqualTo(1);
    NoteView edited =
        desk.causerie.discussion().edit(Desk.as("ada"), note.id(), note.content(), null);
    assertThat(edited.mentions()).isEqualTo(note.mentions());
  }

  @Test
  void whoeverIsDrawnAsMentionedWasCheckedHoweverItIsWritten() {
    for (String form :
        List.of(
            "[@Mary][1]\n\n[1]: person:mary",
            "[@Mary](person:mary \"t\")",
            "[@Mary](<person:mary>)",
            "[@Mary](person&#58;mary)")) {
      assertThatThrownBy(() -> reply("ada", form))
          .as(form)
          .isInstanceOfSatisfying(
              MentionRefusedException.class, e -> assertThat(e.persons()).containsExactly("mary"));
    }
    assertThat(desk.count("select count(*) from note")).isZero();
  }

  @Test
  void insideCodeNobodyIsMentionedAndTheCodeStays() {
    String code = "Like this: `[@Somebody](person:mary)` or `[@](person:mary)`, [@](person:grace)";

    NoteView note = reply("ada", code);

    assertThat(note.content())
        .isEqualTo(code.replace("[@](person:grace)", "[@Grace Hopper](person:grace)"));
    assertThat(desk.count("select count(*) from mention")).isEqualTo(1);
  }

  @Test
  void wordsOfASourceMentionNobody() {
    desk.ingest(
        order("2")
            .noPosts()
            .post(When.CREATED, "Create", Lane.INTERNAL, "Ask [@Who](person:grace)"));

    ActivityView told = desk.feed("ada", "2").get(0);

    assertThat(told.content()).isEqualTo("Ask [@Who](person:grace)");
    assertThat(told.html()).contains("@Who".replace("@", "&#64;")).doesNotContain("Grace");
    assertThat(told.mentions()).isEmpty();
  }

  @Test
  void groupIsMentionedAndKeptAsTheGroup() {
    NoteView note = reply("ada", "Who is free, [@sales](group:sales)?");

    assertThat(note.html()).contains("data-group=\"sales\">@Sales</span>");
    assertThat(note.mentions())
        .singleElement()
        .satisfies(m -> assertThat(m.mention()).isEqualTo(Mention.group("sales")));
    assertThat(desk.count("select count(*) from group_mention where group_name = 'sales'"))
        .isEqualTo(1);
    desk.causerie.discussion().remove(Desk.as("ada"), note.id(), null);
    assertThat(desk.count("select count(*) from group_mention")).isZero();
  }

  @Test
  void groupOfWhichNobodyElseCanReadIsRefused() {
    for (String group : List.of("logistics", "nobody")) {
      assertThatThrownBy(() -> reply("ada", "[@g](group:" + group + ")"))
          .isInstanceOfSatisfying(
              MentionRefusedException.class, e -> assertThat(e.groups()).containsExactly(group));
    }
    assertThatThrownBy(() -> reply("katherine", "[@g](group:finance)"))
        .as("she is all of it herself")
        .isInstanceOf(MentionRefusedException.class);
  }

  @Test
  void groupsSayHowManyTheyReach() {
    assertThat(found("ada", "sal").groups())
        .containsExactly(new Addressees.Group("sales", "Sales", 2));
    assertThat(found("katherine", "SALES").groups())
        .containsExactly(new Addressees.Group("sales", "Sales", 3));
    assertThat(found("ada", "logi").groups()).isEmpty();
  }

  @Test
  void guestAddressesNoGroup() {
    desk.ingest(
        order("1")
            .status("Late")
            .audience(new Audience(Readers.EVERYONE, Readers.persons("jana"))));

    assertThat(found("jana", "").groups()).isEmpty();
    ActivityId outside =
        desk.causerie
            .feed()
            .post(Desk.as("ada"), desk.id("1"), Lane.CUSTOMER, "Dear Jana", null)
            .id();
    assertThatThrownBy(
            () ->
                desk.causerie
                    .discussion()
                    .reply(Desk.as("jana"), outside, "[@sales](group:sales)", null, null, null))
        .isInstanceOf(MentionRefusedException.class);
  }

  @Test
  void personIsFoundByAnyPartOfTheNameInAnyOrderTheBestFirst() {
    assertThat(found("ada", "hopper gr").persons()).extracting(Person::id).containsExactly("grace");
    assertThat(found("ada", "ext").persons()).extracting(Person::id).containsExactly("p9");
    assertThat(found("ada", "a").persons().get(0).id()).isEqualTo("ada");
  }
}
