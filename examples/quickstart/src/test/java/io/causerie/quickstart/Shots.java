package io.causerie.quickstart;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.file.Path;

/**
 * The screenshots of the documents: made by the tests, written with {@code -Dscreenshots=update}.
 */
final class Shots {
  private Shots() {}

  static void of(Page page, String name) {
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
