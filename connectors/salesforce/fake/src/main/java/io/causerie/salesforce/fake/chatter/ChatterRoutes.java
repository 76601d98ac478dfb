package io.causerie.salesforce.fake.chatter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.salesforce.fake.rest.Call;
import io.causerie.salesforce.fake.store.Org;
import io.causerie.salesforce.fake.store.Refused;
import io.causerie.salesforce.fake.store.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of the Connect REST API that posts and comments need. */
public final class ChatterRoutes {
  /** How many comments come with a post unless more are asked for. */
  private static final int RECENT = 3;

  private static final int PAGE = 25;
  private static final int LARGEST = 100;

  private final Org org;
  private final Chatter chatter;

  public ChatterRoutes(Org org) {
    this.org = org;
    this.chatter = new Chatter(org);
  }

  /** What is said, for who asks from within. */
  public Chatter chatter() {
    return chatter;
  }

  public void answer(Call call) {
    switch (call.at(1)) {
      case "feed-elements" -> elements(call);
      case "comments" -> comment(call);
      case "feeds" -> feed(call);
      case "users" -> user(call);
      default -> throw Refused.notFound();
    }
  }

  private void user(Call call) {
    String id = call.at(2).equals("me") ? call.user() : call.at(2);
    call.exchange().answer(user(call, id));
  }

  private void feed(Call call) {
    if (!call.at(2).equals("record") || !call.at(4).equals("feed-elements")) {
      throw Refused.notFound();
    }
    String subject = call.at(3).equals("me") ? call.user() : call.at(3);
    Row parent = chatter.visible(call.user(), subject);
    List<Row> posts = chatter.posts(parent.id());
    if (call.exchange().query("sort").orElse("").equals("LastModifiedDateDesc")) {
      posts =
          posts.stream()
              .sorted(
                  (a, b) -> b.instant("LastModifiedDate").compareTo(a.instant("LastModifiedDate")))
              .toList();
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode elements = answer.putArray("elements");
    String here = call.root() + "/chatter/feeds/record/" + subject + "/feed-elements";
    for (Row post : page(call, posts, answer, here)) {
      elements.add(element(call, post));
    }
    call.exchange().answer(answer);
  }

  private static List<Row> page(Call call, List<Row> all, ObjectNode answer, String here) {
    int size = call.exchange().number("pageSize", PAGE);
    if (size < 1 || size > LARGEST) {
      throw new Refused(400, "INVALID_INPUT", "pageSize: 1 to 100");
    }
    int from = Math.min(call.exchange().number("page", 0), all.size());
    int to = Math.min(all.size(), from + size);
    answer.put("currentPageToken", String.valueOf(from));
    answer.put("currentPageUrl", here);
    if (to < all.size()) {
      answer.put("nextPageToken", String.valueOf(to));
      answer.put("nextPageUrl", here + "?page=" + to + "&pageSize=" + size);
    } else {
      answer.putNull("nextPageToken").putNull("nextPageUrl");
    }
    return all.subList(from, to);
  }

  private void elements(Call call) {
    if (call.at(2).isEmpty()) {
      if (!call.method().equals("POST")) {
        throw Refused.notFound();
      }
      post(call);
      return;
    }
    Row item = chatter.visible(call.user(), call.at(2), "FeedItem");
    if (call.at(3).equals("capabilities")) {
      if (call.at(4).equals("comments") && call.at(5).equals("items")) {
        comments(call, item);
      } else if (call.at(4).equals("edit") && call.at(5).equals("is-editable-by-me")) {
        editable(call, item);
      } else {
        throw Refused.notFound();
      }
      return;
    }
    switch (call.method()) {
      case "GET" -> call.exchange().answer(element(call, item));
      case "PATCH" -> {
        JsonNode body = call.exchange().json();
        if (body.has("capabilities")) {
          throw new Refused(400, "INVALID_INPUT", "capabilities cannot be changed with the body");
        }
        chatter.edit(call.actor(), item.id(), Segments.read(org, body.path("body")));
        call.exchange().answer(element(call, org.live(item.id())));
      }
      case "DELETE" -> {
        chatter.delete(call.actor(), item.id());
        call.exchange().answer(204, null);
      }
      default -> throw Refused.notFound();
    }
  }

  private void post(Call call) {
    JsonNode body =
        call.exchange().query("text").isPresent()
            ? JsonNodeFactory.instance.objectNode()
            : call.exchange().json();
    String subject = call.exchange().query("subjectId").orElse(body.path("subjectId").asText());
    String type =
        call.exchange().query("feedElementType").orElse(body.path("feedElementType").asText());
    if (!type.equals("FeedItem")) {
      throw new Refused(400, "JSON_PARSER_ERROR", "feedElementType: FeedItem");
    }
    if (subject.isEmpty()) {
      throw new Refused(400, "MISSING_ARGUMENT", "subjectId is required");
    }
    Segments segments =
        call.exchange()
            .query("text")
            .map(text -> Segments.plain(text, false))
            .orElseGet(() -> Segments.read(org, body.path("body")));
    String id =
        chatter.post(
            call.actor(),
            subject.equals("me") ? call.user() : subject,
            segments,
            body.path("visibility").asText(Chatter.INTERNAL));
    call.exchange().answer(201, element(call, org.live(id)));
  }

  private void comments(Call call, Row item) {
    if (call.method().equals("POST")) {
      JsonNode body = call.exchange().json();
      String below = body.path("threadParentId").asText("");
      String id =
          chatter.comment(
              call.actor(),
              item.id(),
              below.isEmpty() ? null : below,
              Segments.read(org, body.path("body")));
      call.exchange().answer(201, comment(call, org.live(id)));
      return;
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode items = answer.putArray("items");
    List<Row> all = chatter.comments(item.id());
    answer.put("total", all.size());
    String here = url(call, item) + "/capabilities/comments/items";
    for (Row row : page(call, all, answer, here)) {
      items.add(comment(call, row));
    }
    call.exchange().answer(answer);
  }

  private void comment(Call call) {
    Row row = chatter.visible(call.user(), call.at(2), "FeedComment");
    if (call.at(3).equals("capabilities")
        && call.at(4).equals("edit")
        && call.at(5).equals("is-editable-by-me")) {
      editable(call, row);
      return;
    }
    switch (call.method()) {
      case "GET" -> call.exchange().answer(comment(call, row));
      case "PATCH" -> {
        chatter.edit(
            call.actor(), row.id(), Segments.read(org, call.exchange().json().path("body")));
        call.exchange().answer(comment(call, org.live(row.id())));
      }
      case "DELETE" -> {
        chatter.delete(call.actor(), row.id());
        call.exchange().answer(204, null);
      }
      default -> throw Refused.notFound();
    }
  }

  private void editable(Call call, Row row) {
    call.exchange()
        .answer(
            JsonNodeFactory.instance
                .objectNode()
                .put("feedEntityId", row.id())
                .put("isEditableByMe", chatter.editable(call.user(), row)));
  }

  private static String url(Call call, Row item) {
    return call.root() + "/chatter/feed-elements/" + item.id();
  }

  private ObjectNode user(Call call, String id) {
    Row user = org.live(id);
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", user.id())
        .put("name", user.name())
        .put("displayName", user.name())
        .put("username", user.text("Username"))
        .put("email", user.text("Email"))
        .put("isActive", user.is("IsActive"))
        .put("type", "User")
        .put("url", call.root() + "/chatter/users/" + user.id());
  }

  private void said(Call call, ObjectNode node, Row row) {
    node.put("id", row.id());
    node.set("body", chatter.body(row).written());
    node.put("createdDate", row.instant("CreatedDate").toString().replace("Z", ".000Z"));
    node.set("user", user(call, row.text("CreatedById")));
    node.putObject("parent").put("id", row.text("ParentId"));
    node.put("isDeleteRestricted", !chatter.editable(call.user(), row));
  }

  private ObjectNode edit(Call call, Row row, String url) {
    ObjectNode edit =
        JsonNodeFactory.instance
            .objectNode()
            .put("isEditRestricted", !chatter.editable(call.user(), row))
            .put("isEditableByMeUrl", url + "/capabilities/edit/is-editable-by-me")
            .put("latestRevision", row.number("Revision"));
    if (row.get("LastEditDate") != null) {
      edit.put("lastEditedDate", row.instant("LastEditDate").toString());
    }
    return edit;
  }

  private ObjectNode comment(Call call, Row row) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    said(call, node, row);
    String url = call.root() + "/chatter/comments/" + row.id();
    node.put("type", "TextComment").put("url", url);
    node.putObject("feedElement")
        .put("id", row.text("FeedItemId"))
        .put("url", call.root() + "/chatter/feed-elements/" + row.text("FeedItemId"));
    @Nullable Object below = row.get("ThreadParentId");
    node.put("threadParentId", below == null ? null : below.toString());
    node.put("threadLevel", row.number("ThreadLevel"));
    node.putObject("capabilities").set("edit", edit(call, row, url));
    return node;
  }

  private ObjectNode element(Call call, Row row) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    said(call, node, row);
    node.put("feedElementType", "FeedItem").put("type", row.text("Type"));
    node.put("url", url(call, row));
    node.put("modifiedDate", row.instant("LastModifiedDate").toString().replace("Z", ".000Z"));
    node.set("actor", user(call, row.text("CreatedById")));
    int recent = Math.min(PAGE, call.exchange().number("recentCommentCount", RECENT));
    List<Row> all = chatter.comments(row.id());
    List<Row> last = all.subList(Math.max(0, all.size() - recent), all.size());
    ObjectNode capabilities = node.putObject("capabilities");
    capabilities.set("edit", edit(call, row, url(call, row)));
    ObjectNode page = capabilities.putObject("comments").putObject("page");
    page.put("total", all.size());
    String here = url(call, row) + "/capabilities/comments/items";
    page.put("currentPageUrl", here);
    page.put("nextPageUrl", last.size() < all.size() ? here + "?page=0" : null);
    ArrayNode items = page.putArray("items");
    last.forEach(comment -> items.add(comment(call, comment)));
    return node;
  }
}
