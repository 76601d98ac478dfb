package io.causerie.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import io.causerie.testkit.browser.Browsers;
import io.causerie.testkit.system.Application;
import io.causerie.testkit.system.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The quickstart as a class of tests walks it: a Causerie and a desk of its own, and windows in
 * which people sit at the desk or at Causerie's own pages.
 */
final class Walk implements BeforeAllCallback, AfterAllCallback {
  private final Preparation preparation;
  private final @Nullable Preparation plugins;
  private @Nullable Path data;
  private Path config = Path.of("causerie");
  private @Nullable Quickstart quickstart;
  private @Nullable Browsers browsers;
  private String causerie = "";

  /** What is done to the copy of the configuration before Causerie reads it. */
  interface Preparation {
    void prepare(Path config) throws Exception;
  }

  /** With the configuration of the quickstart as it is. */
  Walk() {
    this(config -> {});
  }

  /** With more systems, mappings or secrets. */
  Walk(Preparation preparation) {
    this(preparation, null);
  }

  /**
   * The same, with what an operator adds to the application.
   *
   * @param plugins puts it into the folder of plug-ins of a copy
   */
  Walk(Preparation preparation, @Nullable Preparation plugins) {
    this.preparation = preparation;
    this.plugins = plugins;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    int port = Ports.free();
    causerie = "http://127.0.0.1:" + port;
    data = Files.createTempDirectory("quickstart");
    config = copy(config, data.resolve("configuration"));
    preparation.prepare(config);
    quickstart =
        Quickstart.start(
            new Quickstart.Settings(application(data), config, data, port, Ports.free()));
    browsers = Browsers.start();
    await("system=desk&type=Ticket&id=88");
  }

  private Path application(Path folder) throws Exception {
    Path built = Path.of(System.getProperty("causerie.application"));
    Preparation added = plugins;
    if (added == null) {
      return built;
    }
    Application own = Application.in(folder);
    added.prepare(own.plugins());
    return folder.resolve("application");
  }

  /** Copies a folder into another one, beside what is there. */
  static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    return to;
  }

  /** Waits until Causerie knows a record: of some it learns by asking. */
  void await(String record) {
    Page page = own("Grace Hopper", 400, 400);
    await(page, record);
    page.close();
  }

  void await(Page page, String record) {
    page.waitForCondition(() -> knows(page, record));
  }

  private boolean knows(Page page, String record) {
    try {
      return page.request().get(causerie + "/api/v1/records?" + record).ok();
    } catch (PlaywrightException e) {
      // While it starts anew, nobody answers.
      return false;
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (browsers != null) {
      browsers.close();
    }
    if (quickstart != null) {
      quickstart.close();
    }
    if (data != null) {
      delete(data);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the walk has not begun");
    }
    return part;
  }

  Browsers browsers() {
    return started(browsers);
  }

  /** The folder that Causerie is configured by; a copy, of this walk alone. */
  Path config() {
    return config;
  }

  /** Where Causerie and the desk keep what is theirs, secrets among it. */
  Path data() {
    return started(data);
  }

  /** Where Causerie runs. */
  String causerie() {
    return causerie;
  }

  /** Where the desk runs. */
  String deskOrigin() {
    return started(quickstart).deskOrigin();
  }

  /** Somebody at the desk, on one of its pages. */
  Page desk(String name, String path) {
    return desk(browsers().window(1280, 860), name, path);
  }

  Page desk(Page page, String name, String path) {
    String desk = deskOrigin();
    page.navigate(desk + "/user");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)).click();
    page.waitForURL(Pattern.compile(".*/(order|ticket)$"));
    page.navigate(desk + path);
    return page;
  }

  /** Somebody signed in at Causerie itself. */
  Page own(String name, int width, int height) {
    return own(browsers().window(width, height), name);
  }

  Page own(Page page, String name) {
    page.navigate(causerie + "/sign-in");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)).click();
    page.waitForURL(causerie + "/");
    return page;
  }

  /** Somebody who operates, on a page of the console. */
  Operator operator(String path) {
    return operator(browsers().window(1320, 900), path);
  }

  Operator operator(Page page, String path) {
    Operator operator = new Operator(own(page, "Ada Lovelace"), causerie);
    operator.open(path);
    return operator;
  }

  /** The same, on a record's page. */
  Page record(String name, String type, String id) {
    Page page = own(name, 900, 800);
    open(page, type, id);
    return page;
  }

  void open(Page page, String type, String id) {
    page.navigate(causerie + "/records?system=desk&type=" + type + "&id=" + id);
  }

  /** The frame beside what the desk shows. */
  static FrameLocator margin(Page page) {
    return page.frameLocator("causerie-record iframe");
  }

  static Locator button(FrameLocator frame, String name) {
    return frame.getByRole(
        AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName(name).setExact(true));
  }

  static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  static Locator button(Locator place, String name) {
    return place.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  static Locator article(FrameLocator frame, String text) {
    return frame.getByRole(AriaRole.ARTICLE).filter(new Locator.FilterOptions().setHasText(text));
  }

  static Locator article(Page page, String text) {
    return page.getByRole(AriaRole.ARTICLE).filter(new Locator.FilterOptions().setHasText(text));
  }

  static Locator note(Locator article, String text) {
    return article.locator("causerie-note").filter(new Locator.FilterOptions().setHasText(text));
  }

  static Locator box(Locator place) {
    return place.getByRole(AriaRole.TEXTBOX);
  }

  static Locator box(FrameLocator frame) {
    return frame.getByRole(AriaRole.TEXTBOX);
  }

  static Locator box(Page page) {
    return page.getByRole(AriaRole.TEXTBOX);
  }

  /** Writes a post on a record's page. */
  static Locator post(Page page, String text) {
    box(page).first().fill(text);
    button(page, "Post").click();
    Locator article = article(page, text);
    article.waitFor();
    return article;
  }

  /** Does what floats above a post or comment while the pointer or the focus is on it. */
  static void act(Locator item, String name) {
    Locator act = button(item, name).first();
    act.focus();
    act.click();
  }

  /** Chooses from the menu of a post or comment. */
  static void choose(Locator item, String entry) {
    act(item, "More actions");
    entry(item, entry).click();
  }

  static Locator entry(Locator item, String name) {
    return item.getByRole(
        AriaRole.MENUITEM, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  /** Writes a comment under a post. */
  static Locator comment(Locator article, String text) {
    act(article, "Comment");
    box(article).fill(text);
    button(article, "Comment").click();
    Locator note = note(article, text);
    note.waitFor();
    return note;
  }

  /** Writes posts faster than a person could, oldest first. */
  static void posts(Page page, String record, List<String> texts) {
    APIRequestContext requests = page.request();
    String api = page.url().replaceFirst("(//[^/]+)/.*", "$1") + "/api/v1";
    String guard = json(requests.get(api + "/me")).path("csrf").asText();
    String id = json(requests.get(api + "/records?" + record)).path("id").asText();
    for (String text : texts) {
      APIResponse answer =
          requests.post(
              api + "/records/" + id + "/activities",
              RequestOptions.create()
                  .setHeader("X-Causerie-CSRF", guard)
                  .setData(Map.of("content", text, "lane", "internal")));
      if (!answer.ok()) {
        throw new IllegalStateException(answer.text());
      }
    }
  }

  /** A state is looked at once, by all rules; of the other theme its colours. */
  static void hasNoViolationInEitherTheme(Page page) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    assertThat(Browsers.violations(page)).isEmpty();
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    assertThat(Browsers.colourViolations(page)).isEmpty();
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
  }

  /** In every look that her language allows nothing is cut off, and no word is broken inside. */
  static void isWholeInEachLook(Page page, String language) {
    Look.in(language)
        .forEach(
            look -> {
              look.takenBy(page);
              assertThat(Look.fits(page)).as("%s as %s", page.url(), look).isTrue();
              assertThat(Look.brokenWords(page)).as("%s as %s", page.url(), look).isEmpty();
            });
  }

  private static JsonNode json(APIResponse answer) {
    try {
      return new ObjectMapper().readTree(answer.text());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
