package io.causerie.engine.ingest;

import io.causerie.engine.CauserieBuilder;
import io.causerie.engine.Desk;
import io.causerie.engine.discussion.Echoes;
import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.feed.ActivityView;
import io.causerie.model.Lane;
import io.causerie.model.Observation;
import io.causerie.model.SourceActor;
import io.causerie.model.SourceEvent;
import io.causerie.model.SourceNote;
import io.causerie.model.Version;
import io.causerie.testkit.db.Databases;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A desk on whose orders people comment in the source. */
final class Salesfolk implements AutoCloseable {
  static final SourceActor ALAN = new SourceActor("aturing", "Alan Turing", null);

  final Desk desk;
  private int events;

  Salesfolk(Databases databases) {
    this(databases, Echoes.NONE);
  }

  Salesfolk(Databases databases, Echoes echoes) {
    this.desk = new Desk(Desk.tables(databases), (CauserieBuilder b) -> b.echoes(echoes));
  }

  /** What an event tells of a comment. */
  static final class Said {
    private final String id;
    private String content = "";
    private @Nullable SourceActor author = ALAN;
    private @Nullable String inReplyTo;
    private @Nullable Version edited;
    private boolean deleted;
    private Lane lane = Lane.INTERNAL;
    private Instant published = Desk.MONDAY;
    private String order = "1";

    private Said(String id) {
      this.id = id;
    }

    Said says(String words) {
      content = words;
      return this;
    }

    Said by(@Nullable SourceActor somebody) {
      author = somebody;
      return this;
    }

    Said answering(String comment) {
      inReplyTo = comment;
      return this;
    }

    Said edited(long version) {
      edited = Version.of(version);
      return this;
    }

    Said in(Lane where) {
      lane = where;
      return this;
    }

    Said on(String other) {
      order = other;
      return this;
    }

    Said at(Instant when) {
      published = when;
      return this;
    }

    Said gone() {
      deleted = true;
      content = "";
      return this;
    }

    Observation told() {
      return Observation.note(
          Desk.order(order),
          null,
          published,
          new SourceNote(id, lane, content, author, inReplyTo, edited, deleted));
    }
  }

  static Said comment(String id) {
    return new Said(id);
  }

  SourceEvent event(Said said) {
    return Desk.event("c" + ++events, said.told());
  }

  EventOutcome tell(Said said) {
    return tell("orders", said);
  }

  EventOutcome tell(String connector, Said said) {
    return desk.ingest(connector, event(said));
  }

  /** The posts that somebody sees which were made in the source. */
  List<ActivityView> posts(String viewer) {
    return desk.feed(viewer, "1").stream().filter(post -> post.system() != null).toList();
  }

  ActivityView post(String viewer) {
    List<ActivityView> posts = posts(viewer);
    if (posts.size() != 1) {
      throw new AssertionError("not one post but " + posts.size());
    }
    return posts.get(0);
  }

  List<NoteView> notes(String viewer) {
    return post(viewer).notes();
  }

  @Override
  public void close() {
    desk.close();
  }
}
