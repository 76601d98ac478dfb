package com.example.rss;

import io.causerie.http.Address;
import io.causerie.model.PlainText;
import io.causerie.model.Sha256;
import io.causerie.spi.SourceRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One entry of a feed, put together while it is read. */
final class Entry {
  private static final int LONGEST_TITLE = 100;

  private final Map<String, String> texts = new LinkedHashMap<>();
  private final List<String> categories = new ArrayList<>();
  private @Nullable Instant published;
  private @Nullable Instant updated;

  /** The first that is said counts, where it is no blank. */
  void say(String name, String text) {
    if (!PlainText.isInvisible(text)) {
      texts.putIfAbsent(name, text.strip());
    }
  }

  void category(String name) {
    if (!PlainText.isInvisible(name)) {
      categories.add(name.strip());
    }
  }

  void published(String date) {
    published = published == null ? Dates.read(date).orElse(null) : published;
  }

  void updated(String date) {
    updated = updated == null ? Dates.read(date).orElse(null) : updated;
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  /** Links are told as they stand; one that leads to no page is left out. */
  void link(String href, Address base) {
    Optional.of(href.strip())
        .filter(link -> !link.isEmpty())
        .flatMap(base::resolve)
        .ifPresent(link -> say("link", link.text()));
  }

  /** When it was changed last; absent: it does not say, or not so that it can be read. */
  @Nullable Instant changed() {
    return updated == null ? published : updated;
  }

  // tag::key[]
  /** What the feed calls it; else its page; else the words it begins with. */
  String key() {
    String key = text("id").or(() -> text("link")).orElseGet(() -> "words " + Sha256.hex(title()));
    return key.length() <= SourceRow.MAX_KEY ? key : "long " + Sha256.hex(key);
  }

  // end::key[]

  String title() {
    return text("title")
        .or(() -> text("summary").or(() -> text("content")).map(Html::words))
        .map(title -> PlainText.cut(title, LONGEST_TITLE * (texts.containsKey("title") ? 5 : 1)))
        .orElse("");
  }

  /** As a mapping is given it. */
  Map<String, Object> data(String feed) {
    Map<String, Object> data = new LinkedHashMap<>(texts);
    data.put("id", key());
    data.put("title", title());
    if (published != null) {
      data.put("published", published.toString());
    }
    if (changed() != null) {
      data.put("updated", String.valueOf(changed()));
    }
    data.put("categories", categories);
    data.put("feed", feed);
    return data;
  }
}
