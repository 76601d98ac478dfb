package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.article;
import static io.causerie.quickstart.Walk.box;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.comment;
import static io.causerie.quickstart.Walk.margin;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.causerie.testkit.browser.Browsers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the desk does not tell by itself, but answers when it is asked. */
class PolledIT {
  @RegisterExtension static final Walk walk = new Walk();

  @Test
  void changeOfATicketIsReadFromTheDesksDatabase() {
    Page katherine = walk.desk("Katherine Johnson", "/ticket/88");
    FrameLocator ada = margin(walk.desk("Ada Lovelace", "/ticket/88"));
    assertThat(article(ada, "Katherine Johnson opened the ticket")).isVisible();
    assertThat(box(ada)).isVisible();

    katherine.getByLabel("Status").selectOption("working");
    button(katherine, "Save").click();

    button(ada, "1 new post").click();
    assertThat(article(ada, "Katherine Johnson changed Status")).containsText("In work");
    assertThat(article(margin(katherine), "You changed Status")).isVisible();
  }

  @Test
  void deliveryOfAPackedOrderIsReadFromTheDesksServiceAndDiscussed() {
    Page ada = walk.desk("Ada Lovelace", "/order/4712");
    ada.getByLabel("Status").selectOption("packed");
    button(ada, "Save").click();
    walk.await("system=desk&type=Delivery&id=L-4712");

    Page katherine = walk.desk("Katherine Johnson", "/delivery");
    katherine.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("L-4712")).click();
    FrameLocator frame = margin(katherine);
    Locator packed = article(frame, "Ada Lovelace packed the delivery for");
    comment(packed, "The ramp is free from two o'clock.");
    Page own = walk.record("Ada Lovelace", "Delivery", "L-4712");
    assertThat(own.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Order 4712")))
        .isVisible();
    assertThat(article(own, "You packed the delivery")).containsText("The ramp is free");
    assertThat(Browsers.violations(katherine)).isEmpty();

    ada.getByLabel("Status").selectOption("shipped");
    button(ada, "Save").click();
    button(frame, "1 new post").click();
    assertThat(article(frame, "Ada Lovelace changed Status")).containsText("Under way");
  }

  @Test
  void strangerIsRefusedByTheDesksService() {
    Page page = walk.desk("Ada Lovelace", "/delivery");
    String service = page.url().replace("/delivery", "/odata/Deliveries");

    assertThat(page.request().get(service).status()).isEqualTo(401);
  }

  @Test
  void integratorConnectsASecondTableByWritingOneYamlFile() throws IOException {
    Page ada = walk.own("Ada Lovelace", 900, 800);
    Page katherine = walk.own("Katherine Johnson", 900, 800);
    String record = "system=crm&type=Customer&id=C-2";

    try (InputStream file = PolledIT.class.getResourceAsStream("/crm.yaml")) {
      Files.copy(requireNonNull(file), walk.config().resolve("systems/crm.yaml"));
    }

    walk.await(ada, record);
    ada.navigate(walk.causerie() + "/records?" + record);
    comment(article(ada, "Atelier Dubois of Lyon is a customer"), "They pay early.");
    katherine.navigate(walk.causerie() + "/records?" + record);
    assertThat(katherine.getByText("This record does not exist, or you may not see it."))
        .isVisible();
  }
}
