package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.act;
import static io.causerie.quickstart.Walk.article;
import static io.causerie.quickstart.Walk.entry;
import static io.causerie.quickstart.Walk.hasNoViolationInEitherTheme;
import static io.causerie.quickstart.Walk.note;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people say in the source, in the margin. */
class SourceNotesIT {
  private static final String TOKEN = "crm-token-of-a-test-0123456789abcdef";

  @RegisterExtension
  static final Walk walk =
      new Walk(
          config -> {
            Walk.copy(Path.of("src/test/resources/comments"), config);
            Files.writeString(config.resolve("crm.token"), TOKEN);
          });

  private static int events;

  private static void push(Page page, Map<String, Object> data) {
    APIResponse answer =
        page.request()
            .post(
                walk.causerie() + "/api/v1/connectors/crm-comments/events",
                RequestOptions.create()
                    .setHeader("Authorization", "Bearer " + TOKEN)
                    .setHeader("Content-Type", "application/cloudevents+json")
                    .setData(
                        Map.of(
                            "specversion",
                            "1.0",
                            "id",
                            "e" + ++events,
                            "source",
                            "/crm",
                            "type",
                            "crm.comment",
                            "data",
                            data)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
  }

  private static Map<String, Object> said(String id, String html, String answers) {
    return Map.of(
        "account",
        "A1",
        "id",
        id,
        "html",
        html,
        "user",
        "aturing",
        "name",
        "Alan Turing",
        "at",
        "2026-11-23T08:00:00Z",
        "answers",
        answers);
  }

  @Test
  void commentOfTheSourceStandsInTheTalkAndIsAnsweredHere() {
    Page ada = walk.own("Ada Lovelace", 900, 800);
    push(ada, said("c1", "<p>They asked for <b>two</b> offers</p>", ""));
    ada.navigate(walk.causerie() + "/records?system=crm&type=Account&id=A1");
    Locator post = article(ada, "They asked for two offers");

    assertThat(post).containsText("Alan Turing");
    assertThat(post).containsText("in Customer desk");
    push(ada, said("c2", "<p>And a visit</p>", "c1"));
    Locator answer = note(post, "And a visit");
    assertThat(answer).containsText("in Customer desk");
    act(answer, "More actions");
    assertThat(entry(answer, "Copy link")).isVisible();
    assertThat(entry(answer, "Edit")).hasCount(0);
    ada.keyboard().press("Escape");
    Walk.comment(post, "I send them");
    assertThat(note(post, "I send them")).not().containsText("in Customer desk");
    hasNoViolationInEitherTheme(ada);

    push(ada, Map.of("account", "A1", "id", "c2", "user", "aturing", "gone", true));
    assertThat(post).containsText("Alan Turing removed a comment");
  }

  @Test
  void workbenchShowsWhatCameOfIt() {
    Page ada = walk.own("Ada Lovelace", 1320, 900);
    push(ada, said("c9", "<p>Shown to operators</p>", ""));

    ada.navigate(walk.causerie() + "/console/workbench?connector=crm-comments");

    assertThat(ada.getByText("A comment of the source")).isVisible();
    assertThat(ada.getByText("Shown to operators").last()).isVisible();
  }
}
