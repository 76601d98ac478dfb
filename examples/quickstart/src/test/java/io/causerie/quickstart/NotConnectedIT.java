package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.hasNoViolationInEitherTheme;
import static io.causerie.quickstart.Walk.isWholeInEachLook;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.causerie.spi.StandardWebhooks;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is not connected yet where the console writes nothing: types, and whole systems. */
@Tag("real")
class NotConnectedIT {
  private static final String TYPE = "com.example.desk.refund";

  @RegisterExtension static final Walk walk = new Walk();

  private static void push(String id, String data) throws Exception {
    String event =
        "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/desk\",\"type\":\"%s\",\"data\":%s}"
            .formatted(id, TYPE, data);
    byte[] secret =
        Base64.getDecoder().decode(Files.readString(walk.data().resolve("webhook.secret")).strip());
    String timestamp = String.valueOf(Instant.now().getEpochSecond());
    byte[] body = event.getBytes(StandardCharsets.UTF_8);
    String signature =
        Base64.getEncoder().encodeToString(StandardWebhooks.sign(secret, id, timestamp, body));
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(walk.causerie() + "/api/v1/connectors/desk-events/events"))
            .header("Content-Type", "application/cloudevents+json")
            .header("webhook-id", id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", "v1," + signature)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  @Test
  void operatorGoesFromATypeThatIsNotMappedToAMappingOfIt() throws Exception {
    push("refund-1", "{\"no\":\"R-1\",\"reason\":\"broken\",\"state\":\"open\"}");
    push("refund-2", "{\"no\":\"R-2\",\"reason\":\"late\",\"state\":\"paid\"}");
    Page page = walk.operator("/connectors/desk-events").page();

    Locator types =
        page.getByRole(
            AriaRole.REGION,
            new Page.GetByRoleOptions().setName("These types come and are not mapped"));
    assertThat(types.getByRole(AriaRole.LISTITEM)).hasCount(1);
    assertThat(types).containsText(TYPE);
    assertThat(types).containsText("2 events");
    hasNoViolationInEitherTheme(page);
    isWholeInEachLook(page, "en");
    types
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Map " + TYPE + "…"))
        .click();

    assertThat(page.getByLabel("Event as JSON: a CloudEvent"))
        .hasValue(Pattern.compile("refund-2"));
    assertThat(page.getByLabel("Mapping as YAML")).hasValue(Pattern.compile("id: \\.no"));
    assertThat(page.getByText("Proposed from 2 events; 2 of them tell something.")).isVisible();
    assertThat(page.getByText("This event would be understood")).isVisible();
    assertThat(page.getByText("the connector has no mapping for this type")).isVisible();
    assertThat(page.getByLabel("Mapping of this connector"))
        .hasValue("mappings/com-example-desk-refund.yaml");
    hasNoViolationInEitherTheme(page);

    Page french =
        walk.operator(walk.browsers().window(1320, 900, "fr-FR"), "/connectors/desk-events").page();
    assertThat(french.getByText("Ces types arrivent sans correspondance")).isVisible();
    isWholeInEachLook(french, "fr");
  }

  private static Locator shown(Page page, String name) {
    return page.getByRole(
        AriaRole.REGION, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** Where the server's file does not let the console write, somebody copies what it shows. */
  @Test
  void systemIsConnectedByFilesThatAreCopied() throws Exception {
    Page page = walk.operator("/connect").page();
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(Pattern.compile("^webhook")))
        .check();
    page.getByLabel("Name of the system").fill("intake");
    page.getByLabel("How does it prove who sends?").selectOption("verify.secret");
    page.getByLabel("verify.secret.header").fill("X-Secret");
    button(page, "Show the files").click();

    assertThat(page.getByText("Waiting until the files are in force…")).isVisible();
    hasNoViolationInEitherTheme(page);
    Path system = walk.config().resolve("systems/intake.yaml");
    assertThat(system).doesNotExist();
    String secret = shown(page, "Secret").innerText();
    Files.createDirectories(walk.config().resolve("secrets"));
    Files.writeString(
        walk.config().resolve("secrets/intake"), shown(page, "secrets/intake").innerText());
    Files.writeString(system, shown(page, "systems/intake.yaml").innerText());
    assertThat(page.getByText("In force. Waiting for the first event…")).isVisible();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(shown(page, "Address").innerText()))
            .header("Content-Type", "application/json")
            .header("X-Secret", secret)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"id\":\"I-1\",\"title\":\"A chair\",\"status\":\"asked\"}"))
            .build();
    int status =
        HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.discarding())
            .statusCode();
    assertThat(status).isEqualTo(202);

    assertThat(page.getByText("This event would be understood")).isVisible();
    assertThat(page.getByText("Save it as mappings/intake.yaml")).isVisible();
    Files.writeString(
        walk.config().resolve("mappings/intake.yaml"),
        page.getByLabel("Mapping as YAML").inputValue());
    Files.writeString(
        system, Files.readString(system).replace("mapping: []", "mapping: mappings/intake.yaml"));
    assertThat(page.getByText("It is live")).isVisible();
    button(page, "Post the event that came").click();
    assertThat(page.getByText("1 event was posted.")).isVisible();
  }
}
