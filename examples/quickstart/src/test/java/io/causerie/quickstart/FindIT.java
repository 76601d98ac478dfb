package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.hasNoViolationInEitherTheme;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Finding, by the keyboard alone. */
class FindIT {
  @RegisterExtension static final Walk walk = new Walk();

  private static Locator box(Page page) {
    return page.locator("causerie-find").getByRole(AriaRole.COMBOBOX);
  }

  private static Locator options(Page page) {
    return page.getByRole(AriaRole.OPTION);
  }

  @Test
  void recordIsFoundAndOpenedByTheKeyboardAlone() {
    Page grace = walk.own("Grace Hopper", 1280, 800);
    grace.navigate(walk.causerie() + "/preferences");
    assertThat(box(grace)).isVisible();

    grace.keyboard().press("/");
    assertThat(box(grace)).isFocused();
    grace.keyboard().type("471");
    assertThat(options(grace).first()).containsText("4711");
    hasNoViolationInEitherTheme(grace);
    for (Look look : Look.in("en-GB").toList()) {
      look.takenBy(grace);
      assertThat(options(grace).first()).isVisible();
      assertThat(Look.fits(grace)).as("%s", look).isTrue();
    }
    grace.keyboard().press("ArrowDown");
    grace.keyboard().press("Enter");
    grace.waitForURL(Pattern.compile(".*/records/[0-9A-Z]{13}$"));
    assertThat(grace.getByRole(AriaRole.HEADING).first()).containsText("4711");

    grace.keyboard().press("Control+k");
    assertThat(box(grace)).isFocused();
    grace.keyboard().type("nothing of the kind");
    assertThat(grace.getByText("Nothing that you may see has these words.")).isVisible();
    grace.keyboard().press("Escape");
    assertThat(box(grace)).hasValue("");
  }

  @Test
  void slashIsATextWhereSomebodyWrites() {
    Page grace = walk.own("Grace Hopper", 900, 800);
    grace.navigate(walk.causerie() + "/records?system=desk&type=Ticket&id=88");
    Locator area = grace.getByRole(AriaRole.TEXTBOX).first();

    area.focus();
    grace.keyboard().type("1/2");

    assertThat(area).hasValue("1/2");
  }

  @Test
  void whatSheMayNotSeeNobodyFinds() {
    Page jana = walk.own("Jana Müller", 390, 800);
    jana.navigate(walk.causerie() + "/preferences");

    box(jana).fill("4711");

    assertThat(
            jana.getByText(Pattern.compile("Nothing that you may see|Rien de ce que vous pouvez")))
        .isVisible();
  }

  @Test
  void nameLeadsToItsPageAndTypesNarrowWhatIsFound() {
    Page ada = walk.own("Ada Lovelace", 1280, 800);
    ada.navigate(walk.causerie() + "/records?system=desk&type=Ticket&id=88");
    Locator post = Walk.post(ada, "Who looks after this one?");
    ada.keyboard().press("Control+k");
    ada.keyboard().type("ticket");
    // What she read last stands there until the answer comes.
    Locator type =
        ada.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Types"))
            .getByRole(AriaRole.OPTION);
    assertThat(type).isVisible();
    type.click();
    assertThat(box(ada)).hasValue("");
    assertThat(options(ada).first()).containsText("88");
    ada.keyboard().press("Backspace");
    ada.keyboard().type("hop");
    assertThat(options(ada).last()).containsText("Grace Hopper");
    hasNoViolationInEitherTheme(ada);
    ada.keyboard().press("Escape");
    ada.keyboard().press("Escape");

    post.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Ada Lovelace")).click();
    ada.waitForURL(Pattern.compile(".*/people/ada$"));
    assertThat(ada.getByRole(AriaRole.HEADING).first()).containsText("Ada Lovelace");
    assertThat(ada.getByText("Who looks after this one?")).isVisible();
    hasNoViolationInEitherTheme(ada);
    Walk.isWholeInEachLook(ada, "en-GB");

    ada.navigate(walk.causerie() + "/people/nobody");
    assertThat(ada.getByRole(AriaRole.MAIN)).containsText("Look up a record instead");
  }

  @Test
  void postIsMarkedAndListedAndTheMarkTakenAway() {
    Page grace = walk.own("Grace Hopper", 1280, 800);
    grace.navigate(walk.causerie() + "/records?system=desk&type=Ticket&id=88");
    Locator post = Walk.post(grace, "To be kept in mind");
    Walk.choose(post, "Bookmark");

    grace.navigate(walk.causerie() + "/bookmarks");
    assertThat(grace.getByText("To be kept in mind")).isVisible();
    hasNoViolationInEitherTheme(grace);
    Walk.isWholeInEachLook(grace, "en-GB");
    grace
        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Remove bookmark"))
        .click();
    assertThat(grace.getByText("You have marked nothing yet.")).isVisible();
  }
}
