package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.article;
import static io.causerie.quickstart.Walk.box;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.comment;
import static io.causerie.quickstart.Walk.entry;
import static io.causerie.quickstart.Walk.hasNoViolationInEitherTheme;
import static io.causerie.quickstart.Walk.isWholeInEachLook;
import static io.causerie.quickstart.Walk.margin;
import static io.causerie.quickstart.Walk.note;
import static io.causerie.quickstart.Walk.post;
import static io.causerie.quickstart.Walk.posts;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.causerie.testkit.browser.Browsers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The margin itself: its feed, its states, its frame in a page of another site. */
class MarginIT {
  private static final String DARK = "rgb(21, 24, 28)";
  private static final String LIGHT = "rgb(255, 255, 255)";

  @RegisterExtension static final Walk walk = new Walk();

  private static void save(Page desk, String status) {
    desk.getByLabel("Status").selectOption(status);
    button(desk, "Save").click();
  }

  @Test
  void foldOpensAndShowsEachChange() {
    Page katherine = walk.desk("Katherine Johnson", "/order/4712");
    FrameLocator frame = margin(katherine);
    save(katherine, "packed");
    assertThat(article(frame, "You changed Status")).containsText("Packed");
    save(katherine, "shipped");
    Locator fold = button(frame, "2 changes, one after the other");
    assertThat(fold).hasAttribute("aria-expanded", "false");

    fold.click();

    Locator steps = article(frame, "You changed Status").getByRole(AriaRole.LISTITEM);
    assertThat(steps).hasCount(2);
    assertThat(steps.nth(0)).containsText(Pattern.compile("Status: .*Open.*→.*Packed"));
    assertThat(steps.nth(1)).containsText(Pattern.compile("Status: .*Packed.*→.*Shipped"));
    // The whole reads as one change, and what comes in while the fold is open stands in it.
    assertThat(article(frame, "You changed Status").locator("#headline"))
        .containsText(Pattern.compile("Open.*→.*Shipped"));
    save(katherine, "paid");
    assertThat(steps).hasCount(3);
    button(frame, "Fold").click();
    assertThat(steps).hasCount(0);
  }

  @Test
  void switchFiltersAndOlderPostsComeOnDemand() {
    Page ada = walk.record("Ada Lovelace", "Order", "4715");
    assertThat(article(ada, "You took the order")).isVisible();
    posts(
        ada,
        "system=desk&type=Order&id=4715",
        IntStream.rangeClosed(1, 40).mapToObj(i -> "Post number " + i).toList());
    ada.reload();
    Locator articles = ada.getByRole(AriaRole.ARTICLE);
    assertThat(article(ada, "Post number 40")).isVisible();
    int first = articles.count();
    assertThat(articles.first()).hasAttribute("aria-setsize", "-1");

    articles.last().scrollIntoViewIfNeeded();
    ada.mouse().wheel(0, 5000);
    assertThat(articles).hasCount(first);
    button(ada, "Load older").click();
    assertThat(article(ada, "You took the order")).isVisible();
    assertThat(articles).hasCount(41);
    assertThat(articles.nth(first)).isFocused();
    assertThat(articles.first()).hasAttribute("aria-setsize", "41");
    assertThat(button(ada, "Load older")).hasCount(0);

    button(ada, "Changes").click();
    assertThat(button(ada, "Changes")).hasAttribute("aria-pressed", "true");
    assertThat(articles).hasCount(1);
    assertThat(article(ada, "You took the order")).isVisible();
    button(ada, "Talk").click();
    assertThat(article(ada, "You took the order")).hasCount(0);
    assertThat(article(ada, "Post number 40")).isVisible();
    button(ada, "All").click();
    assertThat(article(ada, "Post number 40")).isVisible();
  }

  @Test
  void newPostsAreAnnouncedNotPushed() {
    FrameLocator grace = margin(walk.desk("Grace Hopper", "/order/4713"));
    assertThat(grace.getByRole(AriaRole.ARTICLE)).hasCount(1);
    Page other = walk.record("Grace Hopper", "Order", "4713");
    Page ada = walk.record("Ada Lovelace", "Order", "4714");
    FrameLocator katherine = margin(walk.desk("Katherine Johnson", "/order/4714"));
    assertThat(katherine.getByRole(AriaRole.ARTICLE)).hasCount(1);

    posts(ada, "system=desk&type=Order&id=4714", List.of("One", "Two", "Three"));

    assertThat(button(katherine, "3 new posts")).isVisible();
    assertThat(katherine.getByRole(AriaRole.ARTICLE)).hasCount(1);
    button(katherine, "3 new posts").click();
    assertThat(katherine.getByRole(AriaRole.ARTICLE)).hasCount(4);
    assertThat(katherine.getByRole(AriaRole.ARTICLE).first()).containsText("Three");
    assertThat(katherine.getByRole(AriaRole.ARTICLE).first()).isFocused();
    // One's own, written in another window, are no news.
    post(other, "By myself");
    assertThat(article(grace, "By myself")).isVisible();
    assertThat(grace.getByText("1 new post")).hasCount(0);
  }

  @Test
  void changeStandsBesideTheFormBecauseTheStreamTellsOfIt() {
    causedByTheStream("/ticket/88", "working");
    causedByTheStream("/order/4711", "packed");
    causedByTheStream("/document/D-17", "approved");
  }

  /**
   * Who hears of a change is told what it is, and asks nothing; who hears nothing does not ask
   * either. How long it takes is for the bench to say.
   */
  private static void causedByTheStream(String path, String status) {
    Page clerk = walk.desk("Katherine Johnson", path);
    Page colleague = walk.desk("Ada Lovelace", path);
    Page deaf = walk.browsers().window(1280, 860);
    deaf.route("**/api/v1/live?**", Route::abort);
    walk.desk(deaf, "Ada Lovelace", path);
    for (Page page : List.of(clerk, colleague, deaf)) {
      assertThat(box(margin(page))).isVisible();
    }
    int known = margin(deaf).getByRole(AriaRole.ARTICLE).count();
    List<String> asked = new CopyOnWriteArrayList<>();
    List<String> askedDeaf = new CopyOnWriteArrayList<>();
    colleague.onRequest(r -> asked.add(r.url()));
    deaf.onRequest(r -> askedDeaf.add(r.url()));
    clerk.getByLabel("Status").selectOption(status);

    button(clerk, "Save").click();

    article(margin(clerk), "You changed Status").waitFor();
    assertThat(button(margin(colleague), "1 new post")).isVisible();
    assertThat(asked)
        .as("the stream brought the post and the head of its record")
        .noneMatch(url -> url.contains("/api/v1/"));
    assertThat(button(margin(deaf), "1 new post")).hasCount(0);
    assertThat(margin(deaf).getByRole(AriaRole.ARTICLE)).hasCount(known);
    assertThat(askedDeaf).noneMatch(url -> url.matches(".*/api/v1/(activities|records)/.*"));
    deaf.unroute("**/api/v1/live?**");
    deaf.locator("causerie-record iframe")
        .contentFrame()
        .locator("body")
        .evaluate("() => dispatchEvent(new Event('online'))");
    assertThat(button(margin(deaf), "1 new post")).isVisible();
    List.of(clerk, colleague, deaf).forEach(page -> page.context().close());
  }

  @Test
  void talkIsHeldByTabAlone() {
    Page page = walk.record("Grace Hopper", "Order", "4712");
    assertThat(box(page)).isVisible();
    tabTo(page, "textarea");
    page.keyboard().type("By Tab");
    tabTo(page, "Post");
    page.keyboard().press("Enter");
    Locator post = article(page, "By Tab");
    assertThat(post).isVisible();

    tabTo(page, "Comment");
    page.keyboard().press("Enter");
    assertThat(box(post)).isFocused();
    page.keyboard().type("Also by Tab");
    tabTo(page, "Comment");
    page.keyboard().press("Enter");
    assertThat(note(post, "Also by Tab")).isVisible();
    assertThat(button(post, "Comment")).isFocused();
    tabTo(page, "More actions");
    page.keyboard().press("Enter");
    assertThat(entry(post, "Copy link")).isFocused();
    page.keyboard().press("e");
    assertThat(entry(post, "Edit")).isFocused();
    page.keyboard().press("Escape");
    assertThat(button(post, "More actions").first()).isFocused();
    page.keyboard().press("Enter");
    page.keyboard().press("ArrowUp");
    page.keyboard().press("ArrowUp");
    assertThat(entry(post, "Edit")).isFocused();
    page.keyboard().press("Enter");
    // While it is edited its words are the value of a field, no text to find it by.
    Locator first = page.getByRole(AriaRole.ARTICLE).first();
    assertThat(box(first)).isFocused();
    page.keyboard().press("ControlOrMeta+a");
    page.keyboard().type("Changed by Tab");
    tabTo(page, "Save");
    page.keyboard().press("Enter");
    Locator changed = article(page, "Changed by Tab");
    assertThat(button(changed, "More actions").first()).isFocused();
    page.keyboard().press("Enter");
    page.keyboard().press("End");
    assertThat(entry(changed, "Delete")).isFocused();
    page.keyboard().press("Enter");
    assertThat(button(changed, "Yes, delete")).isFocused();
    page.keyboard().press("Enter");
    assertThat(first).containsText("Grace Hopper removed a post");
    assertThat(first).isFocused();
  }

  /** Presses Tab until what bears a name, or is an element of it, has the focus. */
  private static void tabTo(Page page, String name) {
    String focused =
        "() => { let e = document.activeElement;"
            + " while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;"
            + " return e?.localName === 'textarea' ? 'textarea'"
            + " : (e?.getAttribute('aria-label') ?? e?.textContent ?? '').trim(); }";
    for (int i = 0; i < 60; i++) {
      page.keyboard().press("Tab");
      if (name.equals(page.evaluate(focused))) {
        return;
      }
    }
    throw new AssertionError("Tab does not lead to " + name);
  }

  @Test
  void placeIsHeldWhileLoadingAndTheFrameHasItsThemeBefore() {
    Page page = walk.own("Ada Lovelace", 420, 700);
    List<Route> held = new ArrayList<>();
    page.route("**/api/v1/records?**", held::add);
    walk.open(page, "Order", "4711");
    Locator skeleton = page.getByRole(AriaRole.STATUS).filter(text("Loading"));
    assertThat(skeleton).isVisible();
    assertThat(skeleton.locator(".sk")).not().hasCount(0);
    assertThat(Browsers.violations(page)).isEmpty();
    held.forEach(Route::resume);
    assertThat(box(page)).isVisible();
    assertThat(skeleton).hasCount(0);

    Page desk = walk.browsers().window(1280, 800);
    List<Route> tokens = new ArrayList<>();
    desk.route("**/causerie-token?**", tokens::add);
    walk.desk(desk, "Ada Lovelace", "/order/4711");
    assertThat(margin(desk).getByRole(AriaRole.STATUS).filter(text("Loading"))).isVisible();
    tokens.forEach(Route::resume);
    assertThat(box(margin(desk))).isVisible();
  }

  private static Locator.FilterOptions text(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  @Test
  void hostThatGivesNoTokenIsToldOfInTheReadersLanguage() {
    Page desk = walk.browsers().window(1280, 800);
    desk.route("**/causerie-token?**", r -> r.fulfill(new Route.FulfillOptions().setStatus(500)));
    walk.desk(desk, "Ada Lovelace", "/order/4711");

    assertThat(margin(desk).getByRole(AriaRole.ALERT))
        .containsText("The page around this frame did not say who you are.");
  }

  @Test
  void emptyTalkSaysWhatToDo() {
    Page page = walk.record("Grace Hopper", "Document", "D-17");
    button(page, "Talk").click();

    assertThat(page.getByText("Nobody has talked about this yet")).isVisible();
    assertThat(page.getByText("Ask a question, or mention a colleague with @.")).isVisible();
    assertThat(Browsers.violations(page)).isEmpty();
  }

  @Test
  void exactTimeIsThereOnHoverAndOnFocus() {
    Page page = walk.record("Ada Lovelace", "Order", "4712");
    Locator article = article(page, "You took the order");
    Locator time = article.locator("causerie-moment").getByRole(AriaRole.LINK).first();
    Locator exact = article.locator(".tip").first();
    Pattern full = Pattern.compile("\\w+day,? .*20\\d\\d.*\\d+:\\d\\d:\\d\\d.*");
    assertThat(exact).isHidden();

    time.hover();
    assertThat(exact).isVisible();
    assertThat(exact).hasText(full);
    page.mouse().move(0, 0);
    assertThat(exact).isHidden();
    article.focus();
    page.keyboard().press("Tab");
    assertThat(time).isFocused();
    assertThat(exact).isVisible();
    assertThat(time).hasAccessibleName(full);
    assertThat(Browsers.violations(page)).isEmpty();
  }

  @Test
  void themeOfTheElementIsForcedOnTheFrame() {
    Page page = walk.desk("Ada Lovelace", "/order/4711");
    Locator body = margin(page).locator("body");
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    assertThat(body).hasCSS("background-color", LIGHT);

    theme(page, "dark");
    assertThat(body).hasCSS("background-color", DARK);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    theme(page, "light");
    assertThat(body).hasCSS("background-color", LIGHT);
    theme(page, "auto");
    assertThat(body).hasCSS("background-color", DARK);
  }

  private static void theme(Page page, String theme) {
    page.locator("causerie-record")
        .evaluate("(element, theme) => element.setAttribute('theme', theme)", theme);
  }

  @Test
  void everyPageIsAccessibleInBothThemesAndWholeInEachLook() {
    Page page = walk.browsers().window(1280, 900);
    page.navigate(walk.causerie() + "/sign-in");
    assertThat(button(page, "Ada Lovelace Sales")).isVisible();
    isAccessibleAndWhole(page);
    walk.own(page, "Ada Lovelace");
    assertThat(button(page, "Look up")).isVisible();
    isAccessibleAndWhole(page);
    walk.open(page, "Order", "4712");
    comment(post(page, "Words and a link to https://example.com"), "Seen");
    isAccessibleAndWhole(page);
    Page desk = walk.desk("Ada Lovelace", "/order");
    hasNoViolationInEitherTheme(desk);

    Page french = walk.browsers().window(1280, 900, "fr-FR");
    french.navigate(walk.causerie() + "/sign-in");
    assertThat(button(french, "Ada Lovelace Ventes")).isVisible();
    isWholeInEachLook(french, "fr-FR");
    walk.own(french, "Ada Lovelace");
    assertThat(french.getByRole(AriaRole.HEADING).first()).isVisible();
    isWholeInEachLook(french, "fr-FR");
    walk.open(french, "Order", "4712");
    assertThat(article(french, "Words and a link")).isVisible();
    isWholeInEachLook(french, "fr-FR");
  }

  private static void isAccessibleAndWhole(Page page) {
    isWholeInEachLook(page, "en-GB");
    page.setViewportSize(1280, 900);
    hasNoViolationInEitherTheme(page);
  }

  @Test
  void frameWorksWithThirdPartyCookiesBlocked() throws IOException {
    Page page = walk.browsers().profile(false);
    assertThat(cookiesOfAFrame(walk.browsers().profile(true))).isEqualTo("cookies: seen=yes");
    assertThat(cookiesOfAFrame(page)).isEqualTo("cookies: none");

    walk.desk(page, "Grace Hopper", "/order/4711");
    FrameLocator frame = margin(page);
    assertThat(article(frame, "took the order of Müller & Söhne")).isVisible();
    box(frame).fill("Without a cookie");
    button(frame, "Post").click();
    assertThat(article(frame, "Without a cookie")).isVisible();
    Page ada = walk.record("Ada Lovelace", "Order", "4711");
    comment(article(ada, "Without a cookie"), "And live");
    assertThat(article(frame, "Without a cookie")).containsText("And live");
    assertThat(page.context().cookies(walk.causerie())).isEmpty();
  }

  @Test
  void draftInTheFrameIsKeptOrItIsSaidThatItIsNot() {
    String lost = "What you write here is lost if you leave this page before you send it.";
    Page page = walk.browsers().profile(true);
    walk.desk(page, "Grace Hopper", "/order/4711");
    box(margin(page)).fill("Half a thought");
    assertThat(margin(page).getByText(lost)).hasCount(0);
    page.reload();
    assertThat(box(margin(page))).hasValue("Half a thought");
    box(margin(page)).fill("");

    Page refused = walk.browsers().profile(false);
    walk.desk(refused, "Grace Hopper", "/order/4711");
    assertThat(margin(refused).getByText(lost)).isVisible();
    assertThat(Browsers.violations(refused)).isEmpty();
  }

  /**
   * What a frame of another site gets back of the cookie it was given twice: one server, under two
   * names of this machine.
   */
  private static String cookiesOfAFrame(Page page) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    int port = server.getAddress().getPort();
    String framed = "http://127.0.0.1:" + port + "/framed";
    server.createContext(
        "/host", exchange -> answer(exchange, "<iframe src='" + framed + "'></iframe>"));
    server.createContext(
        "/framed",
        exchange -> {
          List<String> sent = exchange.getRequestHeaders().getOrDefault("Cookie", List.of("none"));
          exchange.getResponseHeaders().add("Set-Cookie", "seen=yes; SameSite=None; Secure");
          answer(exchange, "cookies: " + String.join(";", sent));
        });
    server.start();
    try {
      page.navigate("http://localhost:" + port + "/host");
      page.reload();
      return page.frameLocator("iframe").locator("body").innerText();
    } finally {
      server.stop(0);
      page.context().clearCookies();
    }
  }

  private static void answer(HttpExchange exchange, String html) {
    byte[] body = html.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().add("Content-Type", "text/html");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void askedForIconsAreServed() {
    Page page = walk.desk("Ada Lovelace", "/order");
    String desk = page.url().replace("/order", "");

    assertThat(page.request().get(desk + "/favicon.ico").status()).isEqualTo(200);
    assertThat(page.request().get(desk + "/nothing-of-the-kind").status()).isEqualTo(404);
    assertThat(page.request().get(walk.causerie() + "/favicon.ico").headers())
        .containsEntry("content-type", "image/svg+xml");
  }
}
