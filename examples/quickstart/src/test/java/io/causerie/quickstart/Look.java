package io.causerie.quickstart;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.stream.Stream;

/**
 * How somebody looks at a page.
 *
 * @param language of her browser
 * @param width of her window
 */
record Look(ColorScheme theme, String language, int width) {
  static final List<ColorScheme> THEMES = List.of(ColorScheme.LIGHT, ColorScheme.DARK);
  static final List<String> LANGUAGES = List.of("en-GB", "fr-FR");

  /** A desk, a phone, and the narrowest that WCAG asks for. */
  static final List<Integer> WIDTHS = List.of(1280, 390, 320);

  /**
   * Not each theme in each language at each width, but each two of them together: what goes wrong
   * seldom needs three.
   */
  static final List<Look> PAIRWISE =
      List.of(
          new Look(ColorScheme.LIGHT, "en-GB", 1280),
          new Look(ColorScheme.DARK, "en-GB", 390),
          new Look(ColorScheme.LIGHT, "en-GB", 320),
          new Look(ColorScheme.DARK, "fr-FR", 1280),
          new Look(ColorScheme.LIGHT, "fr-FR", 390),
          new Look(ColorScheme.DARK, "fr-FR", 320));

  /** Those that a window of a language can take on. */
  static Stream<Look> in(String language) {
    return PAIRWISE.stream().filter(look -> look.language().equals(language));
  }

  /** Takes a window's width and theme; its language it has from its beginning. */
  void takenBy(Page page) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
    page.setViewportSize(width, 900);
  }

  /** Whether nothing stands beyond the window's edge. */
  static boolean fits(Page page) {
    return Boolean.TRUE.equals(
        page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"));
  }

  /** Words of which one part stands on a line and the rest on the next. */
  static List<?> brokenWords(Page page) {
    return (List<?>)
        page.evaluate(
            """
            () => {
              const broken = [];
              const look = (node) => {
                if (node.nodeType === Node.TEXT_NODE) {
                  for (const word of node.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
                    const range = document.createRange();
                    range.setStart(node, word.index);
                    range.setEnd(node, word.index + word[0].length);
                    if (new Set([...range.getClientRects()].map((r) => Math.round(r.top))).size > 1) {
                      broken.push(word[0]);
                    }
                  }
                }
                [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes].forEach(look);
              };
              look(document.body);
              return broken;
            }
            """);
  }
}
