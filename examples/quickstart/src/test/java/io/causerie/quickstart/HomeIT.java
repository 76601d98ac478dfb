package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.comment;
import static io.causerie.quickstart.Walk.hasNoViolationInEitherTheme;
import static io.causerie.quickstart.Walk.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A person's home: what she follows comes, says why, and is read on all her devices. */
class HomeIT {
  @RegisterExtension static final Walk walk = new Walk();

  private static Locator items(Page page) {
    return page.locator("causerie-home article");
  }

  @Test
  void whatSheFollowsComesHomeAndIsReadOnAllDevices() {
    Page grace = walk.own("Grace Hopper", 1280, 800);
    grace.navigate(walk.causerie() + "/");
    assertThat(grace.getByText("Nothing yet")).isVisible();
    hasNoViolationInEitherTheme(grace);
    Page record = walk.record("Grace Hopper", "Order", "4711");
    button(record, "Follow").click();
    assertThat(button(record, "Following")).isVisible();
    record.navigate(walk.causerie() + "/preferences");

    Page ada = walk.record("Ada Lovelace", "Order", "4711");
    post(ada, "The pallet is lost");

    assertThat(button(grace, "1 new post")).isVisible();
    assertThat(grace).hasTitle("(1) Home · Causerie");
    button(grace, "1 new post").click();
    assertThat(items(grace).first()).isFocused();
    assertThat(items(grace).first()).containsText("You follow it");
    assertThat(items(grace).first()).containsText("The pallet is lost");
    Page phone = walk.own("Grace Hopper", 390, 800);
    phone.navigate(walk.causerie() + "/");
    assertThat(phone.getByText("1 unread")).isVisible();

    button(items(grace).first(), "Mark as read").click();

    assertThat(phone.getByText("You have read all of it")).isVisible();
    assertThat(phone).hasTitle("Home · Causerie");
    post(ada, "Another pallet");
    comment(Walk.article(ada, "The pallet is lost"), "It is found");
    assertThat(button(grace, "2 new posts")).isVisible();
    button(grace, "2 new posts").click();
    assertThat(items(grace)).hasCount(2);
    button(grace, "Mark all as read").click();
    assertThat(grace).hasTitle("Home · Causerie");
    hasNoViolationInEitherTheme(grace);
    for (Look look : Look.in("en-GB").toList()) {
      look.takenBy(grace);
      assertThat(items(grace).first()).isVisible();
      assertThat(Look.fits(grace)).as("%s", look).isTrue();
    }
  }
}
