package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.article;
import static io.causerie.quickstart.Walk.box;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.margin;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
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
}
