package io.causerie.quickstart.desk;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The desk's pages, as HTML. */
final class DeskPages {
  private final String causerie;

  /**
   * @param causerie where Causerie runs
   */
  DeskPages(String causerie) {
    this.causerie = causerie;
  }

  private String page(String title, String who, String body) {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s · Order desk</title>
        <link rel="icon" href="/desk.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/desk.css">
        <script type="module" src="/desk.js"></script>
        <script type="module" src="%s/embed.js"></script>
        </head>
        <body>
        <header><a class="brand" href="/">Order desk</a><nav aria-label="Main">
        <a href="/order">Orders</a> <a href="/delivery">Deliveries</a> <a href="/ticket">Tickets</a>
        <a href="/document">Documents</a></nav>%s</header>
        <main>%s</main>
        </body>
        </html>
        """
        .formatted(text(title), text(causerie), who, body);
  }

  String pick() {
    StringBuilder list = new StringBuilder("<h1>Who is at the desk?</h1><ul class=\"people\">");
    for (Clerk clerk : Clerk.ALL) {
      list.append(
          """
          <li><form method="post" action="/user"><button name="user" value="%s">%s
          <small>%s</small></button></form></li>
          """
              .formatted(text(clerk.user()), text(clerk.name()), text(clerk.department())));
    }
    return page("Who is at the desk?", "", list.append("</ul>").toString());
  }

  private static String who(Clerk clerk) {
    return """
        <span class="who">%s · <a href="/user">change</a></span>
        """
        .formatted(text(clerk.name()));
  }

  String list(Item.Kind kind, List<Item> items, Clerk clerk) {
    StringBuilder body = new StringBuilder("<h1>%s</h1>".formatted(kind.plural()));
    body.append("<table><thead><tr><th>Number</th><th>What</th><th>Customer</th><th>Status</th>");
    body.append("</tr></thead><tbody>");
    for (Item item : items) {
      body.append(
          """
          <tr><td><a href="/%s/%s">%s</a></td><td>%s</td><td>%s</td><td>%s</td></tr>
          """
              .formatted(
                  kind.word(),
                  url(item.id()),
                  text(item.id()),
                  text(item.title()),
                  text(item.customer()),
                  text(item.status())));
    }
    body.append("</tbody></table>");
    if (items.isEmpty() && kind == Item.Kind.DELIVERY) {
      body.append("<p class=\"sub\">None yet: a delivery is made when an order is packed.</p>");
    }
    if (!clerk.customer()) {
      body.append(
          "<form method=\"post\" action=\"/simulate\"><button>Keep some business going"
              + "</button></form>");
    }
    return page(kind.plural(), who(clerk), body.toString());
  }

  String item(Item item, Clerk clerk) {
    String form = clerk.customer() ? facts(item) : form(item);
    String body =
        """
        <div class="record"><section><h1>%s</h1><p class="sub">%s</p>%s</section>
        <aside aria-label="Talk about this record"><causerie-record server="%s" system="desk" type="%s" record="%s"
        token-url="/causerie-token?kind=%s&amp;id=%s"><p>Talk about this record stands here as soon as Causerie can be reached.</p></causerie-record></aside></div>
        """
            .formatted(
                text(item.title()),
                about(item),
                form,
                text(causerie),
                item.kind().type(),
                text(item.id()),
                item.kind().word(),
                url(item.id()));
    return page(item.title(), who(clerk), body);
  }

  private static String about(Item item) {
    StringBuilder about = new StringBuilder(text(item.customer()));
    if (item.carrier() != null) {
      about.append(" · ").append(text(item.carrier()));
    }
    if (item.order() != null) {
      about.append(
          " · <a href=\"/order/%s\">Order %s</a>".formatted(url(item.order()), text(item.order())));
    }
    return about.toString();
  }

  private static String facts(Item item) {
    return "<p>Status: " + text(item.status()) + "</p>";
  }

  private static String form(Item item) {
    StringBuilder form = new StringBuilder();
    form.append("<form class=\"edit\" method=\"post\"><label>Status <select name=\"status\">");
    for (String status : item.kind().statuses()) {
      form.append(
          "<option value=\"%s\"%s>%s</option>"
              .formatted(
                  text(status),
                  status.equals(item.status()) ? " selected" : "",
                  text(status.substring(0, 1).toUpperCase(Locale.ROOT) + status.substring(1))));
    }
    form.append("</select></label>");
    if (item.amount() != null) {
      form.append(
          "<label>Amount in euros <input name=\"amount\" inputmode=\"decimal\" value=\"%s\"></label>"
              .formatted(text(item.amount())));
    }
    if (item.due() != null) {
      form.append(
          "<label>Delivery date <input name=\"due\" type=\"date\" value=\"%s\"></label>"
              .formatted(text(item.due())));
    }
    return form.append("<button>Save</button> <output role=\"status\"></output></form>").toString();
  }

  String missing() {
    return missing("");
  }

  private String missing(String who) {
    return page("Not found", who, "<h1>Not found</h1><p>It does not exist, or is not for you.</p>");
  }

  String missing(Clerk clerk) {
    return missing(who(clerk));
  }

  private static String url(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
