package io.causerie.engine.discussion;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomNode;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.parser.PostProcessor;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;

/**
 * Items of a list that begin with {@code [ ]} or {@code [x]}: a box, empty or ticked. The box is a
 * sign and no control, for nothing would keep what one ticks.
 */
final class Tasks implements Parser.ParserExtension, HtmlRenderer.HtmlRendererExtension {
  private static final Pattern BEGIN = Pattern.compile("\\[([ xX])]\\s+(?=\\S)");

  @Override
  public void extend(Parser.Builder builder) {
    builder.postProcessor(new Boxes());
  }

  @Override
  public void extend(HtmlRenderer.Builder builder) {
    builder.nodeRendererFactory(context -> new Renderer(context.getWriter()));
  }

  private static final class Box extends CustomNode {
    private final boolean ticked;

    Box(boolean ticked) {
      this.ticked = ticked;
    }
  }

  private static final class Boxes extends AbstractVisitor implements PostProcessor {
    @Override
    public Node process(Node document) {
      document.accept(this);
      return document;
    }

    @Override
    public void visit(ListItem item) {
      if (item.getFirstChild() instanceof Paragraph paragraph
          && paragraph.getFirstChild() instanceof Text text) {
        Matcher begin = BEGIN.matcher(text.getLiteral());
        if (begin.lookingAt()) {
          text.insertBefore(new Box(!begin.group(1).isBlank()));
          text.setLiteral(text.getLiteral().substring(begin.end()));
        }
      }
      visitChildren(item);
    }
  }

  private record Renderer(HtmlWriter html) implements NodeRenderer {
    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(Box.class);
    }

    @Override
    public void render(Node node) {
      html.tag("span", Map.of("class", "task"));
      html.text(((Box) node).ticked ? "\u2611" : "\u2610");
      html.tag("/span");
      html.text(" ");
    }
  }
}
