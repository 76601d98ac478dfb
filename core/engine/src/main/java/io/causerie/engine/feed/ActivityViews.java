package io.causerie.engine.feed;

import io.causerie.engine.Page;
import io.causerie.engine.SystemRules;
import io.causerie.engine.access.Standing;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.activity.FieldChange;
import io.causerie.engine.discussion.Markdown;
import io.causerie.engine.discussion.Marks;
import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.discussion.Removal;
import io.causerie.engine.discussion.Talk;
import io.causerie.engine.discussion.Words;
import io.causerie.engine.people.ActorView;
import io.causerie.engine.people.Actors;
import io.causerie.engine.people.Names;
import io.causerie.model.ActivityId;
import io.causerie.model.RecordId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Makes what a reader sees of rows that she may read. */
public final class ActivityViews {
  private static final int NOTES = 3;

  private final Actors actors;
  private final Map<String, SystemRules> systems;

  public ActivityViews(Actors actors, Map<String, SystemRules> systems) {
    this.actors = actors;
    this.systems = Map.copyOf(systems);
  }

  List<ActivityView> of(Handle h, Standing reader, List<FeedSql.Item> items) {
    if (items.isEmpty()) {
      return List.of();
    }
    List<Long> ids = items.stream().map(item -> item.row().id()).toList();
    Names names = actors.in(h, reader.version());
    names.know(items.stream().flatMap(FeedSql.Item::persons));
    Talk talk =
        Talk.of(
            h,
            items.stream().filter(FeedSql.Item::talk).map(item -> item.row().id()).toList(),
            null,
            NOTES);
    Marks marks = Marks.of(h, reader, ids, talk.notes(), names);
    Map<Long, Page<NoteView>> pages = talk.pages(reader, names, marks);
    return items.stream()
        .map(
            item ->
                view(
                    item,
                    reader,
                    names,
                    marks,
                    pages.getOrDefault(item.row().id(), new Page<>(List.of(), null))))
        .toList();
  }

  private ActivityView view(
      FeedSql.Item item, Standing reader, Names names, Marks marks, Page<NoteView> lastNotes) {
    ActivityStore.Row row = item.row();
    boolean gone = row.removed() != null;
    List<ActivityView.ChangeView> changes = visible(reader, row.changes());
    ActorView actor = actor(item, names);
    // Nobody checked whom the words of a source name, so they mention nobody and are no way to
    // names.
    Optional<Words.Named> said =
        gone || row.content() == null || row.made() != ActivityStore.Made.POST
            ? Optional.empty()
            : Optional.of(Words.named(row.content(), names));
    return new ActivityView(
        new ActivityId(row.id()),
        new RecordId(row.record()),
        reader.present() && !row.heading().merged() ? item.title() : row.heading().shown(),
        switch (row.made()) {
          case CHANGE -> ActivityView.Kind.CHANGE;
          case EVENT -> ActivityView.Kind.EVENT;
          case POST -> ActivityView.Kind.POST;
        },
        row.type(),
        row.eventType(),
        row.lane(),
        row.published(),
        actor,
        row.summary(),
        changes,
        row.changes().size() - changes.size(),
        row.steps(),
        gone ? null : said.map(Words.Named::content).orElse(row.content()),
        said.map(Words.Named::mentions).orElse(List.of()),
        gone || row.html() == null
            ? null
            : said.isPresent() && row.htmlVersion() >= Markdown.VERSION
                ? Words.namedHtml(row.html(), names)
                : said.isPresent()
                    ? Markdown.render(Objects.requireNonNull(row.content()))
                    : row.html(),
        row.edited(),
        row.removed() == null
            ? null
            : new Removal(
                row.removedBy() == null ? actor : names.person(row.removedBy()), row.removed()),
        row.version(),
        row.late(),
        marks.reactions(row.id()),
        item.notes(),
        lastNotes.items(),
        lastNotes.next(),
        reader.person().equals(row.person()),
        marks.isUnread(row.id()));
  }

  private ActorView actor(FeedSql.Item item, Names names) {
    ActivityStore.Row row = item.row();
    if (row.person() != null) {
      return names.person(row.person());
    }
    if (item.source() != null) {
      return names.source(item.source());
    }
    SystemRules system = systems.get(row.system());
    String name = system == null ? row.system() : system.title().in("");
    return new ActorView(null, name, ActorView.Kind.SYSTEM);
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
