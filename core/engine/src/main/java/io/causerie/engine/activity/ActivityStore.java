package io.causerie.engine.activity;

import io.causerie.engine.access.Gate;
import io.causerie.engine.access.Standing;
import io.causerie.engine.record.Heading;
import io.causerie.engine.store.Holdings;
import io.causerie.model.Coded;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.RecordRef;
import io.causerie.model.Summary;
import io.causerie.model.json.ModelJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Rows of activities, and of what each event contributed to them. */
public final class ActivityStore {
  /** What posts hold. */
  public static final Holdings HOLDINGS =
      Holdings.none()
          .person("activity.actor_person", "activity.removed_by")
          .words("activity", "id", "content", "html")
          .merging(
              List.of("activity.record_id"),
              // They keep the title they were made under, and whom they were made for.
              (h, from, into) ->
                  h.createUpdate(
                          """
                          update activity set record_id = :into, merged = true
                          where record_id = :from
                          """)
                      .bind("into", into)
                      .bind("from", from)
                      .execute())
          .record("contribution.record_id")
          .stays(
              "what a source says of its records is erased there",
              "activity.record_title",
              "activity.record_type",
              "activity.record_source_id",
              "activity.summary",
              "contribution.summary")
          .stays("the user's own row is emptied", "activity.source_actor");

  private ActivityStore() {}

  /** What made an activity. */
  public enum Made implements Coded {
    /** A change of tracked fields. */
    CHANGE(0),
    /** Another event of the source. */
    EVENT(1),
    /** A person, in words. */
    POST(2);

    private final int code;

    Made(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  /** What one event contributed to one activity. */
  public record Contribution(
      long activity,
      long event,
      long record,
      String connector,
      Instant published,
      List<FieldChange> changes,
      @Nullable Summary summary,
      long journalLine) {}

  static void insert(Handle h, Collection<Row> rows) {
    PreparedBatch batch =
        h.prepareBatch(
            """
            insert into activity (id, record_id, published, lane, audience_id, kind, talk, type,
              event_type, system, actor_person, source_actor, summary, changes, content, html,
              html_version, steps, late, fold_started, version, party_id, record_type,
              record_source_id, record_title, merged)
            values (:id, :record, :published, :lane, :audience, :kind, :talk, :type, :eventType,
              :system, :person, :actor, :summary, :changes, :content, :html, :htmlVersion, :steps,
              :late, :foldStarted, 1, :party, :recordType, :recordKey, :recordTitle, :merged)
            """);
    for (Row row : rows) {
      said(batch, row)
          .bind("record", row.record())
          .bind("published", row.published())
          .bind("lane", row.lane().code())
          .bind("audience", row.audience())
          .bind("kind", row.made().code())
          .bind("talk", row.talk())
          .bind("type", row.kind().type())
          .bind("eventType", row.kind().eventType())
          .bind("system", row.by().system())
          .bind("person", row.person())
          .bind("actor", row.by().sourceActor())
          .bind("steps", row.told().steps())
          .bind("late", row.told().late())
          .bind("foldStarted", row.told().foldStarted())
          .bind("party", row.party())
          .bind("recordType", row.heading().ref().type())
          .bind("recordKey", row.heading().ref().id())
          .bind("recordTitle", json(row.heading().title()))
          .bind("merged", row.heading().merged())
          .add();
    }
    if (batch.size() > 0) {
      batch.execute();
      gates(h, rows);
    }
  }

  private static PreparedBatch said(PreparedBatch batch, Row row) {
    return batch
        .bind("id", row.id())
        .bind(
            "summary", row.told().summary() == null ? null : ModelJson.write(row.told().summary()))
        .bind("changes", ModelJson.writeList(row.changes(), FieldChange.class))
        .bind("content", row.words().content())
        .bind("html", row.words().html())
        .bind("htmlVersion", row.words().htmlVersion());
  }

  private static @Nullable String json(@Nullable Localized text) {
    return text == null ? null : ModelJson.write(text);
  }

  /** Keeps whom a record's posts began with, for whoever asks through which gates she gets. */
  private static void gates(Handle h, Collection<Row> rows) {
    PreparedBatch batch =
        h.prepareBatch(
            """
            insert into record_gate (record_id, lane, audience_id, party_id)
            values (:record, :lane, :audience, :party) on conflict do nothing
            """);
    Set<List<Object>> kept = new HashSet<>();
    for (Row row : rows) {
      if (kept.add(List.of(row.record(), row.gate()))) {
        gate(batch, row).add();
      }
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  /** Writes what folding changes in a post. */
  public static void refold(Handle h, Collection<Row> rows) {
    PreparedBatch batch =
        h.prepareBatch(
            """
            update activity set published = :published, summary = :summary, changes = :changes,
              steps = :steps
            where id = :id
            """);
    for (Row row : rows) {
      said(batch, row).bind("published", row.published()).bind("steps", row.told().steps()).add();
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  /** Writes what posts say, and nothing else of them. */
  static void say(Handle h, Collection<Row> rows) {
    PreparedBatch batch =
        h.prepareBatch(
            """
            update activity set summary = :summary, changes = :changes, content = :content,
              html = :html, html_version = :htmlVersion
            where id = :id
            """);
    for (Row row : rows) {
      said(batch, row).add();
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  /**
   * Gives posts other gates, which let fewer people in.
   *
   * @param before the posts with the gates they had
   * @param now the same posts, in any order
   */
  static void narrow(Handle h, Collection<Row> before, Collection<Row> now) {
    if (now.isEmpty()) {
      return;
    }
    PreparedBatch posts =
        h.prepareBatch(
            "update activity set audience_id = :audience, party_id = :party where id = :id");
    now.forEach(row -> gate(posts, row).bind("id", row.id()).add());
    posts.execute();
    // Whom no post lets in any more does not keep the record by it.
    PreparedBatch gone =
        h.prepareBatch(
            """
            delete from record_gate where record_id = :record and lane = :lane
              and audience_id = :audience and party_id = :party and not exists (
                select 1 from activity a where a.record_id = record_gate.record_id
                  and a.lane = record_gate.lane and a.audience_id = record_gate.audience_id
                  and a.party_id = record_gate.party_id)
            """);
    before.forEach(row -> gate(gone, row).add());
    gone.execute();
    PreparedBatch lines =
        h.prepareBatch("update journal set audience_id = :audience where activity_id = :id");
    now.forEach(row -> lines.bind("audience", row.audience()).bind("id", row.id()).add());
    lines.execute();
    gates(h, now);
  }

  private static PreparedBatch gate(PreparedBatch batch, Row row) {
    return batch
        .bind("record", row.record())
        .bind("lane", row.lane().code())
        .bind("audience", row.audience())
        .bind("party", row.party());
  }

  /** A post that is held takes in no further event. */
  static void hold(Handle h, long activity) {
    h.createUpdate("update activity set fold_started = null where id = :id")
        .bind("id", activity)
        .execute();
  }

  /** Notes that people talk about a post. */
  public static void talk(Handle h, long activity) {
    h.createUpdate("update activity set talk = true where id = :id").bind("id", activity).execute();
  }

  /** A post of somebody's own is to stand in systems as well. */
  public static void copied(Handle h, long activity) {
    h.createUpdate("update activity set copied = true where id = :id")
        .bind("id", activity)
        .execute();
  }

  /** Gives a post of somebody's own other words. */
  public static void edit(
      Handle h, long activity, String content, String html, int htmlVersion, Instant now) {
    h.createUpdate(
            """
            update activity set content = :content, html = :html, html_version = :htmlVersion,
              version = version + 1, edited = :now
            where id = :id
            """)
        .bind("content", content)
        .bind("html", html)
        .bind("htmlVersion", htmlVersion)
        .bind("now", now)
        .bind("id", activity)
        .execute();
  }

  /** Writes what a source says of a post of its own now. */
  public static void sayOfSource(Handle h, Row row) {
    h.createUpdate(
            """
            update activity set published = :published, source_actor = :actor, content = :content,
              html = :html, html_version = :htmlVersion, version = :version, edited = :edited,
              removed = :removed
            where id = :id
            """)
        .bind("published", row.published())
        .bind("actor", row.by().sourceActor())
        .bind("content", row.words().content())
        .bind("html", row.words().html())
        .bind("htmlVersion", row.words().htmlVersion())
        .bind("version", row.version())
        .bind("edited", row.words().edited())
        .bind("removed", row.removed())
        .bind("id", row.id())
        .execute();
  }

  /** Takes the words out of a post of somebody's own; that it was there stays. */
  public static void remove(Handle h, long activity, String person, Instant now) {
    h.createUpdate(
            """
            update activity set content = '', html = '', version = version + 1, removed = :now,
              removed_by = :person
            where id = :id
            """)
        .bind("now", now)
        .bind("person", person)
        .bind("id", activity)
        .execute();
  }

  /** Deletes a post, as if it had never been. */
  public static void delete(Handle h, long activity) {
    h.createUpdate("delete from activity where id = :id").bind("id", activity).execute();
  }

  /** The post that somebody was let in to, which nobody changes until the transaction ends. */
  public static Row lock(Handle h, Standing in) {
    return lock(h, in.post().id()).orElseThrow();
  }

  /** A post that nobody changes until the transaction ends. */
  public static Optional<Row> lock(Handle h, long id) {
    h.createQuery("select id from activity where id = :id for update")
        .bind("id", id)
        .mapTo(Long.class)
        .findOne();
    return find(h, id);
  }

  /** The post that somebody was let in to. */
  public static Optional<Row> find(Handle h, Standing in) {
    return find(h, in.post().id());
  }

  public static Map<Long, Row> find(Handle h, Collection<Long> ids) {
    Map<Long, Row> rows = new HashMap<>();
    if (!ids.isEmpty()) {
      h.createQuery("select * from activity where id = any(:ids)")
          .bindArray("ids", Long.class, ids.toArray())
          .map((r, c) -> row(r))
          .forEach(row -> rows.put(row.id(), row));
    }
    return rows;
  }

  /** Whether an event is part of any post. */
  public static boolean isTold(Handle h, long event) {
    return h.createQuery("select count(*) from contribution where event_id = :event")
            .bind("event", event)
            .mapTo(Long.class)
            .one()
        > 0;
  }

  /** Whether somebody has given a post an emoji. */
  public static boolean isReactedTo(Handle h, long activity) {
    return h.createQuery(
            """
            select exists (select 1 from reaction where item = :item)
              or exists (select 1 from bookmark where activity_id = :item)
            """)
        .bind("item", activity)
        .mapTo(Boolean.class)
        .one();
  }

  public static Optional<Row> find(Handle h, long id) {
    return Optional.ofNullable(find(h, List.of(id)).get(id));
  }

  /** Reads one row of {@code select * from activity}. */
  public static Row row(ResultSet r) throws SQLException {
    String summary = r.getString("summary");
    String changes = r.getString("changes");
    Instant removed = time(r, "removed").orElse(null);
    return new Row(
        r.getLong("id"),
        r.getLong("record_id"),
        heading(r),
        new Gate(
            Coded.of(Lane.class, r.getInt("lane")),
            r.getLong("audience_id"),
            r.getLong("party_id")),
        r.getBoolean("talk"),
        new Row.Kind(
            Coded.of(Made.class, r.getInt("kind")), r.getString("type"), r.getString("event_type")),
        new Row.By(
            r.getString("system"),
            r.getString("actor_person"),
            r.getObject("source_actor", Long.class)),
        new Row.Told(
            time(r, "published").orElseThrow(),
            summary == null ? null : ModelJson.read(summary, Summary.class),
            changes == null ? List.of() : ModelJson.readList(changes, FieldChange.class),
            r.getInt("steps"),
            r.getBoolean("late"),
            time(r, "fold_started").orElse(null)),
        new Row.Words(
            r.getString("content"),
            r.getString("html"),
            r.getInt("html_version"),
            r.getInt("version"),
            time(r, "edited").orElse(null),
            r.getBoolean("copied")),
        removed == null ? null : new Row.Gone(removed, r.getString("removed_by")));
  }

  private static Heading heading(ResultSet r) throws SQLException {
    String title = r.getString("record_title");
    return new Heading(
        new RecordRef(
            r.getString("system"), r.getString("record_type"), r.getString("record_source_id")),
        title == null ? null : ModelJson.read(title, Localized.class),
        r.getBoolean("merged"));
  }

  /** A column that may be null, as an instant. */
  public static Optional<Instant> time(ResultSet r, String column) throws SQLException {
    return Optional.ofNullable(r.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  static void insertContributions(Handle h, Collection<Contribution> contributions) {
    PreparedBatch batch =
        h.prepareBatch(
            """
            insert into contribution (activity_id, event_id, record_id, connector, published,
              changes, summary, journal_id)
            values (:activity, :event, :record, :connector, :published, :changes, :summary, :journal)
            """);
    for (Contribution c : contributions) {
      batch
          .bind("activity", c.activity())
          .bind("event", c.event())
          .bind("record", c.record())
          .bind("connector", c.connector())
          .bind("published", c.published())
          .bind("changes", ModelJson.writeList(c.changes(), FieldChange.class))
          .bind("summary", c.summary() == null ? null : ModelJson.write(c.summary()))
          .bind("journal", c.journalLine())
          .add();
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  /** The events an activity was made from, in the order they were taken. */
  public static List<Contribution> contributions(Handle h, long activity) {
    return contributions(h, List.of(activity)).getOrDefault(activity, List.of());
  }

  /** The same of the post that somebody was let in to. */
  public static List<Contribution> contributions(Handle h, Standing in) {
    return contributions(h, in.post().id());
  }

  /** The same of several, by activity. */
  public static Map<Long, List<Contribution>> contributions(Handle h, Collection<Long> activities) {
    Map<Long, List<Contribution>> contributions = new HashMap<>();
    h.createQuery(
            "select * from contribution where activity_id = any(:activities) order by journal_id")
        .bindArray("activities", Long.class, activities.toArray())
        .map((r, c) -> contribution(r))
        .forEach(c -> contributions.computeIfAbsent(c.activity(), a -> new ArrayList<>()).add(c));
    return contributions;
  }

  /** Ids of the posts that some events are part of. */
  public static List<Long> ofEvents(Handle h, Collection<Long> events) {
    return h.createQuery(
            "select distinct activity_id from contribution where event_id = any(:events)")
        .bindArray("events", Long.class, events.toArray())
        .mapTo(Long.class)
        .list();
  }

  /** Makes what events contributed to one post a part of another. */
  static void move(Handle h, List<Contribution> contributions, long into) {
    h.createUpdate(
            """
            update contribution set activity_id = :into
            where activity_id = :from and event_id = any(:events)
            """)
        .bind("into", into)
        .bind("from", contributions.get(0).activity())
        .bindArray("events", Long.class, contributions.stream().map(Contribution::event).toArray())
        .execute();
  }

  /** Takes what an event contributed out of a post. */
  public static void withdraw(Handle h, long activity, long event) {
    h.createUpdate("delete from contribution where activity_id = :activity and event_id = :event")
        .bind("activity", activity)
        .bind("event", event)
        .execute();
  }

  /** Takes all that events contributed out of posts. */
  static void withdrawAll(Handle h, Collection<Long> activities) {
    if (!activities.isEmpty()) {
      h.createUpdate("delete from contribution where activity_id = any(:activities)")
          .bindArray("activities", Long.class, activities.toArray())
          .execute();
    }
  }

  private static Contribution contribution(ResultSet r) throws SQLException {
    String summary = r.getString("summary");
    return new Contribution(
        r.getLong("activity_id"),
        r.getLong("event_id"),
        r.getLong("record_id"),
        r.getString("connector"),
        time(r, "published").orElseThrow(),
        ModelJson.readList(r.getString("changes"), FieldChange.class),
        summary == null ? null : ModelJson.read(summary, Summary.class),
        r.getLong("journal_id"));
  }
}
