package io.causerie.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.engine.Recent;
import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.feed.ActivityView;
import io.causerie.model.text.ReaderContext;
import java.util.function.Supplier;

/**
 * Posts and comments as JSON, as they were written lately. What is written depends on what is kept
 * beside it and on nothing else, so none of it is ever out of date.
 */
public final class Rendered {
  private static final long MOST_BYTES = 4 << 20;

  private final Recent<Comment, JsonNode> comments = new Recent<>(MOST_BYTES, Rendered::bytes);
  private final Recent<Post, JsonNode> posts = new Recent<>(MOST_BYTES, Rendered::bytes);

  /** Found by what is cheap to tell apart; it is the same only where all of it is. */
  private record Comment(NoteView view, String language, boolean writes, Named you) {
    @Override
    public int hashCode() {
      return (view.id().hashCode() * 31 + view.version()) * 31 + (view.unread() ? 1 : 0);
    }
  }

  /** Where it says "you": to whom it answers, and who removed it; of whose it is, it knows. */
  record Named(boolean answered, boolean remover) {}

  private record Post(ActivityView view, ReaderContext reader, String person, boolean writes) {
    @Override
    public int hashCode() {
      return view.id().hashCode() * 31 + person.hashCode();
    }
  }

  JsonNode comment(
      NoteView view,
      ReaderContext reader,
      boolean writes,
      Named you,
      Supplier<? extends JsonNode> write) {
    return once(comments, new Comment(view, reader.language(), writes, you), write);
  }

  JsonNode post(
      ActivityView view,
      ReaderContext reader,
      String person,
      boolean writes,
      Supplier<? extends JsonNode> write) {
    return once(posts, new Post(view, reader, person, writes), write);
  }

  private static <K> JsonNode once(
      Recent<K, JsonNode> recent, K key, Supplier<? extends JsonNode> write) {
    return recent
        .find(key)
        .orElseGet(
            () -> {
              JsonNode written = Json.written(write.get());
              recent.put(key, written);
              return written;
            });
  }

  private static long bytes(JsonNode written) {
    return Json.length(written);
  }
}
