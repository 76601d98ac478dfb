package io.causerie.quickstart.desk;

import io.causerie.quickstart.desk.Item.Kind;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The desk's pages, as HTML. */
final class DeskPages {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.UK);

  private final String causerie;

  /**
   * @param causerie where Causerie runs
   */
  DeskPages(String causerie) {
    this.causerie = causerie;
  }

  private String page(String title, String who, @Nullable Kind here, String body) {
    StringBuilder ways = new StringBuilder();
    for (Kind kind : Kind.values()) {
      ways.append(
          "<a href=\"/%s\"%s>%s</a>"
              .formatted(kind.word(), kind == here ? " aria-current=\"true\"" : "", kind.plural()));
    }
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
        <header><a class="brand" href="/"><img src="/desk.svg" alt="" width="24" height="24">Order desk</a>
        <nav aria-label="Main">%s</nav>%s</header>
        <main>%s</main>
        </body>
        </html>
        """
        .formatted(text(title), text(causerie), who.isEmpty() ? "" : ways, who, body);
  }

  String pick() {
    StringBuilder list =
        new StringBuilder(
            """
            <div class="pick"><h1>Who is at the desk?</h1>
            <p class="sub">A small company and one of its customers. Each sees what is for her; open two windows to let them talk.</p>
            <ul class="people">
            """);
    for (Clerk clerk : Clerk.ALL) {
      list.append(
          """
          <li><form method="post" action="/user"><button name="user" value="%s">%s
          <small>%s</small></button></form></li>
          """
              .formatted(text(clerk.user()), text(clerk.name()), text(clerk.department())));
    }
    return page("Who is at the desk?", "", null, list.append("</ul></div>").toString());
  }

  private static String who(Clerk clerk) {
    return """
        <span class="who">%s · <a href="/user">change</a></span>
        """
        .formatted(text(clerk.name()));
  }

  String list(Kind kind, List<Item> items, Clerk clerk) {
    boolean named = kind == Kind.TICKET || kind == Kind.DOCUMENT;
    boolean priced = kind == Kind.ORDER;
    StringBuilder body =
        new StringBuilder("<div class=\"top\"><h1>%s</h1>".formatted(kind.plural()));
    if (!clerk.customer()) {
      body.append(
          """
          <form method="post" action="/simulate"><button class="plain" title="Orders are packed and shipped, a ticket moves: see it in the margins">Keep some business going</button></form>
          """);
    }
    body.append("</div>");
    if (items.isEmpty()) {
      String why =
          kind == Kind.DELIVERY
              ? "None yet: a delivery is made when an order is packed."
              : "None that is for you.";
      return page(kind.plural(), who(clerk), kind, body + "<p class=\"card sub\">" + why + "</p>");
    }
    body.append("<table class=\"card\"><thead><tr><th>Number</th>");
    body.append(named ? "<th>What</th>" : "");
    body.append("<th>Customer</th>");
    body.append(priced ? "<th>Delivery</th><th class=\"n\">Amount</th>" : "");
    body.append("<th>Status</th></tr></thead><tbody>");
    for (Item item : items) {
      body.append(
          "<tr><td class=\"id\"><a href=\"/%s/%s\">%s</a></td>"
              .formatted(kind.word(), url(item.id()), text(item.id())));
      body.append(named ? "<td>%s</td>".formatted(text(item.title())) : "");
      body.append("<td>%s</td>".formatted(text(item.customer())));
      body.append(
          priced
              ? "<td class=\"due\">%s</td><td class=\"n\">%s</td>"
                  .formatted(day(item.due()), money(item.amount()))
              : "");
      body.append("<td class=\"state\">%s</td></tr>".formatted(state(item)));
    }
    return page(kind.plural(), who(clerk), kind, body.append("</tbody></table>").toString());
  }

  /** A status by word and by shape: how full the circle is says how far it is. */
  private static String state(Item item) {
    List<String> all = item.kind().statuses();
    int at = all.indexOf(item.status());
    String far = at <= 0 ? "first" : at == all.size() - 1 ? "last" : "half";
    return "<span class=\"st %s\">%s</span>".formatted(far, text(capital(item.status())));
  }

  String item(Item item, Clerk clerk) {
    String body =
        """
        <div class="record"><div><p class="crumb"><a href="/%s">%s</a></p>
        <section class="card"><h1>%s</h1><p class="sub">%s</p>%s%s</section></div>
        <aside class="card" aria-label="Talk about this record"><causerie-record server="%s" system="desk" type="%s" record="%s"
        token-url="/causerie-token?kind=%s&amp;id=%s"><p>Talk about this record stands here as soon as Causerie can be reached.</p></causerie-record></aside></div>
        """
            .formatted(
                item.kind().word(),
                item.kind().plural(),
                text(item.title()),
                about(item),
                steps(item),
                clerk.customer() ? "" : form(item),
                text(causerie),
                item.kind().type(),
                text(item.id()),
                item.kind().word(),
                url(item.id()));
    return page(item.title(), who(clerk), item.kind(), body);
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
    if (item.confidential()) {
      about.append(" · <b>Confidential</b>");
    }
    return about.toString();
  }

  /** How far it is on its way. */
  private static String steps(Item item) {
    StringBuilder steps = new StringBuilder("<ol class=\"steps\" aria-label=\"How far it is\">");
    for (String status : item.kind().statuses()) {
      steps.append(
          "<li data-status=\"%s\"%s>%s</li>"
              .formatted(
                  text(status),
                  status.equals(item.status()) ? " aria-current=\"step\"" : "",
                  text(capital(status))));
    }
    return steps.append("</ol>").toString();
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
                  text(capital(status))));
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
    return form.append(
            "<p class=\"send\"><button>Save</button> <output role=\"status\"></output></p></form>")
        .toString();
  }

  String missing() {
    return missing("");
  }

  private String missing(String who) {
    return page(
        "Not found", who, null, "<h1>Not found</h1><p>It does not exist, or is not for you.</p>");
  }

  String missing(Clerk clerk) {
    return missing(who(clerk));
  }

  private static String capital(String status) {
    return status.substring(0, 1).toUpperCase(Locale.ROOT) + status.substring(1);
  }

  private static String money(@Nullable String amount) {
    return amount == null ? "" : "€ " + String.format(Locale.UK, "%,.2f", new BigDecimal(amount));
  }

  private static String day(@Nullable String due) {
    return due == null ? "" : DAY.format(LocalDate.parse(due));
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
