package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.act;
import static io.causerie.quickstart.Walk.article;
import static io.causerie.quickstart.Walk.box;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.choose;
import static io.causerie.quickstart.Walk.hasNoViolationInEitherTheme;
import static io.causerie.quickstart.Walk.isWholeInEachLook;
import static io.causerie.quickstart.Walk.note;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.causerie.contract.board.Board;
import io.causerie.contract.board.BoardPlugin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody writes stands in the system of its record as well, where she chose that. */
class WriteBackIT {
  private static final Board BOARD = new Board();

  @RegisterExtension
  static final Walk walk = new Walk(WriteBackIT::configure, plugins -> BoardPlugin.add(plugins));

  private static int records;
  private String record = "";

  private static void configure(Path config) throws Exception {
    Files.writeString(
        config.resolve("causerie.yaml"),
        "accounts: { keys: [ { id: one, secret: a-key-by-chance-of-32-characters-one } ] }\n",
        StandardOpenOption.APPEND);
    Files.writeString(
        config.resolve("systems/board.yaml"),
        """
        system: board
        title: The board
        audience: everyone
        kind: board
        writeBack: internal
        config: { url: "%s", token: %s, means: "find edit delete as_person" }
        connectors:
          board-events:
            schedule: PT1S
            since: 2026-01-01
            mapping:
              record: { type: Order, id: '.record | split("/")[1]', title: .record }
        """
            .formatted(BOARD.url(), Board.TOKEN));
  }

  @AfterAll
  static void close() {
    BOARD.close();
  }

  @BeforeEach
  void known() {
    record = "B" + ++records;
    BOARD.write("otto", "Order", record, "It begins", null);
    walk.await(query());
  }

  private String query() {
    return "system=board&type=Order&id=" + record;
  }

  private Page page(Page page) {
    page.navigate(walk.causerie() + "/records?" + query());
    return page;
  }

  private static Locator also(Page page) {
    return page.getByRole(
        AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName("Also in The board"));
  }

  private List<String> texts() {
    return BOARD.comments("Order", record).stream().map(Board.There::words).toList();
  }

  @Test
  void whatSheChoseStandsThereAndUnderItSinceWhen() {
    Page ada = page(walk.own("Ada Lovelace", 900, 800));
    assertThat(also(ada)).not().isChecked();
    box(ada).first().fill("Among us");
    button(ada, "Post").click();
    assertThat(article(ada, "Among us")).isVisible();
    assertThat(article(ada, "Among us").locator("causerie-copies")).hasCount(0);

    also(ada).focus();
    ada.keyboard().press("Space");
    box(ada).first().fill("Who ships this?");
    button(ada, "Post").click();

    Locator post = article(ada, "Who ships this?");
    assertThat(post).containsText("In The board since now");
    Assertions.assertThat(texts()).containsExactly("It begins", "Ada Lovelace: Who ships this?");
    ada.reload();
    assertThat(also(ada)).isChecked();
    also(ada).uncheck();
    ada.reload();
    assertThat(also(ada)).not().isChecked();

    Page grace = page(walk.own(walk.browsers().profile(true), "Grace Hopper"));
    Locator asked = article(grace, "Who ships this?");
    assertThat(asked).containsText("In The board since");
    act(asked, "Comment");
    asked.getByRole(AriaRole.CHECKBOX).check();
    box(asked).fill("We do");
    button(asked, "Comment").click();
    assertThat(note(asked, "We do")).containsText("In The board since");
    assertThat(note(post, "We do")).containsText("In The board since");
    Assertions.assertThat(BOARD.comments("Order", record).get(2).inReplyTo())
        .isEqualTo(BOARD.comments("Order", record).get(1).id());
    hasNoViolationInEitherTheme(grace);
    isWholeInEachLook(grace, "en-GB");

    choose(note(asked, "We do"), "Delete");
    button(note(asked, "We do"), "Yes, delete").click();
    assertThat(asked).containsText("No longer in The board");
    Assertions.assertThat(texts()).doesNotContain("Grace Hopper: We do");
  }

  @Test
  void whatIsRefusedSaysWhyAndIsTriedAgain() {
    Page ada = page(walk.own("Ada Lovelace", 900, 800));
    BOARD.next(Board.Trouble.REFUSED);
    also(ada).check();
    box(ada).first().fill("Please take this");
    button(ada, "Post").click();

    Locator post = article(ada, "Please take this");
    assertThat(post).containsText("Not in The board: the board says 403");
    Page grace = page(walk.own(walk.browsers().profile(true), "Grace Hopper"));
    assertThat(article(grace, "Please take this")).containsText("Not in The board");
    assertThat(button(article(grace, "Please take this"), "Try again")).hasCount(0);
    hasNoViolationInEitherTheme(ada);
    isWholeInEachLook(ada, "en-GB");
    button(post, "Try again").click();

    assertThat(post).containsText("In The board since now");
    Assertions.assertThat(texts()).contains("Ada Lovelace: Please take this");
    also(ada).uncheck();
  }

  @Test
  void itIsSaidInFrenchToo() {
    Page page = walk.own(walk.browsers().window(900, 800, "fr-FR"), "Blaise Pascal");
    page(page);
    Locator also =
        page.getByRole(
            AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName("Aussi dans The board"));
    also.check();
    box(page).first().fill("Qui livre ?");
    button(page, "Publier").click();
    assertThat(article(page, "Qui livre ?")).containsText("Dans The board depuis");
    isWholeInEachLook(page, "fr-FR");
  }

  @Test
  void sheConnectsHerAccountUnderPreferencesAndWritesAsHerself() {
    BOARD.sits("katherine");
    Page page = walk.own(walk.browsers().profile(true), "Katherine Johnson");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Katherine Johnson")).click();
    assertThat(
            page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName("Your own accounts")))
        .isVisible();

    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Connect: The board"))
        .click();

    assertThat(page.getByText("Your account is connected.")).isVisible();
    assertThat(page.getByText("The board: katherine")).isVisible();
    Assertions.assertThat(page.url()).isEqualTo(walk.causerie() + "/preferences#connected");
    hasNoViolationInEitherTheme(page);
    isWholeInEachLook(page, "en-GB");
    page.setViewportSize(900, 800);
    page(page);
    also(page).check();
    box(page).first().fill("In my own name");
    button(page, "Post").click();
    assertThat(article(page, "In my own name")).containsText("In The board since now");
    Assertions.assertThat(BOARD.comments("Order", record).get(1).author()).isEqualTo("katherine");

    page.navigate(walk.causerie() + "/preferences");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Disconnect: The board"))
        .click();
    assertThat(
            page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Connect: The board")))
        .isVisible();
  }
}
