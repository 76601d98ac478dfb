package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.article;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.comment;
import static io.causerie.quickstart.Walk.note;
import static io.causerie.quickstart.Walk.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What others do comes to an open page by itself, and in whatever order things come. */
class LivePageIT {
  @RegisterExtension static final Walk walk = new Walk();

  private static final String LOOKS =
      """
      (state) => {
        Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      }
      """;

  private static boolean reads(Request request) {
    return request.method().equals("GET") && request.url().contains("/api/v1/");
  }

  private static boolean listens(Request request) {
    return request.url().contains("/api/v1/live");
  }

  /** The streams of a page: its record's, and that of the bell above it. */
  private static final int BOTH = 2;

  @Test
  void whatOthersWriteIsShownWithoutAsking() {
    Page ada = walk.record("Ada Lovelace", "Order", "4711");
    post(ada, "Who calls the customer?");
    Page grace = walk.own("Grace Hopper", 900, 800);
    List<Request> streams = new CopyOnWriteArrayList<>();
    List<String> asked = new CopyOnWriteArrayList<>();
    grace.onResponse(
        answer -> {
          if (listens(answer.request())) {
            streams.add(answer.request());
          }
        });
    walk.open(grace, "Order", "4711");
    assertThat(article(grace, "Who calls the customer?")).isVisible();
    grace.waitForCondition(() -> streams.size() == BOTH);
    grace.onRequest(
        request -> {
          if (reads(request)) {
            asked.add(request.url());
          }
        });

    comment(article(ada, "Who calls the customer?"), "I do, at ten");
    assertThat(note(article(grace, "Who calls the customer?"), "I do, at ten")).isVisible();
    post(ada, "Delivery is on Thursday");
    assertThat(button(grace, "1 new post")).isVisible();

    assertThat(asked).isEmpty();
    grace.context().close();
  }

  @Test
  void pageThatNobodyLooksAtKeepsNoStreamAndCatchesUp() {
    Page ada = walk.record("Ada Lovelace", "Order", "4712");
    post(ada, "Is it packed?");
    Page grace = walk.own("Grace Hopper", 900, 800);
    List<Request> streams = new CopyOnWriteArrayList<>();
    List<Request> ended = new CopyOnWriteArrayList<>();
    grace.onResponse(
        answer -> {
          if (listens(answer.request())) {
            streams.add(answer.request());
          }
        });
    grace.onRequestFailed(
        request -> {
          if (listens(request)) {
            ended.add(request);
          }
        });
    walk.open(grace, "Order", "4712");
    assertThat(article(grace, "Is it packed?")).isVisible();
    grace.waitForCondition(() -> streams.size() == BOTH);

    grace.evaluate(LOOKS, "hidden");
    grace.waitForCondition(() -> ended.size() == BOTH);
    comment(article(ada, "Is it packed?"), "Since noon");
    assertThat(streams).as("while nobody looks").hasSize(BOTH);
    grace.evaluate(LOOKS, "visible");

    assertThat(note(article(grace, "Is it packed?"), "Since noon")).isVisible();
    assertThat(streams.subList(BOTH, streams.size()))
        .filteredOn(stream -> stream.url().contains("topic=record:"))
        .isNotEmpty()
        .allSatisfy(stream -> assertThat(stream.headers()).containsKey("last-event-id"));
    grace.context().close();
  }

  /**
   * Lines and answers of one thing come in any order: what is shown is never older than the newest
   * line that came, and at the end it is what the thing is.
   */
  @Test
  void orderInWhichAnswersComeDoesNotMatter() {
    Page page = walk.record("Ada Lovelace", "Order", "4711");

    Object wrong =
        page.evaluate(
            """
            async () => {
              const { Turns } = await import("/ui/turns.js");
              for (let seed = 1; seed <= 3000; seed++) {
                let state = seed;
                const random = (n) => (state = (state * 48271) % 2147483647) % n;
                const turns = new Turns();
                const last = 1 + random(6);
                // Every second change is a new version; the others are reactions.
                const versionOf = (at) => 1 + Math.floor(at / 2);
                let happened = 0;
                let heard = 0;
                let shown = 0;
                const answers = [];
                const show = (at, turn) => {
                  if (turns.newest("it", turn, versionOf(at))) {
                    shown = at;
                  }
                };
                while (heard < last || answers.length) {
                  switch (random(4)) {
                    case 0:
                      happened = Math.min(last, happened + 1);
                      break;
                    case 1:
                      if (heard < happened) {
                        heard++;
                        // A line may show more than it tells of, never less.
                        show(heard + random(happened - heard + 1), turns.at(heard));
                      }
                      break;
                    case 2:
                      if (answers.length < 3 && heard < last) {
                        answers.push([happened, turns.begin()]);
                      }
                      break;
                    default:
                      if (answers.length) {
                        show(...answers.splice(random(answers.length), 1)[0]);
                      }
                  }
                  if (shown < heard) {
                    return `seed ${seed}: ${shown} is shown after line ${heard}`;
                  }
                }
                if (shown !== last) {
                  return `seed ${seed}: ${shown} is shown at the end, not ${last}`;
                }
              }
              return null;
            }
            """);

    assertThat(wrong).isNull();
  }
}
