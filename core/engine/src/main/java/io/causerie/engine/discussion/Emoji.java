package io.causerie.engine.discussion;

import io.causerie.engine.InvalidInputException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.fellbaum.jemoji.EmojiManager;
import net.fellbaum.jemoji.Qualification;

/**
 * One emoji of those that Unicode recommends for general interchange. It may be written with or
 * without the selector U+FE0F, which many keyboards leave out; kept is the form without, shown the
 * form with it wherever Unicode says so.
 *
 * @param bare without U+FE0F: one for each emoji, so that two spellings are one
 */
record Emoji(String bare) {
  private static final String SELECTOR = "\uFE0F";

  private static final Map<String, String> SHOWN = all();

  private static Map<String, String> all() {
    Map<String, String> shown = new HashMap<>();
    EmojiManager.getAllEmojis().stream()
        .filter(emoji -> emoji.getQualification() == Qualification.FULLY_QUALIFIED)
        .forEach(emoji -> shown.put(bare(emoji.getEmoji()), emoji.getEmoji()));
    return Map.copyOf(shown);
  }

  private static String bare(String text) {
    return text.replace(SELECTOR, "");
  }

  /**
   * @throws InvalidInputException if it is not one emoji
   */
  static Emoji of(String text) {
    return Optional.of(kept(text))
        .filter(emoji -> SHOWN.containsKey(emoji.bare()))
        .orElseThrow(
            () -> new InvalidInputException("emoji", "a reaction is one emoji, for instance 👍"));
  }

  /** One that is kept, whether or not it would be taken today. */
  static Emoji kept(String text) {
    return new Emoji(bare(text));
  }

  /** As it is shown. */
  String shown() {
    return SHOWN.getOrDefault(bare, bare);
  }
}
