package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.article;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.hasNoViolationInEitherTheme;
import static io.causerie.quickstart.Walk.isWholeInEachLook;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.causerie.testkit.browser.Shots;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A system that nobody has prepared, from the choice of its kind to its first post. */
@Tag("real")
class ConnectIT {
  private static final Path DOCUMENT = Path.of("../../docs/getting-started.md");

  @RegisterExtension
  static final Walk walk =
      new Walk(
          config ->
              Files.writeString(
                  config.resolve("causerie.yaml"),
                  Files.readString(config.resolve("causerie.yaml"))
                      .replace(
                          "  language: en\n", "  language: en\n  console: { writes: true }\n")));

  /** A block of the document that tells what to do. */
  private static String told(String mark, String block) throws IOException {
    Matcher found =
        Pattern.compile("(?s)<!-- " + mark + " -->\n" + block).matcher(Files.readString(DOCUMENT));
    assertThat(found.find()).as(mark).isTrue();
    return found.group(1);
  }

  /** What the document says is to be filled in: fields by what stands above them. */
  private static Map<String, String> filled() throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    Pattern.compile("(?m)^\\| ([^|]+) \\| `([^`]+)` \\|$")
        .matcher(told("filled", "(.*?)\n\n"))
        .results()
        .forEach(row -> fields.put(row.group(1), row.group(2)));
    assertThat(fields).hasSize(5);
    return fields;
  }

  /** The source of the document: a shell with the address and the secret pasted into it. */
  private static void send(String script) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("bash", "-e", "-c", script).redirectErrorStream(true).start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(said).isZero();
  }

  /** GitHub as its documents say it signs. */
  private static int github(String address, String secret, Path example) throws Exception {
    ObjectMapper json = new ObjectMapper();
    byte[] body =
        json.writeValueAsBytes(
            json.readTree(Files.readAllBytes(example.resolve("event.json"))).path("data"));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/json")
            .header("X-Hub-Signature-256", "sha256=" + HexFormat.of().formatHex(mac.doFinal(body)))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    json.readTree(Files.readAllBytes(example.resolve("headers.json")))
        .fields()
        .forEachRemaining(header -> request.header(header.getKey(), header.getValue().asText()));
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static Locator region(Page page, String name) {
    return page.getByRole(
        AriaRole.REGION, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void whatAKindAsksIsToldInFrenchAndSomeKindsAreWrittenByHand() {
    Page page = walk.operator(walk.browsers().window(1320, 900, "fr-FR"), "/connect").page();
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(Pattern.compile("^webhook")))
        .check();
    assertThat(page.getByText("Un secret est créé, et montré une fois.")).isVisible();
    page.getByLabel("Comment prouve-t-il qui envoie ?").selectOption("verify.secret");
    assertThat(page.getByLabel("verify.secret.header")).isVisible();
    assertThat(page.getByLabel("verify.hmac.header")).hasCount(0);
    isWholeInEachLook(page, "fr");
    hasNoViolationInEitherTheme(page);
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(Pattern.compile("^sql")))
        .check();
    assertThat(page.getByText("causerie connector new sql")).isVisible();
    assertThat(button(page, "Raccorder")).hasCount(0);
  }

  @Test
  void webhookOfASystemThatNobodyPreparedIsConnectedInTheBrowser() throws Exception {
    Page page = walk.operator("").page();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Connect a system")).click();
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(Pattern.compile("^webhook")))
        .check();
    filled()
        .forEach(
            (field, value) ->
                page.getByLabel(field, new Page.GetByLabelOptions().setExact(true)).fill(value));
    hasNoViolationInEitherTheme(page);
    isWholeInEachLook(page, "en");
    page.setViewportSize(1320, 900);
    button(page, "Connect").click();

    assertThat(page.getByText("Paste this into the source")).isFocused();
    String address = region(page, "Address").innerText();
    String secret = region(page, "Secret").innerText();
    assertThat(page.getByText("In force. Waiting for the first event…")).isVisible();
    Path file = walk.config().resolve("systems/helpdesk.yaml");
    assertThat(Files.readString(file)).doesNotContain(secret).contains("${file:secrets/helpdesk}");
    Shots.of(page, "console-connect");
    hasNoViolationInEitherTheme(page);

    String script =
        told("posted", "```sh\n(.*?)\n```")
            .replace("paste the address", address)
            .replace("paste the secret", secret);
    send(script);

    assertThat(page.getByText("2 events have come.")).isVisible();
    assertThat(region(page, "Body of the event")).containsText("The printer smokes");
    assertThat(page.getByText("Proposed from 2 events; 2 of them tell something.")).isVisible();
    assertThat(page.getByLabel("Mapping as YAML"))
        .hasValue(Pattern.compile("ticket.changed.*ticket.opened"));
    assertThat(page.getByText("This event would be understood")).isVisible();
    hasNoViolationInEitherTheme(page);
    Shots.of(page, "console-connect-mapping");
    button(page, "Save as a case").click();
    assertThat(page.getByText("“causerie check” runs it.")).isVisible();
    button(page, "Put it in force").click();

    assertThat(page.getByText("It is live")).isVisible();
    button(page, "Post the 2 events that came").click();
    assertThat(page.getByText("2 events were posted.")).isVisible();
    hasNoViolationInEitherTheme(page);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Open the record")).click();
    assertThat(
            page.getByRole(
                AriaRole.HEADING,
                new Page.GetByRoleOptions().setName(Pattern.compile("The printer smokes"))))
        .isVisible();
    send(script.replace("send 2", "send 3").replace("08:02", "08:03").replace("solved", "closed"));
    assertThat(article(page, "closed").first()).isVisible();

    send(
        script.substring(0, script.indexOf("send 1 "))
            + "send 4 '{\"event\":\"article.published\",\"article\":{\"id\":\"A-1\",\"title\":\"Printers\",\"state\":\"new\"}}'");
    anotherTypeIsMappedInTheWorkbench(page);
    page.navigate(walk.causerie() + "/console/audit");
    assertThat(page.getByRole(AriaRole.TABLE)).containsText("connected a system");
    assertThat(page.getByRole(AriaRole.TABLE)).containsText("systems/helpdesk.yaml");
    assertThat(page.getByRole(AriaRole.TABLE)).containsText("wrote a mapping");
    assertThat(page.content()).doesNotContain(secret);
  }

  /** A type that comes later is mapped, and its mapping is in force, without a file in the hand. */
  private static void anotherTypeIsMappedInTheWorkbench(Page page) throws IOException {
    page.navigate(walk.causerie() + "/console/connectors/helpdesk");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Map article.published…"))
        .click();
    assertThat(page.getByText("This event would be understood")).isVisible();
    button(page, "Put it in force").click();
    assertThat(page.getByText("Written as mappings/article-published.yaml")).isVisible();
    assertThat(button(page, "Put it in force")).hasCount(0);
    assertThat(Files.readString(walk.config().resolve("systems/helpdesk.yaml")))
        .contains("mapping: [\"mappings/article-published.yaml\", \"mappings/helpdesk.yaml\"]");
    Operator ada = new Operator(page, walk.causerie());
    page.waitForCondition(() -> ada.answer("helpdesk/unmapped").contains("\"items\":[]"));
  }

  /** Nothing is pasted into a service that is asked; it is looked whether it answers. */
  @Test
  void serviceThatIsAskedIsCheckedFromThePage() throws Exception {
    Page page = walk.operator("/connect").page();
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(Pattern.compile("^odata")))
        .check();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Name of the system", "shipping");
    fields.put("url needed", walk.deskOrigin() + "/odata");
    fields.put("entitySet needed", "Deliveries");
    fields.put("auth.basic.username", "causerie");
    fields.put(
        "auth.basic.password", Files.readString(walk.data().resolve("service.secret")).strip());
    page.getByLabel("How does Causerie sign in?").selectOption("auth.basic");
    page.getByText("More keys").click();
    fields.put("changedOn", "ChangedOn");
    fields.forEach(
        (field, value) ->
            page.getByLabel(field, new Page.GetByLabelOptions().setExact(true)).fill(value));
    hasNoViolationInEitherTheme(page);
    button(page, "Connect").click();

    assertThat(page.getByText("In force. Waiting for the first event…")).isVisible();
    assertThat(page.locator("#waiting")).isFocused();
    assertThat(page.getByText("Paste this into the source")).hasCount(0);
    button(page, "Check the source").click();
    assertThat(page.getByText("It can be read")).isVisible();
    hasNoViolationInEitherTheme(page);
  }

  @Test
  void systemOfTheGalleryIsLiveWithItsFirstEvent() throws Exception {
    Page page = walk.operator("/connect").page();
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(Pattern.compile("^github")))
        .check();
    page.getByText("The clicks in the source").click();
    assertThat(page.getByRole(AriaRole.REGION)).containsText("## Set up");
    button(page, "Connect").click();

    assertThat(page.getByText("In force. Waiting for the first event…")).isVisible();
    int status =
        github(
            region(page, "Address").innerText(),
            region(page, "Secret").innerText(),
            Path.of("../../connectors/gallery/github/cases/issue-opened"));

    assertThat(status).isEqualTo(202);
    assertThat(page.getByText("1 event has come.")).isVisible();
    assertThat(page.getByText("It is live")).isVisible();
    assertThat(page.getByText("This event would be understood")).isVisible();
    hasNoViolationInEitherTheme(page);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Open the record")).click();
    assertThat(article(page, "opened").first()).isVisible();
  }
}
