package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.article;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.hasNoViolationInEitherTheme;
import static io.causerie.quickstart.Walk.isWholeInEachLook;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A system that nobody has prepared, from the choice of its kind to its first post. */
@Tag("real")
class ConnectIT {
  private static final String TICKET =
      """
      {"event":"ticket.%s","ticket":{"number":"T-%d","subject":"%s","status":"%s","priority":"high",
       "updated_at":"2026-11-27T08:0%d:00Z","html_url":"https://help.example.com/t/%d"},
       "sender":{"login":"ghopper","name":"Grace Hopper"}}
      """;

  @RegisterExtension
  static final Walk walk =
      new Walk(
          config ->
              Files.writeString(
                  config.resolve("causerie.yaml"),
                  Files.readString(config.resolve("causerie.yaml"))
                      .replace(
                          "  language: en\n", "  language: en\n  console: { writes: true }\n")));

  private static String ticket(String what, int number, String subject, String status, int minute) {
    return TICKET.formatted(what, number, subject, status, minute, number);
  }

  /** A helpdesk that knows an address and a secret, and signs what it posts. */
  private static void post(String address, String secret, String delivery, String body)
      throws IOException, InterruptedException, GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signature = HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/json")
            .header("X-Delivery", delivery)
            .header("X-Signature", signature)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
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
    page.getByLabel("Name of the system").fill("helpdesk");
    page.getByLabel("As people call it").fill("Help desk");
    page.getByLabel("verify.hmac.header").fill("X-Signature");
    page.getByLabel("id", new Page.GetByLabelOptions().setExact(true))
        .fill(".headers[\"x-delivery\"]");
    page.getByLabel("type", new Page.GetByLabelOptions().setExact(true)).fill(".body.event");
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

    post(address, secret, "d-1", ticket("opened", 7, "The printer smokes", "open", 1));
    post(address, secret, "d-2", ticket("changed", 7, "The printer smokes", "solved", 2));

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
    post(address, secret, "d-3", ticket("changed", 7, "The printer smokes", "closed", 3));
    assertThat(article(page, "closed").first()).isVisible();

    page.navigate(walk.causerie() + "/console/audit");
    assertThat(page.getByRole(AriaRole.TABLE)).containsText("connected a system");
    assertThat(page.getByRole(AriaRole.TABLE)).containsText("systems/helpdesk.yaml");
    assertThat(page.getByRole(AriaRole.TABLE)).containsText("wrote a mapping");
    assertThat(page.content()).doesNotContain(secret);
  }
}
