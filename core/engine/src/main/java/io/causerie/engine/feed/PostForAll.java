package io.causerie.engine.feed;

import io.causerie.engine.Page;
import io.causerie.engine.access.Standing;
import io.causerie.engine.activity.FieldChange;
import io.causerie.engine.activity.Row;
import io.causerie.engine.discussion.CopyView;
import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.discussion.ReactionView;
import io.causerie.engine.discussion.Removal;
import io.causerie.engine.discussion.Words;
import io.causerie.engine.file.FileView;
import io.causerie.engine.people.ActorView;
import io.causerie.model.ActivityId;
import io.causerie.model.RecordId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A post with all that is the same for whoever reads it; what differs is added without asking the
 * database, so that many readers cost no more than one.
 *
 * @param item its row, and what stands beside it
 * @param actor who did it
 * @param words what a person or the event said; empty where nothing is said
 * @param html the same, rendered and sanitised
 * @param removed who removed it, when
 * @param reactions emoji given to it
 * @param copies how it stands in systems, where its author chose that
 * @param files that go with it
 * @param notes its last comments, oldest first
 */
public record PostForAll(
    FeedItem item,
    ActorView actor,
    Words.Named words,
    @Nullable String html,
    @Nullable Removal removed,
    List<ReactionView> reactions,
    List<CopyView> copies,
    List<FileView> files,
    Page<NoteView> notes) {

  public Row row() {
    return item.row();
  }

  /**
   * The post as somebody sees it who may read it.
   *
   * @param unread ids of items she has not seen
   */
  public ActivityView seenBy(Standing standing, Set<Long> unread) {
    String reader = standing.person();
    Row row = item.row();
    boolean gone = row.removed() != null;
    List<ActivityView.ChangeView> changes = changes(standing);
    return new ActivityView(
        new ActivityId(row.id()),
        new RecordId(row.record()),
        standing.present() && !row.heading().merged() ? item.title() : row.heading().shown(),
        switch (row.made()) {
          case CHANGE -> ActivityView.Kind.CHANGE;
          case EVENT -> ActivityView.Kind.EVENT;
          case POST -> ActivityView.Kind.POST;
        },
        row.kind().type(),
        row.kind().eventType(),
        row.lane(),
        row.published(),
        actor,
        row.isOfSource() ? row.by().system() : null,
        row.told().summary(),
        changes,
        row.changes().size() - changes.size(),
        row.told().steps(),
        gone || row.words().content() == null ? null : words.content(),
        words.mentions(),
        html,
        row.words().edited(),
        removed,
        row.version(),
        row.told().late(),
        reactions.stream().map(r -> r.seenBy(reader)).toList(),
        standing.guest() ? List.of() : copies,
        files,
        standing.now().of(row.lane()).filter(row.gate()::equals).isPresent(),
        item.notes(),
        notes.items().stream().map(note -> note.seenBy(reader, standing.guest(), unread)).toList(),
        notes.next(),
        reader.equals(row.person()),
        unread.contains(row.id()));
  }

  /** Its changes, of fields that somebody may see. */
  public List<ActivityView.ChangeView> changes(Standing standing) {
    return visible(standing, item.row().changes());
  }

  /** The changes of fields that a reader may see. */
  static List<ActivityView.ChangeView> visible(Standing standing, List<FieldChange> changes) {
    List<ActivityView.ChangeView> visible = new ArrayList<>();
    for (FieldChange change : changes) {
      if (standing.maySee(change.restricted())) {
        visible.add(
            new ActivityView.ChangeView(
                change.field(),
                change.label(),
                change.readThen() == null || standing.read(change.readThen())
                    ? change.from()
                    : null,
                change.to()));
      }
    }
    return visible;
  }
}
