package io.causerie.engine.ingest;

import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.activity.ActivityStore.Contribution;
import io.causerie.engine.activity.ActivityStore.Made;
import io.causerie.engine.activity.Folds;
import io.causerie.engine.activity.Row;
import io.causerie.model.CandidatePost;
import io.causerie.model.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The posts that one event made of what happened, taken back so that it can tell that anew: a post
 * of it alone keeps its id and its place, one of several events loses this event's part. The caller
 * holds the record's lock.
 */
final class Withdrawn {
  /** A post, what this event gave to it, and what others did. */
  record Post(Row row, Contribution own, List<Contribution> others) {}

  private final List<Post> posts;

  private Withdrawn(List<Post> posts) {
    this.posts = new ArrayList<>(posts);
  }

  /**
   * Finds them.
   *
   * @param was what the event was posted as; absent where it made no such post
   * @return nothing if they are not there any more as they were made
   */
  static Optional<Withdrawn> of(Handle h, long event, @Nullable CandidatePost was) {
    if (was == null) {
      return Optional.of(new Withdrawn(List.of()));
    }
    List<Post> posts = new ArrayList<>();
    List<Long> ids = ActivityStore.ofEvents(h, List.of(event));
    boolean ofFields = was.when() == When.CHANGED && was.content() == null;
    for (Row row : new TreeMap<>(ActivityStore.find(h, ids)).values()) {
      boolean fits =
          ofFields
              ? row.made() == Made.CHANGE
              : row.made() == Made.EVENT && row.kind().type().equals(was.type()) && posts.isEmpty();
      if (fits) {
        List<Contribution> others = new ArrayList<>(ActivityStore.contributions(h, row.id()));
        Contribution own =
            others.stream().filter(c -> c.event() == event).findFirst().orElseThrow();
        others.remove(own);
        posts.add(new Post(row, own, others));
      }
    }
    return posts.isEmpty() ? Optional.empty() : Optional.of(new Withdrawn(posts));
  }

  /** Whether people talk about one of them, or have its address: then it must not change. */
  boolean isHeld(Handle h) {
    return posts.stream()
        .map(Post::row)
        .anyMatch(
            row ->
                row.talk()
                    || row.removed() != null
                    || (row.made() == Made.CHANGE && row.told().foldStarted() == null)
                    || ActivityStore.isReactedTo(h, row.id()));
  }

  /** Takes them out of the tables; what is said again is written as if it were new. */
  void remove(Handle h) {
    for (Post post : posts) {
      ActivityStore.withdraw(h, post.row().id(), post.own().event());
      if (post.others().isEmpty()) {
        ActivityStore.delete(h, post.row().id());
      } else {
        ActivityStore.refold(h, List.of(Folds.folded(post.row(), post.others())));
      }
    }
  }

  /** The post in which somebody's part is told again, if there is one; each is given once. */
  Optional<Post> reuse(boolean ofFields, @Nullable Long actor) {
    Optional<Post> found =
        posts.stream()
            .filter(p -> p.others().isEmpty() || ofFields)
            .filter(
                p ->
                    p.row().made() != Made.CHANGE
                        || Objects.equals(p.row().by().sourceActor(), actor))
            .findFirst();
    found.ifPresent(posts::remove);
    return found;
  }

  /** Posts of several events in which this one tells nothing any more. */
  List<Row> shrunk() {
    return posts.stream().filter(p -> !p.others().isEmpty()).map(Post::row).toList();
  }

  /** Posts of this event alone that were not told again. */
  List<Long> gone() {
    return posts.stream().filter(p -> p.others().isEmpty()).map(p -> p.row().id()).toList();
  }
}
