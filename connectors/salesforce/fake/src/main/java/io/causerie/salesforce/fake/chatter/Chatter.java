package io.causerie.salesforce.fake.chatter;

import io.causerie.salesforce.fake.store.Actor;
import io.causerie.salesforce.fake.store.Org;
import io.causerie.salesforce.fake.store.Refused;
import io.causerie.salesforce.fake.store.Row;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is said of records. */
public final class Chatter {
  /** How deep an answer may stand below an answer. */
  private static final int DEEP = 3;

  /** Who sees an item of a record unless something else is said: nobody who comes by a portal. */
  static final String INTERNAL = "InternalUsers";

  private static final Comparator<Row> IN_TIME =
      Comparator.<Row, java.time.Instant>comparing(r -> r.instant("CreatedDate"))
          .thenComparing(Row::id);

  private final Org org;
  private final Map<String, Segments> bodies = new ConcurrentHashMap<>();

  Chatter(Org org) {
    this.org = org;
  }

  Row visible(String user, String id) {
    Row row = org.live(id);
    if (!org.reads(user, row)) {
      throw Refused.notFound();
    }
    return row;
  }

  Row visible(String user, String id, String type) {
    Row row = visible(user, id);
    if (!row.type().name().equals(type)) {
      throw Refused.notFound();
    }
    return row;
  }

  /** One post more. */
  public String post(Actor actor, String subject, String text) {
    return post(actor, subject, Segments.plain(text, false), INTERNAL);
  }

  /** Lets those see an item, and what is said under it, who come by a portal. */
  public void show(Actor actor, String item) {
    org.commit(
        actor,
        t -> {
          t.update(item, Map.of("Visibility", "AllUsers"));
          return item;
        });
  }

  String post(Actor actor, String subject, Segments body, String visibility) {
    if (!visibility.equals(INTERNAL) && !visibility.equals("AllUsers")) {
      throw new Refused(400, "JSON_PARSER_ERROR", "visibility: AllUsers or InternalUsers");
    }
    Row parent = visible(actor.user(), subject);
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("ParentId", parent.id());
    values.put("Type", "TextPost");
    values.put("Body", body.text());
    values.put("IsRichText", body.rich());
    values.put("Status", "Published");
    values.put("Visibility", visibility);
    values.put("Revision", 1);
    values.put("CommentCount", 0);
    values.put("InsertedById", actor.user());
    String id = org.commit(actor, t -> t.insert("FeedItem", values));
    bodies.put(id, body);
    return id;
  }

  /** What Salesforce itself posts when a field changes that is tracked: it has no body. */
  public String tracked(Actor actor, String subject) {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("ParentId", org.live(subject).id());
    values.put("Type", "TrackedChange");
    values.put("Status", "Published");
    return org.commit(actor, t -> t.insert("FeedItem", values));
  }

  /** One comment more. */
  public String comment(Actor actor, String item, @Nullable String below, String text) {
    return comment(actor, item, below, Segments.plain(text, false));
  }

  String comment(Actor actor, String item, @Nullable String below, Segments body) {
    Row post = visible(actor.user(), item, "FeedItem");
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("FeedItemId", post.id());
    values.put("ParentId", post.get("ParentId"));
    values.put("CommentType", "TextComment");
    values.put("CommentBody", body.text());
    values.put("IsRichText", body.rich());
    values.put("Status", "Published");
    values.put("Revision", 1);
    values.put("InsertedById", actor.user());
    if (below != null) {
      Row parent = visible(actor.user(), below, "FeedComment");
      if (!parent.text("FeedItemId").equals(post.id()) || parent.number("ThreadLevel") >= DEEP) {
        throw new Refused(400, "INVALID_INPUT", "threadParentId is no comment to answer here");
      }
      values.put("ThreadParentId", parent.id());
      values.put("ThreadLevel", parent.number("ThreadLevel") + 1);
    }
    String id =
        org.commit(
            actor,
            t -> {
              String made = t.insert("FeedComment", values);
              Row current = t.live(post.id());
              t.update(
                  post.id(),
                  Map.of(
                      "CommentCount",
                      current.number("CommentCount") + 1,
                      "LastModifiedDate",
                      t.live(made).instant("CreatedDate")));
              return made;
            });
    bodies.put(id, body);
    return id;
  }

  boolean editable(String user, Row row) {
    return row.text("CreatedById").equals(user) || org.isModerator(user);
  }

  /** Says it otherwise. */
  public void edit(Actor actor, String id, String text) {
    edit(actor, id, Segments.plain(text, false));
  }

  void edit(Actor actor, String id, Segments body) {
    Row row = visible(actor.user(), id);
    if (!editable(actor.user(), row)) {
      throw refused();
    }
    String field = row.type().name().equals("FeedItem") ? "Body" : "CommentBody";
    org.commit(
        actor,
        t -> {
          t.update(
              id,
              Map.of(
                  field,
                  body.text(),
                  "IsRichText",
                  body.rich(),
                  "LastEditById",
                  actor.user(),
                  "LastEditDate",
                  org.now(),
                  "Revision",
                  row.number("Revision") + 1));
          return id;
        });
    bodies.put(row.id(), body);
  }

  private static Refused refused() {
    return new Refused(
        403, "INSUFFICIENT_ACCESS", "You don't have the rights to do this: the entry is another's");
  }

  /** Takes it back; a post with its comments. */
  public void delete(Actor actor, String id) {
    Row row = visible(actor.user(), id);
    if (!editable(actor.user(), row) || row.text("Type").equals("TrackedChange")) {
      throw refused();
    }
    org.commit(
        actor,
        t -> {
          if (row.type().name().equals("FeedItem")) {
            comments(row.id()).forEach(comment -> t.delete(comment.id()));
          } else {
            comments(row.text("FeedItemId")).stream()
                .filter(below -> below.text("ThreadParentId").equals(row.id()))
                .forEach(below -> t.delete(below.id()));
            Row item = t.live(row.text("FeedItemId"));
            // LastModifiedDate stays: a comment that goes tells the post nothing.
            t.update(
                item.id(),
                Map.of(
                    "CommentCount", Math.max(0, item.number("CommentCount") - 1),
                    "LastModifiedDate", item.instant("LastModifiedDate")));
          }
          t.delete(row.id());
          return id;
        });
  }

  /** Posts on a record, the newest first. */
  public List<Row> posts(String subject) {
    return org.all("FeedItem").stream()
        .filter(r -> !r.deleted() && r.text("ParentId").equals(subject))
        .sorted(IN_TIME.reversed())
        .toList();
  }

  /** Comments of a post, the oldest first. */
  public List<Row> comments(String item) {
    return org.all("FeedComment").stream()
        .filter(r -> !r.deleted() && r.text("FeedItemId").equals(item))
        .sorted(IN_TIME)
        .toList();
  }

  Segments body(Row row) {
    String field = row.type().name().equals("FeedItem") ? "Body" : "CommentBody";
    Segments body = bodies.get(row.id());
    // It may have been written by the API of records meanwhile.
    return body != null && body.text().equals(row.text(field))
        ? body
        : Segments.plain(row.text(field), row.is("IsRichText"));
  }
}
