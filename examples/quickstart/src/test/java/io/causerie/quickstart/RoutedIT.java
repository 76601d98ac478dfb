package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.article;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.hasNoViolationInEitherTheme;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.causerie.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A route of the integrator's, as operators see it and as people read what it brings. */
@Tag("real")
class RoutedIT {
  private static final String SYSTEM =
      """
      system: archive
      title: Archive
      audience: { groups: [sales] }
      kind: camel
      connectors:
        archive-orders:
          config: { route: archive }
          mapping:
            record: { type: Contract, typeLabel: contract, id: .id }
            track: [ { field: status, label: Status } ]
            posts:
              - { when: created, summary: "{record} was filed" }
              - { when: changed, summary: "{changes} in the archive" }
      """;

  private static final String ROUTE =
      """
      - route:
          id: archive
          from:
            uri: file:%s
            parameters: { include: ".*[.]json", delay: 100 }
            steps:
              - setHeader: { name: ce-id, expression: { simple: { expression: "${file:onlyname.noext}" } } }
              - setHeader: { name: ce-type, expression: { constant: { expression: contract } } }
              - setHeader: { name: ce-source, expression: { constant: { expression: /archive } } }
              - to: { uri: "causerie:archive-orders" }
      """;

  @RegisterExtension static final Walk walk = new Walk();
  @TempDir private Path folder;

  /** Whole at once, as the route's component expects of who writes into its folder. */
  private Path file(String name, int version, String status) throws IOException {
    Path beside = folder.resolve(name + ".part");
    Files.writeString(
        beside, "{\"id\":\"K-7\",\"version\":%d,\"status\":\"%s\"}".formatted(version, status));
    return Files.move(beside, folder.resolve(name + ".json"), StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void routeBringsEventsRestsWithItsConnectorAndGoesOn() throws Exception {
    Files.createDirectories(walk.config().resolve("routes"));
    Files.writeString(walk.config().resolve("routes/archive.yaml"), ROUTE.formatted(folder));
    Files.writeString(walk.config().resolve("systems/archive.yaml"), SYSTEM);
    file("1", 1, "draft");
    Page ada = walk.own("Ada Lovelace", 900, 800);
    String record = "system=archive&type=Contract&id=K-7";

    walk.await(ada, record);

    ada.navigate(walk.causerie() + "/records?" + record);
    assertThat(article(ada, "was filed")).isVisible();
    Page page = walk.own("Ada Lovelace", 1320, 900);
    page.navigate(walk.causerie() + "/console/connectors/archive-orders");
    assertThat(page.getByText("camel · brought by a route")).isVisible();
    hasNoViolationInEitherTheme(page);

    button(page, "Pause…").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    dialog.getByLabel("Reason").fill("stocktaking");
    dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Pause")).click();
    assertThat(page.getByText("Reason: stocktaking.")).isVisible();
    Path waiting = file("2", 2, "signed");
    assertThat(waiting).exists();

    button(page, "Resume").click();

    Eventually.until("the route has taken it", () -> !Files.exists(waiting));
    Locator more = button(ada, "1 new post");
    assertThat(more).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(30_000));
    more.click();
    assertThat(article(ada, "in the archive")).containsText("signed");
  }
}
