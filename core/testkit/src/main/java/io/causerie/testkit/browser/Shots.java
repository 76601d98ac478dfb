package io.causerie.testkit.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.file.Path;

/**
 * The screenshots of the documents: made by the tests, written with {@code -Dscreenshots=update}.
 */
public final class Shots {
  private Shots() {}

  /** Takes one, under a name; the test stands in a module two folders below the documents. */
  public static void of(Page page, String name) {
    Path folder =
        "update".equals(System.getProperty("screenshots"))
            ? Path.of("../../docs/images")
            : Path.of("target/screenshots");
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(folder.resolve(name + ".png"))
            .setAnimations(ScreenshotAnimations.DISABLED));
  }
}
