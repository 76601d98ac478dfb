package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.act;
import static io.causerie.quickstart.Walk.article;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.comment;
import static io.causerie.quickstart.Walk.entry;
import static io.causerie.quickstart.Walk.hasNoViolationInEitherTheme;
import static io.causerie.quickstart.Walk.isWholeInEachLook;
import static io.causerie.quickstart.Walk.note;
import static io.causerie.quickstart.Walk.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.RequestOptions;
import io.causerie.testkit.browser.Browsers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A post and a comment, as dense as they are read: what floats, what is folded, what a finger
 * meets.
 */
@Tag("real")
class PostIT {
  @RegisterExtension
  static final Walk walk =
      new Walk(config -> Walk.copy(Path.of("src/test/resources/wide"), config));

  /** What is smaller than so many pixels to whoever points at it; links among words are let be. */
  private static List<?> smallTargets(Page page, int least) {
    return (List<?>)
        page.evaluate(
            """
            least => {
              const all = root => [...root.querySelectorAll("*")].flatMap(e => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
              const at = (x, y) => {
                let found = document.elementFromPoint(x, y);
                for (let inner = found; (inner = found?.shadowRoot?.elementFromPoint(x, y)) && inner !== found; found = inner);
                return found;
              };
              return all(document).filter(e =>
                e.matches("button, a[href], textarea, select, input")
                  && e.checkVisibility({ checkOpacity: true }) && !e.closest(".body") && !e.disabled)
                .filter(e => {
                  e.scrollIntoView({ block: "center" });
                  const r = e.getBoundingClientRect();
                  const [x, y, half] = [r.x + r.width / 2, r.y + r.height / 2, least / 2 - 1];
                  return ![[0, -half], [0, half], [-half, 0], [half, 0]].every(([dx, dy]) => {
                    const hit = at(x + dx, y + dy);
                    return hit && (hit === e || e.contains(hit));
                  });
                })
                .map(e => (e.getAttribute("aria-label") ?? e.textContent).trim() + " " + e.offsetWidth + "x" + e.offsetHeight);
            }
            """,
            least);
  }

  @Test
  void fingersAndPointersMeetTargetsThatAreLargeEnough() {
    Page pointer = walk.record("Ada Lovelace", "Order", "4714");
    Locator article = post(pointer, "Who packs it? It leaves at nine");
    comment(article, "I do, with pleasure");
    act(article, "React");
    button(article, "React with 🎉").click();
    assertThat(button(article, "🎉 1: Ada Lovelace")).isVisible();
    assertThat(smallTargets(pointer, 24)).isEmpty();

    Page finger = walk.own(walk.browsers().touch(360, 780, "en-GB"), "Ada Lovelace");
    walk.open(finger, "Order", "4714");
    Locator touched = article(finger, "Who packs it?");
    assertThat(button(touched, "Comment").first()).isVisible();
    assertThat(smallTargets(finger, 44)).isEmpty();
    assertThat(Look.fits(finger)).isTrue();

    button(touched, "More actions").first().tap();
    assertThat(entry(touched, "Copy link")).isVisible();
    assertThat(entry(touched, "Delete")).isInViewport();
    assertThat(Browsers.violations(finger)).isEmpty();
    assertThat(entry(touched, "React").evaluate("e => e.offsetHeight >= 44")).isEqualTo(true);
  }

  @Test
  void whatCanBeDoneFloatsWithThePointerAndMovesNothing() {
    Page page = walk.record("Ada Lovelace", "Order", "4712");
    Locator below = post(page, "Below, and longer than a few words");
    Locator above = post(page, "Above, and longer than a few words");
    String seen = "e => getComputedStyle(e.closest('.acts')).opacity";
    page.mouse().move(0, 0);
    box(page).focus();
    BoundingBox before = below.boundingBox();
    assertThat(button(below, "Comment").evaluate(seen)).isEqualTo("0");

    below.hover();

    page.waitForCondition(() -> "1".equals(button(below, "Comment").evaluate(seen)));
    assertThat(button(above, "Comment").evaluate(seen)).isEqualTo("0");
    assertThat(below.boundingBox()).usingRecursiveComparison().isEqualTo(before);
    button(below, "Comment").click();
    assertThat(Walk.box(below)).isFocused();
  }

  private static Locator box(Page page) {
    return Walk.box(page).first();
  }

  @Test
  void fewWordsStandOnTheLineOfTheirAuthorsName() {
    Page page = walk.record("Ada Lovelace", "Order", "4715");
    Locator few = post(page, "Done, thanks.");
    Locator more = post(page, "This takes more than a few words to say");
    Locator reply = comment(more, "Well said.");

    assertThat(few.locator("#headline")).containsText("Ada Lovelace Done, thanks.");
    assertThat(more.locator("#headline")).not().containsText("This takes more");
    assertThat(few.boundingBox().height).isLessThan(more.boundingBox().height / 2);
    assertThat(reply.locator(".who")).containsText("Well said.");
    isWholeInEachLook(page, "en-GB");
  }

  @Test
  void readersOfAPostAndTheLinkOfACommentAreInItsMenu() {
    Page page = walk.record("Ada Lovelace", "Order", "4711");
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    Locator article = post(page, "Where does the driver wait?");
    Locator note = comment(article, "At gate three, as ever");

    Walk.choose(article, "Who can read this");
    assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Grace Hopper");
    page.keyboard().press("Escape");
    assertThat(button(article, "More actions").first()).isFocused();
    Walk.choose(note, "Copy link");

    assertThat(note.getByText("Link copied")).isVisible();
    page.navigate((String) page.evaluate("navigator.clipboard.readText()"));
    assertThat(note(article(page, "Where does the driver"), "At gate three"))
        .hasAttribute("marked", "");
  }

  @Test
  void longListsAreShownInPartUntilTheyAreAskedFor() {
    Page page = walk.own("Ada Lovelace", 360, 800);
    machine(page);
    page.navigate(walk.causerie() + "/records?system=plant&type=Machine&id=M-1");
    Locator change = page.getByRole(AriaRole.ARTICLE).first();
    Locator fields = change.locator("dt");
    assertThat(fields).hasCount(5);
    Locator more = button(change, "4 more fields");
    assertThat(more).hasAttribute("aria-expanded", "false");

    more.click();

    assertThat(fields).hasCount(9);
    button(change, "Show less").click();
    assertThat(fields).hasCount(5);

    // What the source says, and what it belongs to, is a click away at each width.
    Locator facts = page.locator("causerie-facts");
    assertThat(facts).isHidden();
    button(page, "Facts and links").click();
    assertThat(facts).containsText("Belongs to");
    assertThat(facts.locator("dt")).hasCount(10);
    button(facts, "4 more fields").click();
    assertThat(facts.locator("dt")).hasCount(14);
    assertThat(Browsers.violations(page)).isEmpty();
    for (int width : List.of(320, 768, 1280, 1920)) {
      page.setViewportSize(width, 800);
      assertThat(facts).isVisible();
      assertThat(Look.fits(page)).as("%d px", width).isTrue();
    }
    assertThat(button(page, "Facts and links")).isHidden();
  }

  @Test
  void deskAroundItIsAccessibleInBothThemesAndWholeInEachLook() {
    Page desk = walk.desk("Ada Lovelace", "/order");
    for (String path : List.of("/order", "/ticket", "/order/4715", "/user")) {
      desk.navigate(desk.url().replaceFirst("(//[^/]+)/.*", "$1") + path);
      hasNoViolationInEitherTheme(desk);
      isWholeInEachLook(desk, "en-GB");
      desk.setViewportSize(1280, 860);
    }
    desk.navigate(desk.url().replaceFirst("(//[^/]+)/.*", "$1") + "/order/4715");
    assertThat(desk.locator("[aria-current=step]")).hasText("Open");
    desk.getByLabel("Status").selectOption("packed");
    button(desk, "Save").click();
    assertThat(desk.locator("[aria-current=step]")).hasText("Packed");

    // Where the talk stands below, it is as long as it is.
    assertThat(desk.locator("causerie-record")).not().hasAttribute("fit", "");
    desk.setViewportSize(390, 844);
    assertThat(desk.locator("causerie-record")).hasAttribute("fit", "");
  }

  /** A machine with fourteen facts, nine of which have changed. */
  private static void machine(Page page) {
    page.navigate(walk.causerie() + "/");
    for (int version = 1; version <= 2; version++) {
      StringBuilder sensors = new StringBuilder();
      for (int i = 1; i <= 14; i++) {
        int value = version == 2 && i <= 9 ? 100 + i : i;
        sensors.append(",\"s").append(i).append("\":\"Value ").append(value).append('"');
      }
      APIResponse answer =
          page.request()
              .post(
                  walk.causerie() + "/api/v1/connectors/plant-machines/events",
                  RequestOptions.create()
                      .setHeader("Authorization", "Bearer sender-token-of-the-plant")
                      .setHeader("Content-Type", "application/cloudevents+json")
                      .setData(
                          """
                          {"specversion":"1.0","id":"%d","source":"/plant","type":"machine",
                           "data":{"id":"M-1","version":%d,"customer":"Atelier Dubois"%s}}
                          """
                              .formatted(version, version, sensors)));
      assertThat(answer).isOK();
    }
  }
}
