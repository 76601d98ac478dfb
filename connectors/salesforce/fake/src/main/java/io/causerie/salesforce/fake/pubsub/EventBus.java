package io.causerie.salesforce.fake.pubsub;

import io.causerie.salesforce.fake.fault.Faults;
import io.causerie.salesforce.fake.pubsub.ChangeEvents.Told;
import io.causerie.salesforce.fake.store.Change;
import io.causerie.salesforce.fake.store.Change.Kind;
import io.causerie.salesforce.fake.store.Commit;
import io.causerie.salesforce.fake.store.Ids;
import io.causerie.salesforce.fake.store.ObjectType;
import io.causerie.salesforce.fake.store.Org;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Events as they were committed, for three days. */
public final class EventBus {
  private static final long MOVE = 40_000_000;
  private static final Duration RETENTION = Duration.ofDays(3);

  /** All that is selected. */
  static final String ALL = "/data/ChangeEvents";

  /**
   * An event that is kept.
   *
   * @param bytes by topic, where a topic has other fields; otherwise under the empty name
   */
  record Kept(
      long number, String id, String entity, Instant at, String schema, Map<String, byte[]> bytes) {
    byte[] payload(String topic) {
      byte[] own = bytes.get(topic);
      return own == null ? Objects.requireNonNull(bytes.get("")) : own;
    }
  }

  /** The schema of an object as its fields are. */
  private record Current(int version, EventSchema schema) {}

  /** A channel: its objects, each with the fields it adds. */
  private record Channel(Map<String, Set<String>> objects) {}

  private final Org org;
  private final Clock clock;
  private final Faults faults;
  private final TreeMap<Long, Kept> events = new TreeMap<>();
  private final TreeMap<Long, Instant> issued = new TreeMap<>();
  private final Map<String, EventSchema> schemas = new HashMap<>();
  private final Map<String, Current> current = new HashMap<>();
  private final Set<String> selected = new LinkedHashSet<>();
  private final Map<String, Channel> channels = new LinkedHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private long last = 1_544_232;

  public EventBus(Org org, Clock clock, Faults faults) {
    this.org = org;
    this.clock = clock;
    this.faults = faults;
    issued.put(last, clock.instant());
    org.listen(this::committed);
  }

  /** What an administrator selects for change events: these objects and no others. */
  public synchronized void select(String... objects) {
    selected.clear();
    for (String object : objects) {
      selected.add(org.type(object).name());
    }
  }

  /**
   * A channel of its own.
   *
   * @param name such as {@code Causerie__chn}
   */
  public synchronized void channel(String name, String... objects) {
    Map<String, Set<String>> members = new LinkedHashMap<>();
    Arrays.stream(objects).forEach(object -> members.put(org.type(object).name(), Set.of()));
    channels.put("/data/" + name, new Channel(members));
  }

  /** Adds fields to the events of an object on a channel, whether they changed or not. */
  public synchronized void enrich(String channel, String object, String... fields) {
    Optional.ofNullable(channels.get("/data/" + channel))
        .orElseThrow()
        .objects()
        .put(object, Set.of(fields));
  }

  void listen(Runnable listener) {
    listeners.add(listener);
  }

  void unlisten(Runnable listener) {
    listeners.remove(listener);
  }

  private boolean told(String object) {
    return selected.contains(object)
        || channels.values().stream().anyMatch(c -> c.objects().containsKey(object));
  }

  /** The objects of a topic, empty where there is no such topic. */
  synchronized Set<String> entities(String topic) {
    Channel channel = channels.get(topic);
    if (channel != null) {
      return Set.copyOf(channel.objects().keySet());
    }
    if (topic.equals(ALL)) {
      return Set.copyOf(selected);
    }
    return selected.stream()
        .filter(object -> topic.equals("/data/" + EventSchema.eventName(object)))
        .findFirst()
        .map(Set::of)
        .orElse(Set.of());
  }

  private EventSchema schema(String object) {
    ObjectType type = org.type(object);
    Current known = current.get(object);
    if (known == null || known.version() != type.version()) {
      known = new Current(type.version(), EventSchema.of(type));
      current.put(object, known);
      schemas.put(known.schema().id(), known.schema());
    }
    return known.schema();
  }

  synchronized String schemaId(String topic) {
    return entities(topic).stream().sorted().findFirst().map(o -> schema(o).id()).orElse("");
  }

  synchronized Optional<String> schemaJson(String id) {
    return Optional.ofNullable(schemas.get(id)).map(EventSchema::json);
  }

  private static final class Draft {
    private final Change change;
    private final int sequence;
    private final List<String> ids = new ArrayList<>();

    Draft(Change change, int sequence) {
      this.change = change;
      this.sequence = sequence;
      ids.add(change.row().id());
    }

    /** The same change of the same object within a transaction is one event. */
    boolean takes(Change other) {
      return change.kind() == Kind.UPDATE
          && other.kind() == Kind.UPDATE
          && change.row().type().equals(other.row().type())
          && change.fields().equals(other.fields())
          && change.fields().stream()
              .allMatch(f -> Objects.equals(change.row().get(f), other.row().get(f)))
          && !ids.contains(other.row().id());
    }
  }

  private void committed(Commit commit) {
    synchronized (this) {
      Set<String> overflowed = new LinkedHashSet<>();
      List<Draft> drafts = new ArrayList<>();
      int sequence = 0;
      int changes = 0;
      for (Change change : commit.changes()) {
        if (change.silent() || !change.row().type().changeEvents()) {
          continue;
        }
        if (++changes > faults.overflow()) {
          overflowed.add(change.row().type().name());
          continue;
        }
        Draft open = drafts.isEmpty() ? null : drafts.get(drafts.size() - 1);
        if (open != null && open.takes(change)) {
          open.ids.add(change.row().id());
        } else {
          // It counts though nobody selected the object: a hole.
          drafts.add(new Draft(change, ++sequence));
        }
      }
      for (Draft draft : drafts) {
        append(commit, draft);
      }
      for (String object : overflowed) {
        if (told(object)) {
          keep(
              object,
              new Told(List.of(Ids.NOBODY), "GAP_OVERFLOW", ++sequence, commit, null, Set.of()));
        }
      }
    }
    listeners.forEach(Runnable::run);
  }

  private void append(Commit commit, Draft draft) {
    String object = draft.change.row().type().name();
    if (!told(object) || faults.isLost(draft.sequence)) {
      return;
    }
    boolean gap = faults.isGap();
    keep(
        object,
        new Told(
            List.copyOf(draft.ids),
            (gap ? "GAP_" : "") + draft.change.kind(),
            draft.sequence,
            faults.isSpoilt() ? commit.spoilt() : commit,
            gap ? null : draft.change,
            Set.of()));
  }

  private void keep(String object, Told told) {
    EventSchema schema = schema(object);
    Map<String, byte[]> bytes = new HashMap<>();
    bytes.put("", ChangeEvents.encode(schema, told));
    channels.forEach(
        (topic, channel) -> {
          Set<String> more = channel.objects().getOrDefault(object, Set.of());
          if (!more.isEmpty() && told.change() != null) {
            bytes.put(
                topic,
                ChangeEvents.encode(
                    schema,
                    new Told(
                        told.ids(),
                        told.type(),
                        told.sequence(),
                        told.commit(),
                        told.change(),
                        more)));
          }
        });
    long number = next();
    events.put(
        number,
        new Kept(
            number, UUID.randomUUID().toString(), object, clock.instant(), schema.id(), bytes));
  }

  /** The next number; others of the same instance took some meanwhile. */
  private long next() {
    last += 1 + last % 3;
    issued.put(last, clock.instant());
    return last;
  }

  /** A number nobody's event has: what a quiet stream is told. */
  synchronized long quiet() {
    return next();
  }

  /** After what a new stream begins: what came last. */
  synchronized long tip() {
    return last;
  }

  /** Before the oldest that is kept. */
  synchronized long earliest() {
    forget();
    return events.isEmpty() ? last : events.firstKey() - 1;
  }

  /** Whether a stream may begin after this number: it was given out, and within three days. */
  synchronized boolean valid(long number) {
    forget();
    return issued.containsKey(number);
  }

  private void forget() {
    Instant horizon = clock.instant().minus(RETENTION);
    while (!issued.isEmpty() && issued.firstEntry().getValue().isBefore(horizon)) {
      long gone = issued.firstKey();
      issued.remove(gone);
      events.remove(gone);
    }
  }

  /** What was kept is lost, and numbers begin elsewhere: the org moved to another instance. */
  public synchronized void move() {
    events.clear();
    issued.clear();
    // Never a number that was given out, however often it moves.
    last = (last / MOVE + 1) * MOVE + last % 1000;
    issued.put(last, clock.instant());
  }

  /** Where a stream begins that gets some events again. */
  synchronized long back(String topic, long number, int events) {
    Set<String> entities = entities(topic);
    return this.events.headMap(number, true).descendingMap().values().stream()
        .filter(e -> entities.contains(e.entity()))
        .skip(events)
        .mapToLong(Kept::number)
        .findFirst()
        .orElse(0);
  }

  synchronized List<Kept> after(String topic, long number, int most) {
    forget();
    Set<String> entities = entities(topic);
    return events.tailMap(number, false).values().stream()
        .filter(e -> entities.contains(e.entity()))
        .limit(most)
        .toList();
  }

  /** How many events are kept. */
  public synchronized int size() {
    return events.size();
  }
}
