package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.article;
import static io.causerie.quickstart.Walk.button;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A record, or a browser, comes into other hands while somebody writes. */
class HandedOnIT {
  private static final String SECRET = "of-the-contacts";

  private static final LocatorAssertions.IsVisibleOptions SOON =
      new LocatorAssertions.IsVisibleOptions().setTimeout(20_000);

  @RegisterExtension static final Walk walk = new Walk();
  private static Offers offers;

  @BeforeAll
  static void connectTheOffers() throws Exception {
    offers = new Offers("contacts", SECRET);
    offers.run("alter table offer add contact varchar(64)");
    offers.run(
        "insert into offer values (1, '2026-1', 'Atelier Dubois', 'open', current_timestamp, 'otto')");
    Path config = walk.config();
    Files.writeString(
        config.resolve("people.yaml"),
        "  - { id: otto, name: Otto Becker, guest: true }\n",
        StandardOpenOption.APPEND);
    Files.writeString(config.resolve("offers.secret"), SECRET);
    Files.writeString(
        config.resolve("mappings/offer.yaml"),
        Offers.resource("/offer.yaml")
            + "audience: '{ everyone: true, customer: { persons: [.contact] } }'\n");
    Files.writeString(
        config.resolve("systems/shop.yaml"),
        offers
            .system("select id, number, customer, state, contact, changed_at from offer")
            .replace("{ groups: [sales] }", "{ groups: [sales], customer: everyone }"));
    walk.await("system=shop&type=Offer&id=2026-1");
  }

  @AfterAll
  static void close() throws SQLException {
    offers.close();
  }

  private static void open(Page page) {
    page.navigate(walk.causerie() + "/records?system=shop&type=Offer&id=2026-1");
    article(page, "Offer 2026-1 was written").waitFor();
  }

  private static Locator door(Page page, String name) {
    return page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Who reads this"))
        .getByRole(
            AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("^" + name)));
  }

  private static Locator box(Page page) {
    return page.locator("causerie-composer textarea").first();
  }

  @Test
  void wordsForOneContactAreNotSentToTheNext() throws Exception {
    Page ada = walk.own("Ada Lovelace", 900, 800);
    open(ada);
    door(ada, "Reply to Otto Becker").click();
    box(ada).fill("Good morning, Otto.");
    button(ada, "Send to Otto Becker").click();
    ada.locator("[data-act=outside]").click();
    article(ada, "Good morning, Otto.").waitFor();
    door(ada, "Reply to Otto Becker").click();
    box(ada).fill("Your price is five, Otto.");

    offers.run("update offer set contact = 'jana', changed_at = current_timestamp where id = 1");

    assertThat(door(ada, "Reply to Jana Müller")).isVisible(SOON);
    assertThat(box(ada)).hasValue("Your price is five, Otto.");
    assertThat(button(ada, "Send to Otto Becker")).hasCount(0);
    button(ada, "Send to Jana Müller").click();
    Locator asked = ada.getByText(Pattern.compile("^Jana Müller will read this"));
    assertThat(asked).isVisible();
    assertThat(article(ada, "Your price is five")).hasCount(0);

    button(ada, "Back").click();
    box(ada).fill("Good morning, Jana.");
    button(ada, "Send to Jana Müller").click();
    ada.locator("[data-act=outside]").click();
    article(ada, "Good morning, Jana.").waitFor();
    Page jana = walk.own("Jana Müller", 500, 700);
    jana.navigate(walk.causerie() + "/records?system=shop&type=Offer&id=2026-1");
    article(jana, "Good morning, Jana.").waitFor();
    assertThat(jana.getByText("Otto")).hasCount(0);
  }

  @Test
  void nothingOfADraftIsShownToWhoSitsAtTheBrowserNext() {
    Page page = walk.own("Grace Hopper", 900, 800);
    open(page);
    box(page).fill("Between us: they pay late.");
    page.reload();
    assertThat(box(page)).hasValue("Between us: they pay late.");

    page.context().clearCookies();
    walk.own(page, "Ada Lovelace");
    open(page);
    assertThat(box(page)).hasValue("");
    page.context().clearCookies();
    walk.own(page, "Grace Hopper");
    open(page);
    assertThat(box(page)).hasValue("Between us: they pay late.");

    page.getByText("Sign out").click();
    page.waitForURL("**/sign-in**");
    assertThat(String.valueOf(page.evaluate("JSON.stringify(localStorage)"))).isEqualTo("{}");
    walk.own(page, "Grace Hopper");
    open(page);
    assertThat(box(page)).hasValue("");
  }
}
