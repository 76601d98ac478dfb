package io.causerie.testkit.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ReducedMotion;
import io.causerie.testkit.system.Packages;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chromium for tests: the system's, without its own windows where there is that, else the one
 * Playwright fetches, else, for root on Debian or Ubuntu, the distribution's package. If none can
 * be had the tests fail and say what to install.
 */
public final class Browsers implements AutoCloseable {
  /** Draws pages and nothing around them: a window takes a fifth of the processor's time. */
  private static final List<String> SMALL =
      List.of("chromium-headless-shell", "chrome-headless-shell");

  private static final List<String> WHOLE =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  /**
   * What a browser says of its pointer where one touches the screen: it is coarse, and never
   * hovers.
   */
  private static final String FINGER =
      "--blink-settings=primaryPointerType=2,availablePointerTypes=2,primaryHoverType=1,availableHoverTypes=1";

  /** Quiet. */
  private static final List<String> OPTIONS =
      List.of(
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /** One for all tests of a JVM, and ended with it: it takes longer to start than most tests. */
  private static @Nullable Running running;

  private final Running chromium;
  private final Map<Path, BrowserContext> profiles = new HashMap<>();

  private Browsers(Running chromium) {
    this.chromium = chromium;
  }

  /** A browser, and the one that is touched once somebody asks for it. */
  private static final class Running {
    private final Playwright playwright;
    private final Browser browser;
    private final Optional<Path> executable;
    private @Nullable Browser touched;

    Running(Playwright playwright, Browser browser, Optional<Path> executable) {
      this.playwright = playwright;
      this.browser = browser;
      this.executable = executable;
    }

    /** Whatever its windows were used for, the next one knows nothing of it. */
    void closeWindows() {
      List.copyOf(browser.contexts()).forEach(BrowserContext::close);
      if (touched != null) {
        List.copyOf(touched.contexts()).forEach(BrowserContext::close);
      }
    }
  }

  /** So long an assertion waits: what is slow only because the machine is busy is no fault. */
  private static final int PATIENCE = 20_000;

  /** A browser without windows; it is started by who asks first. */
  public static Browsers start() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    Running before = running;
    if (before == null || !before.browser.isConnected()) {
      before = launch();
      running = before;
    }
    return new Browsers(before);
  }

  private static Running launch() {
    if (onPath(SMALL).or(() -> onPath(WHOLE)).isEmpty() && !fetchedByPlaywright()) {
      Packages.install(SMALL.get(0));
    }
    Optional<Path> found = onPath(SMALL).or(Browsers::whole);
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    found.isPresent()
                        ? Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
                        : Map.of()));
    BrowserType.LaunchOptions options = new BrowserType.LaunchOptions().setArgs(arguments());
    found.ifPresent(options::setExecutablePath);
    try {
      return new Running(playwright, playwright.chromium().launch(options), found);
    } catch (RuntimeException e) {
      playwright.close();
      throw new IllegalStateException(
          "the browser tests need Chromium or Google Chrome; install one, for instance with `apt-get install chromium`",
          e);
    }
  }

  private static List<String> arguments() {
    List<String> arguments = new ArrayList<>(OPTIONS);
    if ("root".equals(System.getProperty("user.name"))) {
      arguments.add("--no-sandbox");
    }
    return arguments;
  }

  /** A browser with windows and profiles. */
  private static Optional<Path> whole() {
    Optional<Path> found = onPath(WHOLE);
    if (found.isEmpty() && !fetchedByPlaywright()) {
      // What cannot be installed is told when the browser is started.
      Packages.install("chromium");
      return onPath(WHOLE);
    }
    return found;
  }

  private static Optional<Path> onPath(List<String> names) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(System.getProperty("path.separator")))
        .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static boolean fetchedByPlaywright() {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "ms-playwright");
    return Files.isDirectory(cache);
  }

  /** A window of its own: nothing is shared with another one. */
  public Page window(int width, int height) {
    return window(width, height, "en-GB");
  }

  /** The same, for somebody who reads another language. */
  public Page window(int width, int height, String locale) {
    return chromium
        .browser
        .newContext(
            new Browser.NewContextOptions().setViewportSize(width, height).setLocale(locale))
        .newPage();
  }

  /** The same, for somebody who reads another language in another zone. */
  public Page window(int width, int height, String locale, String zone) {
    return chromium
        .browser
        .newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setLocale(locale)
                .setTimezoneId(zone))
        .newPage();
  }

  /** A window on a screen that one touches. */
  public Page touch(int width, int height, String locale) {
    if (chromium.touched == null) {
      List<String> arguments = arguments();
      arguments.add(FINGER);
      BrowserType.LaunchOptions options = new BrowserType.LaunchOptions().setArgs(arguments);
      chromium.executable.ifPresent(options::setExecutablePath);
      chromium.touched = chromium.playwright.chromium().launch(options);
    }
    return chromium
        .touched
        .newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setLocale(locale)
                .setHasTouch(true)
                .setIsMobile(true))
        .newPage();
  }

  /**
   * A window of a profile whose owner allows cookies of third parties, or blocks them. Only there
   * is it her choice: a window of no profile blocks them in some browsers and in others does not.
   */
  public Page profile(boolean thirdPartyCookies) {
    Path folder = newProfile(thirdPartyCookies);
    BrowserType.LaunchPersistentContextOptions options =
        new BrowserType.LaunchPersistentContextOptions()
            .setArgs(arguments())
            .setViewportSize(1280, 860)
            .setLocale("en-GB");
    // A small browser knows no preferences.
    whole().ifPresentOrElse(options::setExecutablePath, () -> options.setChannel("chromium"));
    BrowserContext context =
        chromium.playwright.chromium().launchPersistentContext(folder, options);
    profiles.put(folder, context);
    return context.newPage();
  }

  private static Path newProfile(boolean thirdPartyCookies) {
    String preferences =
        "{\"profile\":{\"cookie_controls_mode\":%d,\"block_third_party_cookies\":%s}}"
            .formatted(thirdPartyCookies ? 0 : 1, !thirdPartyCookies);
    try {
      Path folder = Files.createTempDirectory("profile");
      Files.createDirectories(folder.resolve("Default"));
      Files.writeString(folder.resolve("Default/Preferences"), preferences);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What axe-core finds by all of its rules, WCAG 2.2 AA among them, a line each; frames included.
   * The page has its motion reduced from then on: halfway from one theme to the other no colour is
   * what it will be.
   */
  public static List<String> violations(Page page) {
    return violations(page, new AxeBuilder(page));
  }

  /** The same for colours alone: what a theme changes where all else was looked at in another. */
  public static List<String> colourViolations(Page page) {
    return violations(page, new AxeBuilder(page).withRules(List.of("color-contrast")));
  }

  private static List<String> violations(Page page, AxeBuilder axe) {
    page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
    return axe.analyze().getViolations().stream()
        .map(
            v ->
                v.getId()
                    + ": "
                    + v.getHelp()
                    + " "
                    + v.getNodes().get(0).getHtml()
                    + " "
                    + v.getNodes().get(0).getFailureSummary())
        .toList();
  }

  @Override
  public void close() {
    profiles.forEach(
        (folder, context) -> {
          context.close();
          delete(folder);
        });
    chromium.closeWindows();
  }
}
