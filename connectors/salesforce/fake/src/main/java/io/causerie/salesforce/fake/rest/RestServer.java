package io.causerie.salesforce.fake.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.causerie.salesforce.fake.chatter.Chatter;
import io.causerie.salesforce.fake.chatter.ChatterRoutes;
import io.causerie.salesforce.fake.fault.Faults;
import io.causerie.salesforce.fake.fault.HttpFault;
import io.causerie.salesforce.fake.page.Margin;
import io.causerie.salesforce.fake.page.Pages;
import io.causerie.salesforce.fake.store.Org;
import io.causerie.salesforce.fake.store.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Everything that is asked by HTTP. */
public final class RestServer implements AutoCloseable {
  static {
    // Else each answer waits for the acknowledgement of its head.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final Pattern DATA = Pattern.compile("(/services/data/v\\d\\d\\.\\d)(?:/(.*))?");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Org org;
  private final Faults faults;
  private final Sessions sessions;
  private final OAuth oauth;
  private final DataRoutes data;
  private final ChatterRoutes chatter;
  private final Pages pages;
  private final AtomicInteger used = new AtomicInteger();
  private final AtomicInteger limitsAsked = new AtomicInteger();
  private volatile int allowed = 100_000;
  private volatile int allowedEachApp;
  private volatile boolean limitsHidden;

  /**
   * Starts it on loopback.
   *
   * @param port 0 for any
   * @param page how many records a query gives at once
   * @param margin Causerie's beside records, if there is one
   */
  public RestServer(
      int port,
      int page,
      Clock clock,
      Org org,
      Sessions sessions,
      Faults faults,
      Optional<Margin> margin) {
    this.org = org;
    this.faults = faults;
    this.sessions = sessions;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.oauth = new OAuth(org, sessions, clock, address());
    this.data = new DataRoutes(org, faults, page);
    this.chatter = new ChatterRoutes(org);
    this.pages = new Pages(org, chatter.chatter(), margin);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public Chatter chatter() {
    return chatter.chatter();
  }

  public OAuth oauth() {
    return oauth;
  }

  /** How many requests a day has. */
  public void allow(int requests) {
    allowed = requests;
  }

  /** How many requests an app of its own has a day; every one of them, as if there were one. */
  public void allowEachApp(int requests) {
    allowedEachApp = requests;
  }

  /** Nobody has the right to see the org's setup, and its limits with it. */
  public void hideLimits() {
    limitsHidden = true;
  }

  /** How often the limits were asked for. */
  public int limitsAsked() {
    return limitsAsked.get();
  }

  /** How many requests of the day were used. */
  public int used() {
    return used.get();
  }

  /** What queries left behind is forgotten. */
  public void forgetLocators() {
    data.forgetLocators();
  }

  private void handle(HttpExchange http) throws IOException {
    Exchange exchange = new Exchange(http);
    HttpFault fault = faults.of(exchange.method() + " " + exchange.path()).orElse(null);
    try {
      faults.dawdle();
      if (fault == null || fault.done()) {
        dispatch(exchange);
      } else if (before(exchange, fault)) {
        return;
      }
      if (fault == HttpFault.ANSWER_HANGS) {
        faults.hang();
      }
      if (fault == HttpFault.ANSWER_LOST || fault == HttpFault.ANSWER_HANGS) {
        exchange.drop();
        return;
      }
      if (fault == HttpFault.ANSWER_WRONG) {
        exchange.text(503, "text/html", "<html><body>Service Unavailable</body></html>");
      }
    } catch (Refused e) {
      exchange.answer(e.status(), List.of(Writes.error(e)));
    } catch (RuntimeException e) {
      exchange.answer(
          500, List.of(Writes.error(new Refused(500, "UNKNOWN_EXCEPTION", String.valueOf(e)))));
    }
    exchange.send();
  }

  /** True where nothing more is to be done. */
  private boolean before(Exchange exchange, HttpFault fault) {
    switch (fault) {
      case UNAVAILABLE ->
          exchange.text(503, "text/html", "<html><body>Service Unavailable</body></html>");
      case SERVER_ERROR -> exchange.text(500, "text/html", "<html><body>Oops</body></html>");
      case LIMIT -> throw limit();
      case SESSION -> throw invalidSession();
      case HANG -> {
        faults.hang();
        exchange.drop();
        return true;
      }
      default -> {
        exchange.drop();
        return true;
      }
    }
    return false;
  }

  private static Refused limit() {
    return new Refused(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
  }

  private static Refused invalidSession() {
    return new Refused(401, "INVALID_SESSION_ID", "Session expired or invalid");
  }

  private void dispatch(Exchange exchange) {
    String path = exchange.path();
    if (exchange.addressLength() > DataRoutes.ADDRESS) {
      exchange.text(414, "text/html", "<html><body>URI Too Long</body></html>");
      return;
    }
    switch (path) {
      case "/services/oauth2/token" -> oauth.token(exchange);
      case "/services/oauth2/authorize" -> oauth.authorize(exchange);
      case "/services/oauth2/revoke" -> oauth.revoke(exchange);
      case "/services/oauth2/userinfo" -> exchange.answer(oauth.identity(signedIn(exchange)));
      case "/services/data", "/services/data/" -> {
        ArrayNode versions = JsonNodeFactory.instance.arrayNode();
        for (int version = 58; version <= 66; version++) {
          versions
              .addObject()
              .put("label", "v" + version)
              .put("url", "/services/data/v" + version + ".0")
              .put("version", version + ".0");
        }
        exchange.answer(versions);
      }
      default -> {
        Matcher versioned = DATA.matcher(path);
        if (versioned.matches()) {
          data(exchange, versioned.group(1), versioned.group(2) == null ? "" : versioned.group(2));
        } else if (path.startsWith("/id/")) {
          exchange.answer(oauth.identity(signedIn(exchange)));
        } else {
          pages.answer(exchange);
        }
      }
    }
  }

  private Session signedIn(Exchange exchange) {
    return sessions.find(exchange.token().orElse(null)).orElseThrow(RestServer::invalidSession);
  }

  private void data(Exchange exchange, String root, String rest) {
    Session session = signedIn(exchange);
    int now = used.incrementAndGet();
    exchange.set("Sforce-Limit-Info", usage(session, now));
    if (now > allowed) {
      throw limit();
    }
    Call call = new Call(exchange, session, root, List.of(rest.split("/")));
    switch (call.at(0)) {
      case "" ->
          exchange.answer(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("sobjects", root + "/sobjects")
                  .put("query", root + "/query")
                  .put("queryAll", root + "/queryAll")
                  .put("limits", root + "/limits")
                  .put("composite", root + "/composite")
                  .put("chatter", root + "/chatter"));
      case "limits" -> exchange.answer(limits(now));
      case "chatter" -> chatter.answer(call);
      default -> data.answer(call);
    }
  }

  private String usage(Session session, int now) {
    String all = "api-usage=" + Math.min(now, allowed) + "/" + allowed;
    int each = allowedEachApp;
    return each == 0
        ? all
        : "%s; per-app-api-usage=%d/%d(appName=%s)"
            .formatted(all, Math.min(now, each), each, session.client());
  }

  private ObjectNode limits(int now) {
    limitsAsked.incrementAndGet();
    if (limitsHidden) {
      throw new Refused(
          403, "INSUFFICIENT_ACCESS", "View Setup and Configuration is needed for this.");
    }
    ObjectNode limits = JsonNodeFactory.instance.objectNode();
    limits.putObject("DailyApiRequests").put("Max", allowed).put("Remaining", allowed - now);
    int left = faults.deliveriesLeft();
    limits
        .putObject("DailyDeliveredPlatformEvents")
        .put("Max", 50_000)
        .put("Remaining", left == Faults.NEVER ? 50_000 : left);
    return limits;
  }

  /** The org whose records these are. */
  public Org org() {
    return org;
  }

  @Override
  public void close() {
    faults.end();
    server.stop(0);
    threads.shutdownNow();
  }
}
