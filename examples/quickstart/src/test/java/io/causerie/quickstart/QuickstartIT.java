package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.causerie.testkit.browser.Browsers;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartIT {
  @TempDir static Path data;
  private static Quickstart quickstart;
  private static Browsers browsers;
  private static String causerie = "";

  @BeforeAll
  static void start() throws Exception {
    int port = free();
    causerie = "http://127.0.0.1:" + port;
    quickstart =
        Quickstart.start(
            new Quickstart.Settings(
                Path.of(System.getProperty("causerie.application")),
                Path.of("causerie"),
                data,
                port,
                free()));
    browsers = Browsers.start();
  }

  @AfterAll
  static void stop() {
    browsers.close();
    quickstart.close();
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Page desk(String name, String path) {
    return desk(name, path, 1280, 860);
  }

  private static Page desk(String name, String path, int width, int height) {
    Page page = browsers.window(width, height);
    page.navigate(quickstart.deskOrigin() + "/user");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)).click();
    page.waitForURL(Pattern.compile(".*/(order|ticket)$"));
    page.navigate(quickstart.deskOrigin() + path);
    return page;
  }

  private static FrameLocator margin(Page page) {
    return page.frameLocator("causerie-record iframe");
  }

  private static Locator button(FrameLocator frame, String name) {
    return frame.getByRole(
        AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator article(FrameLocator frame, String text) {
    return frame.getByRole(AriaRole.ARTICLE).filter(new Locator.FilterOptions().setHasText(text));
  }

  private static Locator in(Locator place, String button) {
    return place.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button).setExact(true));
  }

  @Test
  void clerkChangesAnOrderAndColleaguesTalkAboutIt() {
    Page ada = desk("Ada Lovelace", "/order/4711");
    Page grace = desk("Grace Hopper", "/order/4711");
    assertThat(article(margin(grace), "took the order of Müller & Söhne")).isVisible();

    ada.getByLabel("Status").selectOption("shipped");
    ada.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save")).click();

    assertThat(article(margin(ada), "You changed Status")).isVisible();
    button(margin(grace), "1 new post").click();
    Locator change = article(margin(grace), "Ada Lovelace changed Status");
    assertThat(change).containsText("Shipped");

    in(change, "Comment").click();
    Locator box = change.getByRole(AriaRole.TEXTBOX);
    box.pressSequentially("Well done @ad");
    change
        .getByRole(AriaRole.OPTION)
        .filter(new Locator.FilterOptions().setHasText("Ada Lovelace"))
        .click();
    in(change, "Comment").click();
    assertThat(change.locator(".mention")).hasText("@Ada Lovelace");

    Locator seen = article(margin(ada), "You changed Status");
    assertThat(seen).containsText("Well done @Ada Lovelace");
    in(seen, "React").first().click();
    seen.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("React with 🎉"))
        .first()
        .click();
    assertThat(
            change.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("🎉 1"))))
        .isVisible();
    Shots.of(grace, "margin");
    assertThat(Browsers.violations(grace)).isEmpty();
    grace.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    Shots.of(grace, "margin-dark");
    assertThat(Browsers.violations(grace)).isEmpty();
  }

  @Test
  void readerWithoutTheRightSeesNoTrace() {
    Page grace = desk("Grace Hopper", "/order/4713");
    assertThat(
            margin(grace)
                .getByRole(
                    AriaRole.HEADING, new FrameLocator.GetByRoleOptions().setName("Order 4713")))
        .isVisible();

    Page blaise = desk("Blaise Pascal", "/order");
    assertThat(blaise.locator("main")).not().containsText("4713");
    Page own = browsers.window(900, 700);
    own.navigate(causerie + "/sign-in");
    own.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Blaise Pascal")).click();
    own.waitForURL(causerie + "/");
    own.navigate(causerie + "/records?system=desk&type=Order&id=4713");
    assertThat(own.getByText("This record does not exist, or you may not see it.")).isVisible();
    own.navigate(causerie + "/records?system=desk&type=Order&id=no-such-order");
    assertThat(own.getByText("This record does not exist, or you may not see it.")).isVisible();
  }

  @Test
  void customerReadsAndWritesHerLaneOnly() {
    Page katherine = desk("Katherine Johnson", "/ticket/88");
    FrameLocator staff = margin(katherine);
    staff.getByLabel("Who reads this").selectOption("customer");
    staff.getByRole(AriaRole.TEXTBOX).fill("We send a technician at 14:00.");
    button(staff, "Post").click();
    assertThat(article(staff, "We send a technician"))
        .containsText("People from outside read this");
    staff.getByLabel("Who reads this").selectOption("internal");
    staff.getByRole(AriaRole.TEXTBOX).fill("Among us: the spare part is late.");
    button(staff, "Post").click();
    assertThat(article(staff, "the spare part is late")).isVisible();
    Shots.of(katherine, "customer-lane");
    assertThat(Browsers.violations(katherine)).isEmpty();

    Page jana = desk("Jana Müller", "/ticket/88");
    assertThat(article(margin(jana), "We send a technician")).isVisible();
    assertThat(margin(jana).getByRole(AriaRole.FEED)).not().containsText("spare part");
    assertThat(margin(jana).getByRole(AriaRole.ARTICLE)).hasCount(1);
    margin(jana).getByRole(AriaRole.TEXTBOX).fill("Thank you");
    button(margin(jana), "Post").click();
    button(staff, "1 new post").click();
    assertThat(article(staff, "Thank you")).containsText("Jana Müller");
  }

  @Test
  void everythingIsDoneByKeyboardAlone() {
    Page page = desk("Ada Lovelace", "/order/4712");
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
    in(post, "Edit").focus();
    page.keyboard().press("Enter");
    // While it is edited its words are the value of a field, no text to find it by.
    frame.getByRole(AriaRole.ARTICLE).first().getByRole(AriaRole.TEXTBOX).focus();
    page.keyboard().press("Control+A");
    page.keyboard().type("Changed by keyboard");
    page.keyboard().press("Control+Enter");
    Locator edited = article(frame, "Changed by keyboard");
    assertThat(edited).containsText("edited");
    in(edited, "Delete").focus();
    page.keyboard().press("Enter");
    in(edited, "Yes, delete").focus();
    page.keyboard().press("Enter");
    assertThat(frame.getByRole(AriaRole.FEED)).containsText("Ada Lovelace removed a post");
  }

  @Test
  void draftSurvivesAReloadAndABrokenConnectionKeepsTheText() {
    Page page = browsers.window(420, 800);
    page.navigate(causerie + "/sign-in");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Ada Lovelace")).click();
    page.waitForURL(causerie + "/");
    page.navigate(causerie + "/records?system=desk&type=Document&id=D-17");
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
    Page page = browsers.window(1200, 800, "fr-FR");
    page.navigate(causerie + "/sign-in");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Blaise Pascal")).click();
    page.waitForURL(causerie + "/");
    page.navigate(causerie + "/records?system=desk&type=Order&id=4712");

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
    Page page = desk("Ada Lovelace", "/order/4711");
    margin(page)
        .getByRole(AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName("4 can read"))
        .click();

    Locator dialog = margin(page).getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("Grace Hopper");
    assertThat(dialog).containsText("member of Sales");
    assertThat(dialog).not().containsText("Jana");
  }
}
