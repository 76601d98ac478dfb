package io.causerie.salesforce.fake.store;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an org holds. Each transaction takes place whole or not at all, one after the other. */
public final class Org {
  /** Its own id. */
  public static final String ID = "00DFk0000000001EAA";

  /** Greater than any digit of an id. */
  private static final char AFTER_ANY = '{';

  private final Set<String> hidden = new HashSet<>();

  private final Set<String> moderators = new HashSet<>();
  private final Set<String> migrators = new HashSet<>();

  /** Read without a lock: who asks for a type may hold another's. */
  private final Map<String, ObjectType> types = new ConcurrentSkipListMap<>();

  private final TreeMap<String, Row> rows = new TreeMap<>();
  private final Map<String, Instant> deletions = new LinkedHashMap<>();
  private final List<Consumer<Commit>> listeners = new CopyOnWriteArrayList<>();
  private final Ids ids = new Ids();
  private final Clock clock;
  private long commits = 11_657_372_702_432L;
  private long transactions;
  private int cases = 1000;
  private boolean commentsLeaveATrace;

  public Org(Clock clock) {
    this.clock = clock;
    StandardObjects.all().forEach(type -> types.put(type.name().toLowerCase(Locale.ROOT), type));
  }

  public Instant now() {
    return Values.stamp(clock.instant());
  }

  /** Tells of each transaction, in their order, while none else takes place. */
  public void listen(Consumer<Commit> listener) {
    listeners.add(listener);
  }

  public void define(ObjectType type) {
    types.put(type.name().toLowerCase(Locale.ROOT), type);
  }

  public Optional<ObjectType> find(String name) {
    return Optional.ofNullable(types.get(name.toLowerCase(Locale.ROOT)));
  }

  public ObjectType type(String name) {
    return find(name).orElseThrow(Refused::notFound);
  }

  public List<ObjectType> types() {
    return List.copyOf(types.values());
  }

  /**
   * Whether a deleted comment stays for queryAll. It is not known whether Salesforce keeps it: a
   * new org does not, which is harder.
   */
  public synchronized void commentsLeaveATrace(boolean leave) {
    commentsLeaveATrace = leave;
  }

  /** From now on the user cannot read the record. */
  public synchronized void hide(String record, String user) {
    hidden.add(record + " " + user);
  }

  public synchronized void unhide(String record, String user) {
    hidden.remove(record + " " + user);
  }

  /** Gives a user "Moderate Chatter". */
  public synchronized void moderates(String user) {
    moderators.add(user);
  }

  public synchronized boolean isModerator(String user) {
    return moderators.contains(user);
  }

  /** Gives a user "Insert System Field Values for Chatter Feeds". */
  public synchronized void insertsForOthers(String user) {
    migrators.add(user);
  }

  public synchronized boolean mayInsertForOthers(String user) {
    return migrators.contains(user);
  }

  /** Whether a user may read a record; of a feed, whether she may read what it is about. */
  public synchronized boolean reads(String user, Row row) {
    if (hidden.contains(row.id() + " " + user)) {
      return false;
    }
    return !row.type().name().startsWith("Feed")
        || !hidden.contains(row.text("ParentId") + " " + user);
  }

  /** A record, in the recycle bin too. */
  public synchronized Optional<Row> row(String id) {
    return Optional.ofNullable(rows.get(Ids.full(id)));
  }

  /** A record that is there. */
  public Row live(String id) {
    return row(id).filter(r -> !r.deleted()).orElseThrow(Refused::notFound);
  }

  /** All of an object by id, those in the recycle bin too. */
  public synchronized List<Row> all(String type) {
    String prefix = type(type).prefix();
    return List.copyOf(rows.subMap(prefix, prefix + AFTER_ANY).values());
  }

  /** When what was deleted, of an object. */
  public synchronized Map<String, Instant> deletions(String type) {
    String prefix = type(type).prefix();
    Map<String, Instant> found = new LinkedHashMap<>();
    deletions.forEach(
        (id, at) -> {
          if (id.startsWith(prefix)) {
            found.put(id, at);
          }
        });
    return found;
  }

  public Optional<Row> userNamed(String username) {
    return live("User", "Username", username);
  }

  private Optional<Row> live(String type, String field, String value) {
    return all(type).stream()
        .filter(r -> !r.deleted() && value.equalsIgnoreCase(r.text(field)))
        .findFirst();
  }

  /** Empties the recycle bin of a record: queryAll does not know it either. */
  public synchronized void purge(String id) {
    row(id).filter(Row::deleted).ifPresent(r -> rows.remove(r.id()));
  }

  /** Does something as somebody, whole or not at all. */
  public synchronized <T> T commit(Actor actor, Function<Transaction, T> work) {
    Instant at = actor.stamp() == null ? now() : Values.stamp(actor.stamp());
    Transaction transaction = new Transaction(this, actor.user(), at);
    T result = work.apply(transaction);
    transaction.staged().forEach(this::settle);
    transactions++;
    commits += 1 + transactions % 7;
    Commit commit =
        new Commit(
            "%08x-a642-11e2-c29b-%012x".formatted(transactions, transactions * 7919),
            commits,
            clock.instant(),
            actor.user(),
            actor.origin(),
            transaction.changes());
    listeners.forEach(listener -> listener.accept(commit));
    return result;
  }

  private void settle(String id, Row row) {
    boolean gone = row.deleted() && row.type().name().equals("FeedComment") && !commentsLeaveATrace;
    if (gone) {
      rows.remove(id);
    } else {
      rows.put(id, row);
    }
    // The object reference has no getDeleted for comments.
    if (row.deleted() && !row.type().name().equals("FeedComment")) {
      deletions.put(id, now());
    } else {
      deletions.remove(id);
    }
  }

  String newId(ObjectType type) {
    return ids.next(type.prefix());
  }

  int newCaseNumber() {
    return ++cases;
  }

  /** As a person before Salesforce's own pages: one record more. */
  public String insert(String user, String type, Map<String, ? extends @Nullable Object> values) {
    return commit(Actor.person(user), t -> t.insert(type, values));
  }

  public void update(String user, String id, Map<String, ? extends @Nullable Object> values) {
    commit(
        Actor.person(user),
        t -> {
          t.update(id, values);
          return id;
        });
  }

  public void delete(String user, String id) {
    commit(
        Actor.person(user),
        t -> {
          t.delete(id);
          return id;
        });
  }

  /** One more user. */
  public String user(String username, String first, String last) {
    return insert(
        "005Fk0000000000IAA",
        "User",
        Map.of(
            "Username", username,
            "Email", username,
            "FirstName", first,
            "LastName", last,
            "IsActive", true));
  }

  Stream<Row> live(Collection<String> objects) {
    return objects.stream().flatMap(o -> all(o).stream()).filter(r -> !r.deleted());
  }
}
