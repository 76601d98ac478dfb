package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.hasNoViolationInEitherTheme;
import static io.causerie.quickstart.Walk.isWholeInEachLook;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What operators see of files that change while the console is open. */
class ReloadIT {
  /** A folder is looked at each second, and files that change are left alone for another one. */
  private static final double LOOKED_AT = 30_000;

  @RegisterExtension static final Walk walk = new Walk();

  private static void replace(Path file, String what, String with) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(what);
    Files.writeString(file, text.replace(what, with));
  }

  private static void isShown(Locator what) {
    assertThat(what).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(LOOKED_AT));
  }

  private static void isGone(Locator what) {
    assertThat(what).isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(LOOKED_AT));
  }

  @Test
  void openListSaysWhatOfChangedFilesIsNotInForceUntilItIs() throws Exception {
    Page page = walk.operator("").page();
    assertThat(page.getByText("Order desk").first()).isVisible();
    Path broken = walk.config().resolve("systems/broken.yaml");
    Locator refused = page.getByText("are not in force; what ran before goes on");

    Files.writeString(broken, "system: broken\n");
    isShown(refused);
    assertThat(page.getByText("systems/broken.yaml").first()).isVisible();
    hasNoViolationInEitherTheme(page);
    isWholeInEachLook(page, "en");
    Files.delete(broken);
    isGone(refused);

    replace(walk.config().resolve("causerie.yaml"), "language: en", "language: fr");
    isShown(page.getByText("only a restart of the server brings it into force"));
    assertThat(page.getByText("server.language")).isVisible();
    hasNoViolationInEitherTheme(page);
    replace(walk.config().resolve("causerie.yaml"), "language: fr", "language: en");
    isGone(page.getByText("server.language"));
  }
}
