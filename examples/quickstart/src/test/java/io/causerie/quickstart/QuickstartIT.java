package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.act;
import static io.causerie.quickstart.Walk.article;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.entry;
import static io.causerie.quickstart.Walk.margin;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.causerie.testkit.browser.Browsers;
import io.causerie.testkit.browser.Shots;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QuickstartIT {
  @RegisterExtension static final Walk walk = new Walk();

  @Test
  void clerkChangesAnOrderAndColleaguesTalkAboutIt() {
    Page ada = walk.desk("Ada Lovelace", "/order/4711");
    Page grace = walk.desk(walk.browsers().profile(true), "Grace Hopper", "/order/4711");
    assertThat(article(margin(grace), "took the order of Müller & Söhne")).isVisible();

    ada.getByLabel("Status").selectOption("shipped");
    ada.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save")).click();

    assertThat(article(margin(ada), "You changed Status")).isVisible();
    button(margin(grace), "1 new post").click();
    Locator change = article(margin(grace), "Ada Lovelace changed Status");
    assertThat(change).containsText("Shipped");

    act(change, "Comment");
    Locator box = change.getByRole(AriaRole.TEXTBOX);
    box.pressSequentially("Well done @ad");
    change
        .getByRole(AriaRole.OPTION)
        .filter(new Locator.FilterOptions().setHasText("Ada Lovelace"))
        .click();
    button(change, "Comment").click();
    assertThat(change.locator(".mention")).hasText("@Ada Lovelace");

    Locator seen = article(margin(ada), "You changed Status");
    assertThat(seen).containsText("Well done @Ada Lovelace");
    act(seen, "React");
    seen.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("React with ❤️"))
        .first()
        .click();
    assertThat(
            change.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("❤️ 1"))))
        .isVisible();
    Locator words = margin(ada).getByRole(AriaRole.TEXTBOX);
    words.pressSequentially("The carrier lost a pallet near Lyon. @gra");
    margin(ada)
        .getByRole(AriaRole.OPTION)
        .filter(new Locator.FilterOptions().setHasText("Grace Hopper"))
        .click();
    words.pressSequentially("can we ship the rest on Thursday and invoice in two parts?");
    button(margin(ada), "Post").click();
    button(margin(grace), "1 new post").click();
    Locator question = article(margin(grace), "The carrier lost a pallet");
    act(question, "Comment");
    question.getByRole(AriaRole.TEXTBOX).fill("Two parts is fine for **finance**.");
    button(question, "Comment").click();
    assertThat(question).containsText("Two parts is fine for finance.");

    grace.setViewportSize(1180, 680);
    grace.reload();
    assertThat(article(margin(grace), "Well done")).isVisible();
    Shots.of(grace, "margin");
    assertThat(Browsers.violations(grace)).isEmpty();
    grace.emulateMedia(
        new Page.EmulateMediaOptions()
            .setColorScheme(ColorScheme.DARK)
            .setReducedMotion(ReducedMotion.REDUCE));
    // The frame is another site's, and hears of it later.
    assertThat(margin(grace).locator("body")).hasCSS("background-color", "rgb(21, 24, 28)");
    Shots.of(grace, "margin-dark");
    assertThat(Browsers.violations(grace)).isEmpty();
  }

  @Test
  void readerWithoutTheRightSeesNoTrace() {
    Page grace = walk.desk("Grace Hopper", "/order/4713");
    assertThat(
            margin(grace)
                .getByRole(
                    AriaRole.HEADING, new FrameLocator.GetByRoleOptions().setName("Order 4713")))
        .isVisible();

    Page blaise = walk.desk("Blaise Pascal", "/order");
    assertThat(blaise.locator("main")).not().containsText("4713");
    Page own = walk.own("Blaise Pascal", 900, 700);
    walk.open(own, "Order", "4713");
    assertThat(own.getByText("This record does not exist, or you may not see it.")).isVisible();
    walk.open(own, "Order", "no-such-order");
    assertThat(own.getByText("This record does not exist, or you may not see it.")).isVisible();
  }

  @Test
  void customerReadsAndWritesHerLaneOnly() {
    Page katherine = walk.desk(walk.browsers().profile(true), "Katherine Johnson", "/ticket/88");
    FrameLocator staff = margin(katherine);
    button(staff, "Reply to Jana Müller").click();
    staff.getByRole(AriaRole.TEXTBOX).fill("We send a technician at 14:00.");
    button(staff, "Send to Jana Müller").click();
    // The first words to her are asked for once more.
    button(staff, "Send to Jana Müller").click();
    assertThat(article(staff, "We send a technician"))
        .containsText("People from outside read this");
    staff.getByRole(AriaRole.TEXTBOX).fill("Among us: the spare part is late.");
    button(staff, "Post").click();
    assertThat(article(staff, "the spare part is late")).isVisible();
    Shots.of(katherine, "customer-lane");
    assertThat(Browsers.violations(katherine)).isEmpty();

    Page jana = walk.desk("Jana Müller", "/ticket/88");
    assertThat(article(margin(jana), "We send a technician")).isVisible();
    assertThat(margin(jana).getByRole(AriaRole.FEED)).not().containsText("spare part");
    assertThat(margin(jana).getByRole(AriaRole.ARTICLE)).hasCount(1);
    margin(jana).getByRole(AriaRole.TEXTBOX).fill("Thank you");
    button(margin(jana), "Send").click();
    button(staff, "1 new post").click();
    assertThat(article(staff, "Thank you")).containsText("Jana Müller");
  }

  @Test
  void everythingIsDoneByKeyboardAlone() {
    Page page = walk.desk("Ada Lovelace", "/order/4712");
    FrameLocator frame = margin(page);
    frame.getByRole(AriaRole.TEXTBOX).focus();
    page.keyboard().type("By **keyboard**");
    page.keyboard().press("Control+Enter");
    Locator post = article(frame, "By keyboard");
    assertThat(post).isVisible();

    post.focus();
    page.keyboard().press("PageDown");
    assertThat(article(frame, "You took the order")).isFocused();
    page.keyboard().press("PageUp");
    assertThat(post).isFocused();
    button(post, "More actions").focus();
    page.keyboard().press("Enter");
    page.keyboard().press("e");
    assertThat(entry(post, "Edit")).isFocused();
    page.keyboard().press("Enter");
    // While it is edited its words are the value of a field, no text to find it by.
    frame.getByRole(AriaRole.ARTICLE).first().getByRole(AriaRole.TEXTBOX).focus();
    page.keyboard().press("Control+A");
    page.keyboard().type("Changed by keyboard");
    page.keyboard().press("Control+Enter");
    Locator edited = article(frame, "Changed by keyboard");
    assertThat(edited).containsText("edited");
    assertThat(button(edited, "More actions")).isFocused();
    page.keyboard().press("Enter");
    page.keyboard().press("End");
    assertThat(entry(edited, "Delete")).isFocused();
    page.keyboard().press("Enter");
    button(edited, "Yes, delete").focus();
    page.keyboard().press("Enter");
    assertThat(frame.getByRole(AriaRole.FEED)).containsText("Ada Lovelace removed a post");
  }

  @Test
  void draftSurvivesAReloadAndABrokenConnectionKeepsTheText() {
    Page page = walk.own("Ada Lovelace", 420, 800);
    walk.open(page, "Document", "D-17");
    page.getByRole(AriaRole.TEXTBOX).fill("Not finished");
    page.reload();
    assertThat(page.getByRole(AriaRole.TEXTBOX)).hasValue("Not finished");

    page.context().setOffline(true);
    assertThat(page.getByText("You are offline.")).isVisible();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Post").setExact(true))
        .click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Your text is kept.");
    assertThat(page.getByRole(AriaRole.TEXTBOX)).hasValue("Not finished");
    page.context().setOffline(false);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Try again")).click();
    assertThat(
            page.getByRole(AriaRole.ARTICLE)
                .filter(new Locator.FilterOptions().setHasText("Not finished")))
        .hasCount(1);
    assertThat(page.getByRole(AriaRole.TEXTBOX)).hasValue("");
  }

  @Test
  void pageOfARecordIsFrenchForWhoReadsFrenchAndWideOrNarrow() {
    Page page = walk.own(walk.browsers().window(1200, 800, "fr-FR"), "Blaise Pascal");
    walk.open(page, "Order", "4712");

    assertThat(
            page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Commande 4712")))
        .isVisible();
    assertThat(page.getByText("Ada Lovelace a pris la commande de Atelier Dubois")).isVisible();
    assertThat(page.getByText("Ce que dit la source")).isVisible();
    Shots.of(page, "record-page-fr");
    assertThat(Browsers.violations(page)).isEmpty();
    page.setViewportSize(320, 700);
    assertThat(page.getByText("Ce que dit la source")).isHidden();
    assertThat(page.evaluate("document.documentElement.scrollWidth <= 320")).isEqualTo(true);
    assertThat(Browsers.violations(page)).isEmpty();
  }

  @Test
  void whoCanReadIsShownBeforeOneSends() {
    Page page = walk.desk("Ada Lovelace", "/order/4711");
    margin(page)
        .getByRole(AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName("4 can read"))
        .click();

    Locator dialog = margin(page).getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("Grace Hopper");
    assertThat(dialog).containsText("member of Sales");
    assertThat(dialog).not().containsText("Jana");
  }
}
