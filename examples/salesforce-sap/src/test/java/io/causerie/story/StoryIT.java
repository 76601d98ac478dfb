package io.causerie.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.causerie.testkit.browser.Browsers;
import io.causerie.testkit.browser.Shots;
import io.causerie.testkit.system.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People talk beside records of both systems, here and there. */
class StoryIT {
  private static final Page.GetByTextOptions EXACTLY = new Page.GetByTextOptions().setExact(true);

  @TempDir static Path data;

  private static Story story;
  private static Browsers browsers;
  private static int played;

  @BeforeAll
  static void start() throws Exception {
    story =
        Story.start(
            new Story.Settings(
                Path.of(System.getProperty("causerie.application")),
                Path.of("causerie"),
                data,
                Ports.free(),
                Ports.free(),
                Ports.free()));
    browsers = Browsers.start();
  }

  @AfterAll
  static void close() {
    if (browsers != null) {
      browsers.close();
    }
    if (story != null) {
      story.close();
    }
  }

  /** So many parts of the story have happened then, whichever test comes first. */
  private static void played(int parts) throws IOException, InterruptedException {
    for (; played < parts; played++) {
      story.plot().next();
    }
  }

  private static Page at(String page, String as) {
    Page window = browsers.window(1280, 800);
    window.navigate(page + "?as=" + as);
    return window;
  }

  private static FrameLocator margin(Page page) {
    return page.frameLocator("causerie-record iframe");
  }

  private static Locator article(Page page, String text) {
    return margin(page)
        .getByRole(AriaRole.ARTICLE)
        .filter(new Locator.FilterOptions().setHasText(text));
  }

  private static Locator button(FrameLocator frame, String name) {
    return frame.getByRole(
        AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName(name).setExact(true));
  }

  private static void write(Page page, String text, String alsoIn) {
    FrameLocator frame = margin(page);
    frame
        .getByRole(
            AriaRole.CHECKBOX, new FrameLocator.GetByRoleOptions().setName("Also in " + alsoIn))
        .check();
    frame.getByRole(AriaRole.TEXTBOX).first().fill(text);
    button(frame, "Post").click();
    assertThat(article(page, text)).containsText("In " + alsoIn + " since now");
  }

  @Test
  void whatIsSaidOfAnOpportunityStandsInChatterAndTheAnswerHere() throws Exception {
    played(2);
    Page ada = at(story.plot().opportunity(), "ada@acme.example");
    assertThat(article(ada, "Ben Okafor won Sorting line for Lyon")).containsText("Closed Won");

    write(ada, "Well done! They want it before Christmas.", "Salesforce");
    Locator said =
        ada.locator("#feed article")
            .filter(new Locator.FilterOptions().setHasText("They want it before Christmas."));
    assertThat(said).containsText("Ada Stone");
    assertThat(said).hasCount(1);

    Page ben = at(story.plot().opportunity(), "ben@acme.example");
    Locator there =
        ben.locator("#feed article")
            .filter(new Locator.FilterOptions().setHasText("They want it before Christmas."));
    there.getByLabel("Write a comment").fill("Hanna enters the order today.");
    there.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Comment")).click();

    Locator post = article(ada, "They want it before Christmas.");
    assertThat(post).containsText("Hanna enters the order today.");
    assertThat(post.locator("causerie-note")).hasCount(1);
    assertThat(post.locator("causerie-note")).containsText("Ben Okafor");
    assertThat(post.locator("causerie-note")).containsText("in Salesforce");
    assertThat(post).hasCount(1);

    ben.getByLabel("Share an update").fill("The contract is signed, the copy comes by post.");
    ben.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Share")).click();
    button(margin(ada), "1 new post").click();
    assertThat(article(ada, "The contract is signed, the copy comes by post."))
        .containsText("Ben Okafor");
    ada.reload();
    assertThat(article(ada, "The contract is signed, the copy comes by post.")).isVisible();
    Shots.of(ada, "story-salesforce");

    Locator feed = ada.locator("#feed");
    write(ada, "The pump is included.", "Salesforce");
    assertThat(feed).containsText("The pump is included.");
    edit(ada, "The pump is included.", "The pump is extra.");
    assertThat(feed).containsText("The pump is extra.");
    assertThat(feed).not().containsText("The pump is included.");
    remove(ada, "The pump is extra.");
    assertThat(feed).not().containsText("The pump is extra.");
  }

  @Test
  void whatIsSaidOfAnOrderStandsInItsTextAndTheAnswerHere() throws Exception {
    played(3);
    Page ada = at(story.plot().order(), "ADA");
    assertThat(article(ada, "Hanna Meier took Sales order 4711")).isVisible();

    write(ada, "Please deliver on Thursday.", "S/4HANA");
    Locator text = ada.getByLabel("Text ZCAU EN");
    assertThat(text)
        .hasValue(Pattern.compile("--- Ada Stone, .*\nPlease deliver on Thursday\\.\n--- .*"));

    Page hanna = at(story.plot().order(), "HMEIER");
    Locator hers = hanna.getByLabel("Text ZCAU EN");
    hers.fill(hers.inputValue() + "\n\nThursday is full, Friday works.");
    hanna.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save ZCAU EN")).click();

    Locator post = article(ada, "Please deliver on Thursday.");
    assertThat(post).containsText("Thursday is full, Friday works.");
    assertThat(post.locator("causerie-note")).hasCount(1);
    assertThat(post.locator("causerie-note")).containsText("in S/4HANA");
    assertThat(text).hasValue(Pattern.compile("Thursday is full, Friday works\\."));

    played(5);
    Assertions.assertThat(story.plot().next()).isEmpty();
    ada.reload();
    Locator changed = article(ada, "Sales order 4711 changed");
    assertThat(changed).containsText("Delivered");
    assertThat(changed).containsText("Completed");
    Shots.of(ada, "story-s4");
    button(margin(ada), "Facts and links").click();
    assertThat(margin(ada).locator("body")).containsText("80000017");
    assertThat(margin(ada).locator("body")).containsText("90000021");

    write(ada, "The carrier calls before.", "S/4HANA");
    assertThat(text).hasValue(Pattern.compile("The carrier calls before\\."));
    edit(ada, "The carrier calls before.", "The carrier calls at eight.");
    assertThat(text).hasValue(Pattern.compile("The carrier calls at eight\\."));
    remove(ada, "The carrier calls at eight.");
    assertThat(text).not().hasValue(Pattern.compile("The carrier calls"));
    assertThat(text).hasValue(Pattern.compile("Thursday is full, Friday works\\."));

    Page delivery = at(story.plot().delivery(), "HMEIER");
    assertThat(article(delivery, "Chloé Martin created Delivery 80000017")).isVisible();
    Page invoice = at(story.plot().invoice(), "ADA");
    assertThat(article(invoice, "Hanna Meier billed customer 17100001")).isVisible();
  }

  @Test
  void anOperatorSeesTheLineLetsItRestAndHowMuchSalesforceLetsBeUsed() throws Exception {
    played(2);
    Page page = browsers.window(1320, 900);
    page.navigate(story.causerie() + "/sign-in");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Ada Stone")).click();
    page.waitForURL(story.causerie() + "/");
    page.navigate(story.causerie() + "/console/connectors/crm-changes");
    Locator line = page.locator("#duty-subscribe .st");
    assertThat(page.getByText("salesforce · delivers on a line")).isVisible();
    assertThat(line).hasText("running");
    assertThat(fact(page, "Connected since")).not().hasText("–");
    assertThat(fact(page, "Read up to")).not().hasText("–");
    assertThat(fact(page, "Place in the source")).containsText("\"replay\":\"");
    assertThat(fact(page, "Requests within 24 hours"))
        .hasText(Pattern.compile("[\\d,]+ of 100,000"));
    assertThat(fact(page, "Events delivered within 24 hours")).hasText("0 of 50,000");

    button(page, "Pause…").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    dialog.getByLabel("Reason").fill("the org moves");
    dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Pause")).click();
    assertThat(page.getByText("Reason: the org moves.")).isVisible();
    assertThat(page.getByText("The line to its source is closed; resume to go on")).isVisible();
    assertThat(fact(page, "Connected since")).hasText("–");
    button(page, "Resume").click();
    assertThat(fact(page, "Connected since")).not().hasText("–");
    assertThat(line).hasText("running");

    story.plot().salesforce("left 10");
    page.navigate(story.causerie() + "/console/connectors/crm-feed");
    assertThat(page.getByText(Pattern.compile("Requests within 24 hours: .* are used up")))
        .isVisible();
    // It is polled until nearly nothing is left, and no longer.
    assertThat(page.getByText("So that the last is left to people")).isVisible();
    assertThat(page.locator("h1 ~ .st")).containsText("little is left");
    story.plot().salesforce("left 90");
    button(page, "Run now").click();
    assertThat(page.getByText("So that the last is left to people")).hasCount(0);
  }

  private static Locator fact(Page page, String label) {
    return page.locator("dl.facts div")
        .filter(new Locator.FilterOptions().setHas(page.getByText(label, EXACTLY)))
        .locator("dd");
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static void choose(Locator item, String entry) {
    Locator more =
        item.getByRole(
                AriaRole.BUTTON,
                new Locator.GetByRoleOptions().setName("More actions").setExact(true))
            .first();
    more.focus();
    more.click();
    item.getByRole(AriaRole.MENUITEM, new Locator.GetByRoleOptions().setName(entry).setExact(true))
        .click();
  }

  private static void edit(Page page, String text, String now) {
    choose(article(page, text), "Edit");
    // While it is edited its words are the value of a field, no text to find it by.
    Locator first = margin(page).getByRole(AriaRole.ARTICLE).first();
    first.getByRole(AriaRole.TEXTBOX).fill(now);
    first
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save").setExact(true))
        .click();
    assertThat(article(page, now)).containsText("edited");
  }

  private static void remove(Page page, String text) {
    choose(article(page, text), "Delete");
    article(page, text)
        .getByRole(
            AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Yes, delete").setExact(true))
        .click();
  }
}
