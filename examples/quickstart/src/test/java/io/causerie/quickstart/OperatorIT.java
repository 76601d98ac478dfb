package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.article;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.comment;
import static io.causerie.quickstart.Walk.hasNoViolationInEitherTheme;
import static io.causerie.quickstart.Walk.note;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.causerie.testkit.browser.Shots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An operator whose source breaks: from the pause to the last replayed event. */
@Tag("real")
class OperatorIT {
  private static final String SECRET = "of-the-shop";
  private static final String CONNECTOR = "/console/connectors/offers";

  @RegisterExtension static final Walk walk = new Walk();
  private static Offers offers;

  @BeforeAll
  static void connectTheShop() throws Exception {
    offers = new Offers("shop", SECRET);
    offers.run(
        "insert into offer values (1, '2026-1', 'Atelier Dubois', 'open', dateadd('hour', -1,"
            + " current_timestamp))");
  }

  /** The file of the system, with a query. */
  private static void system(String query) throws IOException {
    Files.writeString(walk.config().resolve("systems/shop.yaml"), offers.system(query));
  }

  @AfterAll
  static void close() throws SQLException {
    offers.close();
  }

  private static String record(String number) {
    return "system=shop&type=Offer&id=" + number;
  }

  @Test
  void operatorPausesMendsComparesAndReplaysAndTheTalkStays() throws Exception {
    Operator ada = walk.operator("");
    Page page = ada.page();
    Files.writeString(walk.config().resolve("offers.secret"), SECRET);
    Files.writeString(walk.config().resolve("mappings/offer.yaml"), Offers.resource("/offer.yaml"));
    system("select id, number, customer, state, changed_at from offer");
    walk.await(page, record("2026-1"));
    page.navigate(walk.causerie() + "/records?" + record("2026-1"));
    comment(article(page, "Offer 2026-1 was written"), "They want it by Friday.");

    page.navigate(walk.causerie() + CONNECTOR);
    button(page, "Pause…").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    dialog.getByLabel("Reason").fill("the shop is rebuilt");
    button(dialog, "Pause").click();
    assertThat(page.getByText("Reason: the shop is rebuilt.")).isVisible();
    offers.run("alter table offer alter column number rename to document_no");
    offers.run(
        "insert into offer values (2, '2026-2', 'Brasserie Weber', 'open', current_timestamp)");
    button(page, "Resume").click();

    assertThat(page.getByText("Column \"NUMBER\" not found")).isVisible();
    assertThat(page.getByText("Correct `url`, the query or the outbox; the database says where."))
        .isVisible();
    system("select id, document_no, customer, state, changed_at from offer");
    page.waitForCondition(() -> ada.answer("offers").contains(".number missing"));
    page.navigate(walk.causerie() + CONNECTOR);
    Locator cause = cause(page, ".number missing");
    assertThat(cause).containsText("add it to what the source sends, or change record.id");
    String mended =
        Offers.resource("/offer.yaml")
            .replace("id: .number", "id: .number // .document_no")
            .replace("\\(.number)", "\\(.number // .document_no)")
            .replace("State, fr: État", "Status, fr: Statut")
            .replace("was written\"", "was written for {customer}\"")
            .replace(
                "est rédigée\" }",
                "est rédigée pour {customer}\" }\n    values: { customer: .customer }");
    Page french = walk.own(walk.browsers().window(1320, 900, "fr-FR"), "Ada Lovelace");
    failureInFrench(french);
    tryInTheWorkbench(page, cause, mended);
    Files.writeString(walk.config().resolve("mappings/offer.yaml"), mended);
    page.waitForCondition(() -> ada.answer("offers/mappings").contains(".document_no"));

    sayAnew(page);
    page.navigate(walk.causerie() + CONNECTOR);
    button(cause(page, ".number missing"), "Replay 2 (.number missing)").click();
    assertThat(page.getByText("2 events replayed: 1 posted, 1 ignored, 0 still failed."))
        .isVisible();
    assertThat(page.getByText("No event waits for you")).isVisible();
    french.navigate(walk.causerie() + "/console/workbench?connector=offers&fate=ignored");
    assertThat(french.locator("#ignored-for[lang=fr]"))
        .hasText("inchangé : aucun champ suivi n’a d’autre valeur");

    page.navigate(walk.causerie() + "/records?" + record("2026-2"));
    assertThat(article(page, "Offer 2026-2 was written for Brasserie Weber")).isVisible();
    page.navigate(walk.causerie() + "/records?" + record("2026-1"));
    Locator post = article(page, "Offer 2026-1 was written for Atelier Dubois");
    assertThat(note(post, "They want it by Friday.")).isVisible();
  }

  @Test
  void pathThatNoEventHasAndFieldThatCannotBeReadAreShownWithTheConnector() throws Exception {
    Operator ada = walk.operator("");
    Page page = ada.page();
    offers.run(
        """
        create table quote (id int primary key, number varchar(20) not null,
          state varchar(20) not null, due varchar(20), changed_at timestamp with time zone not null)
        """);
    offers.run(
        "insert into quote values (1, 'Q-1', 'open', 'next week', dateadd('hour', -1,"
            + " current_timestamp)), (2, 'Q-2', 'open', '2027-01-31', dateadd('hour', -1,"
            + " current_timestamp))");
    String mapping = Offers.resource("/offer.yaml").replace("Offer", "Quote");
    String misspelt =
        mapping.replace(
            "  - { field: state,",
            "  - { field: due, type: date, label: { en: Due, fr: Échéance } }\n"
                + "  - { field: state, value: .stat,");
    Files.writeString(walk.config().resolve("offers.secret"), SECRET);
    Files.writeString(walk.config().resolve("mappings/quote.yaml"), misspelt);
    Files.writeString(
        walk.config().resolve("systems/quotes.yaml"),
        offers
            .system("select id, number, state, due, changed_at from quote")
            .replace("system: shop", "system: quotes")
            .replace("  offers:", "  quotes:")
            .replace("offer.yaml", "quote.yaml"));
    walk.await(page, "system=quotes&type=Quote&id=Q-1");
    walk.await(page, "system=quotes&type=Quote&id=Q-2");

    page.navigate(walk.causerie() + "/console/connectors/quotes");

    Locator paths =
        page.getByRole(
            AriaRole.REGION, new Page.GetByRoleOptions().setName("Paths that no event has"));
    assertThat(paths).containsText("Compared with the last 2 stored events.");
    assertThat(paths.getByRole(AriaRole.LISTITEM)).hasCount(1);
    assertThat(paths)
        .containsText(
            Pattern.compile("mappings/quote.yaml:8\\s+no event has .stat; did you mean .state\\?"));
    Locator warned =
        page.getByRole(
            AriaRole.REGION, new Page.GetByRoleOptions().setName("Events with warnings"));
    assertThat(warned.locator("details")).hasCount(1);
    assertThat(warned.locator("summary")).containsText("Posted");
    warned.locator("summary").click();
    assertThat(warned.locator(".warned")).containsText("track due (.due) is not a date");
    assertThat(button(warned, "Discard…")).hasCount(0);
    Page french = walk.own(walk.browsers().window(1280, 900, "fr-FR"), "Ada Lovelace");
    french.navigate(walk.causerie() + "/console/connectors/quotes");
    Locator warnings = french.locator(".warned");
    french.locator("causerie-console-events summary").click();
    assertThat(warnings).containsText("track due (.due) n’est pas une date comme 2026-02-01");
    assertThat(warnings).containsText("un texte de 9 caractères ; montré tel quel");
    hasNoViolationInEitherTheme(page);
    page.navigate(walk.causerie() + "/records?system=quotes&type=Quote&id=Q-1");
    assertThat(page.locator("aside")).containsText("next week");
    page.navigate(walk.causerie() + "/records?system=quotes&type=Quote&id=Q-2");
    assertThat(page.locator("aside")).containsText("Jan 31, 2027");

    Files.writeString(
        walk.config().resolve("mappings/quote.yaml"), misspelt.replace(".stat,", ".state,"));
    page.waitForCondition(() -> ada.answer("quotes/unseen").contains("\"items\":[]"));
    page.navigate(walk.causerie() + "/console/connectors/quotes");
    assertThat(warned).isVisible();
    assertThat(paths).hasCount(0);
  }

  /** Cause and reason, in the list of failures and in what the workbench makes of the event. */
  private static void failureInFrench(Page page) {
    page.navigate(walk.causerie() + CONNECTOR);
    Locator cause = cause(page, ".number manque");
    assertThat(cause).containsText("ajoutez-le à ce que la source envoie, ou modifiez record.id");
    assertThat(cause.locator("[lang=fr]")).hasCount(2);
    assertThat(cause.locator("[lang=en]")).hasCount(0);
    button(cause, "Afficher 2 (.number manque)").click();
    cause.locator("summary").first().click();
    cause
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Ouvrir dans l’atelier"))
        .click();
    assertThat(page.getByText(".number manque", new Page.GetByTextOptions().setExact(true)))
        .isVisible();
  }

  private static Locator cause(Page page, String cause) {
    return page.getByRole(AriaRole.LISTITEM)
        .filter(
            new Locator.FilterOptions()
                .setHas(
                    page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(cause))));
  }

  /**
   * She begins with the mapping that runs, sees it fail, mends it, and keeps the event as a case.
   */
  private static void tryInTheWorkbench(Page page, Locator cause, String mended)
      throws IOException {
    button(cause, "Show 2 (.number missing)").click();
    cause.locator("summary").first().click();
    cause
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Open in the workbench"))
        .click();
    assertThat(page.getByText("As the server runs it.")).isVisible();
    assertThat(page.getByText("This event would fail")).isVisible();

    page.getByLabel("Mapping as YAML").fill(mended);
    assertThat(page.getByText("Offer 2026-2 was written for Brasserie Weber")).isVisible();
    assertThat(page.getByText("Changed here; the server still runs its own.")).isVisible();
    hasNoViolationInEitherTheme(page);
    Map<String, Download> saved = new ConcurrentHashMap<>();
    page.onDownload(download -> saved.put(download.suggestedFilename(), download));
    button(page, "Save as a case").click();
    page.waitForCondition(() -> saved.size() == 2);
    assertThat(Files.readString(path(saved, "event.json"))).contains("\"document_no\": \"2026-2\"");
    assertThat(Files.readString(path(saved, "expected.json")))
        .contains("\"outcome\": \"seen\"")
        .contains("Offer 2026-2 was written for Brasserie Weber");
  }

  private static Path path(Map<String, Download> saved, String name) {
    return requireNonNull(saved.get(name), name).path();
  }

  private static void sayAnew(Page page) {
    page.navigate(walk.causerie() + CONNECTOR);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Re-map…")).click();
    recordsAnew(page);
    page.getByLabel("Events that arrived from").fill("2020-01-01T00:00");
    page.getByLabel("until", new Page.GetByLabelOptions().setExact(true)).fill("2020-01-02T00:00");
    button(page, "Compare posts").click();
    assertThat(page.getByText("No post was made of events that arrived in this time.")).isVisible();
    page.getByLabel("until", new Page.GetByLabelOptions().setExact(true)).fill("2019-01-01T00:00");
    button(page, "Compare posts").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("a beginning that lies before the end");
    assertThat(page.getByLabel("Events that arrived from")).isFocused();

    page.getByLabel("until", new Page.GetByLabelOptions().setExact(true)).fill("");
    button(page, "Compare posts").click();
    assertThat(page.locator("main")).containsText("1 of 1 posts would say something else.");
    Locator post =
        page.getByRole(
            AriaRole.LIST, new Page.GetByRoleOptions().setName("Posts, before and after"));
    assertThat(post).containsText("Offer 2026-1 was written");
    assertThat(post.locator("ins")).containsText("for Atelier Dubois");
    Shots.of(page, "console-remap");
    hasNoViolationInEitherTheme(page);

    button(page, "Re-map 1 post…").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("What they said before is not kept");
    button(dialog, "Re-map 1").click();
    assertThat(page.getByText("1 of 1 posts was re-mapped.")).isVisible();
    button(page, "Compare posts").click();
    assertThat(page.getByText("1 post, which would say the same: there is nothing to do."))
        .isVisible();
    page.navigate(walk.causerie() + "/console/audit");
    Locator lines = page.getByRole(AriaRole.ROW);
    // An act has a line of its beginning and one of its figures, the newest first.
    assertThat(lines.nth(1)).containsText("re-mapped posts");
    assertThat(lines.nth(2)).containsText("begun");
    assertThat(lines.nth(3)).containsText("re-mapped records");
    assertThat(lines.nth(4)).containsText("begun");
  }

  private static void recordsAnew(Page page) {
    button(page, "Compare records").click();
    assertThat(page.getByText("1 of 1 records would say something else.")).isVisible();
    Locator record =
        page.getByRole(
            AriaRole.LIST, new Page.GetByRoleOptions().setName("Records, before and after"));
    assertThat(record).containsText("Offer 2026-1");
    assertThat(record.locator("del")).containsText("State");
    assertThat(record.locator("ins")).containsText("Status");
    hasNoViolationInEitherTheme(page);
    // To compare writes nothing.
    button(page, "Compare records").click();
    button(page, "Re-map 1 record…").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("Re-map 1 record?");
    button(dialog, "Re-map 1").click();

    assertThat(page.getByText("1 of 1 records was re-mapped.")).isVisible();
    button(page, "Compare records").click();
    assertThat(page.getByText("1 record, which would say the same: there is nothing to do."))
        .isVisible();
    page.navigate(walk.causerie() + "/records?" + record("2026-1"));
    assertThat(page.locator("aside")).containsText("Status");
    page.navigate(walk.causerie() + CONNECTOR + "/remap");
  }
}
