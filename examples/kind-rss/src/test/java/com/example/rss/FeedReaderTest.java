package com.example.rss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.http.Address;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedReaderTest {
  private static final Address FROM = Address.of("https://news.example.com/blog/feed.xml");

  private static Feed read(String xml) throws NoFeedException {
    return new FeedReader(FROM).read(xml.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> entry(String xml) throws NoFeedException {
    Feed feed = read(xml);
    assertThat(feed.entries()).hasSize(1);
    return feed.entries().get(0).data(feed.title());
  }

  private static Map<String, Object> item(String inner) throws NoFeedException {
    return entry("<rss version='2.0'><channel><item>" + inner + "</item></channel></rss>");
  }

  private static Map<String, Object> atom(String inner) throws NoFeedException {
    return entry("<feed xmlns='http://www.w3.org/2005/Atom'><entry>" + inner + "</entry></feed>");
  }

  @Test
  void itemOfRssIsReadWithItsCommonAdditions() throws Exception {
    Map<String, Object> entry =
        entry(
            """
            <?xml version="1.0"?>
            <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
                xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
                xmlns:atom="http://www.w3.org/2005/Atom">
              <channel>
                <title>Harbour news</title>
                <link>https://news.example.com/</link>
                <atom:link href="https://news.example.com/blog/feed.xml" rel="self"/>
                <image><title>Logo</title></image>
                <item>
                  <media:title>Another title</media:title>
                  <title>Ferries &amp; tides</title>
                  <link>/2026/ferries</link>
                  <guid isPermaLink="false">tag:17</guid>
                  <dc:creator>Ada</dc:creator>
                  <category>Port</category>
                  <category>Sea</category>
                  <pubDate>Mon, 06 Jul 2026 10:00:00 +0200</pubDate>
                  <description>&lt;p&gt;Short&lt;/p&gt;</description>
                  <content:encoded><![CDATA[<p>Long &amp; <b>good</b></p>]]></content:encoded>
                </item>
              </channel>
            </rss>
            """);

    assertThat(entry)
        .containsOnly(
            Map.entry("id", "tag:17"),
            Map.entry("title", "Ferries & tides"),
            Map.entry("link", "https://news.example.com/2026/ferries"),
            Map.entry("author", "Ada"),
            Map.entry("summary", "<p>Short</p>"),
            Map.entry("content", "<p>Long &amp; <b>good</b></p>"),
            Map.entry("published", "2026-07-06T08:00:00Z"),
            Map.entry("updated", "2026-07-06T08:00:00Z"),
            Map.entry("categories", List.of("Port", "Sea")),
            Map.entry("feed", "Harbour news"));
  }

  @Test
  void itemsOfRssOneStandBesideTheirChannel() throws Exception {
    Map<String, Object> entry =
        entry(
            """
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
                xmlns:dc="http://purl.org/dc/elements/1.1/">
              <channel rdf:about="https://news.example.com/"><title>Harbour news</title></channel>
              <item rdf:about="https://news.example.com/17">
                <title>Ferries</title><link>https://news.example.com/17</link><dc:date>2026-07-06</dc:date>
              </item>
            </rdf:RDF>
            """);

    assertThat(entry)
        .containsEntry("id", "https://news.example.com/17")
        .containsEntry("updated", "2026-07-06T00:00:00Z")
        .containsEntry("feed", "Harbour news");
  }

  @Test
  void entryOfAtomIsReadInEachFormOfItsTexts() throws Exception {
    assertThat(
            atom(
                """
                <id>urn:17</id><updated>2026-07-06T10:00:00.5+02:00</updated>
                <published>2026-07-01T00:00:00Z</published>
                <title type="html">Ferries &amp;amp; &lt;i&gt;tides&lt;/i&gt;</title>
                <link rel="enclosure" href="a.mp3"/><link href="17.html"/>
                <author><name>Ada</name><email>ada@example.com</email></author>
                <category term="port" label="Port"/><category term="sea"/>
                <summary>1 &lt; 2</summary>
                <content type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:a href="?a=1&amp;b=&quot;2&quot;">so</x:a> 1 &lt; 2</x:div></content>
                """))
        .containsEntry("title", "Ferries & tides")
        .containsEntry("link", "https://news.example.com/blog/17.html")
        .containsEntry("author", "Ada")
        .containsEntry("categories", List.of("Port", "sea"))
        .containsEntry("summary", "1 &lt; 2")
        .containsEntry("content", "<div><a href=\"?a=1&amp;b=&quot;2&quot;\">so</a> 1 &lt; 2</div>")
        .containsEntry("published", "2026-07-01T00:00:00Z")
        .containsEntry("updated", "2026-07-06T08:00:00.500Z");
  }

  @Test
  void pictureInAnEntryIsNoText() throws Exception {
    assertThat(atom("<id>1</id><content type='image/png'>AAAA</content>"))
        .doesNotContainKey("content");
    assertThat(atom("<id>1</id><content src='https://x.example.com/1'/>"))
        .doesNotContainKey("content");
  }

  @Test
  void linksAreToldFromWhereTheyStand() throws Exception {
    Map<String, Object> entry =
        entry(
            "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://other.example.com/a/'>"
                + "<entry xml:base='b/'><id>1</id><link href='c'/></entry></feed>");

    assertThat(entry).containsEntry("link", "https://other.example.com/a/b/c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"javascript:alert(1)", "mailto:ada@example.com", "", " ", "http://"})
  void whatLeadsToNoPageIsNoLink(String link) throws Exception {
    assertThat(item("<guid isPermaLink='false'>1</guid><link>" + link + "</link>"))
        .doesNotContainKey("link");
  }

  @Test
  void guidThatIsAnAddressIsALinkUnlessItSaysOtherwise() throws Exception {
    assertThat(item("<guid>https://news.example.com/17</guid>"))
        .containsEntry("link", "https://news.example.com/17");
    assertThat(item("<guid isPermaLink='false'>https://news.example.com/17</guid>"))
        .doesNotContainKey("link");
  }

  @Test
  void withoutIdItsPageTellsItAndWithoutThatItsWords() throws Exception {
    assertThat(item("<title>a</title><link>/17</link>"))
        .containsEntry("id", "https://news.example.com/17");
    assertThat(item("<title>a</title><description>b</description>").get("id"))
        .isEqualTo(item("<title>a</title><description>c</description>").get("id"))
        .isNotEqualTo(item("<title>b</title><description>b</description>").get("id"));
    assertThat(item("<guid> \n </guid><title>a</title>").get("id")).asString().startsWith("words ");
    assertThat(item("<guid>" + "x".repeat(401) + "</guid>").get("id")).asString().hasSize(69);
  }

  @Test
  void withoutTitleItsFirstWordsAreIt() throws Exception {
    assertThat(
            item(
                "<description>&lt;p&gt;So&amp;nbsp;it &lt;b&gt;goes&lt;/b&gt; &amp;#8211; on&lt;/p&gt;</description>"))
        .containsEntry("title", "So it goes – on");
    assertThat(item("<description>" + "word ".repeat(100) + "</description>").get("title"))
        .asString()
        .hasSizeLessThanOrEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mon, 06 Jul 2026 10:00:00 +0200",
        "Mon, 6 Jul 2026 08:00:00 GMT",
        "Mon, 6 Jul 2026 08:00 GMT",
        "Mon, 6 Jul 26 8:00:00 UT",
        "Tue, 06 Jul 2026 04:00:00 EDT",
        "Montag, 06 July 2026 10:00:00 CEST",
        "6 Jul 2026 08:00:00",
        "06-Jul-2026 08:00:00 Z",
        "Mon, 06 Jul 2026 10:00:00 +02:00",
        "2026-07-06T10:00:00+02:00",
        "2026-07-06T08:00:00Z",
        "2026-07-06 08:00:00",
        " 2026-07-06T08:00:00.000Z\n"
      })
  void datesAreReadAsFeedsWriteThem(String date) throws Exception {
    assertThat(item("<guid>1</guid><pubDate>" + date + "</pubDate>"))
        .containsEntry("updated", "2026-07-06T08:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "07/06/2026",
        "Mon, 32 Jul 2026 10:00:00 GMT",
        "0000-00-00T00:00:00Z",
        "Mon, 06 Xyz 2026 10:00:00 GMT",
        "Mon, 06 Jul 2026 10:00:00 NOWHERE",
        ""
      })
  void dateThatNobodyCanReadIsNone(String date) throws Exception {
    assertThat(item("<guid>1</guid><pubDate>" + date + "</pubDate>"))
        .doesNotContainKeys("updated", "published");
  }

  @Test
  void letterCodesAreThoseOfTheDocument() throws Exception {
    String xml =
        "<?xml version='1.0' encoding='%s'?><rss><channel><item><title>Fähre</title></item></channel></rss>";
    for (String code : List.of("ISO-8859-1", "windows-1252", "UTF-16", "UTF-8")) {
      Feed feed = new FeedReader(FROM).read(xml.formatted(code).getBytes(Charset.forName(code)));
      assertThat(feed.entries().get(0).title()).as(code).isEqualTo("Fähre");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE rss [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><rss><channel><item><title>&e;</title></item></channel></rss>",
        "<!DOCTYPE rss [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><rss><channel><title>&b;</title></channel></rss>",
        "<!DOCTYPE rss SYSTEM 'http://127.0.0.1:1/rss.dtd'><rss/>",
        "<!DOCTYPE html><html><body/></html>",
        "<rss><channel><title>&nbsp;</title></channel></rss>",
        "<html xmlns='http://www.w3.org/1999/xhtml'/>",
        "<feed xmlns='http://purl.org/atom/ns#'/>",
        "{\"items\":[]}",
        ""
      })
  void whatIsNoFeedOrWouldFetchSomethingIsRefused(String xml) {
    assertThatThrownBy(() -> read(xml)).isInstanceOf(NoFeedException.class);
  }

  @Test
  void depthAndNumberAreLimited() {
    String deep = "<i>".repeat(100_000) + "</i>".repeat(100_000);
    assertThatThrownBy(() -> item("<description>" + deep + "</description>"))
        .hasMessageContaining("deeper than 200");
    assertThatThrownBy(() -> read("<rss><channel>" + "<item/>".repeat(5001) + "</channel></rss>"))
        .hasMessageContaining("more than 5,000 entries");
  }

  @Test
  @Timeout(20)
  void longTextsOfOddSignsHoldUpNobody() throws Exception {
    String odd = "&lt;".repeat(1_000_000);
    assertThat(atom("<id>1</id><title type='html'>" + odd + "</title>")).containsEntry("id", "1");
    assertThat(item("<guid>1</guid><description>" + odd + "</description>"))
        .containsEntry("id", "1");
    assertThat(item("<guid>1</guid><author>" + "a".repeat(1_000_000) + "</author>"))
        .containsEntry("id", "1");
    assertThat(item("<guid>1</guid><pubDate>" + "Mon ".repeat(250_000) + "</pubDate>"))
        .doesNotContainKey("updated");
  }

  @Test
  void halfAFeedIsToldFromAWrongOne() {
    String whole = "<rss><channel><item><title>a</title></item></channel></rss>";
    for (int end = 1; end < whole.length(); end++) {
      FeedReader reader = new FeedReader(FROM);
      byte[] cut = whole.substring(0, end).getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> reader.read(cut)).isInstanceOf(NoFeedException.class);
      assertThat(reader.isHalf()).as(whole.substring(0, end)).isTrue();
    }
    FeedReader wrong = new FeedReader(FROM);
    byte[] xml =
        "<rss><channel><title>R & D</title></channel></rss>".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> wrong.read(xml)).hasMessageContaining("line 1, column");
    assertThat(wrong.isHalf()).isFalse();
  }
}
