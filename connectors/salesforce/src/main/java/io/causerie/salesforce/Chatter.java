package io.causerie.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.http.Address;
import io.causerie.http.Answer;
import io.causerie.http.Json;
import io.causerie.http.Request;
import io.causerie.model.Lane;
import io.causerie.spi.SourceException;
import io.causerie.spi.WriteBack;
import io.causerie.spi.WriteException;
import io.causerie.spi.WriteException.Fate;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Comments in Chatter: an item in the record's feed, or a comment under what it answers. Chatter
 * does not know a comment by its mark, and searches no bodies: the mark stands in the text, and
 * what was said lately in the place is read and compared. Used by many threads.
 */
final class Chatter implements WriteBack {
  private static final String ITEM = "0D5";

  /** Of an item that no customer sees. */
  private static final String INTERNAL = "InternalUsers";

  private static final int RECENT = 200;

  /** Clocks differ. */
  private static final Duration BEFORE = Duration.ofMinutes(10);

  private final Org org;
  private final Optional<Persons> persons;
  private volatile @Nullable Feeds known;

  /**
   * What an org's feeds are.
   *
   * @param longest most characters of an item
   * @param shown whether an item may be for customers, who have portals of the org
   */
  private record Feeds(int longest, boolean shown) {}

  Chatter(Org org, Optional<Persons> persons) {
    this.org = org;
    this.persons = persons;
  }

  /**
   * What is to be said of it beforehand. Its feeds are for the org's own people; a portal shows
   * them to customers, so no words go there that are for these.
   *
   * @param asPersons whether people can connect accounts of their own
   */
  static Claim claim(boolean asPersons) {
    Set<Means> means = EnumSet.of(Means.FIND, Means.EDIT, Means.DELETE);
    if (asPersons) {
      means.add(Means.AS_PERSON);
    }
    return new Claim(Set.of(Lane.INTERNAL), means);
  }

  @Override
  public String create(Comment comment) throws WriteException {
    if (comment.lane() != Lane.INTERNAL) {
      throw new WriteException(Fate.REFUSED, SalesforceWording.NO_PLACE.with());
    }
    Rest rest = writer(comment);
    ObjectNode body = body(comment);
    Address at;
    String to = comment.inReplyTo();
    if (to == null) {
      body.put("feedElementType", "FeedItem").put("subjectId", record(comment));
      if (feeds().shown()) {
        body.put("visibility", INTERNAL);
      }
      at = rest.at("chatter", "feed-elements");
    } else {
      String item = item(to);
      requireInternal(item);
      if (!to.startsWith(ITEM)) {
        body.put("threadParentId", to);
      }
      at = rest.at("chatter", "feed-elements", item, "capabilities", "comments", "items");
    }
    Answer answer = sent(rest, rest.with("POST", at, body), comment);
    String id = id(answer);
    if (!id.matches("0D[57][0-9A-Za-z]{12,15}")) {
      throw new WriteException(Fate.UNKNOWN, SalesforceWording.WRITE_REFUSED.with("id"));
    }
    return id;
  }

  private static String id(Answer answer) {
    try {
      return Json.MAPPER.readTree(answer.body()).path("id").asText();
    } catch (IOException e) {
      return "";
    }
  }

  /** Whoever sees an item sees what is said under it. */
  private void requireInternal(String item) throws WriteException {
    if (!feeds().shown()) {
      return;
    }
    try {
      List<ObjectNode> found =
          org.rest().all(Soql.byId(List.of("Visibility"), "FeedItem", List.of(item)), false);
      if (!found.isEmpty() && !found.get(0).path("Visibility").asText().equals(INTERNAL)) {
        throw new WriteException(Fate.REFUSED, SalesforceWording.CUSTOMERS_READ.with());
      }
    } catch (SourceException e) {
      throw WriteException.of(e, false);
    }
  }

  /**
   * Anybody may say again what has the mark: it is its writer's where it ends with it. What was
   * said first is looked at first.
   */
  @Override
  public Optional<String> find(Comment comment) throws WriteException {
    String since = Times.literal(comment.written().minus(BEFORE));
    String to = comment.inReplyTo();
    String soql =
        to == null
            ? "SELECT Id, Body, CreatedById FROM FeedItem WHERE ParentId = %s AND CreatedDate >= %s ORDER BY CreatedDate, Id LIMIT %d"
                .formatted(Soql.quoted(record(comment)), since, RECENT)
            : "SELECT Id, CommentBody, CreatedById FROM FeedComment WHERE FeedItemId = %s AND CreatedDate >= %s ORDER BY CreatedDate, Id LIMIT %d"
                .formatted(Soql.quoted(item(to)), since, RECENT);
    Rest rest = writer(comment);
    try {
      Answer me = rest.get(rest.at("chatter", "users", "me"));
      String writer = Json.read(me, rest.client().faults()).path("id").asText();
      for (ObjectNode said : org.rest().all(soql, false)) {
        String words = said.path(to == null ? "Body" : "CommentBody").asText();
        if (said.path("CreatedById").asText().equals(writer)
            && words.replaceAll("<[^<>]*>", "").strip().endsWith(mark(comment))) {
          return Optional.of(said.path("Id").asText());
        }
      }
      return Optional.empty();
    } catch (SourceException e) {
      throw WriteException.of(e, false);
    }
  }

  @Override
  public void edit(String id, Comment comment) throws WriteException {
    Rest rest = writer(comment);
    sent(rest, rest.with("PATCH", at(rest, id), body(comment)), comment);
  }

  @Override
  public void delete(String id, Comment comment) throws WriteException {
    Rest rest = writer(comment);
    try {
      sent(rest, Request.delete(at(rest, id)), comment);
    } catch (WriteException e) {
      if (e.fate() != Fate.GONE) {
        throw e;
      }
    }
  }

  private static Address at(Rest rest, String id) {
    return rest.at("chatter", id.startsWith(ITEM) ? "feed-elements" : "comments", id);
  }

  private Rest writer(Comment comment) throws WriteException {
    try {
      Rest rest =
          comment.account().isPresent()
              ? persons.orElseThrow().rest(comment.account().get())
              : org.rest();
      // What fails here has sent nothing.
      rest.client().session();
      return rest;
    } catch (SourceException e) {
      throw e.fault() == SourceException.Fault.CREDENTIALS
          ? refused(comment, e)
          : WriteException.of(e, false);
    }
  }

  private static Answer sent(Rest rest, Request request, Comment comment) throws WriteException {
    Answer answer;
    try {
      answer = rest.send(request);
    } catch (SourceException e) {
      if (e.fault() == SourceException.Fault.CREDENTIALS) {
        // It was refused, and no other session is to be had.
        throw refused(comment, e);
      }
      throw WriteException.of(e, true);
    }
    if (answer.isOk()) {
      return answer;
    }
    String code = Faults.code(answer);
    SourceException fault = Faults.answered(answer, rest.client().faults());
    int status = answer.status();
    if (status == 404) {
      throw new WriteException(
          request.method().equals("POST") ? Fate.REFUSED : Fate.GONE,
          request.method().equals("POST")
              ? SalesforceWording.RECORD_GONE.with()
              : SalesforceWording.NOT_THERE.with());
    }
    if (status == 401) {
      throw refused(comment, fault);
    }
    if (status >= 500) {
      // Whoever says when to come again has done nothing.
      throw WriteException.of(fault, fault.retryAfter().isEmpty());
    }
    throw fault.fault() == SourceException.Fault.TEMPORARY
        ? WriteException.of(fault, false)
        : new WriteException(
            Fate.REFUSED,
            SalesforceWording.WRITE_REFUSED.with(code.isEmpty() ? String.valueOf(status) : code));
  }

  private static WriteException refused(Comment comment, SourceException fault) {
    return comment.account().isPresent()
        ? new WriteException(Fate.ACCOUNT, SalesforceWording.ACCOUNT_REFUSED.with(), null, fault)
        : WriteException.of(fault, false);
  }

  private static String record(Comment comment) throws WriteException {
    String id = comment.record().id();
    if (!id.matches("[0-9A-Za-z]{15}([0-9A-Za-z]{3})?")) {
      throw new WriteException(
          Fate.REFUSED, SalesforceWording.NO_RECORD.with(comment.record().type()));
    }
    return id;
  }

  /** The item under which something is said. */
  private String item(String to) throws WriteException {
    if (to.startsWith(ITEM)) {
      return to;
    }
    try {
      List<ObjectNode> comment =
          org.rest().all(Soql.byId(List.of("FeedItemId"), "FeedComment", List.of(to)), false);
      if (comment.isEmpty()) {
        throw new WriteException(Fate.REFUSED, SalesforceWording.NOT_THERE.with());
      }
      return comment.get(0).path("FeedItemId").asText();
    } catch (SourceException e) {
      throw WriteException.of(e, false);
    }
  }

  @Override
  public String words(Comment comment) {
    return comment.text() + end(comment);
  }

  /** Who wrote it, where that is not seen from the account, and the mark. */
  private static String end(Comment comment) {
    return comment.account().isPresent()
        ? "\n\n" + mark(comment)
        : "\n\n— " + comment.author().name() + " · Causerie " + mark(comment);
  }

  private static String mark(Comment comment) {
    return "#" + comment.mark();
  }

  private ObjectNode body(Comment comment) throws WriteException {
    ObjectNode body = Json.MAPPER.createObjectNode();
    ArrayNode segments = body.putObject("body").putArray("messageSegments");
    int length = 0;
    for (Segment segment : comment.segments()) {
      String user = segment.mentions();
      if (user != null && user.matches("005[0-9A-Za-z]{12,15}")) {
        segments.addObject().put("type", "Mention").put("id", user);
      } else if (!segment.text().isEmpty()) {
        segments.addObject().put("type", "Text").put("text", segment.text());
      }
      length += segment.text().length();
    }
    String end = end(comment);
    segments.addObject().put("type", "Text").put("text", end);
    length += end.length();
    int most = feeds().longest();
    if (length > most) {
      throw new WriteException(Fate.REFUSED, SalesforceWording.TOO_LONG.with(length, most));
    }
    return body;
  }

  /** How long an item is at most may change, says Salesforce. */
  private Feeds feeds() throws WriteException {
    Feeds feeds = known;
    if (feeds != null) {
      return feeds;
    }
    int longest = 0;
    boolean shown = false;
    try {
      for (JsonNode field : org.rest().describe("FeedItem").path("fields")) {
        String name = field.path("name").asText();
        longest = name.equals("Body") ? field.path("length").asInt() : longest;
        shown |= name.equals("Visibility");
      }
    } catch (SourceException e) {
      throw WriteException.of(e, false);
    }
    feeds = new Feeds(longest > 0 ? longest : 10_000, shown);
    known = feeds;
    return feeds;
  }
}
