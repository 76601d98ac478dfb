package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Operator.named;
import static io.causerie.quickstart.Walk.article;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.hasNoViolationInEitherTheme;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.causerie.testkit.browser.Shots;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An operator whose source suddenly shows much less than it had; and the list of what needs her.
 */
@Tag("real")
class ReconcilingIT {
  private static final String SECRET = "of-the-archive";
  private static final String CONNECTOR = "/console/connectors/offers";

  @RegisterExtension static final Walk walk = new Walk();
  private static Offers offers;

  @BeforeAll
  static void connectTheArchive() throws Exception {
    offers = new Offers("archive", SECRET);
    offers.run(
        """
        insert into offer select x, '2026-' || x, 'Atelier Dubois', 'open',
          dateadd('minute', x - 100, current_timestamp)
        from system_range(1, 30)
        """);
  }

  private static String system(String from) throws IOException {
    return offers
        .system("select id, number, customer, state, changed_at " + from)
        .replace("      key: id", "      key: id\n      liveKeys: select id " + from);
  }

  @AfterAll
  static void close() throws SQLException {
    offers.close();
  }

  @Test
  void stoppedReconciliationIsDismissedComparedAgainAndConfirmed() throws Exception {
    Page page = walk.own("Ada Lovelace", 1320, 900);
    Page grace = walk.desk("Grace Hopper", "/order/4711");
    Files.writeString(walk.config().resolve("offers.secret"), SECRET);
    Files.writeString(walk.config().resolve("mappings/offer.yaml"), Offers.resource("/offer.yaml"));
    Files.writeString(walk.config().resolve("systems/shop.yaml"), system("from offer"));
    walk.await(page, "system=shop&type=Offer&id=2026-30");
    offers.run("create table aside as select * from offer where id > 5");
    offers.run("delete from offer where id > 5");
    page.navigate(walk.causerie() + CONNECTOR);
    compare(page, "Compare with source…");

    assertThat(stopped(page)).isVisible();
    assertThat(page.getByText("No more is deleted. Look whether")).isVisible();
    Locator census = page.getByRole(AriaRole.REGION, named("Reconciliation with the source"));
    assertThat(census).containsText("Stopped; it waits for your word.");
    assertThat(fact(census, "Rows in the source")).hasText("5");
    assertThat(fact(census, "Known here")).hasText("5");
    assertThat(fact(census, "Missing")).hasText("0");
    assertThat(fact(census, "Gone from the source")).hasText("25");
    assertThat(fact(census, "Repaired")).hasText("0");
    hasNoViolationInEitherTheme(page);

    list(page, grace);

    page.navigate(walk.causerie() + CONNECTOR);
    button(page, "They are not gone").click();
    assertThat(page.getByText("Nothing was changed. The next comparison")).isVisible();
    assertThat(stopped(page)).isHidden();
    assertThat(page.getByRole(AriaRole.HEADING, named("Reconciliation with the source")))
        .isFocused();
    page.navigate(walk.causerie() + "/records?system=shop&type=Offer&id=2026-30");
    assertThat(article(page, "Offer 2026-30 was written")).isVisible();

    page.navigate(walk.causerie() + CONNECTOR);
    compare(page, "Compare with source…");
    assertThat(stopped(page)).isVisible();
    offers.run("insert into offer select * from aside where id = 6");
    compare(page, "Compare again…");
    assertThat(page.getByText("24 records are gone from the source, which shows 6 rows"))
        .isVisible();
    page.getByText("Their keys in the source").click();
    assertThat(page.locator("#gone code"))
        .hasText(
            "10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 7, 8, 9");

    button(page, "They are gone…").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("Are 24 records really gone?");
    assertThat(dialog).containsText("If these are still gone, and no others, they are marked");
    hasNoViolationInEitherTheme(page);
    button(dialog, "Cancel").click();
    assertThat(button(page, "They are gone…")).isFocused();
    button(page, "They are gone…").click();
    button(dialog, "Delete them").click();
    assertThat(page.getByText("24 records were not as the source has them.")).isVisible();
    assertThat(fact(census, "Gone from the source")).hasText("24");
    assertThat(fact(census, "Repaired")).hasText("24");
    assertThat(page.getByText("it is tried again by itself")).isHidden();
    assertThat(page.getByRole(AriaRole.HEADING, named("Reconciliation with the source")))
        .isFocused();

    page.navigate(walk.causerie() + "/console/audit");
    assertThat(page.getByRole(AriaRole.CELL, named("said: they are gone"))).hasCount(1);
    assertThat(page.getByRole(AriaRole.CELL, named("said: they are not gone"))).hasCount(1);
    assertThat(page.getByRole(AriaRole.CELL, named("compared with the source"))).hasCount(3);
  }

  private static void compare(Page page, String button) {
    button(page, button).click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("If too much is gone, it stops and asks.");
    button(dialog, "Compare").click();
  }

  private static Locator stopped(Page page) {
    return page.getByText("25 records are gone from the source, which shows 5 rows");
  }

  private static Locator fact(Locator place, String name) {
    return place
        .locator("dl > div")
        .filter(new Locator.FilterOptions().setHasText(name))
        .locator("dd");
  }

  /**
   * All connectors while one waits for a word, one is paused, one cannot be read and others run.
   */
  private static void list(Page page, Page grace) throws IOException {
    grace.getByLabel("Status").selectOption("packed");
    button(grace, "Save").click();
    page.navigate(walk.causerie() + "/console/connectors/desk-deliveries");
    button(page, "Pause…").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    dialog.getByLabel("Reason").fill("quarter close");
    button(dialog, "Pause").click();
    assertThat(page.getByText("Reason: quarter close.")).isVisible();

    Operator ada = new Operator(page, walk.causerie());
    ada.open("");
    Files.writeString(
        walk.config().resolve("systems/archive.yaml"),
        system("from offers_of_old")
            .replace("system: shop", "system: archive")
            .replace("{ en: Offers, fr: Offres }", "{ en: Archive, fr: Archives }")
            .replace("  offers:", "  old-offers:"));
    assertThat(ada.row("old-offers")).containsText("Table \"OFFERS_OF_OLD\" not found");
    Locator waits = ada.row("offers").locator(".st");
    assertThat(waits).hasText("comparison waits for you");
    assertThat(ada.row("desk-deliveries")).containsText("by ada: “quarter close”");
    assertThat(ada.row("desk-events")).containsText("receiving");
    assertThat(ada.row("desk-tickets")).containsText("up to date");
    page.reload();
    assertThat(ada.names())
        .hasText(
            new String[] {
              "offers", "old-offers", "desk-deliveries", "desk-events", "desk-tickets"
            });
    Shots.of(page, "console");
    hasNoViolationInEitherTheme(page);
  }
}
