package com.example.rss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedPollerTest {
  private final FeedServer server = new FeedServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private static String rss(String... items) {
    return "<rss><channel><item>" + String.join("</item><item>", items) + "</item></channel></rss>";
  }

  private Poller poller(String... more) throws Exception {
    return Connectors.poller(server, more);
  }

  private static List<String> keys(Poller.Page page) {
    return page.rows().stream().map(SourceRow::key).toList();
  }

  private static String data(SourceRow row) {
    return new String(row.event().data(), StandardCharsets.UTF_8);
  }

  @Test
  void feedIsReadFromTheOldestEntryToTheNewest() throws Exception {
    server.show(
        rss(
            "<guid>3</guid><pubDate>2026-07-03</pubDate>",
            "<guid>1</guid><pubDate>2026-07-01</pubDate>",
            "<guid>2</guid><pubDate>2026-07-02</pubDate>",
            "<guid>undated</guid>"));
    Poller poller = poller();

    Poller.Page page = poller.read(poller.beginning(), null, 2);

    assertThat(keys(page)).containsExactly("undated", "1", "2", "3");
    assertThat(page.more()).isFalse();
    assertThat(page.rows().get(1).version()).isEqualTo("2026-07-01T00:00:00Z");
  }

  @Test
  void feedThatWasNotChangedIsNotSentAgain() throws Exception {
    server.validate();
    server.show(rss("<guid>1</guid>"));
    Poller poller = poller();
    Poller.Page first = poller.read(poller.beginning(), null, 10);

    Poller.Page second = poller.read(first.next(), null, 10);

    assertThat(server.asked().get(0)).doesNotContainKeys("If-none-match", "If-modified-since");
    assertThat(server.asked().get(1).getFirst("If-Modified-Since"))
        .isEqualTo("Mon, 06 Jul 2026 08:00:00 GMT");
    assertThat(second.rows()).isEmpty();
    assertThat(second.next()).isEqualTo(first.next());
    server.show(rss("<guid>2</guid>", "<guid>1</guid>"));
    assertThat(keys(poller.read(first.next(), null, 10))).containsExactly("1", "2");
  }

  @Test
  void siteThatSaysNothingOfChangesIsComparedByWhatItSends() throws Exception {
    server.show(rss("<guid>1</guid>"));
    Poller poller = poller();
    String cursor = poller.read(poller.beginning(), null, 10).next();

    Poller.Page same = poller.read(cursor, null, 10);

    assertThat(same.rows()).isEmpty();
    assertThat(same.next()).isEqualTo(cursor);
  }

  @Test
  void anotherFeedWasNotSeenYet() throws Exception {
    server.validate();
    server.show(rss("<guid>1</guid>"));
    Poller before = poller();
    String cursor = before.read(before.beginning(), null, 10).next();

    Poller.Page page = poller("feed", "news/feed.xml?page=2").read(cursor, null, 10);

    assertThat(keys(page)).containsExactly("1");
  }

  @Test
  void whatStandsThereAtTheBeginningAndHasNoDateIsNoNews() throws Exception {
    server.show(rss("<guid>2</guid>", "<guid>1</guid><pubDate>2026-07-01</pubDate>"));
    Poller poller = poller();

    Poller.Page first = poller.read(poller.start(null), null, 10);
    server.show(rss("<guid>3</guid>", "<guid>2</guid>"));
    Poller.Page second = poller.read(first.next(), null, 10);

    assertThat(first.rows()).extracting(r -> r.event().isQuiet()).containsExactly(true, false);
    assertThat(second.rows()).extracting(r -> r.event().isQuiet()).containsExactly(false, false);
  }

  @Test
  void entryWithoutDateHasAnotherVersionWhenItSaysSomethingElse() throws Exception {
    Poller poller = poller();
    server.show(rss("<guid>1</guid><title>a</title>"));
    SourceRow one = poller.read(poller.beginning(), null, 10).rows().get(0);
    server.show(rss("<guid>1</guid><title>b</title>"));
    SourceRow other = poller.read(poller.beginning(), null, 10).rows().get(0);

    assertThat(other.key()).isEqualTo(one.key());
    assertThat(other.version()).isNotEqualTo(one.version());
  }

  @Test
  void ofTwoEntriesWithOneIdTheLaterOneCounts() throws Exception {
    server.show(
        rss(
            "<guid>1</guid><title>upper</title>",
            "<guid>1</guid><title>lower</title>",
            "<guid>2</guid><title>new</title><pubDate>2026-07-02</pubDate>",
            "<guid>2</guid><title>newer</title><pubDate>2026-07-03</pubDate>"));
    Poller poller = poller();

    List<SourceRow> rows = poller.read(poller.beginning(), null, 10).rows();

    assertThat(rows).hasSize(2);
    assertThat(data(rows.get(0))).contains("\"upper\"");
    assertThat(data(rows.get(1))).contains("\"newer\"");
  }

  @Test
  void feedThatIsTooLargeIsNotRead() throws Exception {
    server.show(rss("<title>" + "x".repeat(2000) + "</title>"));
    Poller small = poller("maxSize", "1024");

    assertThatThrownBy(() -> small.read(small.beginning(), null, 10))
        .isInstanceOf(SourceException.class)
        .hasMessage("127.0.0.1 answered with more than 1024 bytes");
    Poller large = poller("maxSize", "4096");
    assertThat(large.read(large.beginning(), null, 10).rows()).hasSize(1);
  }

  @Test
  void whatIsNoFeedIsSaidWithWhereAndWhatToDo() throws Exception {
    server.show("<html><body>Welcome</body></html>");
    Poller poller = poller();

    assertThatThrownBy(() -> poller.read(poller.beginning(), null, 10))
        .isInstanceOfSatisfying(
            SourceException.class,
            e -> {
              assertThat(e)
                  .hasMessage(
                      "127.0.0.1 answered with what is no feed of RSS or Atom: it begins with <html>");
              assertThat(e.remedy().text()).startsWith("Check `url`, `feed` and `auth`: at http:");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://elsewhere.example.com/feed.xml",
        "//elsewhere.example.com/",
        "http://me:secret@127.0.0.1/"
      })
  void feedOfAnotherSiteIsRefused(String feed) {
    assertThatThrownBy(
            () ->
                Connectors.connector(
                    Map.of("url", List.of("http://127.0.0.1"), "feed", List.of(feed))))
        .hasMessageContaining("feed")
        .hasMessageContaining("a path below `url`")
        .hasMessageNotContaining("secret");
  }
}
