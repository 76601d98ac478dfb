package io.causerie.model.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkupTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '^',
      value = {
        "<p>Draft &rarr; Sale</p> ^ Draft → Sale",
        "<div>one<br/>two</div><div>three</div> ^ one¶two¶¶three",
        "a<b> bold </b><i>and</i> <s>gone</s> ^ a **bold** *and* ~~gone~~",
        "<a href=\"https://x.example/?a=1&amp;b=2\">page</a> ^ [page](<https://x.example/?a=1&b=2>)",
        "<a href=\"javascript:alert(1)\">page</a> ^ page",
        "<a href=\"person:fred\">fred</a> ^ fred",
        "<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul> ^ - a¶- b¶¶  1. c",
        "<h1>Head</h1><blockquote>said</blockquote> ^ #### Head¶¶> said",
        "<table><tr><td>a</td><td>b</td></tr></table> ^ a \\| b",
        "2 * 3 [x](person:fred) # 1 ^ 2 \\* 3 \\[x\\](person:fred) \\# 1",
        "<script>alert(1)</script><style>p{}</style>shown ^ shown",
        "<img src=x alt=\"a picture\" onerror=alert(1)> ^ a picture",
        "&lt;b&gt; &amp;amp; ^ \\<b\\> \\&amp;",
      })
  void htmlBecomesMarkdownThatSaysTheSame(String html, String markdown) {
    assertThat(Markup.HTML.markdown(html)).isEqualTo(markdown.replace('¶', '\n'));
  }

  @Test
  void codeStaysAsItStands() {
    assertThat(Markup.HTML.markdown("<pre>  *x* [y](z)\n    ``` 1. &lt;b&gt;</pre>"))
        .isEqualTo("````\n  *x* [y](z)\n    ``` 1. <b>\n````");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"div", "b", "blockquote", "ul><li", "table><tr><td", "p", "span", "dl><dd"})
  void wordsAreReadHoweverDeepTheyStand(String tag) {
    for (int depth : new int[] {40, 300, 3000}) {
      String html = "before " + ("<" + tag + ">").repeat(depth) + "within";
      assertThat(Markup.HTML.plain(html)).contains("before").contains("within");
      String closed = html + ("</" + tag.replaceAll(".*<", "") + ">").repeat(depth) + " behind";
      assertThat(Markup.HTML.plain(closed)).contains("within").contains("behind");
    }
  }

  @Test
  void htmlOfAFieldLosesItsTags() {
    assertThat(Markup.HTML.plain("<p>A <b>bold</b> &amp; <i>odd</i> word</p><p>2 * 3</p>"))
        .isEqualTo("A bold & odd word\n\n2 * 3");
  }

  @Test
  void textIsShownAsItIs() {
    assertThat(Markup.TEXT.markdown("1. *no*\n    # list <b>\n- x"))
        .isEqualTo("1\\. \\*no\\*\n\\# list \\<b\\>\n\\- x");
    assertThat(Markup.MARKDOWN.markdown("**as it is**")).isEqualTo("**as it is**");
  }

  @Property(tries = 500)
  void noTextMakesItThrow(@ForAll String text) {
    Markup.HTML.markdown(text);
    Markup.HTML.markdown("<p><b>" + text + "</ul><li><a href='" + text + "'>");
    Markup.HTML.plain(text);
    Markup.TEXT.markdown(text);
  }
}
