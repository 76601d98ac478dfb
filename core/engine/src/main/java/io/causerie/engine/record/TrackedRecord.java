package io.causerie.engine.record;

import io.causerie.engine.access.Gates;
import io.causerie.model.Localized;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.RecordRef;
import io.causerie.model.Related;
import io.causerie.model.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record's row while a transaction holds its lock. Everything that decides about folding and
 * state happens under that lock.
 */
public final class TrackedRecord {
  final long id;
  private RecordRef ref;
  @Nullable Localized typeLabel;
  @Nullable Localized title;
  @Nullable String url;
  List<Related> related = List.of();
  Map<String, Observed> state = new LinkedHashMap<>();

  /** What fields are made of, by connector. */
  Map<String, Map<String, String>> definitions = new LinkedHashMap<>();

  @Nullable Version version;
  @Nullable String versionConnector;
  long audience;
  @Nullable Long customerAudience;
  long party;
  boolean known;
  @Nullable Instant deleted;
  @Nullable Long mergedInto;
  @Nullable Long fold;
  private @Nullable Gates told;
  private List<Related> toldRelated = List.of();
  private List<@Nullable Object> toldCalled = List.of();
  boolean stored;
  boolean dirty;

  TrackedRecord(long id, RecordRef ref, long audience) {
    this.id = id;
    this.ref = ref;
    this.audience = audience;
  }

  /** Who reads it is in the table. */
  void stored() {
    stored = true;
    dirty = false;
    told = gates();
    toldRelated = related;
    toldCalled = called();
  }

  /** Whether it is stored as it is called or holds something else than the table says. */
  public boolean isCalledOtherwise() {
    return dirty && !toldCalled.equals(called());
  }

  private List<@Nullable Object> called() {
    return Arrays.asList(ref, typeLabel, title, mergedInto, List.copyOf(state.values()));
  }

  /**
   * Whether others may read what begins now than the table says, or it belongs to other records:
   * what that means differs from reader to reader.
   */
  public boolean isOtherwise() {
    return told != null && !(told.equals(gates()) && toldRelated.equals(related));
  }

  /** Whether it is otherwise than it is stored. */
  public boolean isDirty() {
    return dirty;
  }

  /** A record that nobody has met before; stored with {@code RecordStore.save}. */
  public static TrackedRecord unmet(long id, RecordRef ref, long audience) {
    TrackedRecord record = new TrackedRecord(id, ref, audience);
    record.dirty = true;
    return record;
  }

  public long id() {
    return id;
  }

  public RecordRef ref() {
    return ref;
  }

  void ref(RecordRef newKey) {
    ref = newKey;
    dirty = true;
  }

  /** Whether an event has told of it yet. */
  public boolean isKnown() {
    return known;
  }

  /** The record that it is part of now. */
  public @Nullable Long mergedInto() {
    return mergedInto;
  }

  public boolean isDeleted() {
    return deleted != null;
  }

  public @Nullable Instant deletedSince() {
    return deleted;
  }

  public long audience() {
    return audience;
  }

  public @Nullable Long customerAudience() {
    return customerAudience;
  }

  /** Who reads it now. */
  public Gates gates() {
    return new Gates(audience, customerAudience, party);
  }

  /** The persons named for it now. */
  public long party() {
    return party;
  }

  /** What it is called now, for posts that are made now. */
  public Heading heading() {
    return new Heading(ref, title, false);
  }

  public Map<String, Observed> state() {
    return state;
  }

  /** The activity that the next change of the same actor joins, if there is one. */
  public @Nullable Long fold() {
    return fold;
  }

  public void fold(@Nullable Long activity) {
    if (!java.util.Objects.equals(fold, activity)) {
      fold = activity;
      dirty = true;
    }
  }

  /** Whether an observation is older than what is held; versions of two connectors say nothing. */
  public boolean isOlder(Observation observation, String connector) {
    return version != null
        && observation.version() != null
        && connector.equals(versionConnector)
        && observation.version().compareTo(version) < 0;
  }

  /** Who may read from now on. */
  public void audience(long internal, @Nullable Long customer, long named) {
    audience = internal;
    customerAudience = customer;
    party = named;
    dirty = true;
  }

  public void deleted(@Nullable Instant when) {
    deleted = when;
    dirty = true;
  }

  /**
   * Takes over what was seen; absent fields stay as they are.
   *
   * @return whether anything a reader sees in the record's head has changed
   */
  public boolean adopt(Observation seen, String connector) {
    String before = shown();
    // Of what is gone there may have come the key alone: it is called what it was called.
    if (!known || !seen.deleted()) {
      head(seen);
    }
    define(connector, seen.tracking().definitions());
    put(seen.fields(), connector);
    if (seen.version() != null) {
      version = seen.version();
      versionConnector = connector;
    }
    known = true;
    dirty = true;
    return !before.equals(shown());
  }

  /** Takes over a field of a late event that nothing later tells of. */
  public void adopt(Observed field) {
    put(List.of(field), versionConnector);
    dirty = true;
  }

  /** A field that was not known stands where the mapping has it; behind all, where it has none. */
  private void put(List<Observed> fields, @Nullable String connector) {
    int known = state.size();
    fields.forEach(field -> state.put(field.field(), field));
    if (known > 0 && known < state.size() && connector != null) {
      Map<String, Observed> ordered = new LinkedHashMap<>();
      for (String name : definitions(connector).keySet()) {
        Optional.ofNullable(state.get(name)).ifPresent(field -> ordered.put(name, field));
      }
      state.forEach(ordered::putIfAbsent);
      state = ordered;
    }
  }

  public @Nullable Localized typeLabel() {
    return typeLabel;
  }

  public @Nullable Localized title() {
    return title;
  }

  public @Nullable String url() {
    return url;
  }

  public List<Related> related() {
    return related;
  }

  /** Whether nothing has been seen of it since another reading. */
  public boolean isAs(TrackedRecord other) {
    return shown().equals(other.shown())
        && java.util.Objects.equals(version, other.version)
        && audience == other.audience
        && java.util.Objects.equals(customerAudience, other.customerAudience)
        && party == other.party
        && java.util.Objects.equals(mergedInto, other.mergedInto);
  }

  /** Says what is known in other words; what is null stays. */
  public void say(
      @Nullable Localized newTypeLabel,
      @Nullable Localized newTitle,
      @Nullable String newUrl,
      @Nullable List<Related> newRelated,
      Map<String, Observed> newState,
      String connector,
      Map<String, String> newDefinitions) {
    define(connector, newDefinitions);
    typeLabel = newTypeLabel == null ? typeLabel : newTypeLabel;
    title = newTitle == null ? title : newTitle;
    url = newUrl == null ? url : newUrl;
    related = newRelated == null ? related : newRelated;
    state = new LinkedHashMap<>(newState);
    dirty = true;
  }

  /** Fewer may read from now on. */
  public void narrow(long internal, @Nullable Long customer, long named) {
    dirty |=
        audience != internal
            || !java.util.Objects.equals(customerAudience, customer)
            || party != named;
    audience = internal;
    customerAudience = customer;
    party = named;
  }

  /** What the fields of its state were made of when a connector last told of it. */
  public Map<String, String> definitions(String connector) {
    return definitions.getOrDefault(connector, Map.of());
  }

  private void define(String connector, Map<String, String> now) {
    if (!now.isEmpty()) {
      definitions.put(connector, now);
    }
  }

  private void head(Observation seen) {
    if (seen.typeLabel() != null) {
      typeLabel = seen.typeLabel();
    }
    if (seen.title() != null) {
      title = seen.title();
    }
    if (seen.url() != null) {
      url = seen.url();
    }
    if (seen.related() != null) {
      related = seen.related();
    }
  }

  private String shown() {
    return title + "\n" + url + "\n" + related + "\n" + new ArrayList<>(state.values());
  }
}
