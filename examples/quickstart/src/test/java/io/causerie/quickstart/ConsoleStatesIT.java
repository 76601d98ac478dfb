package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.hasNoViolationInEitherTheme;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The console on a morning when much is amiss: a database that nobody serves, opportunities that
 * all fail and were paused, history that is read slowly, and some sources that are well.
 */
@Tag("real")
class ConsoleStatesIT {
  private static final String SECRET = "of-the-databases";
  private static final String TOKEN = "of-the-opportunities";

  /** The oldest offer of the CRM was changed then; the others follow a minute after each other. */
  private static final ZonedDateTime OLDEST =
      ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES).minusDays(3);

  /** The newest is what the cursor stands on: it is read again with what is new, not as history. */
  private static final int ROWS = 2001;

  @RegisterExtension static final Walk walk = new Walk(ConsoleStatesIT::configure);
  private static final Offers sap = served("sap");
  private static final Offers crm = served("crm");

  /** Its address is taken, but nobody listens: a connection is refused at once. */
  private static final Socket nobody = new Socket();

  private static Offers served(String name) {
    try {
      return new Offers(name, SECRET);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void configure(Path config) throws IOException, SQLException {
    sap.run(
        "insert into offer values (1, '2026-1', 'Atelier Dubois', 'open', dateadd('hour', -1,"
            + " current_timestamp))");
    offers(1, ROWS - 3);
    offers(ROWS, ROWS);
    nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Walk.copy(Path.of("src/test/resources/states"), config);
    Files.writeString(config.resolve("mappings/offer.yaml"), Offers.resource("/offer.yaml"));
    Files.writeString(config.resolve("database.secret"), SECRET);
    Files.writeString(config.resolve("salesforce.token"), TOKEN);
    Files.writeString(config.resolve("sap.url"), sap.address());
    Files.writeString(config.resolve("crm.url"), crm.address());
    Files.writeString(
        config.resolve("nuxeo.url"),
        "jdbc:postgresql://127.0.0.1:" + nobody.getLocalPort() + "/nuxeo");
  }

  private static void offers(int from, int to) throws SQLException {
    crm.run(
        """
        insert into offer select x, '2026-' || x, 'Brasserie Weber', 'open',
          dateadd('minute', x, timestamp with time zone '%s')
        from system_range(%d, %d)
        """
            .formatted(OLDEST, from, to));
  }

  @BeforeAll
  static void bringThemThere() throws SQLException {
    Operator ada = walk.operator("");
    ada.await(
        "crm-offers",
        "was read whole",
        state -> state.path("lastDay").path("posted").asInt() == ROWS - 2);
    // They were committed late: what is read in the order of changes has gone past them.
    offers(ROWS - 2, ROWS - 1);
    ada.act("crm-offers", "reconcile", Map.of());

    APIRequestContext salesforce = walk.browsers().window(400, 400).request();
    for (int i = 1; i <= 3; i++) {
      salesforce.post(
          walk.causerie() + "/api/v1/connectors/sfdc-opportunities/events",
          RequestOptions.create()
              .setHeader("Authorization", "Bearer " + TOKEN)
              .setHeader("Content-Type", "application/cloudevents+json")
              .setData(
                  """
                  {"specversion":"1.0","id":"o-%d","source":"/sfdc","type":"com.example.opportunity",
                   "data":{"Id":"006-%d","Name":"Canteen of Lyon"}}
                  """
                      .formatted(i, i)));
    }
    ada.act("sfdc-opportunities", "pause", Map.of("reason", "quarter close"));
    ada.tryInVain(5, "nuxeo-contracts", "nuxeo-invoices");

    ada.await("crm-offers", "was compared", state -> state.path("reconciliation").has("ended"));
    ada.act("crm-offers", "backfill", Map.of());
    ada.await(
        "crm-offers", "reads history", state -> state.path("backfill").path("rows").asInt() > 0);
    ada.page().context().close();
  }

  @AfterAll
  static void close() throws SQLException, IOException {
    nobody.close();
    crm.close();
    sap.close();
  }

  @Test
  void worstConnectorStandsFirstAndNothingMovesByItself() throws SQLException {
    Operator ada = walk.operator("");
    Page page = ada.page();
    assertThat(ada.names())
        .hasText(
            new String[] {
              "nuxeo-contracts",
              "nuxeo-invoices",
              "sfdc-opportunities",
              "crm-offers",
              "desk-deliveries",
              "desk-events",
              "desk-tickets",
              "sap-quotations"
            });
    assertThat(page.getByText("see that the database runs and is reached from here")).isVisible();
    assertThat(ada.row("crm-offers").locator(".st")).hasText("reading history 61\u00a0%");
    assertThat(ada.row("sap-quotations").locator(".st.good")).hasText("up to date");
    hasNoViolationInEitherTheme(page);

    sap.run("alter table offer rename to quotation");
    ada.tryInVain(5, "sap-quotations");
    assertThat(ada.row("sap-quotations").locator(".st.down")).hasText("broken");
    assertThat(ada.row("sap-quotations")).containsText("Table \"OFFER\" not found");
    assertThat(ada.names().last()).hasText("sap-quotations");
    button(page, "The order has changed: worst first again").click();
    assertThat(ada.names().nth(2)).hasText("sap-quotations");

    sap.run("alter table quotation rename to offer");
    ada.act("sap-quotations", "run", Map.of());
    assertThat(ada.row("sap-quotations").locator(".st.good")).hasText("up to date");
    assertThat(ada.names().nth(2)).hasText("sap-quotations");

    page.route("**/api/v1/connectors", Route::abort);
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("the connection broke");
    assertThat(ada.names()).hasCount(8);
  }

  @Test
  void cursorIsResetOnlyAfterItsRowsWereCounted() {
    Page window = walk.browsers().window(1320, 900, "en-GB", "Europe/Paris");
    Operator ada = walk.operator(window, "/connectors/crm-offers");
    Page page = ada.page();
    List<String> sent = new ArrayList<>();
    page.onRequest(
        (Request request) -> {
          if (request.url().endsWith("/reset")) {
            sent.add(request.postData());
          }
        });
    assertThat(page.locator("causerie-console-connector"))
        .containsText(Pattern.compile("1,220 of 2,000 rows\\.\\s+About \\d+ (sec|min).* left\\."));
    assertThat(page.getByText("2 records were not as the source has them.")).isVisible();
    assertThat(button(page, "Read history…")).isDisabled();
    assertThat(page.locator("causerie-plot canvas")).hasCount(2);
    hasNoViolationInEitherTheme(page);

    button(page, "Reset the cursor…").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(button(dialog, "Reset the cursor")).hasCount(0);
    ZonedDateTime since = OLDEST.plusMinutes(ROWS - 1203);
    dialog
        .getByLabel("Read again from")
        .fill(
            since
                .withZoneSameInstant(ZoneId.of("Europe/Paris"))
                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm")));
    button(dialog, "Count the rows").click();
    assertThat(dialog.getByText("1,204 rows would be read again.")).isVisible();
    assertThat(sent).isEmpty();
    button(dialog, "Reset the cursor").click();

    assertThat(page.getByText("The cursor is reset.")).isVisible();
    assertThat(sent)
        .singleElement()
        .asString()
        .contains("\"since\":\"" + since.format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm")));
    // What is read again is known: nothing is posted twice.
    String before = ada.await("crm-offers", "is reset", s -> true).path("lastSuccess").asText();
    JsonNode read =
        ada.await(
            "crm-offers",
            "was read again",
            s ->
                !s.path("lastSuccess").asText().equals(before)
                    && s.path("lag").path("events").asInt(-1) == 0);
    assertThat(read.path("lastDay").path("posted").asInt()).isEqualTo(ROWS);
    ada.open("/audit");
    assertThat(
            page.getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions().setHasText("crm-offers"))
                .first())
        .containsText("reset");
  }

  @Test
  void oneDutyRestsAloneAndIsResumed() {
    Operator ada = walk.operator("/connectors/sap-quotations");
    Page page = ada.page();
    Locator census = page.locator("#duty-census");
    assertThat(page.locator("#duty-poll")).containsText("Read what is new");
    assertThat(page.locator("#duty-poll .st")).hasText("running");

    button(page, "Pause: Compare with the source").click();
    assertThat(census.locator(".st")).hasText("paused");
    assertThat(census).containsText("ada");
    assertThat(page.locator("#duty-poll .st")).hasText("running");
    hasNoViolationInEitherTheme(page);

    button(page, "Resume: Compare with the source").click();
    assertThat(census.locator(".st")).not().hasText("paused");
  }

  @Test
  void connectorWhoseEventsAllFailIsNotGreenAndNoWordIsBrokenInside() {
    Operator ada = walk.operator("");
    Page page = ada.page();

    Locator all = ada.row("sfdc-opportunities");
    assertThat(all.locator(".st.down")).hasText("every event fails");
    // That it is paused too stands below: it is not what waits for somebody.
    assertThat(all).containsText("paused");
    assertThat(all).containsText("by ada: “quarter close”");
    assertThat(page.getByText("4 of 8 without trouble.")).isVisible();

    page.setViewportSize(1280, 900);
    assertThat(Look.brokenWords(page)).isEmpty();
    // The name of a node tells nobody anything, and takes room.
    String node = ada.await("crm-offers", "is held", s -> s.has("node")).path("node").asText();
    assertThat(node).hasSizeGreaterThan(30);
    assertThat(page.getByRole(AriaRole.TABLE)).not().containsText(node);
  }

  @Test
  void oneFaultIsToldOnceAndInTheOperatorsLanguage() {
    Page page = walk.operator(walk.browsers().window(1280, 900, "fr-FR"), "").page();

    assertThat(page.getByText("La source ne répond pas ; un nouvel essai se fait tout seul."))
        .hasCount(1);
    String refused = "127.0.0.1:" + nobody.getLocalPort();
    assertThat(page.getByText(refused)).hasCount(1);
    // The words of the database stay as they are, in a French sentence.
    assertThat(
            page.locator("span[lang=fr]").filter(new Locator.FilterOptions().setHasText(refused)))
        .containsText(Pattern.compile("la requête .* : "));
    assertThat(page.getByText("voyez que la base de données tourne et qu’on l’atteint d’ici"))
        .hasCount(1);
    assertThat(page.locator("[lang=en]")).hasCount(0);
    assertThat(page.getByText("Même cause que nuxeo-contracts.")).isVisible();
  }
}
