package io.causerie.engine.discussion;

import io.causerie.model.FileId;
import io.causerie.model.PlainText;
import java.util.List;
import java.util.Set;

/**
 * What somebody writes.
 *
 * @param content Markdown; mentions as {@code [@Name](person:ID)}; may be empty beside files
 * @param alsoIn the systems in which it is to stand as well; refused where that is not offered
 * @param files that go with it, each hers and of nothing else; in their order
 */
public record NewWords(String content, Set<String> alsoIn, List<FileId> files) {
  public NewWords {
    alsoIn = Set.copyOf(alsoIn);
    files = List.copyOf(files);
  }

  /** Words alone, which stand nowhere else. */
  public static NewWords of(String content) {
    return new NewWords(content, Set.of(), List.of());
  }

  /** Whether a transaction is its own, in which others are waited for. */
  boolean takesItsTime() {
    return !alsoIn.isEmpty() || !files.isEmpty();
  }

  Words words() {
    return words(content, files);
  }

  static Words words(String content, List<FileId> files) {
    return !files.isEmpty() && PlainText.isInvisible(content) ? Words.NONE : Words.of(content);
  }
}
