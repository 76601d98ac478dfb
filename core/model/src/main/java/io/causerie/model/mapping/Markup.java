package io.causerie.model.mapping;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.owasp.html.HtmlSanitizer;
import org.owasp.html.HtmlStreamEventReceiver;
import org.owasp.html.HtmlStreamEventReceiverWrapper;

/**
 * In which form a source writes its words, and how they become Markdown, which is what a post
 * keeps. Nothing of a source's HTML is handed on: it is read by the sanitiser, and what it says is
 * said anew, so that whoever renders Markdown safely renders this safely.
 */
enum Markup {
  HTML,
  MARKDOWN,
  TEXT;

  /** What is read of a page; more than that is never shown. */
  private static final int LONGEST = 500_000;

  private static final Set<String> UNSAID =
      Set.of("script", "style", "head", "title", "template", "noscript", "svg", "math", "iframe");
  private static final Set<String> BLOCKS =
      Set.of(
          "p",
          "div",
          "section",
          "article",
          "header",
          "footer",
          "table",
          "tbody",
          "thead",
          "ul",
          "ol",
          "dl",
          "dt",
          "dd",
          "figure",
          "address",
          "center",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "blockquote",
          "pre",
          "form",
          "fieldset",
          "main",
          "aside",
          "nav");

  private static final Set<String> INLINE =
      Set.of("b", "strong", "i", "em", "s", "del", "strike", "a", "span", "u", "font", "code");

  /** The words as Markdown. */
  String markdown(String words) {
    return switch (this) {
      case MARKDOWN -> words;
      case TEXT -> escapedLines(words);
      case HTML -> of(words, true);
    };
  }

  /** The words without any marks. */
  String plain(String words) {
    return switch (this) {
      case MARKDOWN, TEXT -> words;
      case HTML -> of(words, false);
    };
  }

  private static String of(String html, boolean marked) {
    Reader reader = new Reader(marked);
    HtmlSanitizer.sanitize(Texts.cut(html, LONGEST), reader, Shallow::new);
    return reader.all();
  }

  /**
   * Without elements that lie too deep: the sanitiser leaves out what they hold, words and all,
   * from the 256th on. Only those are counted that nothing but their own end closes.
   */
  private static final class Shallow extends HtmlStreamEventReceiverWrapper {
    private static final int DEEPEST = 50;
    private static final Set<String> CLOSED_BY_OTHERS =
        Set.of("p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option");
    private static final Set<String> EMPTY =
        Set.of("br", "hr", "img", "input", "meta", "link", "wbr");
    private int depth;

    Shallow(HtmlStreamEventReceiver to) {
      super(to);
    }

    private static boolean counts(String tag) {
      String name = tag.toLowerCase(Locale.ROOT);
      return !CLOSED_BY_OTHERS.contains(name) && !EMPTY.contains(name);
    }

    @Override
    public void openTag(String tag, List<String> attributes) {
      if (!counts(tag) || ++depth <= DEEPEST) {
        super.openTag(tag, attributes);
      }
    }

    @Override
    public void closeTag(String tag) {
      if (!counts(tag) || depth == 0 || depth-- <= DEEPEST) {
        super.closeTag(tag);
      }
    }
  }

  private static String escapedLines(String text) {
    StringBuilder lines = new StringBuilder();
    text.lines().forEach(line -> lines.append(escaped(line.strip())).append('\n'));
    return lines.toString().strip();
  }

  /** So that Markdown shows the text as it is. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean begins = escaped.isEmpty() && "-+=".indexOf(c) >= 0;
      boolean numbers =
          (c == '.' || c == ')') && i > 0 && i < 10 && text.substring(0, i).matches("[0-9]+");
      if (begins || numbers || "\\`*_[]<>#~|&".indexOf(c) >= 0) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }

  /** Follows HTML as the sanitiser reads it: balanced, its entities resolved. */
  private static final class Reader implements HtmlSanitizer.Policy {
    private final boolean marked;
    private final Deque<Open> open = new ArrayDeque<>();
    private int unsaid;

    Reader(boolean marked) {
      this.marked = marked;
      open.push(new Open("", ""));
    }

    /** An element and what was read in it. */
    private static final class Open {
      final String name;
      final String target;
      final StringBuilder text = new StringBuilder();
      int items;

      Open(String name, String target) {
        this.name = name;
        this.target = target;
      }
    }

    String all() {
      while (open.size() > 1) {
        closeTag(open.getFirst().name);
      }
      return open.getFirst()
          .text
          .toString()
          .replaceAll("[ \\t]+\n", "\n")
          .replaceAll("\n{3,}", "\n\n")
          .strip();
    }

    @Override
    public void openDocument() {}

    @Override
    public void closeDocument() {}

    @Override
    public void openTag(String tag, List<String> attributes) {
      String name = tag.toLowerCase(Locale.ROOT);
      if (UNSAID.contains(name)) {
        unsaid++;
        open.push(new Open(name, ""));
        return;
      }
      switch (name) {
        case "br" -> open.getFirst().text.append('\n');
        case "hr" -> open.getFirst().text.append(marked ? "\n\n---\n\n" : "\n");
        case "img" -> text(attribute(attributes, "alt"));
        default -> open.push(new Open(name, attribute(attributes, "href")));
      }
    }

    private static String attribute(List<String> attributes, String name) {
      for (int i = 0; i + 1 < attributes.size(); i += 2) {
        if (attributes.get(i).equalsIgnoreCase(name)) {
          return attributes.get(i + 1);
        }
      }
      return "";
    }

    @Override
    public void text(String text) {
      if (unsaid > 0) {
        return;
      }
      StringBuilder to = open.getFirst().text;
      if (open.stream().anyMatch(o -> o.name.equals("pre"))) {
        to.append(text);
        return;
      }
      String words = text.replaceAll("[ \\t\\r\\n\\f]+", " ");
      boolean begins =
          to.isEmpty()
              ? !INLINE.contains(open.getFirst().name)
              : to.charAt(to.length() - 1) == '\n';
      words = begins ? words.stripLeading() : words;
      to.append(marked ? escaped(words) : words);
    }

    @Override
    public void closeTag(String tag) {
      String name = tag.toLowerCase(Locale.ROOT);
      if (open.stream().noneMatch(o -> o.name.equals(name)) || open.size() == 1) {
        return;
      }
      Open closed = open.pop();
      if (UNSAID.contains(closed.name)) {
        unsaid--;
        return;
      }
      String inner = closed.text.toString();
      StringBuilder to = open.getFirst().text;
      switch (closed.name) {
        case "b", "strong" -> around(to, inner, "**");
        case "i", "em" -> around(to, inner, "*");
        case "s", "del", "strike" -> around(to, inner, "~~");
        case "a" -> link(to, inner, closed.target);
        case "li" -> item(to, inner);
        case "td", "th" -> to.append(inner.strip()).append(marked ? " \\| " : " | ");
        case "tr" -> to.append('\n').append(inner.replaceAll(" \\\\?\\| $", ""));
        case "blockquote" -> block(to, marked ? inner.strip().replaceAll("(?m)^", "> ") : inner);
        case "pre" -> block(to, marked ? fenced(inner) : inner);
        case "h1", "h2", "h3", "h4", "h5", "h6" ->
            block(to, marked ? "#### " + inner.strip().replace("\n", " ") : inner.strip());
        default -> {
          if (BLOCKS.contains(closed.name)) {
            block(to, inner);
          } else {
            to.append(inner);
          }
        }
      }
    }

    /** Between more backticks than stand anywhere in it. */
    private static String fenced(String code) {
      int run = 0;
      int longest = 2;
      for (int i = 0; i < code.length(); i++) {
        run = code.charAt(i) == '`' ? run + 1 : 0;
        longest = Math.max(longest, run);
      }
      String fence = "`".repeat(longest + 1);
      return fence + "\n" + code.replaceAll("^\\n|\\s+$", "") + "\n" + fence;
    }

    private static void block(StringBuilder to, String inner) {
      to.append("\n\n").append(inner.replaceAll("^\\n+|\\s+$", "")).append("\n\n");
    }

    /** Marks stand at words: blanks beside them are put outside. */
    private void around(StringBuilder to, String inner, String mark) {
      String core = inner.strip();
      if (!marked || core.isEmpty() || core.contains("\n\n")) {
        to.append(inner);
        return;
      }
      int from = inner.indexOf(core);
      to.append(inner, 0, from).append(mark).append(core).append(mark);
      to.append(inner.substring(from + core.length()));
    }

    private void link(StringBuilder to, String inner, String target) {
      String core = inner.strip();
      boolean leads =
          target.matches("(?i)(https?|mailto):[^\\s<>]{1,2000}") && !core.contains("\n\n");
      to.append(marked && leads && !core.isEmpty() ? "[" + core + "](<" + target + ">)" : inner);
    }

    private void item(StringBuilder to, String inner) {
      Open list = open.getFirst();
      list.items++;
      String mark = marked && list.name.equals("ol") ? list.items + ". " : "- ";
      to.append(to.isEmpty() || to.charAt(to.length() - 1) == '\n' ? "" : "\n");
      to.append(mark)
          .append(inner.strip().replaceAll("\n(?=.)", "\n" + " ".repeat(mark.length())))
          .append('\n');
    }
  }
}
