package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.article;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.choose;
import static io.causerie.quickstart.Walk.margin;
import static io.causerie.quickstart.Walk.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where people write: to whom, whom they call, and what is kept. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposerIT {
  @RegisterExtension static final Walk walk = new Walk();

  private static Locator door(Page page, String name) {
    return page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Who reads this"))
        .getByRole(
            AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("^" + name)));
  }

  private static Locator option(Page page, String text) {
    return page.getByRole(AriaRole.OPTION).filter(new Locator.FilterOptions().setHasText(text));
  }

  /** While it lists people it is a combobox, no text box. */
  private static Locator box(Page page) {
    return page.locator("causerie-composer textarea").first();
  }

  private static Locator box(FrameLocator frame) {
    return frame.locator("causerie-composer textarea").first();
  }

  private static Locator called(Page page) {
    return page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Mentioned"));
  }

  private static void isInternal(Page page) {
    assertThat(door(page, "Internal note")).hasAttribute("aria-pressed", "true");
    assertThat(door(page, "Reply to Jana Müller")).hasAttribute("aria-pressed", "false");
    assertThat(box(page)).hasAttribute("placeholder", "Write to those who work on this…");
    assertThat(button(page, "Post")).isVisible();
  }

  private static void isOutside(Page page) {
    assertThat(door(page, "Internal note")).hasAttribute("aria-pressed", "false");
    assertThat(door(page, "Reply to Jana Müller")).hasAttribute("aria-pressed", "true");
    assertThat(box(page)).hasAttribute("placeholder", "Write to Jana Müller…");
    assertThat(button(page, "Send to Jana Müller")).isVisible();
    assertThat(button(page, "Post")).hasCount(0);
  }

  /** Of the door, of the box around the words, and of the button. */
  private static List<Object> colours(Page page, String door, String button) {
    Locator around = box(page).locator("xpath=ancestor::*[contains(@class, 'box')]");
    return List.of(
        style(door(page, door), "color"),
        style(around, "borderColor"),
        style(button(page, button), "backgroundColor"));
  }

  private static Object style(Locator place, String property) {
    return place.evaluate("(e, property) => getComputedStyle(e)[property]", property);
  }

  /** Only the first time it asks, so this comes before whatever else is sent to her. */
  @Test
  @Order(2)
  void twoDoorsAgreeInAllWordsAskOnceAndComeBackToTheInternalOne() {
    Page page = walk.record("Katherine Johnson", "Ticket", "88");
    isInternal(page);
    String inside = page.locator("causerie-readers").first().innerText();
    box(page).fill("A word among us.");
    List<Object> staff = colours(page, "Internal note", "Post");
    box(page).fill("");

    door(page, "Reply to Jana Müller").click();
    isOutside(page);
    assertThat(page.locator("causerie-readers").first()).not().hasText(inside);
    box(page).fill("The technician comes at two.");
    List<Object> customers = colours(page, "Reply to Jana Müller", "Send to Jana Müller");
    for (int i = 0; i < staff.size(); i++) {
      assertThat(customers.get(i)).as("colour %d of the door", i).isNotEqualTo(staff.get(i));
    }
    button(page, "Send to Jana Müller").click();
    Locator ask = page.getByText("Jana Müller will read this. It is the first time here.");
    assertThat(ask).isVisible();
    assertThat(article(page, "The technician comes")).hasCount(0);
    assertThat(button(page, "Send to Jana Müller")).isFocused();
    button(page, "Back").click();
    assertThat(box(page)).isFocused();
    page.keyboard().press("Control+Enter");
    assertThat(ask).isVisible();
    page.keyboard().press("Enter");

    assertThat(article(page, "The technician comes")).isVisible();
    isInternal(page);
    page.reload();
    isInternal(page);
    door(page, "Reply to Jana Müller").click();
    box(page).fill("And has the part with him.");
    page.reload();
    isInternal(page);
    assertThat(box(page)).hasValue("");
    door(page, "Reply to Jana Müller · draft").click();
    assertThat(box(page)).hasValue("And has the part with him.");
    button(page, "Send to Jana Müller").click();
    assertThat(article(page, "has the part with him")).isVisible();
    isInternal(page);
  }

  @Test
  @Order(1)
  void secondThoughtsMakeItAnInternalNote() {
    Page page = walk.record("Katherine Johnson", "Ticket", "88");
    door(page, "Reply to Jana Müller").click();
    box(page).pressSequentially("Better not, @kath");
    option(page, "Katherine Johnson").click();
    page.keyboard().press("Control+Enter");

    button(page, "Make it an internal note").click();

    assertThat(door(page, "Internal note")).hasAttribute("aria-pressed", "true");
    assertThat(box(page)).hasValue("Better not, @Katherine Johnson ");
    assertThat(called(page)).hasText("@Katherine Johnson");
    button(page, "Post").click();
    assertThat(article(page, "Better not").locator(".mention")).hasText("@Katherine Johnson");
    door(page, "Reply to Jana Müller").click();
    assertThat(box(page)).hasValue("");
  }

  @Test
  void customerSeesNoWordsOfTheStaff() {
    Page katherine = walk.record("Katherine Johnson", "Ticket", "88");
    door(katherine, "Reply to Jana Müller").click();
    box(katherine).fill("Good morning, Jana.");
    katherine.keyboard().press("Control+Enter");
    Locator sure = katherine.locator("[data-act=outside]");
    katherine.waitForCondition(
        () -> sure.count() > 0 || article(katherine, "Good morning").count() > 0);
    if (sure.count() > 0) {
      sure.click();
    }
    article(katherine, "Good morning").waitFor();

    Page jana = walk.own("Jana Müller", 500, 700);
    walk.open(jana, "Ticket", "88");
    article(jana, "Good morning").waitFor();
    assertThat(box(jana)).hasAttribute("placeholder", "Write a message…");
    assertThat(button(jana, "Send")).isVisible();
    button(jana, "Who can read this").click();
    jana.getByRole(AriaRole.DIALOG).getByText("Katherine Johnson").waitFor();
    Pattern staff =
        Pattern.compile(
            "customer|outside|colleague|internal|member of|[0-9]+ can read",
            Pattern.CASE_INSENSITIVE);

    assertThat(jana.getByText(staff)).hasCount(0);
    assertThat(jana.locator(".outside")).hasCount(0);
    button(jana, "Close").click();
    box(jana).fill("Good morning!");
    button(jana, "Send").click();
    assertThat(article(jana, "Good morning!")).isVisible();
  }

  /** The answer to what was typed before is on its way when Enter is pressed. */
  @Test
  void enterTakesOnlyWhoFitsWhatIsTypedNow() {
    Page page = walk.record("Ada Lovelace", "Order", "4711");
    List<Route> held = new ArrayList<>();
    box(page).pressSequentially("Ask @");
    option(page, "Ada Lovelace").waitFor();
    page.route(Pattern.compile(".*/people\\?q=gr.*"), held::add);
    page.keyboard().type("gr");
    page.waitForCondition(() -> !held.isEmpty());
    page.keyboard().press("Enter");
    assertThat(box(page)).hasValue("Ask @gr");

    List.copyOf(held).forEach(Route::resume);

    assertThat(box(page)).hasValue("Ask @Grace Hopper ");
    page.keyboard().press("Control+A");
    page.keyboard().press("Delete");
    held.clear();
    page.keyboard().type("Ask @gr");
    page.waitForCondition(() -> !held.isEmpty());
    page.keyboard().press("Enter");
    page.keyboard().type("x");
    List.copyOf(held).forEach(Route::resume);
    assertThat(box(page)).hasValue("Ask @grx");
    assertThat(called(page)).hasCount(0);
    box(page).fill("");
  }

  @Test
  void whoTypesNobodysNameGetsTheEnterSheWaitedFor() {
    Page page = walk.record("Ada Lovelace", "Order", "4711");
    List<Route> held = new ArrayList<>();
    page.route("**/people?q=zz*", held::add);
    box(page).pressSequentially("Ask @zz");
    page.waitForCondition(() -> !held.isEmpty());
    page.keyboard().press("Enter");
    List.copyOf(held).forEach(Route::resume);

    assertThat(box(page)).hasValue("Ask @zz\n");
    box(page).fill("");
  }

  @Test
  void mentionStaysOneWhateverIsWrittenBehindItAndIsNoneOnceBroken() {
    Page page = walk.record("Ada Lovelace", "Order", "4711");
    box(page).pressSequentially("確認@grace");
    option(page, "Grace Hopper").click();
    page.keyboard().press("Backspace");
    page.keyboard().type("さん und @hopper gr");
    option(page, "Grace Hopper").click();
    page.keyboard().press("Backspace");
    page.keyboard().type("s Kollegin");
    assertThat(box(page)).hasValue("確認@Grace Hopperさん und @Grace Hoppers Kollegin");
    assertThat(called(page)).hasText(Pattern.compile("^\\s*@Grace Hopper\\s*@Grace Hopper\\s*$"));
    page.keyboard().press("Home");
    page.keyboard().type("Bitte ");
    page.reload();
    assertThat(called(page)).hasText(Pattern.compile("^\\s*@Grace Hopper\\s*@Grace Hopper\\s*$"));

    box(page).press("End");
    for (int i = 0; i < "rs Kollegin".length(); i++) {
      page.keyboard().press("Backspace");
    }
    assertThat(called(page)).hasText("@Grace Hopper");
    button(page, "Post").click();

    Locator said = article(page, "Bitte 確認");
    assertThat(said.locator(".mention")).hasCount(1);
    assertThat(said).containsText("@Grace Hopperさん und @Grace Hoppe");
  }

  @Test
  void groupIsMentionedAndTellsHowManyItReaches() {
    Page page = walk.record("Ada Lovelace", "Order", "4711");
    box(page).pressSequentially("Who takes it, @sal");
    assertThat(option(page, "Sales")).hasText(Pattern.compile("Sales\\s+reaches 2 people"));
    page.keyboard().press("Enter");
    assertThat(box(page)).hasValue("Who takes it, @Sales ");
    assertThat(called(page)).hasText("@Sales reaches 2 people");
    page.reload();
    assertThat(called(page)).hasText("@Sales reaches 2 people");
    page.keyboard().press("Tab");
    button(page, "Post").click();

    Locator said = article(page, "Who takes it");
    assertThat(said.locator(".mention")).hasText("@Sales");
    assertThat(said.locator(".mention")).hasAttribute("data-group", "sales");
  }

  @Test
  void keysOfAnInputMethodAreNotPressedAtUs() {
    Page page = walk.record("Ada Lovelace", "Order", "4711");
    box(page).pressSequentially("@gra");
    option(page, "Grace Hopper").waitFor();
    for (Map<String, Object> composing :
        List.of(
            Map.<String, Object>of("key", "Enter", "isComposing", true),
            Map.<String, Object>of("key", "Enter", "keyCode", 229),
            Map.<String, Object>of("key", "Enter", "ctrlKey", true, "isComposing", true))) {
      box(page).dispatchEvent("keydown", composing);
    }

    assertThat(box(page)).hasValue("@gra");
    assertThat(article(page, "@gra")).hasCount(0);
    page.keyboard().press("Enter");
    assertThat(box(page)).hasValue("@Grace Hopper ");
    box(page).fill("");
  }

  @Test
  void personIsFoundWithoutAccentsByAnyPartOfTheName() {
    Page page = walk.record("Katherine Johnson", "Ticket", "88");
    door(page, "Reply to Jana Müller").click();
    for (String typed : List.of("muller", "mueller", "uller ja", "ana")) {
      box(page).fill("");
      box(page).pressSequentially("@" + typed);
      assertThat(option(page, "Jana Müller")).isVisible();
    }
    box(page).fill("");
  }

  @Test
  void nameIsAskedForOnlyWhereOneIsTyped() {
    Page page = walk.record("Ada Lovelace", "Order", "4711");
    String asked =
        """
        before => import("/ui/mentions.js").then(({ Mentions }) =>
          new Mentions().asked(before)?.query ?? null)
        """;
    Map<String, String> names =
        Map.ofEntries(
            Map.entry("@", ""),
            Map.entry("to @o'br", "o'br"),
            Map.entry("to @O’Br", "O’Br"),
            Map.entry("確認@山", "山"),
            Map.entry("ครับ@สมชา", "สมชา"),
            Map.entry("@रवि", "रवि"),
            Map.entry("(@müller-lüd", "müller-lüd"),
            Map.entry("a,@zo\u0308", "zo\u0308"),
            Map.entry("@Bob [ext] Sm", "Bob [ext] Sm"),
            Map.entry("`code` @gr", "gr"),
            Map.entry("```\ncode\n```\n@gr", "gr"));
    names.forEach(
        (before, query) -> assertThat(page.evaluate(asked, before)).as(before).isEqualTo(query));
    for (String none :
        List.of(
            "ada@example",
            "é@x",
            "@@x",
            "Hi!@gra",
            "\\@gra",
            "@ x",
            "`@gr",
            "```\n@gr",
            "@a b c d e",
            "x\n@a\n")) {
      assertThat(page.evaluate(asked, none)).as(none).isNull();
    }
  }

  @Test
  void codeIsPostedAsItWasTyped() {
    Page page = walk.record("Ada Lovelace", "Order", "4711");
    box(page).pressSequentially("Write @gra");
    option(page, "Grace Hopper").click();
    page.keyboard().type("as `@Grace Hopper` or `[@Grace Hopper](person:grace)`");
    button(page, "Post").click();

    Locator said = article(page, "Write @Grace Hopper");
    assertThat(said.locator(".mention")).hasCount(1);
    assertThat(said.locator("code").first()).hasText("@Grace Hopper");
    assertThat(said.locator("code").last()).hasText("[@Grace Hopper](person:grace)");
    choose(said, "Edit");
    assertThat(page.getByRole(AriaRole.ARTICLE).first().getByRole(AriaRole.TEXTBOX))
        .hasValue("Write @Grace Hopper as `@Grace Hopper` or `[@Grace Hopper](person:grace)`");
    page.keyboard().press("Control+Enter");
    assertThat(said.locator("code").last()).hasText("[@Grace Hopper](person:grace)");
  }

  @Test
  void previewIsWhatThePostWillBe() {
    Page page = walk.record("Ada Lovelace", "Order", "4712");
    box(page).fill("~~gone~~, about 3~5, **bold**\n\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |");
    button(page, "Preview").click();
    Locator preview =
        page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Preview"))
            .locator("causerie-body .body");
    String before = preview.innerHTML();
    assertThat(before).contains("<del>gone</del>", "3~5");
    button(page, "Post").click();

    assertThat(article(page, "about 3~5").locator("causerie-body .body").innerHTML())
        .isEqualTo(before);
  }

  /** Goes on by Tab until a place has the focus; who needs another key is lost. */
  private static void tabTo(Page page, Locator place) {
    for (int i = 0; i < 80; i++) {
      if (place.count() == 1
          && Boolean.TRUE.equals(
              place.evaluate("e => e === e.getRootNode().activeElement && document.hasFocus()"))) {
        return;
      }
      page.keyboard().press("Tab");
    }
    throw new AssertionError("not reached by Tab: " + place);
  }

  @Test
  void composerIsUsedByTabAlone() {
    Page page = walk.record("Katherine Johnson", "Ticket", "88");
    box(page).waitFor();
    tabTo(page, door(page, "Reply to Jana Müller"));
    page.keyboard().press("Enter");
    isOutside(page);
    assertThat(box(page)).isFocused();
    page.keyboard().press("Shift+Tab");
    page.keyboard().press("Shift+Tab");
    assertThat(door(page, "Internal note")).isFocused();
    page.keyboard().press("Space");
    isInternal(page);
    assertThat(box(page)).isFocused();
    page.keyboard().type("By keys, @kat");
    option(page, "Katherine Johnson").waitFor();
    page.keyboard().press("Tab");
    assertThat(box(page)).hasValue("By keys, @Katherine Johnson ");
    tabTo(page, page.locator("causerie-composer causerie-readers button"));
    page.keyboard().press("Enter");
    page.getByRole(AriaRole.DIALOG).getByText("Grace Hopper").waitFor();
    page.keyboard().press("Escape");
    tabTo(page, button(page, "Preview"));
    page.keyboard().press("Space");
    page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Preview")).waitFor();
    tabTo(page, button(page, "Post"));
    page.keyboard().press("Enter");
    assertThat(article(page, "By keys,")).isVisible();
  }

  @Test
  void draftInTheFrameOutlivesABrokenConnection() {
    Page page = walk.desk("Ada Lovelace", "/order/4712");
    FrameLocator frame = margin(page);
    box(frame).pressSequentially("Half a thought for @gra");
    frame
        .getByRole(AriaRole.OPTION)
        .filter(new Locator.FilterOptions().setHasText("Grace"))
        .click();
    assertThat(box(frame)).hasValue("Half a thought for @Grace Hopper ");

    page.context().setOffline(true);
    button(frame, "Post").click();
    assertThat(frame.getByRole(AriaRole.ALERT)).containsText("Your text is kept.");
    assertThat(box(frame)).hasValue("Half a thought for @Grace Hopper ");
    page.context().setOffline(false);
    button(frame, "Try again").click();

    assertThat(article(frame, "Half a thought").locator(".mention")).hasText("@Grace Hopper");
    assertThat(box(frame)).hasValue("");
  }

  /** Text that turns what stands behind it must not make one name look like another. */
  @Test
  void controlsAreShownAsWhatTheyAre() {
    Page page = walk.record("Ada Lovelace", "Order", "4712");
    box(page).fill("See \u202Efdp.exe and \u200Fعربي");
    button(page, "Post").click();

    Locator said = article(page, "fdp.exe");
    assertThat(said).containsText("See [U+202E]fdp.exe and");
    assertThat(said).not().containsText("U+200F");
    choose(said, "Edit");
    assertThat(page.locator("article textarea").first())
        .hasValue("See \u202Efdp.exe and \u200Fعربي");
  }

  @Test
  void zeroWidthTextIsRefusedInWords() {
    Page page = walk.record("Ada Lovelace", "Order", "4712");
    box(page).fill("\u200B");
    button(page, "Post").click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("write something");
    box(page).fill("");
    post(page, "Now something");
  }
}
