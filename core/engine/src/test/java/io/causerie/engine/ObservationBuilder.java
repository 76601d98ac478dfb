package io.causerie.engine;

import io.causerie.model.Audience;
import io.causerie.model.CandidatePost;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.RecordRef;
import io.causerie.model.Related;
import io.causerie.model.SourceActor;
import io.causerie.model.SourceNote;
import io.causerie.model.Summary;
import io.causerie.model.Tracking;
import io.causerie.model.Value;
import io.causerie.model.Version;
import io.causerie.model.When;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an event of the order desk tells. */
public final class ObservationBuilder {
  private RecordRef ref;
  private @Nullable Version version;
  private @Nullable Localized title;
  private @Nullable List<Related> related;
  private @Nullable Audience audience;
  private @Nullable SourceActor actor = new SourceActor("alovelace", null, null);
  private @Nullable Instant published;
  private final List<Observed> fields = new ArrayList<>();
  private final List<CandidatePost> posts = new ArrayList<>();
  private boolean deleted;
  private @Nullable SourceNote note;
  private Tracking tracking = Tracking.PLAIN;
  private @Nullable RecordRef mergedInto;
  private @Nullable RecordRef renumberedTo;

  private ObservationBuilder(RecordRef ref) {
    this.ref = ref;
  }

  /** An order, with the posts the desk's mapping has. */
  public static ObservationBuilder order(String id) {
    return new ObservationBuilder(Desk.order(id))
        .title("Order " + id)
        .post(When.CREATED, "Create", Lane.INTERNAL, null)
        .post(When.RESTORED, "Undo", Lane.INTERNAL, null)
        .post(When.CHANGED, "Update", Lane.INTERNAL, null)
        .post(When.DELETED, "Delete", Lane.INTERNAL, null)
        .post(When.MOVED, "Move", Lane.INTERNAL, null);
  }

  public ObservationBuilder of(RecordRef record) {
    ref = record;
    return this;
  }

  public ObservationBuilder title(String text) {
    title = Localized.of(text);
    return this;
  }

  public ObservationBuilder version(long number) {
    version = Version.of(number);
    return this;
  }

  public ObservationBuilder related(Related... records) {
    related = List.of(records);
    return this;
  }

  public ObservationBuilder audience(Audience readers) {
    audience = readers;
    return this;
  }

  public ObservationBuilder by(@Nullable SourceActor who) {
    actor = who;
    return this;
  }

  public ObservationBuilder by(String sourceUser) {
    return by(new SourceActor(sourceUser, null, null));
  }

  public ObservationBuilder at(Instant when) {
    published = when;
    return this;
  }

  public ObservationBuilder status(String status) {
    return field("Status", new Value.Text(status));
  }

  public ObservationBuilder field(String name, Value value, String... restricted) {
    fields.add(new Observed(name, Localized.of(name), value, Set.of(restricted)));
    return this;
  }

  public ObservationBuilder post(When when, String type, Lane lane, @Nullable String content) {
    posts.add(
        new CandidatePost(
            when,
            type,
            lane,
            Summary.of(Localized.of("{actor} " + when.word() + " {record}"), Map.of()),
            content));
    return this;
  }

  public ObservationBuilder noPosts() {
    posts.clear();
    return this;
  }

  public ObservationBuilder tracking(Tracking how) {
    tracking = how;
    return this;
  }

  public ObservationBuilder note(SourceNote told) {
    note = told;
    return this;
  }

  public ObservationBuilder deleted() {
    deleted = true;
    return this;
  }

  public ObservationBuilder mergedInto(String order) {
    mergedInto = Desk.order(order);
    return this;
  }

  public ObservationBuilder renumberedTo(String order) {
    renumberedTo = Desk.order(order);
    return this;
  }

  public Observation build() {
    return new Observation(
        ref,
        null,
        version,
        title,
        "https://desk.example.com/" + ref.id().length(),
        related,
        audience,
        actor,
        published,
        fields,
        posts,
        deleted,
        mergedInto,
        renumberedTo,
        tracking,
        note);
  }
}
