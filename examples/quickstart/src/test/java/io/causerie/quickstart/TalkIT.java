package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.act;
import static io.causerie.quickstart.Walk.article;
import static io.causerie.quickstart.Walk.box;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.choose;
import static io.causerie.quickstart.Walk.comment;
import static io.causerie.quickstart.Walk.entry;
import static io.causerie.quickstart.Walk.note;
import static io.causerie.quickstart.Walk.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people write: said, answered, changed, taken back, found again. */
class TalkIT {
  @RegisterExtension static final Walk walk = new Walk();

  private static void edit(Locator place) {
    choose(place, "Edit");
  }

  @Test
  void earlierWordingsOfACommentCanBeOpened() {
    Page ada = walk.record("Ada Lovelace", "Order", "4711");
    Locator note = comment(post(ada, "When does it leave?"), "On Tuesday");
    edit(note);
    Locator field = article(ada, "When does it leave?").getByRole(AriaRole.TEXTBOX);
    assertThat(field).isFocused();
    field.fill("On Wednesday");
    ada.keyboard().press("Control+Enter");

    Locator edited = note(article(ada, "When does it leave?"), "On Wednesday");
    button(edited, "edited").click();

    assertThat(edited.getByRole(AriaRole.LIST)).containsText("On Tuesday");
    act(edited, "More actions");
    assertThat(entry(edited, "Edit")).isVisible();
  }

  @Test
  void secondOfTwoWindowsIsRefusedAndKeepsWhatWasTyped() {
    Page first = walk.record("Ada Lovelace", "Order", "4711");
    comment(post(first, "Who takes it over?"), "I do");
    Page second = first.context().newPage();
    walk.open(second, "Order", "4711");
    edit(note(article(first, "Who takes it over?"), "I do"));
    edit(note(article(second, "Who takes it over?"), "I do"));
    box(article(first, "Who takes it over?")).fill("I do, from Monday");
    button(article(first, "Who takes it over?"), "Save").click();
    assertThat(note(article(first, "Who takes it over?"), "I do, from Monday")).isVisible();

    Locator mine = article(second, "Who takes it over?");
    box(mine).fill("Blaise does");
    button(mine, "Save").click();

    assertThat(mine.getByRole(AriaRole.ALERT))
        .containsText("Not sent: somebody changed it meanwhile. Your text is kept.");
    assertThat(box(mine)).hasValue("Blaise does");
    assertThat(mine).containsText("I do, from Monday");
    button(mine, "Save mine instead").click();
    assertThat(note(article(first, "Who takes it over?"), "Blaise does")).isVisible();
  }

  @Test
  void removedCommentLeavesATombstoneAndItsReplyStands() {
    Page ada = walk.record("Ada Lovelace", "Order", "4712");
    Locator talk = post(ada, "Two pallets or three?");
    Locator note = comment(talk, "Three, I believe");
    Page grace = walk.record("Grace Hopper", "Order", "4712");
    Locator seen = article(grace, "Two pallets or three?");
    act(note(seen, "Three, I believe"), "Reply");
    box(seen).fill("Two, says the contract");
    button(seen, "Comment").click();
    Locator reply = note(talk, "Two, says the contract");
    assertThat(reply).containsText("In reply to Ada Lovelace");

    choose(note, "Delete");
    button(talk, "Yes, delete").click();

    assertThat(talk).not().containsText("Three, I believe");
    assertThat(note(talk, "Ada Lovelace removed a comment")).isVisible();
    assertThat(talk).isFocused();
    assertThat(reply).containsText("Two, says the contract");
    assertThat(note(seen, "Ada Lovelace removed a comment")).isVisible();
    // One level: an answer to an answer stands beside it, not under it.
    assertThat(note(seen, "Two, says").locator("causerie-note")).hasCount(0);
  }

  @Test
  void permanentLinkOpensTheRecordAtItsComment() {
    Page ada = walk.record("Ada Lovelace", "Order", "4711");
    Locator talk = post(ada, "A long talk");
    Locator first = comment(talk, "The first of many");
    for (int i = 2; i < 8; i++) {
      comment(talk, "Another one: " + i);
    }
    for (int i = 0; i < 8; i++) {
      post(ada, "Further talk: " + i);
    }
    String link =
        first.locator("causerie-moment").getByRole(AriaRole.LINK).first().getAttribute("href");

    Page grace = walk.own("Grace Hopper", 420, 600);
    grace.navigate(walk.causerie() + link);

    Locator named = note(article(grace, "A long talk"), "The first of many");
    assertThat(named).isInViewport();
    assertThat(named).hasAttribute("marked", "");
    assertThat(article(grace, "A long talk")).isFocused();
    assertThat(grace.locator("causerie-note[marked], article.marked")).hasCount(1);
    // The comments stay as they are, however many come.
    assertThat(talk.locator("causerie-note")).hasCount(7);
    assertThat(talk).not().containsText("removed");
  }

  @Test
  void personWhoMayNotReadIsRefusedBeforePostingAndTheTextIsKept() {
    Page page = walk.record("Katherine Johnson", "Ticket", "88");
    button(page, "Reply to Jana Müller").click();
    box(page).pressSequentially("Is this urgent, @Ja");
    page.getByRole(AriaRole.OPTION).filter(text("Jana Müller")).click();
    assertThat(box(page)).hasValue("Is this urgent, @Jana Müller ");
    page.keyboard().press("Control+Enter");
    button(page, "Make it an internal note").click();

    button(page, "Post").click();

    assertThat(page.getByRole(AriaRole.ALERT))
        .containsText("Jana Müller is not among those who can read this (Internal).");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Your text is kept.");
    assertThat(box(page)).hasValue("Is this urgent, @Jana Müller ");
    assertThat(article(page, "Is this urgent")).hasCount(0);
    page.getByRole(AriaRole.TEXTBOX).fill("");
    assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
  }

  private static Locator.FilterOptions text(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  @Test
  void mentionIsReadAsANameSentAsAPersonAndSurvivesReloadAndEdit() {
    Page page = walk.record("Ada Lovelace", "Document", "D-17");
    box(page).pressSequentially("Please look, @gr");
    page.getByRole(AriaRole.OPTION).filter(text("Grace Hopper")).waitFor();
    page.keyboard().press("Enter");
    page.keyboard().type("and tell me");
    assertThat(box(page)).hasValue("Please look, @Grace Hopper and tell me");
    page.reload();
    assertThat(box(page)).hasValue("Please look, @Grace Hopper and tell me");

    String[] sent = {""};
    page.onRequest(
        r -> sent[0] = r.method().equals("POST") && r.postData() != null ? r.postData() : sent[0]);
    button(page, "Post").click();
    Locator post = article(page, "Please look");
    assertThat(post.locator(".mention")).hasText("@Grace Hopper");
    assertThat(sent[0]).contains("[@Grace Hopper](person:grace) and tell me");
    edit(post);
    assertThat(page.getByRole(AriaRole.ARTICLE).first().getByRole(AriaRole.TEXTBOX))
        .hasValue("Please look, @Grace Hopper and tell me");
    page.keyboard().type(" soon");
    page.keyboard().press("Control+Enter");
    assertThat(article(page, "and tell me soon").locator(".mention")).hasText("@Grace Hopper");
  }

  @Test
  void markdownIsPreviewedAsItWillLook() {
    Page page = walk.record("Ada Lovelace", "Order", "4712");
    box(page).fill("**Bold** and <b>not</b>\n\n- one\n- two");
    button(page, "Preview").click();

    Locator preview =
        page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Preview"));
    assertThat(preview.locator("strong")).hasText("Bold");
    assertThat(preview.getByRole(AriaRole.LISTITEM)).hasCount(2);
    assertThat(preview).containsText("<b>not</b>");
    button(page, "Preview").click();
    assertThat(preview).hasCount(0);
    assertThat(box(page)).hasValue("**Bold** and <b>not</b>\n\n- one\n- two");
  }

  @Test
  void reactionIsGivenAndTakenBackByKeyboard() {
    Page page = walk.record("Ada Lovelace", "Order", "4712");
    Locator post = post(page, "We have a new customer");
    button(post, "React").focus();
    page.keyboard().press("Enter");
    assertThat(button(post, "React with 👍")).isFocused();
    page.keyboard().press("ArrowRight");
    page.keyboard().press("ArrowRight");
    page.keyboard().press("Enter");

    Locator given = post.getByRole(AriaRole.BUTTON, named(Pattern.compile("^🎉 1: Ada Lovelace$")));
    assertThat(given).hasAttribute("aria-pressed", "true");
    assertThat(button(post, "React")).isFocused();
    given.focus();
    page.keyboard().press("Space");
    assertThat(given).hasCount(0);
    assertThat(post).isFocused();
  }

  private static Locator.GetByRoleOptions named(Pattern name) {
    return new Locator.GetByRoleOptions().setName(name);
  }

  @Test
  void focusStaysWhereOneWroteAndKeysWalkTheFeed() {
    Page page = walk.record("Grace Hopper", "Document", "D-17");
    Locator field = box(page);
    field.fill("One");
    page.keyboard().press("Control+Enter");
    assertThat(field).hasValue("");
    assertThat(field).isFocused();
    field.fill("Two");
    button(page, "Post").click();
    assertThat(article(page, "Two")).isVisible();
    assertThat(button(page, "Post")).isFocused();
    comment(article(page, "Two"), "Three");
    assertThat(button(article(page, "Two"), "Comment")).isFocused();

    article(page, "Two").focus();
    page.keyboard().press("j");
    assertThat(page.getByRole(AriaRole.ARTICLE).nth(1)).isFocused();
    page.keyboard().press("k");
    assertThat(article(page, "Two")).isFocused();
    field.fill("");
    page.keyboard().type("jk");
    assertThat(field).hasValue("jk");
    assertThat(field).isFocused();
    field.fill("");
  }

  @Test
  void nothingMovesForWhoAskedForLessMotion() {
    Page page = walk.record("Grace Hopper", "Document", "D-17");
    String duration = "e => getComputedStyle(e).transitionDuration";
    assertThat(button(page, "All").evaluate(duration)).asString().contains("0.12s");

    page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));

    assertThat(button(page, "All").evaluate(duration)).isEqualTo("0s");
  }
}
