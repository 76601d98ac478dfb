package io.causerie.engine.discussion;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * Markdown (CommonMark with autolinks, strikethrough, tables and task lists) to sanitised HTML.
 * HTML in the text is shown as text, images are not loaded, links leave with {@code rel="noopener
 * noreferrer nofollow"}, and only http, https and mailto are links at all.
 */
public final class Markdown {
  /** Of the renderer; stored with what it rendered, so that it can be rendered anew. */
  public static final int VERSION = 2;

  static final String MENTION = "<span class=\"mention\" data-person=\"";

  private static final Pattern PERSON = Pattern.compile("person:([A-Za-z0-9._@-]{1,64})");
  private static final List<Extension> EXTENSIONS =
      List.of(
          AutolinkExtension.create(),
          StrikethroughExtension.create(),
          TablesExtension.create(),
          new Tasks());

  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .extensions(EXTENSIONS)
          .escapeHtml(true)
          .softbreak("<br>\n")
          .nodeRendererFactory(Links::new)
          .build();

  private static final PolicyFactory POLICY =
      new HtmlPolicyBuilder()
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
              "a",
              "span")
          // A comment must not outrank the headings of the page it stands in.
          .allowElements((element, attributes) -> "h4", "h1", "h2", "h3", "h5", "h6")
          .allowAttributes("href")
          .onElements("a")
          .allowUrlProtocols("http", "https", "mailto")
          .requireRelsOnLinks("noopener", "noreferrer", "nofollow")
          .allowAttributes("start")
          .matching(Pattern.compile("[0-9]{1,9}"))
          .onElements("ol")
          .allowAttributes("class")
          .matching(Pattern.compile("mention|task"))
          .onElements("span")
          .allowAttributes("data-person")
          .matching(Pattern.compile("[A-Za-z0-9._@-]{1,64}"))
          .onElements("span")
          .toFactory();

  private Markdown() {}

  /** Renders a text; never throws, whatever the text is. */
  public static String render(String markdown) {
    try {
      return POLICY.sanitize(RENDERER.render(PARSER.parse(markdown)));
    } catch (StackOverflowError e) {
      // Thousands of nested quotes: nobody means them, so they are shown as they were typed.
      return "<p>"
          + org.owasp.html.Sanitizers.FORMATTING.sanitize(markdown.replace("<", "&lt;"))
          + "</p>";
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
    public java.util.Set<Class<? extends Node>> getNodeTypes() {
      return java.util.Set.of(Link.class, Image.class);
    }

    @Override
    public void render(Node node) {
      String target =
          node instanceof Link link ? link.getDestination() : ((Image) node).getDestination();
      var person = PERSON.matcher(target);
      if (person.matches()) {
        html.raw(MENTION + person.group(1) + "\">@</span>");
        return;
      }
      boolean leads = target.toLowerCase(Locale.ROOT).matches("(?s)(https?|mailto):.*");
      if (leads) {
        html.tag("a", context.extendAttributes(node, "a", java.util.Map.of("href", target)));
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
