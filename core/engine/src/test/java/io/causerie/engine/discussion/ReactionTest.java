package io.causerie.engine.discussion;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Desk;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.model.ActivityId;
import io.causerie.testkit.db.Databases;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** One emoji in one form, and not too many. */
@ParameterizedClass
@EnumSource(Databases.class)
class ReactionTest {
  @Parameter Databases databases = Databases.H2;
  private Desk desk;
  private ActivityId post = new ActivityId(0);

  @BeforeEach
  void open() {
    desk = new Desk(databases);
    desk.ingest(order("1").status("Open"));
    post = desk.feed("ada", "1").get(0).id();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private void react(String person, String emoji) {
    desk.causerie.discussion().react(Desk.as(person), post, emoji, null);
  }

  private List<ReactionView> reactions() {
    return desk.feed("ada", "1").get(0).reactions();
  }

  @Test
  void twoSpellingsOfOneEmojiAreOneAndAreShownAsUnicodeSays() {
    for (String[] pair :
        new String[][] {
          {"\uD83D\uDC4D", "\uD83D\uDC4D\uFE0F", "\uD83D\uDC4D"},
          {"\u2764", "\u2764\uFE0F", "\u2764\uFE0F"},
          {
            "\uD83D\uDC41\u200D\uD83D\uDDE8",
            "\uD83D\uDC41\uFE0F\u200D\uD83D\uDDE8\uFE0F",
            "\uD83D\uDC41\uFE0F\u200D\uD83D\uDDE8\uFE0F"
          }
        }) {
      react("ada", pair[0]);
      react("ada", pair[1]);
      react("grace", pair[1]);

      assertThat(reactions())
          .singleElement()
          .satisfies(
              r -> {
                assertThat(r.emoji()).isEqualTo(pair[2]);
                assertThat(r.count()).isEqualTo(2);
              });
      desk.causerie.discussion().unreact(Desk.as("ada"), post, pair[1]);
      desk.causerie.discussion().unreact(Desk.as("grace"), post, pair[0]);
      assertThat(reactions()).isEmpty();
    }
  }

  @Test
  void everyEmojiIsTakenWhateverBlockItStandsIn() {
    for (String emoji :
        List.of(
            "\u203C\uFE0F",
            "\u2139\uFE0F",
            "\u2194\uFE0F",
            "\u3030\uFE0F",
            "\u303D\uFE0F",
            "\u00A9",
            "1\uFE0F\u20E3",
            "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
            "👩🏽‍💻")) {
      assertThat(Emoji.of(emoji).shown()).isNotEmpty();
    }
  }

  @Test
  void whatIsNotOneEmojiIsRefused() {
    for (String text :
        List.of(
            "\uD83D\uDC4D\uD83D\uDC4E\uD83D\uDD25",
            "\uD83C\uDFFD",
            "\u200D\uD83D\uDC4D",
            "\u2605\u2605\u2605",
            "\uD83C\uDDE9",
            "\uFE0F",
            "",
            "1",
            "#",
            "ok",
            "x".repeat(5000))) {
      assertThatThrownBy(() -> react("ada", text))
          .as(text)
          .isInstanceOf(InvalidInputException.class);
      desk.causerie.discussion().unreact(Desk.as("ada"), post, text);
    }
  }

  @Test
  void onePersonGivesNoMoreThanABoundAndAllTogetherNeither() {
    List<String> emoji =
        net.fellbaum.jemoji.EmojiManager.getAllEmojis().stream()
            .filter(e -> e.getQualification() == net.fellbaum.jemoji.Qualification.FULLY_QUALIFIED)
            .map(net.fellbaum.jemoji.Emoji::getEmoji)
            .sorted()
            .limit(Reactions.MAX_OF_ITEM + 1)
            .toList();
    List<Person> people = new ArrayList<>(Desk.people());
    for (int i = 0; i < 6; i++) {
      people.add(Person.employee("p" + i, "Person " + i, "sales"));
    }
    desk.causerie.origins().says(Origin.PEOPLE_FILE, people);
    for (int i = 0; i < Reactions.MAX_OF_ITEM; i++) {
      react("p" + i / Reactions.MAX_OF_PERSON, emoji.get(i));
    }

    assertThatThrownBy(() -> react("p0", emoji.get(Reactions.MAX_OF_PERSON)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("take one back");
    react("p0", emoji.get(0));
    String more = emoji.get(Reactions.MAX_OF_ITEM);
    assertThatThrownBy(() -> react("p5", more))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("join one of them");
    react("p5", emoji.get(0));
    assertThat(reactions()).hasSize(Reactions.MAX_OF_ITEM);
  }
}
