package io.causerie.contract;

import io.causerie.engine.Causerie;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.record.RecordView;
import io.causerie.model.Localized;
import io.causerie.model.RecordRef;
import io.causerie.model.Summary;
import io.causerie.model.Value;
import io.causerie.model.text.ReaderContext;
import io.causerie.model.text.SummaryText;
import io.causerie.model.text.ValueText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one reader reads of a record.
 *
 * @param head title, address, fields and whether it is gone; empty: there is no record for her
 * @param posts newest first
 */
public record Told(List<String> head, List<String> posts) {
  static final Told NOTHING = new Told(List.of(), List.of());

  private static final String ENGLISH = "en";
  private static final List<String> LANGUAGES = List.of(ENGLISH, "fr");

  /** As it is now. */
  public static Told of(Causerie causerie, Viewer reader, RecordRef ref) {
    Optional<RecordView> found = causerie.records().find(reader, ref);
    return found.map(record -> of(record, posts(causerie, reader, record))).orElse(NOTHING);
  }

  private static List<ActivityView> posts(Causerie causerie, Viewer reader, RecordView record) {
    return causerie.feed().of(reader, record.id(), ActivityView.Show.ALL, null, 50).items();
  }

  private static Told of(RecordView record, List<ActivityView> posts) {
    List<String> head = new ArrayList<>();
    head.add(record.title().in(ENGLISH));
    head.add(String.valueOf(record.url()));
    head.add(record.deleted() == null ? "there" : "gone");
    record.state().forEach(field -> head.add(field.name() + ": " + text(field.value(), ENGLISH)));
    return new Told(head, posts.stream().map(Told::line).toList());
  }

  /** Whether it is told as gone. */
  boolean isGone() {
    return head.contains("gone");
  }

  /** The same; of posts of one time none comes first. */
  Told byTime() {
    return new Told(head, posts.stream().sorted().toList());
  }

  /** A post on one line. */
  public static String line(ActivityView view) {
    return "%s %s %s %s"
        .formatted(view.published(), view.lane(), sentence(view, ENGLISH), view.content());
  }

  private static String sentence(ActivityView view, String language) {
    ReaderContext context = ReaderContext.of(language);
    Summary summary = view.summary();
    List<SummaryText.Change> changes = new ArrayList<>();
    for (ActivityView.ChangeView change : view.changes()) {
      String label = change.label().in(language);
      changes.add(
          new SummaryText.Change(
              label,
              "%s: %s → %s"
                  .formatted(label, text(change.from(), language), text(change.to(), language))));
    }
    if (summary == null) {
      return "";
    }
    SummaryText.Facts facts =
        new SummaryText.Facts(view.actor().name(), false, view.recordTitle().in(language), changes);
    return SummaryText.write(summary, facts, context).stream()
        .map(SummaryText.Part::text)
        .collect(Collectors.joining());
  }

  static String text(@Nullable Value value, String language) {
    return value == null ? "" : ValueText.of(value, ReaderContext.of(language));
  }

  /** All that she can see of it, in both languages. */
  static Set<String> visible(Causerie causerie, Viewer reader, RecordRef ref) {
    Set<String> visible = new LinkedHashSet<>();
    causerie
        .records()
        .find(reader, ref)
        .ifPresent(
            record -> {
              add(visible, record.title());
              visible.add(String.valueOf(record.url()));
              record.state().forEach(field -> add(visible, field.value()));
              record.related().forEach(relation -> visible.add(relation.title()));
              for (ActivityView post : posts(causerie, reader, record)) {
                add(visible, post);
                for (ActivityView.Step step : causerie.feed().steps(reader, post.id())) {
                  step.changes().forEach(change -> add(visible, change));
                }
              }
            });
    return visible;
  }

  private static void add(Set<String> visible, ActivityView post) {
    add(visible, post.recordTitle());
    visible.add(post.actor().name());
    visible.add(String.valueOf(post.content()));
    visible.add(String.valueOf(post.html()));
    LANGUAGES.forEach(language -> visible.add(sentence(post, language)));
    Optional.ofNullable(post.summary())
        .ifPresent(s -> s.values().values().forEach(value -> add(visible, value)));
    post.changes().forEach(change -> add(visible, change));
  }

  private static void add(Set<String> visible, ActivityView.ChangeView change) {
    add(visible, change.to());
    Optional.ofNullable(change.from()).ifPresent(from -> add(visible, from));
  }

  private static void add(Set<String> visible, Localized text) {
    visible.addAll(text.texts().values());
  }

  private static void add(Set<String> visible, Value value) {
    LANGUAGES.forEach(language -> visible.add(text(value, language)));
  }
}
