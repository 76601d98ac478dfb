package io.causerie.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Page;
import io.causerie.engine.access.ReadersView;
import io.causerie.engine.discussion.CopyView;
import io.causerie.engine.discussion.GroupNames;
import io.causerie.engine.discussion.MentionView;
import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.discussion.ReactionView;
import io.causerie.engine.discussion.Removal;
import io.causerie.engine.discussion.Words;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.file.FileView;
import io.causerie.engine.find.Found;
import io.causerie.engine.people.ActorView;
import io.causerie.engine.profile.SaidView;
import io.causerie.engine.record.RecordHead;
import io.causerie.engine.record.RecordView;
import io.causerie.model.Localized;
import io.causerie.model.Value;
import io.causerie.model.text.ReaderContext;
import io.causerie.model.text.SummaryText;
import io.causerie.model.text.ValueText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Views as JSON, written for one reader: her language, her zone, herself as "you". */
public final class Render {
  private static final String GROUP = "group:";
  private static final int MAX_PARTIES = 2;

  private final ReaderContext reader;
  private final String person;
  private final boolean writes;
  private final Map<String, Localized> groups;
  private final Map<String, Localized> systems;
  private final Rendered rendered;

  /**
   * @param writes whether the reader's token may write
   * @param groups titles of groups
   * @param systems titles of systems
   * @param rendered with the same titles
   */
  Render(
      ReaderContext reader,
      String person,
      boolean writes,
      Map<String, Localized> groups,
      Map<String, Localized> systems,
      Rendered rendered) {
    this.reader = reader;
    this.person = person;
    this.writes = writes;
    this.groups = groups;
    this.systems = systems;
    this.rendered = rendered;
  }

  public ObjectNode record(RecordView view) {
    ObjectNode node = head(view.head());
    node.set("related", Json.array(view.related(), Render::relation));
    node.set("lanes", Json.array(writes ? view.lanes() : List.of(), this::lane));
    node.put("guest", view.guest());
    node.put("follow", view.follow().name().toLowerCase(Locale.ROOT));
    node.set(
        "unread",
        Json.object().put("count", view.unread().count()).put("exact", view.unread().exact()));
    node.put("position", view.position());
    return node;
  }

  public ObjectNode head(RecordHead head) {
    ObjectNode node = found(head);
    if (head.url() != null) {
      node.put("url", head.url());
    }
    node.put("known", head.known());
    node.set("state", Json.array(head.state(), this::field));
    return node;
  }

  /** What a record is called. */
  public ObjectNode found(RecordHead head) {
    ObjectNode node = Json.object();
    node.put("id", head.id().toString());
    node.put("system", head.ref().system());
    node.put("type", Shown.of(head.ref().type()));
    node.put("key", Shown.of(head.ref().id()));
    node.put("title", Shown.of(head.title().in(reader.language())));
    node.put(
        "typeLabel",
        Shown.of(
            head.typeLabel() == null ? head.ref().type() : head.typeLabel().in(reader.language())));
    node.put("systemTitle", head.systemTitle().in(reader.language()));
    if (head.deleted() != null) {
      node.put("deleted", head.deleted().toString());
    }
    return node;
  }

  /** A type of records. */
  public ObjectNode found(Found.Type type) {
    return Json.object()
        .put("system", type.system())
        .put("systemTitle", type.systemTitle().in(reader.language()))
        .put("type", Shown.of(type.type()))
        .put("typeLabel", Shown.of(type.label().in(reader.language())));
  }

  /** A system. */
  public ObjectNode found(Found.System system) {
    return Json.object()
        .put("system", system.name())
        .put("systemTitle", system.title().in(reader.language()));
  }

  /** What a person wrote. */
  public ObjectNode said(SaidView said) {
    ObjectNode node = Json.object();
    node.put("activity", said.activity().toString());
    if (said.note() != null) {
      node.put("note", said.note().toString());
    }
    node.put("record", said.record().toString());
    node.put("recordTitle", Shown.of(said.recordTitle().in(reader.language())));
    node.put("lane", said.lane().word());
    node.put("published", said.published().toString());
    if (said.edited() != null) {
      node.put("edited", said.edited().toString());
    }
    node.put("html", GroupNames.inHtml(said.html(), this::title));
    return node;
  }

  private ObjectNode lane(RecordView.LaneView lane) {
    ObjectNode node = Json.object();
    node.put("lane", lane.lane().word());
    node.put("readers", lane.readers());
    // A house whose people are a group is called by its name.
    List<String> parties =
        lane.outside().stream()
            .map(r -> Shown.of(r.rule().startsWith(GROUP) ? group(r.rule()) : r.name()))
            .distinct()
            .toList();
    node.set("outside", Json.tree(parties.stream().limit(MAX_PARTIES).toList()));
    node.put("more", Math.max(0, parties.size() - MAX_PARTIES));
    node.put("begun", lane.begun());
    node.put("gate", lane.gate());
    if (lane.alsoIn()) {
      node.put("alsoIn", true);
    }
    return node;
  }

  private String group(String rule) {
    return title(rule.substring(GROUP.length()));
  }

  /** How the reader calls a group; one without a title is called by its name. */
  public String title(String group) {
    return groups.getOrDefault(group, Localized.of(group)).in(reader.locale().toLanguageTag());
  }

  private ObjectNode field(RecordView.Field field) {
    return Json.object()
        .put("field", field.name())
        .put("label", Shown.of(field.label().in(reader.language())))
        .put("value", text(field.value()));
  }

  private static ObjectNode relation(RecordView.Relation relation) {
    ObjectNode node = Json.object();
    node.put("rel", relation.rel());
    node.put("system", relation.ref().system());
    node.put("type", Shown.of(relation.ref().type()));
    node.put("key", Shown.of(relation.ref().id()));
    node.put("title", Shown.of(relation.title()));
    if (relation.record() != null) {
      node.put("record", relation.record().toString());
    }
    return node;
  }

  private String text(Value value) {
    return Shown.of(ValueText.of(value, reader));
  }

  public JsonNode activity(ActivityView view) {
    return rendered.post(view, reader, person, writes, () -> writeActivity(view));
  }

  private ObjectNode writeActivity(ActivityView view) {
    ObjectNode node = told(view);
    if (view.hiddenChanges() > 0) {
      node.put("hiddenChanges", view.hiddenChanges());
    }
    node.put("steps", view.steps());
    if (view.content() != null) {
      words(node, view.content(), view.mentions(), String.valueOf(view.html()));
    }
    if (view.edited() != null) {
      node.put("edited", view.edited().toString());
    }
    removed(node, view.removed());
    node.put("version", view.version());
    node.set("reactions", reactions(view.reactions()));
    copies(node, view.copies());
    files(node, view.files());
    ObjectNode notes = page(view.notes(), view.olderNotes(), this::note);
    notes.put("count", view.noteCount());
    node.set("notes", notes);
    boolean open = writes && view.removed() == null;
    node.put("mine", view.mine());
    node.put("unread", view.unread());
    node.put("canEdit", open && view.mine());
    node.put("canReply", open);
    node.put("readAsRecord", view.readAsRecord());
    return node;
  }

  /** What happened and what was said, without what people made of it. */
  ObjectNode brief(ActivityView view) {
    ObjectNode node = told(view);
    if (view.content() != null) {
      content(node, view.content(), view.mentions());
    }
    removed(node, view.removed());
    node.put("version", view.version());
    return node;
  }

  /** What a comment says, without what people made of it. */
  ObjectNode brief(NoteView view) {
    ObjectNode node = Json.object();
    node.put("id", view.id().toString());
    if (view.inReplyTo() != null) {
      node.put("inReplyTo", view.inReplyTo().toString());
    }
    node.set("author", actor(view.author()));
    source(node, view.system());
    content(node, view.content(), view.mentions());
    node.put("created", view.created().toString());
    removed(node, view.removed());
    node.put("version", view.version());
    return node;
  }

  private void content(ObjectNode node, String content, List<MentionView> mentions) {
    node.put("content", GroupNames.inContent(content, mentions, this::title).content());
  }

  private ObjectNode told(ActivityView view) {
    ObjectNode node = Json.object();
    String title = Shown.of(view.recordTitle().in(reader.language()));
    node.put("id", view.id().toString());
    node.put("record", view.record().toString());
    node.put("recordTitle", title);
    node.put("kind", view.kind().name().toLowerCase(Locale.ROOT));
    node.put("type", view.type());
    if (view.eventType() != null) {
      node.put("eventType", view.eventType());
    }
    node.put("lane", view.lane().word());
    node.put("published", view.published().toString());
    if (view.late()) {
      node.put("late", true);
    }
    node.set("actor", actor(view.actor()));
    source(node, view.system());
    summary(node, view, title);
    node.set("changes", Json.array(view.changes(), this::change));
    return node;
  }

  private void summary(ObjectNode node, ActivityView view, String title) {
    if (view.summary() == null || view.removed() != null) {
      return;
    }
    List<SummaryText.Change> changes =
        view.changes().stream()
            .map(c -> Sentences.named(c.label(), c.from(), c.to(), reader))
            .toList();
    boolean you = person.equals(view.actor().person());
    List<SummaryText.Part> parts =
        SummaryText.write(
            view.summary(),
            new SummaryText.Facts(view.actor().name(), you, title, changes),
            reader);
    ObjectNode summary = Json.object();
    summary.put("text", Shown.of(Sentences.text(parts)));
    summary.set(
        "parts",
        Json.array(
            parts,
            p -> Json.object().put("kind", p.kind().word()).put("text", Shown.of(p.text()))));
    node.set("summary", summary);
  }

  private ObjectNode change(ActivityView.ChangeView change) {
    ObjectNode node = Json.object();
    node.put("field", change.field());
    node.put("label", Shown.of(change.label().in(reader.language())));
    if (change.from() == null) {
      node.put("to", text(change.to()));
    } else {
      ValueText.Pair pair = ValueText.of(change.from(), change.to(), reader);
      node.put("from", Shown.of(pair.from()));
      node.put("to", Shown.of(pair.to()));
    }
    return node;
  }

  public ObjectNode step(ActivityView.Step step) {
    ObjectNode node = Json.object();
    node.put("event", step.event().toString());
    node.put("published", step.published().toString());
    node.set("changes", Json.array(step.changes(), this::change));
    return node;
  }

  public JsonNode note(NoteView view) {
    Removal removed = view.removed();
    Rendered.Named you =
        new Rendered.Named(
            isReader(view.inReplyToAuthor()), removed != null && isReader(removed.by()));
    return rendered.comment(view, reader, writes, you, () -> writeNote(view));
  }

  private boolean isReader(@Nullable ActorView actor) {
    return actor != null && person.equals(actor.person());
  }

  private ObjectNode writeNote(NoteView view) {
    ObjectNode node = Json.object();
    node.put("id", view.id().toString());
    node.put("activity", view.activity().toString());
    node.put("record", view.record().toString());
    if (view.inReplyTo() != null) {
      node.put("inReplyTo", view.inReplyTo().toString());
    }
    if (view.inReplyToAuthor() != null) {
      node.set("inReplyToAuthor", actor(view.inReplyToAuthor()));
    }
    node.set("author", actor(view.author()));
    source(node, view.system());
    words(node, view.content(), view.mentions(), view.html());
    node.put("created", view.created().toString());
    if (view.edited() != null) {
      node.put("edited", view.edited().toString());
    }
    removed(node, view.removed());
    node.put("version", view.version());
    node.set("reactions", reactions(view.reactions()));
    copies(node, view.copies());
    files(node, view.files());
    node.put("mine", view.mine());
    node.put("unread", view.unread());
    node.put("canEdit", writes && view.mine() && view.removed() == null);
    return node;
  }

  private static void files(ObjectNode node, List<FileView> files) {
    if (!files.isEmpty()) {
      node.set("attachments", Json.array(files, Render::file));
    }
  }

  /** A file, as whoever may have it is told of it. */
  public static ObjectNode file(FileView view) {
    ObjectNode node = Json.object();
    node.put("id", view.id().toString());
    node.put("name", Shown.of(view.name()));
    node.put("size", view.size());
    node.put("mediaType", view.kind().mediaType());
    node.put("state", view.state().code());
    if (view.refusal() != null) {
      node.put("refusal", Shown.of(view.refusal()));
    }
    if (view.picture() != null) {
      node.set(
          "picture",
          Json.object()
              .put("width", view.picture().width())
              .put("height", view.picture().height()));
    }
    return node;
  }

  private static void copies(ObjectNode node, List<CopyView> copies) {
    if (!copies.isEmpty()) {
      node.set("copies", Json.array(copies, Render::copy));
    }
  }

  /** How something stands in a system. */
  public static ObjectNode copy(CopyView view) {
    ObjectNode node = Json.object();
    node.put("system", view.system());
    node.put("state", view.state().word());
    if (view.since() != null) {
      node.put("since", view.since().toString());
    }
    node.put("differs", view.differs());
    Phrases.put(node, "reason", view.reason());
    node.put("canRetry", view.canRetry());
    return node;
  }

  public ObjectNode history(List<NoteView.Wording> wordings) {
    ObjectNode node = Json.object();
    node.set(
        "items",
        Json.array(
            wordings,
            w ->
                Json.object()
                    .put("version", w.version())
                    .put("content", w.content())
                    .put("html", html(w.html()))
                    .put("at", w.at().toString())));
    return node;
  }

  private void words(ObjectNode node, String content, List<MentionView> mentions, String html) {
    Words.Named named = GroupNames.inContent(content, mentions, this::title);
    node.put("content", named.content());
    mentions(node, named.mentions());
    node.put("html", html(html));
  }

  /** HTML of what somebody wrote, with groups as the reader calls them. */
  public String html(String html) {
    return Shown.of(GroupNames.inHtml(html, this::title));
  }

  private static void mentions(ObjectNode node, List<MentionView> mentions) {
    if (!mentions.isEmpty()) {
      node.set(
          "mentions",
          Json.array(
              mentions,
              m ->
                  Json.object()
                      .put(m.mention().kind().word(), m.mention().id())
                      .put("name", Shown.of(m.name()))
                      .put("start", m.start())
                      .put("length", m.length())));
    }
  }

  private void removed(ObjectNode node, @Nullable Removal removal) {
    if (removal != null) {
      ObjectNode removed = Json.object();
      removed.set("by", actor(removal.by()));
      removed.put("at", removal.at().toString());
      node.set("removed", removed);
    }
  }

  /** The source in which it was said. */
  private void source(ObjectNode node, @Nullable String system) {
    if (system != null) {
      node.set("source", Json.object().put("system", system).put("title", system(system)));
    }
  }

  private String system(String system) {
    return Shown.of(systems.getOrDefault(system, Localized.of(system)).in(reader.language()));
  }

  /** Who did something. */
  public ObjectNode actor(ActorView actor) {
    ObjectNode node = Json.object();
    if (actor.person() != null) {
      node.put("person", actor.person());
    }
    // A comment whose author nobody knows is its system's.
    boolean system = actor.kind() == ActorView.Kind.SYSTEM;
    node.put("name", system ? system(actor.name()) : Shown.of(actor.name()));
    node.put("kind", actor.kind().name().toLowerCase(Locale.ROOT));
    if (isReader(actor)) {
      node.put("you", true);
    }
    return node;
  }

  private static ArrayNode reactions(List<ReactionView> reactions) {
    return Json.array(
        reactions,
        r -> {
          ObjectNode node = Json.object();
          node.put("emoji", r.emoji());
          node.put("count", r.count());
          node.put("mine", r.mine());
          node.set("names", Json.tree(r.names().stream().map(Shown::of).toList()));
          return node;
        });
  }

  public ObjectNode readers(ReadersView view) {
    ObjectNode node = Json.object();
    node.put("lane", view.lane().word());
    node.put("count", view.count());
    node.put("everyone", view.everyone());
    node.set("groups", Json.tree(view.groups()));
    node.set("persons", Json.array(view.persons(), r -> reader(r, view.type())));
    node.put("awaited", view.awaited());
    node.put("gate", view.gate());
    return node;
  }

  private ObjectNode reader(ReadersView.Reader r, Localized type) {
    String rule = ruleText(r, type);
    ObjectNode node =
        Json.object()
            .put("person", r.person())
            .put("name", Shown.of(r.name()))
            .put("guest", r.guest())
            .put("rule", r.rule())
            .put("ruleText", r.began() ? Sentences.say(reader, "readers.began", rule) : rule);
    if (r.role() != null) {
      node.put("role", r.role().in(reader.language()));
    }
    if (r.began()) {
      node.put("began", true);
    }
    return node;
  }

  private String ruleText(ReadersView.Reader r, Localized type) {
    String rule = r.rule();
    if (r.role() != null) {
      return Sentences.say(
          reader, "readers.role", r.role().in(reader.language()), type.in(reader.language()));
    }
    if (rule.startsWith(GROUP)) {
      return Sentences.say(reader, "readers.group", group(rule));
    }
    return switch (rule) {
      case "everyone", "company", "customer", "named" -> Sentences.say(reader, "readers." + rule);
      default -> Sentences.say(reader, "readers.other");
    };
  }

  public static <T> ObjectNode page(Page<T> page, Function<T, ? extends JsonNode> each) {
    return page(page.items(), page.next(), each);
  }

  private static <T> ObjectNode page(
      List<T> items, @Nullable String next, Function<T, ? extends JsonNode> each) {
    ObjectNode node = Json.object();
    node.set("items", Json.array(items, each));
    if (next != null) {
      node.put("next", next);
    }
    return node;
  }
}
