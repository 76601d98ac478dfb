package io.causerie.salesforce.fake.page;

import io.causerie.salesforce.fake.chatter.Chatter;
import io.causerie.salesforce.fake.rest.Exchange;
import io.causerie.salesforce.fake.store.Actor;
import io.causerie.salesforce.fake.store.Field;
import io.causerie.salesforce.fake.store.FieldType;
import io.causerie.salesforce.fake.store.Org;
import io.causerie.salesforce.fake.store.Refused;
import io.causerie.salesforce.fake.store.Row;
import io.causerie.salesforce.fake.store.Values;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Records for a person: their fields, which she may change, and what is said of them, where she may
 * say something too. The address of a record is that of Lightning.
 */
public final class Pages {
  private static final String HTML = "text/html;charset=UTF-8";

  private final Org org;
  private final Chatter chatter;
  private final String frame;
  private final Optional<Margin> margin;

  /**
   * The pages.
   *
   * @param margin Causerie's, if it stands beside
   */
  public Pages(Org org, Chatter chatter, Optional<Margin> margin) {
    this.margin = margin;
    this.org = org;
    this.chatter = chatter;
    try (InputStream in = Objects.requireNonNull(Pages.class.getResourceAsStream("page.html"))) {
      this.frame = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers what is no API. */
  public void answer(Exchange exchange) {
    List<String> path = List.of(exchange.path().substring(1).split("/"));
    if (path.size() == 1 && (path.get(0).isEmpty() || path.get(0).equals("lightning"))) {
      exchange.text(200, HTML, framed("Records", "", list()));
      return;
    }
    if (path.size() != 5 || !path.get(0).equals("lightning") || !path.get(1).equals("r")) {
      throw Refused.notFound();
    }
    Row row = org.live(path.get(3));
    if (exchange.method().equals("POST")) {
      write(exchange, row, path.get(4));
      return;
    }
    String user = user(exchange.query("as").orElse(""));
    if (path.get(4).equals("token")) {
      exchange.text(
          200,
          "text/plain",
          margin.orElseThrow(Refused::notFound).token(org.live(user), row, org.now()));
    } else if (exchange.query("feed").isPresent()) {
      exchange.text(200, HTML, feed(row, user));
    } else {
      exchange.text(200, HTML, framed(row.name(), people(row, user), record(row, user)));
    }
  }

  private String user(String username) {
    return org.userNamed(username)
        .or(() -> org.all("User").stream().findFirst())
        .map(Row::id)
        .orElseThrow(Refused::notFound);
  }

  private void write(Exchange exchange, Row row, String what) {
    Map<String, String> form = exchange.form();
    String as = form.getOrDefault("as", "");
    Actor actor = Actor.person(user(as));
    String text = form.getOrDefault("text", "");
    String entry = form.getOrDefault("entry", "");
    switch (what) {
      case "post" -> chatter.post(actor, row.id(), text);
      case "comment" -> chatter.comment(actor, entry, null, text);
      case "edit" -> chatter.edit(actor, entry, text);
      case "delete" -> chatter.delete(actor, entry);
      case "field" ->
          org.update(
              actor.user(),
              row.id(),
              Map.of(form.getOrDefault("field", ""), form.getOrDefault("value", "")));
      default -> throw Refused.notFound();
    }
    exchange.redirect(address(row) + "?as=" + URLEncoder.encode(as, StandardCharsets.UTF_8));
  }

  private static String address(Row row) {
    return "/lightning/r/" + row.type().name() + "/" + row.id() + "/view";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private String framed(String title, String people, String content) {
    return frame
        .replace("{title}", escaped(title))
        .replace("{people}", people)
        .replace("{content}", content);
  }

  private String list() {
    StringBuilder page = new StringBuilder();
    org.types().stream()
        .filter(type -> !type.name().startsWith("Feed"))
        .forEach(
            type -> {
              List<Row> rows = org.all(type.name()).stream().filter(r -> !r.deleted()).toList();
              if (!rows.isEmpty()) {
                page.append("<h2>").append(escaped(type.name())).append("</h2><ul>");
                rows.forEach(
                    r ->
                        page.append("<li><a href=\"")
                            .append(address(r))
                            .append("\">")
                            .append(escaped(r.name()))
                            .append("</a>"));
                page.append("</ul>");
              }
            });
    return page.toString();
  }

  private String people(Row row, String user) {
    StringBuilder page =
        new StringBuilder("<form action=\"")
            .append(address(row))
            .append("\"><label>I am <select name=as onchange=\"this.form.submit()\">");
    org.all("User")
        .forEach(
            each ->
                page.append("<option value=\"")
                    .append(escaped(each.text("Username")))
                    .append(each.id().equals(user) ? "\" selected>" : "\">")
                    .append(escaped(each.name()))
                    .append("</option>"));
    return page.append("</select></label></form>").toString();
  }

  private String record(Row row, String user) {
    StringBuilder page = new StringBuilder("<section id=fields><h2>Details</h2><dl>");
    for (Field field : row.type().fields()) {
      Object value = Values.written(row.get(field.name()));
      if (value == null && !field.updateable()) {
        continue;
      }
      page.append("<dt>").append(escaped(field.name())).append("<dd>");
      if (field.updateable()) {
        page.append(form(row, "field", user, ""))
            .append("<input type=hidden name=field value=\"")
            .append(field.name())
            .append("\"><input name=value aria-label=\"")
            .append(field.name())
            .append("\" value=\"")
            .append(escaped(value == null ? "" : value.toString()))
            .append("\"><button>Save</button></form>");
      } else {
        page.append(escaped(String.valueOf(value)));
      }
      if (field.type() == FieldType.REFERENCE && value != null) {
        org.row(value.toString())
            .ifPresent(
                other ->
                    page.append(" <a href=\"")
                        .append(address(other))
                        .append("\">")
                        .append(escaped(other.name()))
                        .append("</a>"));
      }
    }
    return page.append("</dl></section><section><h2>Chatter</h2>")
        .append(form(row, "post", user, ""))
        .append("<textarea name=text aria-label=\"Share an update\"")
        .append(" placeholder=\"Share an update...\" required></textarea>")
        .append("<button>Share</button></form><div id=feed>")
        .append(feed(row, user))
        .append("</div></section>")
        .append(margin.map(m -> m.element(row, tokens(row, user))).orElse(""))
        .toString();
  }

  private String tokens(Row row, String user) {
    return "/lightning/r/%s/%s/token?as=%s"
        .formatted(
            row.type().name(),
            row.id(),
            URLEncoder.encode(org.live(user).text("Username"), StandardCharsets.UTF_8));
  }

  private String form(Row row, String what, String user, String entry) {
    return "<form method=post action=\"/lightning/r/%s/%s/%s\"><input type=hidden name=as value=\"%s\"><input type=hidden name=entry value=\"%s\">"
        .formatted(
            row.type().name(), row.id(), what, escaped(org.live(user).text("Username")), entry);
  }

  private String feed(Row row, String user) {
    StringBuilder page = new StringBuilder();
    for (Row post : chatter.posts(row.id())) {
      page.append("<article data-id=\"").append(post.id()).append("\">");
      said(page, row, post, "Body", user);
      for (Row comment : chatter.comments(post.id())) {
        page.append("<div class=comment data-id=\"").append(comment.id()).append("\">");
        said(page, row, comment, "CommentBody", user);
        page.append("</div>");
      }
      page.append(form(row, "comment", user, post.id()))
          .append("<input name=text aria-label=\"Write a comment\"")
          .append(" placeholder=\"Write a comment...\" required>")
          .append("<button>Comment</button></form></article>");
    }
    return page.toString();
  }

  private void said(StringBuilder page, Row row, Row entry, String field, String user) {
    page.append("<p><b>")
        .append(escaped(org.row(entry.text("CreatedById")).map(Row::name).orElse("")))
        .append("</b> <time>")
        .append(escaped(String.valueOf(Values.written(entry.get("CreatedDate")))))
        .append("</time></p><p class=body>")
        .append(escaped(entry.text(field)))
        .append("</p>");
    if (entry.text("CreatedById").equals(user)) {
      page.append(form(row, "edit", user, entry.id()))
          .append("<input name=text aria-label=\"Say it otherwise\" value=\"")
          .append(escaped(entry.text(field)))
          .append("\" required>")
          .append("<button>Edit</button></form>")
          .append(form(row, "delete", user, entry.id()))
          .append("<button>Delete</button></form>");
    }
  }
}
