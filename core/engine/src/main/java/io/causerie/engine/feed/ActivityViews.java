package io.causerie.engine.feed;

import io.causerie.engine.Page;
import io.causerie.engine.SystemRules;
import io.causerie.engine.access.Standing;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.activity.FieldChange;
import io.causerie.engine.discussion.Markdown;
import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.discussion.NoteViews;
import io.causerie.engine.discussion.ReactionView;
import io.causerie.engine.discussion.Reactions;
import io.causerie.engine.discussion.Removal;
import io.causerie.engine.discussion.Words;
import io.causerie.engine.people.ActorView;
import io.causerie.engine.people.Actors;
import io.causerie.engine.people.SourceActors;
import io.causerie.engine.record.UnreadItems;
import io.causerie.model.ActivityId;
import io.causerie.model.Localized;
import io.causerie.model.RecordId;
import io.causerie.model.json.ModelJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Makes what a reader sees of rows that she may read. */
public final class ActivityViews {
  private static final int NOTES = 3;

  private final Actors actors;
  private final NoteViews notes;
  private final Map<String, SystemRules> systems;

  public ActivityViews(Actors actors, NoteViews notes, Map<String, SystemRules> systems) {
    this.actors = actors;
    this.notes = notes;
    this.systems = Map.copyOf(systems);
  }

  List<ActivityView> of(Handle h, Standing standing, List<ActivityStore.Row> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<Long> ids = rows.stream().map(ActivityStore.Row::id).toList();
    Map<Long, SourceActors.ActorRow> names =
        SourceActors.names(
            h,
            rows.stream()
                .map(ActivityStore.Row::sourceActor)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
    Map<Long, List<ReactionView>> reactions = Reactions.of(h, ids, standing.person(), actors);
    Map<Long, Integer> counts = notes.counts(h, ids);
    Set<Long> unread = UnreadItems.of(h, standing.person(), standing.record(), ids);
    Map<Long, Page<NoteView>> talk = new HashMap<>();
    for (ActivityStore.Row row : rows) {
      if (row.talk() && (counts.containsKey(row.id()) || row.made() != ActivityStore.Made.POST)) {
        talk.put(row.id(), notes.page(h, standing.person(), row.id(), null, NOTES, unread));
      }
    }
    Optional<Localized> title =
        standing.present() ? Optional.of(title(h, standing.record())) : Optional.empty();
    return rows.stream()
        .map(
            row ->
                view(
                    row,
                    standing,
                    title,
                    names,
                    reactions.getOrDefault(row.id(), List.of()),
                    counts.getOrDefault(row.id(), 0),
                    talk.getOrDefault(row.id(), new Page<>(List.of(), null)),
                    unread.contains(row.id())))
        .toList();
  }

  private static Localized title(Handle h, long record) {
    return h.createQuery(
            "select coalesce(title, source_id) as title, title as said from record where id = :id")
        .bind("id", record)
        .map(
            (r, c) ->
                r.getString("said") == null
                    ? Localized.of(r.getString("title"))
                    : ModelJson.read(r.getString("said"), Localized.class))
        .one();
  }

  private ActivityView view(
      ActivityStore.Row row,
      Standing standing,
      Optional<Localized> title,
      Map<Long, SourceActors.ActorRow> names,
      List<ReactionView> reactions,
      int noteCount,
      Page<NoteView> lastNotes,
      boolean unread) {
    boolean gone = row.removed() != null;
    List<ActivityView.ChangeView> changes = visible(standing, row.changes());
    ActorView actor = actor(row, names);
    // Nobody checked whom the words of a source name, so they mention nobody and are no way to
    // names.
    Optional<Words.Named> said =
        gone || row.content() == null || row.made() != ActivityStore.Made.POST
            ? Optional.empty()
            : Optional.of(Words.named(row.content(), actors));
    return new ActivityView(
        new ActivityId(row.id()),
        new RecordId(row.record()),
        title.filter(present -> !row.heading().merged()).orElseGet(() -> row.heading().shown()),
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
                ? Words.namedHtml(row.html(), actors)
                : said.isPresent()
                    ? Markdown.render(Objects.requireNonNull(row.content()))
                    : row.html(),
        row.edited(),
        row.removed() == null
            ? null
            : new Removal(
                row.removedBy() == null ? actor : actors.person(row.removedBy()), row.removed()),
        row.version(),
        row.late(),
        reactions,
        noteCount,
        lastNotes.items(),
        lastNotes.next(),
        standing.person().equals(row.person()),
        unread);
  }

  private ActorView actor(ActivityStore.Row row, Map<Long, SourceActors.ActorRow> names) {
    if (row.person() != null) {
      return actors.person(row.person());
    }
    if (row.sourceActor() != null) {
      return actors.source(row.sourceActor(), names);
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
