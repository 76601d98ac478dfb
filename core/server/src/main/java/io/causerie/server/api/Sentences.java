package io.causerie.server.api;

import io.causerie.model.Localized;
import io.causerie.model.Summary;
import io.causerie.model.Value;
import io.causerie.model.text.Messages;
import io.causerie.model.text.ReaderContext;
import io.causerie.model.text.SummaryText;
import io.causerie.model.text.ValueText;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Words of posts, in the language of a reader. */
public final class Sentences {
  private static final Messages MESSAGES = Messages.of(Sentences.class);

  private Sentences() {}

  /** A text of the API's own. */
  public static String say(ReaderContext reader, String key, Object... values) {
    return MESSAGES.in(reader.locale(), key, values);
  }

  /** A change as a sentence names it. */
  public static SummaryText.Change named(
      Localized label, @Nullable Value from, Value to, ReaderContext reader) {
    return new SummaryText.Change(label.in(reader.language()), change(label, from, to, reader));
  }

  /**
   * A change as a sentence quotes it: {@code Status: Open → Shipped}. A field that went to and fro
   * is back where it was: {@code Status: back to Open}.
   */
  public static String change(
      Localized label, @Nullable Value from, Value to, ReaderContext reader) {
    return say(reader, "change.of", label.in(reader.language()), became(from, to, reader));
  }

  private static String became(@Nullable Value from, Value to, ReaderContext reader) {
    if (from == null) {
      return ValueText.of(to, reader);
    }
    ValueText.Pair pair = ValueText.of(from, to, reader);
    return pair.from().equals(pair.to())
        ? say(reader, "change.back", pair.to())
        : pair.from() + " → " + pair.to();
  }

  /** The sentence without its parts. */
  public static String text(Summary summary, SummaryText.Facts facts, ReaderContext reader) {
    return text(SummaryText.write(summary, facts, reader));
  }

  public static String text(List<SummaryText.Part> parts) {
    return parts.stream().map(SummaryText.Part::text).collect(Collectors.joining());
  }
}
