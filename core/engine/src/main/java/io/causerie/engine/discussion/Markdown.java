package io.causerie.engine.discussion;

import io.causerie.model.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;
import org.jspecify.annotations.Nullable;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * A text in Markdown (CommonMark with autolinks, strikethrough, tables and task lists), parsed
 * once: what it shows, as sanitised HTML, and whom it mentions come from the same tree, so that
 * nobody is shown as mentioned who was not checked. HTML in the text is shown as text, images are
 * not loaded, links leave with {@code rel="noopener noreferrer nofollow"}, and only http, https and
 * mailto are links at all.
 *
 * <p>A mention is a link to {@code person:ID} or {@code group:NAME} whose text begins with
 * {@code @}, however it is written; any other link to such an address is plain text.
 */
public final class Markdown {
  /** Of the renderer; stored with what it rendered, so that it can be rendered anew. */
  public static final int VERSION = 2;

  static final String MENTION = "<span class=\"mention\" data-";

  private static final List<Extension> EXTENSIONS =
      List.of(
          AutolinkExtension.create(),
          // A single tilde stands for "about" and "to": age(1~3), height(80~100).
          StrikethroughExtension.builder().requireTwoTildes(true).build(),
          TablesExtension.create(),
          new Tasks());

  /** Of lists, their items and quotes in one another; what lies deeper is text. */
  private static final int MAX_NESTING = 40;

  private static final Parser PARSER =
      Parser.builder()
          .maxOpenBlockParsers(MAX_NESTING)
          .extensions(EXTENSIONS)
          .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
          .build();

  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .extensions(EXTENSIONS)
          .escapeHtml(true)
          .softbreak("<br>\n")
          .nodeRendererFactory(Links::new)
          .build();

  /** For words of a source: nobody checked whom they name, so they mention nobody. */
  private static final PolicyFactory SOURCE =
      policy()
          .allowElements("span")
          .allowAttributes("class")
          .matching(Pattern.compile("task"))
          .onElements("span")
          .toFactory();

  private static final PolicyFactory PEOPLE =
      policy()
          .allowElements("span")
          .allowAttributes("class")
          .matching(Pattern.compile("mention|task"))
          .onElements("span")
          .allowAttributes("data-person")
          .matching(Pattern.compile("[A-Za-z0-9._@-]{1,64}"))
          .onElements("span")
          .allowAttributes("data-group")
          .matching(Pattern.compile("[A-Za-z0-9._~%-]{1,1200}"))
          .onElements("span")
          .toFactory();

  private static HtmlPolicyBuilder policy() {
    return new HtmlPolicyBuilder()
        .allowElements(
            "p",
            "br",
            "em",
            "strong",
            "del",
            "code",
            "pre",
            "blockquote",
            "ul",
            "ol",
            "li",
            "hr",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "a")
        // A comment must not outrank the headings of the page it stands in.
        .allowElements((element, attributes) -> "h4", "h1", "h2", "h3", "h5", "h6")
        .allowAttributes("href")
        .onElements("a")
        .allowUrlProtocols("http", "https", "mailto")
        .requireRelsOnLinks("noopener", "noreferrer", "nofollow")
        .allowAttributes("start")
        .matching(Pattern.compile("[0-9]{1,9}"))
        .onElements("ol");
  }

  /** A mention and where its Markdown stands in the text. */
  record Placed(Mention mention, int start, int end) {}

  private final String html;
  private final List<Placed> mentions;
  private final boolean visible;

  private Markdown(String html, List<Placed> mentions, boolean visible) {
    this.html = html;
    this.mentions = List.copyOf(mentions);
    this.visible = visible;
  }

  /** Renders words of a source; never throws, whatever the text is. */
  public static String render(String markdown) {
    try {
      return SOURCE.sanitize(RENDERER.render(PARSER.parse(PlainText.drawable(markdown))));
    } catch (StackOverflowError e) {
      return SOURCE.sanitize(RENDERER.render(asTyped(PlainText.drawable(markdown))));
    }
  }

  /** Parses what a person wrote; never throws, whatever the text is. */
  static Markdown of(String written) {
    try {
      return of(PARSER.parse(written), written);
    } catch (StackOverflowError e) {
      return of(asTyped(written), written);
    }
  }

  /** Thousands of nested quotes: nobody means them, so they are shown as they were typed. */
  private static Node asTyped(String text) {
    Node document = new Document();
    Node paragraph = new Paragraph();
    document.appendChild(paragraph);
    paragraph.appendChild(new Text(text));
    return document;
  }

  private static Markdown of(Node tree, String source) {
    List<Placed> mentions = new ArrayList<>();
    boolean visible = false;
    for (Node node = tree; node != null; ) {
      Node next = following(node);
      visible |= shows(node);
      if (node instanceof Link link) {
        Optional<Placed> placed = mention(link, source);
        if (placed.isPresent()) {
          mentions.add(placed.get());
          visible = true;
          next = after(node);
          node.insertBefore(new Called(placed.get().mention()));
          node.unlink();
        }
      }
      node = next;
    }
    return new Markdown(PEOPLE.sanitize(RENDERER.render(tree)), mentions, visible);
  }

  private static @Nullable Node following(Node node) {
    return node.getFirstChild() == null ? after(node) : node.getFirstChild();
  }

  /** The next node in reading order that does not lie in this one. */
  private static @Nullable Node after(Node node) {
    for (Node at = node; at != null; at = at.getParent()) {
      if (at.getNext() != null) {
        return at.getNext();
      }
    }
    return null;
  }

  private static boolean shows(Node node) {
    if (node instanceof Text text) {
      return !PlainText.isInvisible(text.getLiteral());
    }
    if (node instanceof Code code) {
      return !PlainText.isInvisible(code.getLiteral());
    }
    if (node instanceof FencedCodeBlock block) {
      return !PlainText.isInvisible(block.getLiteral());
    }
    if (node instanceof IndentedCodeBlock block) {
      return !PlainText.isInvisible(block.getLiteral());
    }
    return node instanceof HtmlInline || node instanceof HtmlBlock || node instanceof ThematicBreak;
  }

  private static Optional<Placed> mention(Link link, String source) {
    return Mention.at(link.getDestination())
        .filter(mention -> beginsWithAt(link))
        .flatMap(mention -> placed(mention, link.getSourceSpans(), source));
  }

  private static boolean beginsWithAt(Link link) {
    Node leaf = link;
    while (leaf.getFirstChild() != null) {
      leaf = leaf.getFirstChild();
    }
    return leaf instanceof Text text && text.getLiteral().startsWith("@");
  }

  /**
   * Where a link stands, if the parser knows it: behind an escaped pipe in a table's cell its
   * places are wrong, and what cannot be found again is no mention.
   */
  private static Optional<Placed> placed(Mention mention, List<SourceSpan> spans, String source) {
    if (spans.isEmpty()) {
      return Optional.empty();
    }
    SourceSpan last = spans.get(spans.size() - 1);
    int start = spans.get(0).getInputIndex();
    int end = last.getInputIndex() + last.getLength();
    return start < end
            && end <= source.length()
            && source.charAt(start) == '['
            && ")]".indexOf(source.charAt(end - 1)) >= 0
        ? Optional.of(new Placed(mention, start, end))
        : Optional.empty();
  }

  /** Sanitised; a mention is an empty span that names the id. */
  String html() {
    return html;
  }

  /** In the order of the text. */
  List<Placed> mentions() {
    return mentions;
  }

  /** Whether a reader would see anything at all. */
  boolean isVisible() {
    return visible;
  }

  /** Somebody called, in the tree. */
  private static final class Called extends CustomNode {
    private final Mention mention;

    Called(Mention mention) {
      this.mention = mention;
    }
  }

  /** Mentions become a span without a name; images become links. */
  private static final class Links implements NodeRenderer {
    private final HtmlNodeRendererContext context;
    private final HtmlWriter html;

    Links(HtmlNodeRendererContext context) {
      this.context = context;
      this.html = context.getWriter();
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(Link.class, Image.class, Called.class);
    }

    @Override
    public void render(Node node) {
      if (node instanceof Called called) {
        Mention mention = called.mention;
        html.raw(MENTION + mention.kind().word() + "=\"" + mention.written() + "\">@</span>");
        return;
      }
      String target =
          node instanceof Link link ? link.getDestination() : ((Image) node).getDestination();
      boolean leads = target.toLowerCase(Locale.ROOT).matches("(?s)(https?|mailto):.*");
      if (leads) {
        html.tag("a", context.extendAttributes(node, "a", Map.of("href", target)));
      }
      for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
        context.render(child);
      }
      if (leads) {
        html.tag("/a");
      }
    }
  }
}
