package io.causerie.quickstart;

import static io.causerie.quickstart.Walk.hasNoViolationInEitherTheme;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import io.causerie.testkit.browser.Browsers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What looking at pages finds: what is wrong in one theme alone, and once what is wrong in both;
 * what is cut off, and words that are broken inside.
 */
class LookIT {
  private static Browsers browsers;

  @BeforeAll
  static void start() {
    browsers = Browsers.start();
  }

  @AfterAll
  static void close() {
    browsers.close();
  }

  private static Page page(String dark, String more) {
    Page page = browsers.window(400, 400);
    page.setContent(
        """
        <!doctype html><html lang="en"><title>Offers</title>
        <style>p { color: #222; background: #fff } @media (prefers-color-scheme: dark) { p { color: %s; background: #111 } }</style>
        <main><h1>Offers</h1><p>They want it by Friday.</p>%s</main></html>
        """
            .formatted(dark, more));
    return page;
  }

  @Test
  void pageThatIsWellInBothThemesIsLetThrough() {
    hasNoViolationInEitherTheme(page("#eee", ""));
  }

  @Test
  void colourThatCannotBeReadInTheDarkIsFound() {
    Page page = page("#333", "");

    assertThatThrownBy(() -> hasNoViolationInEitherTheme(page))
        .hasMessageContaining("color-contrast");
  }

  @Test
  void imageWithoutWordsIsFoundByAllRulesAndNotLookedForAgainWithTheColours() {
    Page page = page("#eee", "<img src='data:,'>");

    assertThatThrownBy(() -> hasNoViolationInEitherTheme(page)).hasMessageContaining("image-alt");
    assertThat(Browsers.colourViolations(page)).isEmpty();
  }

  @Test
  void whatStandsBeyondTheWindowAndABrokenWordAreFound() {
    Page page = page("#eee", "<p id='wide'>Offers</p>");
    assertThat(Look.fits(page)).isTrue();
    assertThat(Look.brokenWords(page)).isEmpty();

    page.locator("#wide").evaluate("e => e.style.cssText = 'width: 3ch; word-break: break-all'");
    assertThat(Look.brokenWords(page)).hasSize(1);
    page.locator("#wide").evaluate("e => e.style.cssText = 'width: 500px'");
    assertThat(Look.fits(page)).isFalse();
  }
}
