package io.causerie.engine.store;

import io.causerie.model.Sha256;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * Somebody who is erased.
 *
 * @param id hers till now; nobody is ever given it again
 * @param pseudonym what stands in its place from now on
 * @param words what must not stand in any text, each with what stands in its place
 */
public record Erased(String id, String pseudonym, Map<String, String> words) {
  public Erased {
    words = new TreeMap<>(words);
  }

  private static final int AT_ONCE = 500;

  /** Her pseudonym alone: whatever is logged or audited of it tells nothing of her. */
  @Override
  public String toString() {
    return pseudonym;
  }

  /** The text without what tells of her, in whatever letters. */
  String without(String text) {
    String clean = text;
    for (Map.Entry<String, String> word : words.entrySet()) {
      clean =
          Pattern.compile(
                  Pattern.quote(word.getKey()), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
              .matcher(clean)
              .replaceAll(Matcher.quoteReplacement(word.getValue()));
    }
    return clean;
  }

  /** The same, and without her id where it stands as a word of its own. */
  String withoutId(String text) {
    return Pattern.compile("(?<![\\w.@-])" + Pattern.quote(id) + "(?![\\w@-])")
        .matcher(without(text))
        .replaceAll(Matcher.quoteReplacement(pseudonym));
  }

  /** Keeps the id from being given to somebody else, without keeping it. */
  public static void remember(Handle h, String id) {
    h.createUpdate("insert into erased_id (digest) values (:digest) on conflict do nothing")
        .bind("digest", Sha256.hex(id))
        .execute();
  }

  /** Those of some ids that were somebody's who was erased. */
  public static Set<String> of(Handle h, Collection<String> ids) {
    boolean any =
        h.createQuery("select exists (select 1 from erased_id)").mapTo(Boolean.class).one();
    Set<String> erased = new HashSet<>();
    List<String> all = List.copyOf(ids);
    for (int i = 0; any && i < all.size(); i += AT_ONCE) {
      Map<String, String> byDigest = new HashMap<>();
      all.subList(i, Math.min(all.size(), i + AT_ONCE))
          .forEach(id -> byDigest.put(Sha256.hex(id), id));
      h.createQuery("select digest from erased_id where digest = any(:digests)")
          .bindArray("digests", String.class, byDigest.keySet().toArray())
          .mapTo(String.class)
          .forEach(digest -> erased.add(Objects.requireNonNull(byDigest.get(digest))));
    }
    return erased;
  }
}
