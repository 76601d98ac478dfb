package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.hasNoViolationInEitherTheme;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The bell and the inbox: who is named is told, finds the words, and has read them then. */
class InboxIT {
  private static final String ORDER = "system=desk&type=Order&id=4711";

  @RegisterExtension static final Walk walk = new Walk();

  private static Locator items(Page page) {
    return page.locator("causerie-notices li");
  }

  private static void act(Page page, String name) {
    items(page)
        .first()
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name))
        .click();
  }

  @Test
  void whoIsNamedIsToldAndFindsTheWords() {
    Page grace = walk.own("Grace Hopper", 1280, 800);
    grace.navigate(walk.causerie() + "/inbox");
    assertThat(grace.getByText("Nothing is waiting for you")).isVisible();
    hasNoViolationInEitherTheme(grace);
    Page bookmarks = walk.own("Grace Hopper", 390, 800);
    bookmarks.navigate(walk.causerie() + "/bookmarks");
    assertThat(bookmarks).hasTitle("Bookmarks · Causerie");
    Page ada = walk.record("Ada Lovelace", "Order", "4711");

    Walk.posts(ada, ORDER, List.of("[@](person:grace), the pallet is lost"));

    assertThat(
            bookmarks.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName("Inbox, 1 unread")))
        .isVisible();
    assertThat(bookmarks).hasTitle("(1) Bookmarks · Causerie");
    assertThat(grace).hasTitle("(1) Inbox · Causerie");
    assertThat(items(grace)).hasCount(1);
    assertThat(items(grace).first()).containsText("Order 4711");
    assertThat(items(grace).first()).containsText("the pallet is lost");
    assertThat(items(grace).first()).containsText("Ada Lovelace mentioned you");
    hasNoViolationInEitherTheme(grace);
    for (Look look : Look.in("en-GB").toList()) {
      look.takenBy(grace);
      assertThat(items(grace).first()).isVisible();
      assertThat(Look.fits(grace)).as("%s", look).isTrue();
    }
    act(grace, "Mark as read");
    assertThat(bookmarks).hasTitle("Bookmarks · Causerie");
    act(grace, "Mark as unread");
    assertThat(bookmarks).hasTitle("(1) Bookmarks · Causerie");

    items(grace).first().getByRole(AriaRole.LINK).first().click();

    assertThat(grace).hasURL(Pattern.compile(".*/records/.*"));
    assertThat(Walk.article(grace, "the pallet is lost")).isVisible();
    assertThat(bookmarks).hasTitle("Bookmarks · Causerie");
  }
}
