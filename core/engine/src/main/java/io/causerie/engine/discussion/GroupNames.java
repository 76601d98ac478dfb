package io.causerie.engine.discussion;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Calls groups in a text as its reader does. Texts come with the titles of one language: whose
 * reader speaks another puts hers in their place. Pure.
 */
public final class GroupNames {
  private static final Pattern MENTIONED =
      Pattern.compile(Pattern.quote(Markdown.MENTION) + "group=\"([^\"]+)\">[^<]*</span>");

  private GroupNames() {}

  /**
   * @param html of a post or comment, as the engine gives it
   * @param titles the title of a group, by its name
   */
  public static String inHtml(String html, UnaryOperator<String> titles) {
    return html.contains(Markdown.MENTION)
        ? MENTIONED
            .matcher(html)
            .replaceAll(m -> Matcher.quoteReplacement(named(m.group(), m.group(1), titles)))
        : html;
  }

  private static String named(String mention, String written, UnaryOperator<String> titles) {
    return Mention.at(Mention.Kind.GROUP.word() + ":" + written)
        .map(
            m ->
                mention.substring(0, mention.indexOf('>') + 1)
                    + "@"
                    + Words.escaped(titles.apply(m.id()))
                    + "</span>")
        .orElse(mention);
  }

  /** The same in the Markdown of a text, whose mentions then stand elsewhere. */
  public static Words.Named inContent(
      String content, List<MentionView> mentions, UnaryOperator<String> titles) {
    StringBuilder named = new StringBuilder();
    List<MentionView> moved = new ArrayList<>();
    int written = 0;
    for (MentionView view : mentions) {
      boolean group = view.mention().kind() == Mention.Kind.GROUP;
      String name = group ? titles.apply(view.mention().id()) : view.name();
      named.append(content, written, view.start());
      String markdown = view.mention().markdown(name);
      moved.add(new MentionView(view.mention(), name, named.length(), markdown.length()));
      named.append(markdown);
      written = view.start() + view.length();
    }
    return new Words.Named(named.append(content.substring(written)).toString(), moved);
  }
}
