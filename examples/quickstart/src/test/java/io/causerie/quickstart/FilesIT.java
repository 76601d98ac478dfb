package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.article;
import static io.causerie.quickstart.Walk.box;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.hasNoViolationInEitherTheme;
import static io.causerie.quickstart.Walk.margin;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files in the talk: dropped, chosen and taken back; seen by readers, in frames too. */
class FilesIT {
  @RegisterExtension static final Walk walk = new Walk();

  private static Locator chosen(Page page) {
    return page.locator("causerie-uploads li");
  }

  /** As a person drops a photo from her desktop. */
  private static void drop(Page page, String name) {
    JSHandle photo =
        page.evaluateHandle(
            """
            async (name) => {
              const canvas = new OffscreenCanvas(1200, 600);
              canvas.getContext("2d").fillRect(100, 100, 900, 300);
              const files = new DataTransfer();
              files.items.add(new File([await canvas.convertToBlob()], name, { type: "image/png" }));
              return files;
            }
            """,
            name);
    Locator composer = page.locator("causerie-composer .box").first();
    composer.dispatchEvent("dragover", Map.of("dataTransfer", photo));
    composer.dispatchEvent("drop", Map.of("dataTransfer", photo));
  }

  @Test
  void photoThatIsDroppedIsSeenByReadersAndNotByWhomItIsNotFor() throws Exception {
    Page katherine = walk.record("Katherine Johnson", "Ticket", "88");
    drop(katherine, "damage.png");
    assertThat(chosen(katherine)).hasCount(1);
    assertThat(katherine.locator("causerie-uploads .size")).isVisible();
    hasNoViolationInEitherTheme(katherine);
    box(katherine).fill("Look at this corner");
    button(katherine, "Post").click();
    article(katherine, "Look at this corner").locator("causerie-attachments img").waitFor();

    Response[] had = new Response[1];
    Page desk = walk.desk("Ada Lovelace", "/ticket/88");
    desk.onResponse(
        response -> had[0] = response.url().contains("preview=true") ? response : had[0]);
    Locator seen = article(margin(desk), "Look at this corner");
    seen.waitFor();
    Locator picture = seen.locator("causerie-attachments img");
    picture.waitFor();
    assertThat(picture).hasAttribute("alt", "damage.png");
    assertThat(picture.getAttribute("src")).startsWith("blob:");
    assertThat(picture.evaluate("i => i.decode().then(() => i.naturalWidth)")).isEqualTo(800);
    assertThat(chosen(katherine)).hasCount(0);
    Download saved = desk.waitForDownload(() -> button(seen, "Save damage.png").click());
    assertThat(saved.suggestedFilename()).isEqualTo("damage.png");
    assertThat(Files.readAllBytes(saved.path())).startsWith(0x89, 'P', 'N', 'G');
    hasNoViolationInEitherTheme(katherine);

    Page jana = walk.own("Jana Müller", 500, 700);
    walk.open(jana, "Ticket", "88");
    box(jana).waitFor();
    assertThat(article(jana, "Look at this corner")).hasCount(0);
    String file = had[0].url().replaceAll(".*/files/|\\?.*", "");
    for (String path : List.of("", "?preview=true")) {
      assertThat(
              jana.evaluate(
                  "path => fetch(path).then((r) => r.status)", "/api/v1/files/" + file + path))
          .isEqualTo(404);
    }
  }

  @Test
  void filesAreChosenAndTakenBackByKeyboardAlone() {
    Page page = walk.record("Ada Lovelace", "Order", "4711");
    Locator attach = button(page, "Add files").first();
    FileChooser chooser =
        page.waitForFileChooser(
            () -> {
              attach.focus();
              page.keyboard().press("Enter");
            });
    chooser.setFiles(
        new FilePayload[] {
          new FilePayload("plan.pdf", "application/pdf", bytes("%PDF-1.7")),
          new FilePayload("page.html", "text/html", bytes("<script>alert(1)</script>"))
        });
    assertThat(page.locator("causerie-uploads .size")).hasCount(2);

    button(page, "Remove page.html").focus();
    page.keyboard().press("Enter");
    assertThat(chosen(page)).hasCount(1);
    box(page).focus();
    page.keyboard().press("Control+Enter");

    Locator own =
        page.locator("causerie-attachments")
            .filter(new Locator.FilterOptions().setHasText("plan.pdf"));
    assertThat(own).containsText("8 byte");
    assertThat(chosen(page)).hasCount(0);
    page.reload();
    assertThat(own).isVisible();
  }

  @Test
  void whatIsTooLargeIsSaidBeforeItIsSent() {
    Page page = walk.record("Ada Lovelace", "Order", "4712");
    page.evaluate(
        """
        () => {
          const files = new DataTransfer();
          files.items.add(new File([new Uint8Array(26 << 20)], "film.mp4"));
          window.large = files;
        }
        """);
    page.locator("causerie-composer .box")
        .first()
        .dispatchEvent("drop", Map.of("dataTransfer", page.evaluateHandle("() => window.large")));

    assertThat(page.locator("causerie-uploads [role=alert]"))
        .hasText("film.mp4 is too large: 25 MB at most.");
    assertThat(chosen(page)).hasCount(0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
