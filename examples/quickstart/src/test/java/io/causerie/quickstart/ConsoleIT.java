package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.hasNoViolationInEitherTheme;
import static io.causerie.quickstart.Walk.isWholeInEachLook;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.causerie.testkit.browser.Browsers;
import io.causerie.testkit.browser.Shots;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("real")
class ConsoleIT {
  private static final String CONNECTOR = "/console/connectors/desk-events";

  private static final List<String> PAGES =
      List.of(
          "",
          "/connectors/desk-events",
          "/connectors/desk-events/remap",
          "/connect",
          "/workbench",
          "/deliveries",
          "/people",
          "/sessions",
          "/audit");

  /** What a mended mapping would understand: its key has another name than the mapping knows. */
  private static final String NUMBERED =
      """
      {"version":1,"number":"93%d","customer":"Atelier Dubois","amount":"1250.00","currency":"EUR",
       "status":"open","changedBy":"ghopper","changedByName":"Grace Hopper"}
      """;

  private static final String ORDER =
      """
      {"version":1,"id":"%d","customer":"Atelier Dubois","amount":"1250.00","currency":"EUR",
       "status":"open","changedBy":"ghopper","changedByName":"Grace Hopper"}
      """;

  private static final OkHttpClient CLIENT = new OkHttpClient();

  @RegisterExtension static final Walk walk = new Walk();

  @AfterAll
  static void stop() {
    CLIENT.dispatcher().executorService().shutdown();
    CLIENT.connectionPool().evictAll();
  }

  private static Page operator(String path) {
    Page page = walk.own("Ada Lovelace", 1320, 900);
    page.navigate(walk.causerie() + path);
    return page;
  }

  private static Locator in(Locator place, String button) {
    return place.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button));
  }

  private static Locator heading(Page page, String text) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(text));
  }

  /** An event of the desk, signed as the desk signs; gives the status of the answer. */
  private static int push(String id, String body) throws Exception {
    String event =
        "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/desk\",\"type\":\"com.example.desk.order.changed\",\"data\":%s}"
            .formatted(id, body);
    byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
    String timestamp = String.valueOf(Instant.now().getEpochSecond());
    byte[] secret =
        Base64.getDecoder().decode(Files.readString(walk.data().resolve("webhook.secret")).strip());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
    Request request =
        new Request.Builder()
            .url(walk.causerie() + "/api/v1/connectors/desk-events/events")
            .header("webhook-id", id)
            .header("webhook-timestamp", timestamp)
            .header(
                "webhook-signature", "v1," + Base64.getEncoder().encodeToString(mac.doFinal(bytes)))
            .post(RequestBody.create(bytes, MediaType.get("application/cloudevents+json")))
            .build();
    try (Response response = CLIENT.newCall(request).execute()) {
      return response.code();
    }
  }

  @Test
  void operatorSaysWhoAnUnknownUserIsAndTakesItBack() throws Exception {
    String order = ORDER.formatted(9500).replace("ghopper\"", "g.hopper.7\"");
    assertThat(push("unknown-user", order)).isEqualTo(202);
    Page page = operator("/console/people");
    Locator row =
        page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("g.hopper.7"));

    in(row, "This is Grace Hopper").click();

    assertThat(page.getByText("g.hopper.7 is Grace Hopper now, in earlier posts too.")).isVisible();
    assertThat(row).hasCount(0);
    button(page, "Matched by operators").click();
    in(row, "Take back…").click();
    in(page.getByRole(AriaRole.DIALOG), "Take back").click();
    assertThat(page.getByText("Taken back.")).isVisible();
    button(page, "Unknown users").click();
    assertThat(row).hasCount(1);
  }

  @Test
  void operatorPausesWithAReasonAndResumes() throws Exception {
    Page page = operator("/");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Console")).click();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("desk-events").setExact(true))
        .click();
    assertThat(heading(page, "desk-events")).isVisible();

    button(page, "Pause…").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("told to come back later (503)");
    assertThat(Browsers.violations(page)).isEmpty();
    dialog.getByLabel("Reason").fill("quarter close");
    in(dialog, "Pause").click();

    assertThat(page.getByText("Reason: quarter close.")).isVisible();
    assertThat(button(page, "Resume")).isFocused();
    // The doors hear of it within a moment; what comes before is taken in as ever.
    int status = 202;
    for (int i = 0; i < 100 && status != 503; i++) {
      status = push("while-paused", "{\"id\":\"4711\",\"version\":1}");
    }
    assertThat(status).isEqualTo(503);
    page.navigate(walk.causerie() + "/console");
    assertThat(page.getByRole(AriaRole.ROW).filter(has("desk-events")))
        .containsText("by ada: “quarter close”");
    hasNoViolationInEitherTheme(page);

    page.navigate(walk.causerie() + CONNECTOR);
    button(page, "Resume").click();
    assertThat(button(page, "Pause…")).isVisible();
    assertThat(page.getByText("Reason: quarter close.")).isHidden();
  }

  @Test
  void operatorAnnouncesABulkLoadAndEndsIt() throws Exception {
    Page page = operator(CONNECTOR);
    button(page, "Bulk load…").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    dialog.getByLabel("For how many hours").fill("2");
    in(dialog, "Tell nobody").click();

    assertThat(page.getByText("announced by ada")).isVisible();
    assertThat(page.getByText("nobody is told.")).isVisible();
    assertThat(Browsers.violations(page)).isEmpty();
    page.navigate(walk.causerie() + "/console");
    assertThat(page.getByRole(AriaRole.ROW).filter(has("desk-events"))).containsText("bulk load");

    page.navigate(walk.causerie() + CONNECTOR);
    button(page, "End bulk load").click();
    assertThat(button(page, "Bulk load…")).isVisible();
    assertThat(page.getByText("announced by ada")).isHidden();
  }

  private static Locator.FilterOptions has(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  @Test
  void failedEventIsReadTriedReplayedAndDiscarded() throws Exception {
    for (int i = 1; i <= 3; i++) {
      push("no-id-" + i, NUMBERED.formatted(i));
    }
    Page page = operator(CONNECTOR);
    Locator cause =
        page.getByRole(AriaRole.LISTITEM)
            .filter(new Locator.FilterOptions().setHas(heading(page, ".id missing")));
    assertThat(cause).containsText("3 events");
    assertThat(cause).containsText("add it to what the source sends, or change record.id");
    in(cause, "Show 3").click();
    cause.getByText("no-id-3").click();
    assertThat(cause.getByRole(AriaRole.REGION)).containsText("\"number\": \"933\"");
    assertThat(cause.getByText("add it to what the source sends")).hasCount(1);
    page.getByLabel("Search the failed events").fill("no-id-2");
    assertThat(page.getByText("1 event found")).isVisible();
    assertThat(page.getByText("no-id-3")).isHidden();
    hasNoViolationInEitherTheme(page);
    page.getByLabel("Search the failed events").fill("nowhere");
    assertThat(page.getByText("No failed event fits.")).isVisible();
    page.getByLabel("Search the failed events").fill("");
    cause.getByText("no-id-3").click();
    assertThat(cause.getByRole(AriaRole.REGION)).containsText("\"number\": \"933\"");
    Shots.of(page, "console-connector");
    hasNoViolationInEitherTheme(page);
    Download download = page.waitForDownload(() -> in(cause, "Download JSON").first().click());
    assertThat(Files.readString(download.path())).contains("no-id-1", "no-id-3");

    cause
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Open in the workbench"))
        .click();
    assertThat(page.getByLabel("Event as JSON: a CloudEvent")).hasValue(Pattern.compile("no-id-3"));
    page.getByLabel("Open a mapping file").setInputFiles(Path.of("causerie/mappings/order.yaml"));
    assertThat(page.getByText("This event would fail")).isVisible();
    Locator mapping = page.getByLabel("Mapping as YAML");
    String text = mapping.inputValue();
    mapping.fill(text.replace("  id: .id\n", "  idd: .number\n"));
    assertThat(page.getByText("did you mean 'id'?")).isVisible();
    assertThat(mapping).hasAttribute("aria-invalid", "true");
    hasNoViolationInEitherTheme(page);
    mapping.fill(text.replace(" .id\n", " .number\n").replace("(.id)", "(.number)"));
    assertThat(page.getByText("No errors in the mapping")).isVisible();
    assertThat(page.getByText("This event would be understood")).isVisible();
    page.getByText("What was known before").click();
    page.getByLabel("Earlier event as JSON")
        .fill(NUMBERED.formatted(3).replace("open", "packed").replace("1250", "1200"));
    assertThat(page.getByText("Packed", new Page.GetByTextOptions().setExact(true))).isVisible();
    page.evaluate("scrollTo(0, 0)");
    Shots.of(page, "workbench");
    hasNoViolationInEitherTheme(page);

    page.navigate(walk.causerie() + CONNECTOR);
    in(cause, "Replay 3").click();
    assertThat(page.getByText("3 events replayed: 0 posted, 0 ignored, 3 still failed."))
        .isVisible();
    in(cause, "Discard…").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    in(dialog, "Discard").click();
    assertThat(dialog.getByLabel("Reason")).isFocused();
    dialog.getByLabel("Reason").fill("a trial of the sender");
    in(dialog, "Discard").click();
    assertThat(page.getByText("3 events discarded.")).isVisible();
    assertThat(page.getByText("No event waits for you")).isVisible();
    assertThat(heading(page, "Failed events")).isFocused();

    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Audit")).click();
    assertThat(page.getByRole(AriaRole.ROW).filter(has("a trial of the sender")))
        .containsText("ada");
    hasNoViolationInEitherTheme(page);
  }

  @Test
  void everythingIsDoneByKeyboardAlone() {
    Page page = operator("/console");
    assertThat(page.getByRole(AriaRole.TABLE)).containsText("desk-events");
    tabTo(page, "desk-events");
    page.keyboard().press("Enter");
    assertThat(button(page, "Pause…")).isVisible();
    tabTo(page, "Pause…");
    page.keyboard().press("Enter");
    assertThat(page.getByLabel("Reason")).isFocused();
    page.keyboard().press("Escape");
    assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
    assertThat(button(page, "Pause…")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.getByLabel("Reason")).isFocused();
    page.keyboard().type("by keyboard");
    page.keyboard().press("Enter");
    assertThat(page.getByText("Reason: by keyboard.")).isVisible();
    assertThat(button(page, "Resume")).isFocused();
    page.keyboard().press("Enter");
    assertThat(button(page, "Pause…")).isFocused();

    page.navigate(walk.causerie() + "/console/workbench");
    assertThat(page.getByText("As the server runs it.")).isVisible();
    page.getByLabel("Mapping as YAML").focus();
    page.keyboard().press("ControlOrMeta+a");
    page.keyboard().type("record: { type: Order, id: .id }\npostss: []\n");
    assertThat(page.getByText("did you mean 'posts'?")).isVisible();
    tabTo(page, "Line 2, column 1:");
    page.keyboard().press("Enter");
    assertThat(page.getByLabel("Mapping as YAML")).isFocused();
    page.keyboard().press("ArrowRight");
    page.keyboard().press("Shift+End");
    page.keyboard().type("osts: []");
    assertThat(page.getByText("No errors in the mapping")).isVisible();
  }

  @Test
  void nextEventsAreCapturedAsTheyCome() throws Exception {
    Page page = operator("/console/workbench?connector=desk-events");
    assertThat(page.getByText("As the server runs it.")).isVisible();
    page.getByLabel("How many").selectOption("5");
    button(page, "Capture the next events").click();
    assertThat(page.getByText("Waiting: 0 of 5 came.")).isVisible();

    push("captured-1", ORDER.formatted(8801));
    assertThat(page.getByText("Waiting: 1 of 5 came.")).isVisible();
    Locator list =
        page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Captured events"));
    in(list, "captured-1").click();
    assertThat(page.getByLabel("Event as JSON: a CloudEvent")).hasValue(Pattern.compile("8801"));
    assertThat(page.getByText("This event would be understood")).isVisible();
    page.getByText("2 other posts of the mapping, not this time").click();
    hasNoViolationInEitherTheme(page);
    button(page, "Stop waiting").click();
    assertThat(page.getByText("1 event captured.")).isVisible();

    page.getByLabel("How many").selectOption("1");
    button(page, "Capture the next events").click();
    assertThat(page.getByText("Waiting: 0 of 1 came.")).isVisible();
    push("captured-2", ORDER.formatted(8802));
    push("captured-3", ORDER.formatted(8803));
    assertThat(page.getByText("1 event captured.")).isVisible();
    assertThat(list.getByRole(AriaRole.LISTITEM)).hasCount(1);
  }

  @Test
  void sourceIsAskedAndWhatPeopleWouldReadIsShown() {
    Page page = operator("/console/connectors/desk-tickets");
    button(page, "Check the source").click();

    Locator answer =
        page.getByRole(
            AriaRole.REGION, new Page.GetByRoleOptions().setName("What the source answers"));
    assertThat(answer.getByText("It can be read")).isVisible();
    assertThat(answer).containsText("1 row read, the only one there is.");
    assertThat(answer).containsText(Pattern.compile("The newest: \\w+.*\\d:\\d\\d"));
    assertThat(answer).containsText("Ticket 88");
    assertThat(page.getByText("The source answers as it should.")).isVisible();
    assertThat(Browsers.violations(page)).isEmpty();
    page.navigate(page.url().replace("desk-tickets", "desk-events"));
    assertThat(button(page, "Pause…")).isVisible();
    assertThat(button(page, "Check the source")).hasCount(0);
  }

  @Test
  void titleOfOneTextIsShownPlain() {
    Page page = operator("/console/workbench?connector=desk-events");
    assertThat(page.getByText("As the server runs it.")).isVisible();
    page.getByLabel("Event as JSON: a CloudEvent").fill(ORDER.formatted(8810));

    page.getByLabel("Mapping as YAML")
        .fill("record: { type: Order, id: .id, title: '\"Number \\(.id)\"' }\nposts: []\n");

    assertThat(page.locator("causerie-console-result .title")).hasText("Number 8810");
  }

  @Test
  void draftGivesWayToTheRunningMapping() {
    Page page = operator("/console/workbench?connector=desk-events");
    Locator mapping = page.getByLabel("Mapping as YAML");
    page.getByLabel("Mapping of this connector").selectOption("mappings/document.yaml");
    String running = mapping.inputValue();
    assertThat(running).contains("Document");
    mapping.fill("# mine\n" + running);
    page.reload();
    page.getByLabel("Mapping of this connector").selectOption("mappings/document.yaml");
    assertThat(mapping).hasValue(Pattern.compile("^# mine"));

    button(page, "Start from the running mapping").click();

    assertThat(mapping).hasValue(running);
    assertThat(mapping).isFocused();
    assertThat(page.getByText("As the server runs it.")).isVisible();
  }

  /** Presses Tab until what bears a name has the focus. */
  private static void tabTo(Page page, String name) {
    String focused =
        "() => { let e = document.activeElement; while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement; return (e?.textContent ?? '').trim(); }";
    for (int i = 0; i < 60; i++) {
      page.keyboard().press("Tab");
      if (name.equals(page.evaluate(focused))) {
        return;
      }
    }
    throw new AssertionError("Tab does not lead to " + name);
  }

  @Test
  void everyPageFitsEveryWindowAndBreaksNoWordInside() throws Exception {
    push("odd", NUMBERED.formatted(9));
    for (String language : Look.LANGUAGES) {
      Page page = walk.own(walk.browsers().window(1280, 900, language), "Ada Lovelace");
      for (String path : PAGES) {
        page.navigate(walk.causerie() + "/console" + path);
        page.getByRole(AriaRole.HEADING).first().waitFor();
        assertThat(page.getByText(Pattern.compile("Loading|Chargement"))).isHidden();
        isWholeInEachLook(page, language);
        if (language.startsWith("fr")) {
          hasNoViolationInEitherTheme(page);
        }
      }
    }
  }

  @Test
  void consoleIsFrenchForWhoReadsFrench() {
    Page page = walk.operator(walk.browsers().window(320, 700, "fr-FR"), "/audit").page();
    assertThat(heading(page, "Journal")).isVisible();
    page.navigate(walk.causerie() + CONNECTOR);
    assertThat(button(page, "Mettre en pause…")).isVisible();
  }

  @Test
  void whoMayNotOperateIsToldSo() {
    Page page = walk.own("Grace Hopper", 900, 700);
    assertThat(heading(page, "Look up a record")).isVisible();
    assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Console")))
        .hasCount(0);

    page.navigate(walk.causerie() + "/console");

    assertThat(heading(page, "The console is for operators")).isVisible();
    assertThat(page.getByText("Ask whoever runs Causerie for a token")).isVisible();
    hasNoViolationInEitherTheme(page);
    Page nobody = walk.browsers().window(900, 700);
    nobody.navigate(walk.causerie() + "/console/audit");
    assertThat(heading(nobody, "Who are you today?")).isVisible();
    nobody.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Ada Lovelace")).click();
    assertThat(heading(nobody, "Audit")).isVisible();
  }

  @Test
  void signInEndsOnThisSiteWhateverTheAddressSays() {
    for (String then :
        new String[] {
          "/%09/host.invalid/", "//host.invalid", "/%5Chost.invalid", "/.//host.invalid"
        }) {
      Page page = walk.browsers().window(900, 700);
      page.navigate(walk.causerie() + "/sign-in?then=" + then);
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Ada Lovelace")).click();
      page.waitForURL(url -> !url.contains("/sign-in"));
      assertThat(page.url()).as(then).startsWith(walk.causerie());
    }
  }

  @Test
  void addressOfNoConnectorSaysWhatToDo() {
    Page page = operator("/console/connectors/none");

    assertThat(page.getByText("There is no such connector")).isVisible();
    assertThat(page.getByText("stands in no file of systems/")).isVisible();
  }

  @Test
  void connectorWhoseEventsAllFailIsNotGreen() throws Exception {
    for (int i = 1; i <= 2; i++) {
      push("fails-" + i, NUMBERED.formatted(i));
    }
    Page page = operator("/console");
    Locator row = page.getByRole(AriaRole.ROW).filter(has("desk-events"));
    assertThat(row.locator(".st")).hasText(Pattern.compile("events? failed"));
    assertThat(row.locator(".st.good")).hasCount(0);
  }
}
