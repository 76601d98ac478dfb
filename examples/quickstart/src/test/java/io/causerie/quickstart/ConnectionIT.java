package io.causerie.quickstart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.causerie.quickstart.Walk.article;
import static io.causerie.quickstart.Walk.box;
import static io.causerie.quickstart.Walk.button;
import static io.causerie.quickstart.Walk.margin;
import static io.causerie.quickstart.Walk.posts;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.causerie.testkit.browser.Browsers;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What readers see when Causerie, or the way to it, is away; and that they miss nothing. */
@Tag("real")
class ConnectionIT {
  private static final String LIVE = "**/api/v1/live?topic=record:**";

  @RegisterExtension static final Walk walk = new Walk();

  /** A reader whose live stream goes through a tunnel; its requests are collected. */
  private record Reader(Page page, List<Request> streams) {
    static Reader through(Tunnel tunnel, String type, String id) {
      Page page = walk.own("Grace Hopper", 900, 800);
      List<Request> streams = new CopyOnWriteArrayList<>();
      page.clock().install();
      tunnel.carry(
          page.context().cookies(walk.causerie()).stream()
              .map(cookie -> cookie.name + "=" + cookie.value)
              .collect(Collectors.joining("; ", "Cookie: ", "")));
      page.route(
          LIVE,
          route -> {
            streams.add(route.request());
            String there =
                route.request().url().replaceFirst("127.0.0.1:\\d+", "127.0.0.1:" + tunnel.port());
            route.resume(new Route.ResumeOptions().setUrl(there));
          });
      walk.open(page, type, id);
      assertThat(box(page)).isVisible();
      page.waitForCondition(() -> streams.size() == 1);
      return new Reader(page, streams);
    }

    void streamsAgain() {
      page.waitForCondition(() -> streams.size() > 1);
      assertThat(streams.get(streams.size() - 1).headers()).containsKey("last-event-id");
    }
  }

  private static Tunnel tunnel() throws IOException {
    return Tunnel.to(URI.create(walk.causerie()).getPort());
  }

  @Test
  void streamThatFellSilentIsNoticedAndNothingIsMissed() throws IOException {
    try (Tunnel tunnel = tunnel()) {
      Reader grace = Reader.through(tunnel, "Order", "4711");
      Page ada = walk.record("Ada Lovelace", "Order", "4711");
      posts(ada, "system=desk&type=Order&id=4711", List.of("It is heard"));
      assertThat(button(grace.page(), "1 new post")).isVisible();
      tunnel.fallSilent();
      posts(ada, "system=desk&type=Order&id=4711", List.of("Into the void"));

      grace.page().clock().fastForward(41_000);

      grace.streamsAgain();
      assertThat(button(grace.page(), "2 new posts")).isVisible();
    }
  }

  @Test
  void streamIsOpenedAnewWhenTheNetworkIsBack() throws IOException {
    try (Tunnel tunnel = tunnel()) {
      Reader grace = Reader.through(tunnel, "Order", "4712");
      tunnel.fallSilent();
      Page ada = walk.record("Ada Lovelace", "Order", "4712");
      posts(ada, "system=desk&type=Order&id=4712", List.of("While you were out"));

      grace.page().evaluate("() => dispatchEvent(new Event('online'))");

      grace.streamsAgain();
      assertThat(button(grace.page(), "1 new post")).isVisible();
    }
  }

  @Test
  void streamIsOpenedAnewForWhoComesBackToThePage() throws IOException {
    try (Tunnel tunnel = tunnel()) {
      Reader grace = Reader.through(tunnel, "Document", "D-17");
      String look = "() => document.dispatchEvent(new Event('visibilitychange'))";
      grace.page().evaluate(look);
      tunnel.fallSilent();
      Page ada = walk.record("Ada Lovelace", "Document", "D-17");
      posts(ada, "system=desk&type=Document&id=D-17", List.of("While you looked away"));
      assertThat(grace.streams()).as("a stream that speaks is left alone").hasSize(1);

      grace.page().clock().fastForward(25_000);
      grace.page().evaluate(look);

      grace.streamsAgain();
      assertThat(button(grace.page(), "1 new post")).isVisible();
    }
  }

  @Test
  void attemptUnderWayIsNotBrokenOffByWhoComesBack() {
    Page grace = walk.own("Grace Hopper", 900, 800);
    List<Request> streams = new CopyOnWriteArrayList<>();
    grace.route(LIVE, route -> streams.add(route.request()));
    walk.open(grace, "Document", "D-17");
    grace.waitForCondition(() -> streams.size() == 1);

    grace.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))");
    // What was asked for before this answer would have been seen before it.
    grace.evaluate("() => fetch('/api/v1/me').then((answer) => answer.ok)");

    assertThat(streams).hasSize(1);
    grace.context().close();
  }

  @Test
  void pageOfSomethingInBetweenDoesNotEndTheSession() {
    for (int status : List.of(401, 403, 404, 502)) {
      Page grace = walk.own("Grace Hopper", 900, 800);
      List<Request> streams = new CopyOnWriteArrayList<>();
      page(grace, LIVE, status, streams);
      walk.open(grace, "Ticket", "88");
      assertThat(box(grace)).isVisible();
      grace.waitForCondition(() -> streams.size() > 1);

      grace.unroute(LIVE);

      Page ada = walk.record("Ada Lovelace", "Ticket", "88");
      posts(ada, "system=desk&type=Ticket&id=88", List.of("Answered in between: " + status));
      assertThat(button(grace, "1 new post")).isVisible();
      assertThat(grace.getByText("Your session is over.")).hasCount(0);
      grace.context().close();
    }
  }

  private static void page(Page page, String path, int status, List<Request> seen) {
    page.route(
        path,
        route -> {
          seen.add(route.request());
          route.fulfill(
              new Route.FulfillOptions()
                  .setStatus(status)
                  .setContentType("text/html")
                  .setBody("<h1>Maintenance</h1>"));
        });
  }

  @Test
  void recordBehindAProxysErrorPageIsNotSaidToBeMissing() {
    Page grace = walk.own("Grace Hopper", 900, 800);
    page(grace, "**/api/v1/records?**", 404, new CopyOnWriteArrayList<>());
    walk.open(grace, "Order", "4711");

    assertThat(grace.getByRole(AriaRole.ALERT))
        .containsText("something between this page and Causerie answered instead (404)");
    grace.unroute("**/api/v1/records?**");
    button(grace, "Try again").click();
    assertThat(box(grace)).isVisible();
  }

  @Test
  void everyPageSaysThatCauserieDoesNotAnswerAndGoesOnWhenItDoes() {
    Page page = walk.own("Ada Lovelace", 900, 700);
    for (String path : List.of("/", "/records?system=desk&type=Order&id=4711", "/console")) {
      page.route("**/api/v1/me", Route::abort);
      page.navigate(walk.causerie() + path);
      assertThat(page.getByRole(AriaRole.HEADING)).hasText("Causerie does not answer");
      assertThat(Browsers.violations(page)).isEmpty();

      page.unroute("**/api/v1/me");
      button(page, "Try again").click();

      assertThat(page.getByText("Causerie does not answer")).hasCount(0);
      assertThat(page.getByText("Sign out")).isVisible();
    }
  }

  @Test
  void marginSaysThatCauserieDoesNotAnswerAndComesByItself() {
    Page desk = walk.browsers().window(1280, 860);
    walk.desk(desk, "Ada Lovelace", "/order");
    desk.route("**/embed/record**", Route::abort);
    desk.clock().install();
    desk.navigate(desk.url() + "/4711");
    desk.locator("causerie-record iframe").waitFor();

    desk.clock().fastForward(10_000);

    assertThat(desk.getByText("Causerie does not answer. It is tried again by itself."))
        .isVisible();
    assertThat(desk.getByText("Talk about this record stands here")).isVisible();
    assertThat(Browsers.violations(desk)).isEmpty();
    desk.unroute("**/embed/record**");
    desk.clock().fastForward(15_000);
    assertThat(article(margin(desk), "took the order")).isVisible();
    assertThat(desk.getByText("Causerie does not answer")).hasCount(0);
  }

  @Test
  void pageWithoutTheScriptOfTheMarginSaysWhatIsMissing() {
    Page desk = walk.browsers().window(1280, 860);
    desk.route("**/embed.js", Route::abort);
    walk.desk(desk, "Ada Lovelace", "/order/4711");

    assertThat(desk.getByText("Talk about this record stands here")).isVisible();
  }
}
