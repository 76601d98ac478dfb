package io.causerie.quickstart.desk;

import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.jspecify.annotations.Nullable;

/** The desk's server. Anybody may be anybody here, so it listens on this machine only. */
public final class DeskServer implements AutoCloseable {
  private static final String COOKIE = "desk";
  private static final String READER = "causerie";

  private final Settings settings;
  private final DeskDatabase database;
  private final Sender sender;
  private final Desk desk;
  private final DeskPages pages;
  private final Javalin http;

  /**
   * Where the desk is, and where Causerie.
   *
   * @param host a loopback name or address; it differs from Causerie's so that the two are two
   *     sites
   * @param causerie where Causerie runs
   * @param connector the name of the connector that takes the desk's events
   */
  public record Settings(
      String host, int port, Path data, String causerie, String connector, Secrets secrets) {
    /** Without the secrets. */
    @Override
    public String toString() {
      return "Settings[" + host + ":" + port + "]";
    }
  }

  /**
   * What the desk and Causerie share, and the desk's own.
   *
   * @param embed signs tokens
   * @param webhook signs events
   * @param database the owner's password
   * @param reader the password of who reads the database from outside
   * @param service the password of who reads the OData service
   */
  public record Secrets(
      String embed, String webhook, String database, String reader, String service) {
    @Override
    public String toString() {
      return "Secrets";
    }
  }

  private DeskServer(Settings settings) {
    this.settings = settings;
    Secrets secrets = settings.secrets();
    this.database = new DeskDatabase(settings.data(), secrets.database(), secrets.reader());
    this.sender =
        new Sender(
            database,
            settings.causerie() + "/api/v1/connectors/" + settings.connector() + "/events",
            secrets.webhook());
    this.desk = new Desk(database, sender, new DeskEvents(origin(settings)), Clock.systemUTC());
    this.pages = new DeskPages(settings.causerie());
    this.http =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.startupWatcherEnabled = false;
              config.startup.showOldJavalinVersionWarning = false;
              routes(config.routes);
              config.jetty.modifyServletContextHandler(this::services);
            });
  }

  private void services(ServletContextHandler context) {
    DeliveryService deliveries =
        new DeliveryService(desk, origin(settings), READER, settings.secrets().service());
    context.addServlet(new ServletHolder(deliveries), DeliveryService.PATH + "/*");
  }

  private static String origin(Settings settings) {
    return "http://" + settings.host() + ":" + settings.port();
  }

  /**
   * Starts the desk.
   *
   * @throws IllegalStateException if the port is taken or the host is not this machine
   */
  public static DeskServer start(Settings settings) {
    if (!settings.host().equals("localhost") && !settings.host().equals("127.0.0.1")) {
      throw new IllegalStateException(
          "the desk lets anybody be anybody; it runs on localhost only, not on " + settings.host());
    }
    DeskServer server = new DeskServer(settings);
    try {
      server.http.start(settings.host(), settings.port());
      return server;
    } catch (RuntimeException e) {
      server.close();
      for (Throwable t = e; t != null; t = t.getCause()) {
        if (t instanceof BindException) {
          throw taken(settings, e);
        }
      }
      if (String.valueOf(e.getMessage()).contains("already in use")) {
        throw taken(settings, e);
      }
      throw e;
    }
  }

  private static IllegalStateException taken(Settings settings, RuntimeException e) {
    return new IllegalStateException(
        "port " + settings.port() + " is taken; choose another for the desk with -Ddesk.port=...",
        e);
  }

  private void routes(RoutesConfig routes) {
    routes.before(this::guard);
    routes.get("/desk.css", c -> file(c, "desk.css", "text/css"));
    routes.get("/desk.js", c -> file(c, "desk.js", "text/javascript"));
    routes.get("/desk.svg", c -> file(c, "desk.svg", "image/svg+xml"));
    routes.get("/favicon.ico", c -> file(c, "desk.svg", "image/svg+xml"));
    routes.get("/user", c -> html(c, pages.pick()));
    routes.post("/user", this::choose);
    routes.get("/", c -> c.redirect(clerk(c).isPresent() ? "/order" : "/user"));
    routes.post("/simulate", this::simulate);
    routes.get("/causerie-token", this::token);
    routes.get("/{kind}", this::list);
    routes.get("/{kind}/{id}", this::show);
    routes.post("/{kind}/{id}", this::save);
    routes.exception(
        Item.UnknownKindException.class,
        (e, c) -> html(c.status(404), clerk(c).map(pages::missing).orElseGet(pages::missing)));
    routes.exception(
        IllegalArgumentException.class,
        (e, c) -> c.status(400).result(String.valueOf(e.getMessage())));
  }

  private void guard(Context context) {
    String causerie = settings.causerie();
    context.header(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self' %s; frame-src %s; connect-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
            .formatted(causerie, causerie));
    // Forms of other sites must not act here.
    String site = context.header("Sec-Fetch-Site");
    if (context.req().getMethod().equals("POST") && site != null && !site.equals("same-origin")) {
      throw new io.javalin.http.ForbiddenResponse("this form is the desk's own");
    }
  }

  private static void html(Context context, String html) {
    context.contentType("text/html; charset=utf-8").result(html);
  }

  private static Optional<Clerk> clerk(Context context) {
    return Optional.ofNullable(context.cookie(COOKIE)).flatMap(Clerk::of);
  }

  private void choose(Context context) {
    String user = context.formParam("user");
    if (user == null || Clerk.of(user).isEmpty()) {
      throw new IllegalArgumentException("there is no such user");
    }
    context.cookie(new Cookie(COOKIE, user, "/", -1, false, true, null, SameSite.LAX));
    context.redirect(user.equals("jmueller") ? "/ticket" : "/order");
  }

  private void simulate(Context context) {
    if (clerk(context).filter(c -> !c.customer()).isPresent()) {
      desk.toggleSimulation();
    }
    context.redirect("/order");
  }

  private void list(Context context) {
    Optional<Clerk> clerk = clerk(context);
    if (clerk.isEmpty()) {
      context.redirect("/user");
      return;
    }
    Item.Kind kind = Item.Kind.of(context.pathParam("kind"));
    html(context, pages.list(kind, desk.list(kind, clerk.get()), clerk.get()));
  }

  private @Nullable Item item(Context context, Clerk clerk, String kind, String id) {
    Optional<Item> item = desk.find(Item.Kind.of(kind), id, clerk);
    if (item.isEmpty()) {
      context.status(404);
      html(context, pages.missing(clerk));
    }
    return item.orElse(null);
  }

  private void show(Context context) {
    Optional<Clerk> clerk = clerk(context);
    if (clerk.isEmpty()) {
      context.redirect("/user");
      return;
    }
    Item item = item(context, clerk.get(), context.pathParam("kind"), context.pathParam("id"));
    if (item != null) {
      html(context, pages.item(item, clerk.get()));
    }
  }

  private void save(Context context) {
    Clerk clerk = clerk(context).filter(c -> !c.customer()).orElse(null);
    if (clerk == null) {
      context.status(403).result("sign in at the desk first");
      return;
    }
    Item item = item(context, clerk, context.pathParam("kind"), context.pathParam("id"));
    if (item != null) {
      desk.change(
          item,
          Objects.requireNonNullElse(context.formParam("status"), ""),
          context.formParam("amount"),
          context.formParam("due"),
          clerk);
      context.redirect("/" + item.kind().word() + "/" + context.pathParam("id"));
    }
  }

  private void token(Context context) {
    Clerk clerk = clerk(context).orElse(null);
    if (clerk == null) {
      context.status(401).result("sign in at the desk first");
      return;
    }
    String kind = Objects.requireNonNullElse(context.queryParam("kind"), "");
    String id = Objects.requireNonNullElse(context.queryParam("id"), "");
    Item item = item(context, clerk, kind, id);
    if (item != null) {
      context
          .header("Cache-Control", "no-store")
          .contentType("text/plain")
          .result(EmbedToken.sign(clerk, item, settings.secrets().embed()));
    }
  }

  private static void file(Context context, String name, String type) {
    try (InputStream in = DeskServer.class.getResourceAsStream("/desk/" + name)) {
      context.contentType(type).result(Objects.requireNonNull(in).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins to send what there is to tell, when Causerie is there. */
  public void tell() {
    sender.start();
  }

  /** Where other programs of this machine reach the desk's database. */
  public String database() {
    return database.address();
  }

  /** Where other programs of this machine reach the desk's OData service. */
  public String service() {
    return origin() + DeliveryService.PATH;
  }

  /** Where the desk's pages live. */
  public String origin() {
    return "http://" + settings.host() + ":" + http.port();
  }

  @Override
  public void close() {
    http.stop();
    desk.close();
    sender.close();
    database.close();
  }
}
