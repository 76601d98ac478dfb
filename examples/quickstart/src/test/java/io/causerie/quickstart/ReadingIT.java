package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.act;
import static io.causerie.quickstart.Walk.article;
import static io.causerie.quickstart.Walk.box;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.choose;
import static io.causerie.quickstart.Walk.comment;
import static io.causerie.quickstart.Walk.margin;
import static io.causerie.quickstart.Walk.note;
import static io.causerie.quickstart.Walk.post;
import static io.causerie.quickstart.Walk.posts;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.MouseButton;
import io.causerie.testkit.browser.Browsers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a reader makes of the margin: what is new, what is now, and where a link leads. */
@Tag("real")
class ReadingIT {
  @RegisterExtension static final Walk walk = new Walk();

  private static void save(Page desk, String status) {
    desk.getByLabel("Status").selectOption(status);
    button(desk, "Save").click();
  }

  /** Writes a post in Markdown; gives it by what is read of it. */
  private static Locator written(Page page, String markdown, String read) {
    box(page).first().fill(markdown);
    button(page, "Post").click();
    Locator article = article(page, read);
    article.waitFor();
    return article;
  }

  @Test
  void dotStandsAtWhatIsNewAndNowhereElse() {
    Page ada = walk.record("Ada Lovelace", "Order", "4711");
    Locator old = post(ada, "An old question");
    comment(old, "An old answer");
    post(ada, "A later post");
    Page grace = walk.own("Grace Hopper", 900, 800);
    walk.open(grace, "Order", "4711");
    assertThat(article(grace, "A later post")).isVisible();
    grace.waitForResponse("**/read", grace::reload);
    assertThat(article(grace, "A later post")).isVisible();
    assertThat(grace.locator(".dot")).hasCount(0);
    grace.navigate(walk.causerie() + "/");

    comment(old, "A new answer");

    walk.open(grace, "Order", "4711");
    assertThat(note(article(grace, "An old question"), "A new answer").locator(".dot")).hasCount(1);
    assertThat(grace.locator(".dot")).hasCount(1);
    // What comes while she looks is marked too, at its own place.
    comment(old, "One more");
    assertThat(note(article(grace, "An old question"), "One more").locator(".dot")).hasCount(1);
    assertThat(grace.locator(".dot")).hasCount(2);
  }

  @Test
  void headAndFactsFollowWhatFoldsIntoAShownPost() {
    Page katherine = walk.desk("Katherine Johnson", "/order/4712");
    FrameLocator frame = margin(katherine);
    Locator facts = frame.locator("header .facts");
    save(katherine, "packed");
    assertThat(article(frame, "You changed Status")).containsText("Packed");
    assertThat(facts).containsText("Packed");

    save(katherine, "shipped");

    assertThat(article(frame, "You changed Status")).containsText("Shipped");
    assertThat(facts).containsText("Shipped");
  }

  @Test
  void fieldThatWentToAndFroIsBack() {
    Page katherine = walk.desk("Katherine Johnson", "/order/4714");
    FrameLocator frame = margin(katherine);
    assertThat(box(frame)).isVisible();
    save(katherine, "shipped");
    assertThat(article(frame, "You changed Status")).containsText("Shipped");
    save(katherine, "open");

    Locator headline = article(frame, "You changed Status").locator("#headline");
    assertThat(headline).hasText(Pattern.compile("Status\\s+back to Open"));
    assertThat(headline).not().containsText("→");
    assertThat(article(frame, "You changed Status"))
        .hasAttribute("aria-label", Pattern.compile("Status: back to Open"));
  }

  @Test
  void olderAnswerNeverReplacesANewerOne() {
    Page ada = walk.record("Ada Lovelace", "Document", "D-17");
    Locator talk = post(ada, "Which version counts?");
    Page grace = walk.own("Grace Hopper", 900, 800);
    List<Route> held = new ArrayList<>();
    List<APIResponse> early = new ArrayList<>();
    grace.route(
        "**/api/v1/activities/*",
        route -> {
          if (held.isEmpty()) {
            early.add(route.fetch());
            held.add(route);
          } else {
            route.resume();
          }
        });
    walk.open(grace, "Document", "D-17");
    Locator seen = article(grace, "Which version counts?");
    assertThat(seen).isVisible();
    // As after a deed of her own the page reads the post again.
    seen.locator("causerie-post")
        .evaluate(
            "e => e.dispatchEvent("
                + "new CustomEvent('causerie-changed', { bubbles: true, composed: true }))");
    grace.waitForCondition(() -> !held.isEmpty());
    comment(talk, "The first");
    comment(talk, "The second");
    assertThat(seen).containsText("The second");

    grace.waitForResponse(
        "**/api/v1/activities/*",
        () -> held.get(0).fulfill(new Route.FulfillOptions().setResponse(early.get(0))));

    // Whatever comes of the early answer is there once the next comment is.
    comment(talk, "The third");
    assertThat(seen).containsText("The third");
    assertThat(seen.locator("causerie-note")).hasCount(3);
    assertThat(seen).containsText("The second");
  }

  @Test
  void announcementIsInSightWhereverOneReads() {
    Page ada = walk.record("Ada Lovelace", "Order", "4715");
    posts(
        ada,
        "system=desk&type=Order&id=4715",
        IntStream.rangeClosed(1, 25).mapToObj(i -> "Post number " + i).toList());
    Page grace = walk.own("Grace Hopper", 420, 600);
    walk.open(grace, "Order", "4715");
    article(grace, "Post number 2").last().scrollIntoViewIfNeeded();

    posts(ada, "system=desk&type=Order&id=4715", List.of("The newest"));

    Locator announcement = button(grace, "1 new post");
    assertThat(announcement).isInViewport();
    announcement.click();
    assertThat(article(grace, "The newest")).isFocused();
    assertThat(article(grace, "The newest")).isInViewport();
  }

  @Test
  void announcementIsInSightInAFrameThatGrowsWithItsContent() {
    Page ada = walk.record("Ada Lovelace", "Order", "4714");
    String record = "system=desk&type=Order&id=4714";
    posts(ada, record, IntStream.rangeClosed(1, 25).mapToObj(i -> "Line " + i).toList());
    Page desk = walk.desk("Grace Hopper", "/order/4714");
    FrameLocator frame = margin(desk);
    assertThat(box(frame)).isVisible();
    desk.evaluate(
        "() => { const talk = document.querySelector('causerie-record');"
            + " talk.parentElement.style.height = 'auto'; talk.toggleAttribute('fit', true); }");
    // The page scrolls, and the frame does not.
    desk.waitForFunction(
        "() => document.querySelector('causerie-record').offsetHeight > innerHeight + 400");
    // Far down, and the only one of its name.
    Locator read = article(frame, "Line 3");
    read.scrollIntoViewIfNeeded();

    posts(ada, record, List.of("The newest"));

    Locator announcement = button(frame, "1 new post");
    assertThat(announcement).isInViewport();
    Object before = desk.evaluate("scrollY");
    desk.mouse().move(600, 400);
    desk.mouse().wheel(0, -300);
    desk.waitForFunction("before => scrollY < before", before);
    assertThat(announcement).isInViewport();
    // And so it is where a part of the page scrolls.
    desk.evaluate(
        "() => { const part = document.querySelector('main'); part.style.height = '500px';"
            + " part.style.overflow = 'auto'; }");
    read.scrollIntoViewIfNeeded();
    assertThat(announcement).isInViewport();
    act(read, "Comment");
    read.getByRole(
            AriaRole.BUTTON,
            new Locator.GetByRoleOptions().setName(Pattern.compile("\\d can read")))
        .click();
    Locator readers = frame.getByRole(AriaRole.DIALOG);
    assertThat(readers).isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
    button(readers, "Close").click();
    announcement.click();
    assertThat(article(frame, "The newest")).isFocused();
    assertThat(article(frame, "The newest")).isInViewport();
  }

  @Test
  void listsInAPostAreListsAndTasksHaveBoxes() {
    Page page = walk.record("Grace Hopper", "Order", "4712");
    Locator post =
        written(
            page,
            "Before we ship\n\n- [x] pack\n- [ ] label **both** boxes\n\n1. first\n2. second",
            "Before we ship");

    Locator items = post.getByRole(AriaRole.LISTITEM);
    assertThat(items).hasCount(4);
    String display = "e => getComputedStyle(e).display + ' ' + getComputedStyle(e).listStyleType";
    assertThat(items.nth(3).evaluate(display)).isEqualTo("list-item decimal");
    assertThat(items.nth(0).evaluate(display)).isEqualTo("list-item none");
    assertThat(items.nth(0)).hasText("☑ pack");
    assertThat(items.nth(1)).hasText("☐ label both boxes");
    // The words of one item stand on one line, as they were written.
    assertThat(items.nth(1).evaluate("e => e.getClientRects().length")).isEqualTo(1);
    // And so they do in a comment, and where an earlier wording is shown.
    act(post, "Comment");
    box(post).fill("1. one\n2. two");
    button(post, "Comment").click();
    assertThat(note(post, "one").getByRole(AriaRole.LISTITEM).first().evaluate(display))
        .isEqualTo("list-item decimal");
  }

  @Test
  void longLineOfCodeScrollsAndWidensNothing() {
    Page page = walk.own("Grace Hopper", 320, 700);
    walk.open(page, "Order", "4712");
    Locator post =
        written(page, "A line:\n\n```\n" + "select_something_".repeat(40) + "\n```", "A line");
    act(post, "Comment");
    box(post).fill("```\n" + "answer_something_".repeat(40) + "\n```");
    button(post, "Comment").click();
    assertThat(note(post, "answer_something_")).isVisible();

    assertThat(page.evaluate("document.documentElement.scrollWidth <= 320")).isEqualTo(true);
    assertThat(post.locator("pre").first()).hasAttribute("tabindex", "0");
    assertThat(Browsers.violations(page)).isEmpty();
  }

  @Test
  void wordsRunInTheirOwnDirection() {
    Page page = walk.record("Grace Hopper", "Order", "4712");
    Locator post = written(page, "Left to right\n\nشكرا جزيلا", "Left to right");

    Locator paragraphs = post.locator("causerie-body p");
    String edge =
        "e => { const r = document.createRange(); r.selectNodeContents(e);"
            + " const t = r.getBoundingClientRect(), b = e.getBoundingClientRect();"
            + " return t.left - b.left < 2 ? 'left' : b.right - t.right < 2 ? 'right' : '?'; }";
    assertThat(paragraphs.nth(0).evaluate(edge)).isEqualTo("left");
    assertThat(paragraphs.nth(1).evaluate(edge)).isEqualTo("right");
  }

  @Test
  void longPostIsShownInPartUntilItIsAskedFor() {
    Page page = walk.record("Grace Hopper", "Order", "4712");
    String text =
        String.join("\n\n", IntStream.rangeClosed(1, 60).mapToObj(i -> "Line " + i).toList());
    Locator post = written(page, "A long story\n\n" + text, "A long story");
    String height = "e => e.getBoundingClientRect().height";
    Locator words = post.locator("causerie-body");
    assertThat(button(post, "Show more")).hasAttribute("aria-expanded", "false");
    assertThat((Double) words.evaluate("e => e.getBoundingClientRect().height + 0.5"))
        .isLessThan(520);

    button(post, "Show more").click();

    assertThat(button(post, "Show less")).hasAttribute("aria-expanded", "true");
    assertThat(((Number) words.evaluate(height)).doubleValue()).isGreaterThan(1000);
    assertThat(button(article(page, "took the order").first(), "Show more")).hasCount(0);
  }

  @Test
  void linkFromTheMarginLeadsToTheSourcesOwnPageAndTheMarginFollowsIt() {
    Page ada = walk.record("Ada Lovelace", "Order", "4711");
    Locator talk = post(ada, "Where do we meet?");
    comment(talk, "At the dock");
    for (int i = 0; i < 12; i++) {
      post(ada, "Between: " + i);
    }
    Page grace = walk.desk("Grace Hopper", "/order/4711");
    Locator seen = article(margin(grace), "Where do we meet?");
    String href =
        note(seen, "At the dock")
            .locator("causerie-moment")
            .getByRole(AriaRole.LINK)
            .first()
            .getAttribute("href");
    assertThat(href).matches(".*/order/4711#causerie=\\w{13}\\.\\w{13}");

    Page colleague = walk.desk("Katherine Johnson", "/order");
    colleague.navigate(href);

    Locator named = note(article(margin(colleague), "Where do we meet?"), "At the dock");
    assertThat(named).hasAttribute("marked", "");
    assertThat(named).isInViewport();
    // Another link on the same page: the margin goes on without a reload.
    String other =
        article(margin(colleague), "Between: 11")
            .getByRole(AriaRole.LINK)
            .first()
            .getAttribute("href");
    colleague.evaluate("href => location.href = href", other);
    assertThat(margin(colleague).locator("article.marked")).containsText("Between: 11");
    assertThat(named).not().hasAttribute("marked", "");
  }

  @Test
  void linkThatWasCopiedNamesWhatItsGiverSaw() {
    Page katherine = walk.desk("Katherine Johnson", "/order/4711");
    FrameLocator frame = margin(katherine);
    assertThat(box(frame)).isVisible();
    save(katherine, "packed");
    katherine.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    Locator change = article(frame, "You changed Status");
    assertThat(change).containsText("Packed");

    choose(change, "Copy link");
    assertThat(change.getByText("Link copied")).isVisible();
    save(katherine, "shipped");

    assertThat(change).hasCount(2);
    assertThat(change.first().locator("#headline"))
        .hasText(Pattern.compile("Packed\\s*→.*Shipped"));
    String link = (String) katherine.evaluate("navigator.clipboard.readText()");
    assertThat(link).matches(".*/order/4711#causerie=\\w{13}");
    Page colleague = walk.desk("Ada Lovelace", "/order");
    colleague.navigate(link);
    Locator named = margin(colleague).locator("article.marked");
    assertThat(named.locator("#headline")).containsText("Packed");
    assertThat(named.locator("#headline")).not().containsText("Shipped");
  }

  @Test
  void linkThatTheBrowserTookNamesWhatItsGiverSaw() {
    Page grace = walk.record("Grace Hopper", "Order", "4715");
    Page katherine = walk.desk("Katherine Johnson", "/order/4715");
    assertThat(box(margin(katherine))).isVisible();
    Locator changes = article(grace, "Katherine Johnson changed Status");
    List<Consumer<Locator>> ways =
        List.of(
            time -> time.click(new Locator.ClickOptions().setButton(MouseButton.RIGHT)),
            time -> time.click(new Locator.ClickOptions().setButton(MouseButton.MIDDLE)),
            time -> time.dragTo(grace.locator("header h1")),
            Locator::click);
    for (int i = 0; i < ways.size(); i++) {
      save(katherine, i % 2 == 0 ? "packed" : "open");
      button(grace, "1 new post").click();
      assertThat(changes).hasCount(i + 1);
      Locator time = changes.first().locator("causerie-moment").getByRole(AriaRole.LINK).first();
      Consumer<Locator> way = ways.get(i);
      // The page may be left before it hears the answer.
      grace.waitForRequest("**/link", () -> way.accept(time));
    }
    // The click led on to the post itself.
    assertThat(grace.locator("article.marked")).isVisible();
    save(katherine, "packed");
    assertThat(button(grace, "1 new post")).isVisible();
  }

  @Test
  void editedOfAPostOpensItsEarlierWordings() {
    Page ada = walk.record("Ada Lovelace", "Order", "4712");
    Locator post = written(ada, "We ship on *Monday*", "We ship on Monday");
    choose(post, "Edit");
    ada.getByRole(AriaRole.ARTICLE).first().getByRole(AriaRole.TEXTBOX).fill("We ship on Friday");
    ada.keyboard().press("Control+Enter");
    Page grace = walk.record("Grace Hopper", "Order", "4712");
    Locator edited = article(grace, "We ship on Friday");

    button(edited, "edited").click();

    Locator earlier =
        edited.getByRole(AriaRole.LIST, new Locator.GetByRoleOptions().setName("Earlier wordings"));
    assertThat(earlier).containsText("We ship on Monday");
    assertThat(earlier.locator("em")).hasText("Monday");
    assertThat(button(edited, "edited")).hasAttribute("aria-expanded", "true");
    button(edited, "edited").click();
    assertThat(earlier).hasCount(0);
  }

  @Test
  void yesterdayIsTheDayBeforeOnTheCalendar() {
    Page page = walk.browsers().window(400, 300, "en-GB", "Europe/Berlin");
    page.navigate(walk.causerie() + "/sign-in");
    String name =
        "([at, now]) => import('/ui/time.js').then(m => m.dayName(at, 'en', k => k, Date.parse(now)))";
    // The night after a day of 23 hours, and after one of 25.
    for (List<String> days :
        List.of(
            List.of("2026-03-29T01:30:00+01:00", "2026-03-30T00:30:00+02:00"),
            List.of("2026-10-25T23:30:00+01:00", "2026-10-26T00:30:00+01:00"))) {
      assertThat(page.evaluate(name, days)).isEqualTo("yesterday");
    }
    assertThat(
            page.evaluate(name, List.of("2026-10-24T23:50:00+02:00", "2026-10-26T00:10:00+01:00")))
        .isEqualTo("October 24, 2026");
  }

  @Test
  void timeCanBeSpokenToByWhatOneSeesOfIt() {
    Page page = walk.record("Ada Lovelace", "Order", "4712");
    Locator time =
        article(page, "You took the order")
            .locator("causerie-moment")
            .getByRole(AriaRole.LINK)
            .first();

    String seen = time.locator("time").innerText();

    // Between the hour and its half of the day stands a space of another width.
    String named = seen.strip().replaceAll("[\\s\\u202f]+", "\\\\s+");
    assertThat(time).hasAccessibleName(Pattern.compile("^" + named + "\\s*, .*20\\d\\d"));
  }

  @Test
  void eachPageHasOneTitleAndItsHeadingsInOrder() {
    Page page = walk.browsers().window(1280, 900);
    page.navigate(walk.causerie() + "/sign-in");
    assertThat(button(page, "Ada Lovelace Sales")).isVisible();
    assertThat(headings(page)).containsExactly(1);
    walk.own(page, "Ada Lovelace");
    assertThat(button(page, "Look up")).isVisible();
    inOrder(headings(page));
    walk.open(page, "Order", "4712");
    written(page, "# A title in a post\n\nand words", "A title in a post");
    inOrder(headings(page));
    assertThat(Browsers.violations(page)).isEmpty();
    Page desk = walk.desk("Ada Lovelace", "/order/4712");
    assertThat(article(margin(desk), "A title in a post")).isVisible();
    assertThat(desk.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
        .hasCount(1);
    assertThat(margin(desk).locator("h1")).hasCount(0);
    assertThat(Browsers.violations(desk)).isEmpty();
  }

  /** The levels of a page's headings, from top to bottom. */
  private static List<Integer> headings(Page page) {
    return page.locator("h1, h2, h3, h4, h5, h6").all().stream()
        .map(h -> Integer.parseInt(((String) h.evaluate("e => e.localName")).substring(1)))
        .toList();
  }

  private static void inOrder(List<Integer> levels) {
    assertThat(levels).startsWith(1).filteredOn(level -> level == 1).hasSize(1);
    for (int i = 1; i < levels.size(); i++) {
      assertThat(levels.get(i))
          .as("after %s", levels.subList(0, i))
          .isLessThanOrEqualTo(levels.get(i - 1) + 1);
    }
  }

  @Test
  void fontIsTheSameEverywhere() {
    Page page = walk.record("Ada Lovelace", "Order", "4712");
    assertThat(article(page, "You took the order")).isVisible();

    page.waitForFunction("() => document.fonts.ready.then(() => true)");
    assertThat(
            page.evaluate(
                "() => [...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .contains("Inter");
    Map<String, String> headers =
        page.request()
            .get(walk.causerie() + "/fonts/inter/5.2.5/files/inter-latin-400-normal.woff2")
            .headers();
    assertThat(headers)
        .containsEntry("content-type", "font/woff2")
        .containsEntry("cache-control", "public, max-age=31536000, immutable");
  }
}
