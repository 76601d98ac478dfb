package io.causerie.sapfake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A system that answers on this machine. Tests start it in process and turn its switches; {@link
 * Main} runs it by itself.
 */
public final class FakeS4 implements AutoCloseable {
  /** Where its services lie. */
  public static final String SERVICES = "/sap/opu/odata/sap/";

  public static final String USER = "CAUSERIE";
  public static final String PASSWORD = "secret of the communication user";
  public static final String CLIENT = "100";

  private static final List<String> NAMES =
      List.of(
          "API_SALES_ORDER_SRV",
          "API_PURCHASEORDER_PROCESS_SRV",
          "API_OUTBOUND_DELIVERY_SRV",
          "API_BILLING_DOCUMENT_SRV",
          "API_BUSINESS_PARTNER",
          "API_PRODUCTION_ORDER_2_SRV",
          "API_SERVICE_ORDER_SRV");

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "s4");
            thread.setDaemon(true);
            return thread;
          });
  private final Clock clock;
  private final ZoneId zone;
  private final Tables tables = new Tables();
  private final Map<String, Service> services = new LinkedHashMap<>();
  private final Sessions sessions = new Sessions();
  private final Faults faults = new Faults();
  private final BusinessEvents events;
  private final Page page = new Page(this);
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean textsHaveEtag;
  private volatile Set<String> textIds = Set.of("TX01", "ZCAU");
  private volatile boolean laterVisible;
  private volatile String password = PASSWORD;
  private volatile List<String> users = List.of("HMEIER");
  private volatile Optional<Margin> margin = Optional.empty();
  private volatile Runnable before = () -> {};
  private volatile Runnable after = () -> {};

  private FakeS4(HttpServer server, Clock clock, ZoneId zone, boolean documentFlow) {
    this.server = server;
    this.clock = clock;
    this.zone = zone;
    this.events = new BusinessEvents(clock);
    for (String name : NAMES) {
      services.put(
          name,
          new Service(
              Edm.of(name, documentFlow), tables, new Company(), url() + SERVICES + name + "/"));
    }
  }

  /** On any free port. */
  public static FakeS4 start(Clock clock) throws IOException {
    return start(0, clock, ZoneOffset.UTC, true);
  }

  /**
   * @param zone of what says no zone: when a business partner was changed
   * @param documentFlow false: as older releases have it, without
   */
  public static FakeS4 start(int port, Clock clock, ZoneId zone, boolean documentFlow)
      throws IOException {
    // Else head and body go out apart, and an answer waits 40 ms for the reader's delayed ACK.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    FakeS4 fake = new FakeS4(server, clock, zone, documentFlow);
    server.setExecutor(fake.threads);
    server.createContext("/", fake::answer);
    server.start();
    return fake;
  }

  /** Without a slash at its end. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public Faults faults() {
    return faults;
  }

  public BusinessEvents events() {
    return events;
  }

  /** Whether texts have an ETag, and want {@code If-Match}. */
  public void textsHaveEtag(boolean they) {
    textsHaveEtag = they;
  }

  /** The text ids of customizing. */
  public void textIds(String... ids) {
    textIds = Set.of(ids);
  }

  /** What is made from now on is told of before it can be read, until {@link #reveal}. */
  public void makeVisibleLater() {
    laterVisible = true;
  }

  public void reveal() {
    laterVisible = false;
    tables.reveal();
  }

  /** What somebody does before a write is carried out, as if she were a little faster. */
  public void beforeWrites(Runnable somebody) {
    before = somebody;
  }

  /** What somebody does right after a write was carried out, before it is answered. */
  public void afterWrites(Runnable somebody) {
    after = somebody;
  }

  /** Who may sit before its pages; the first does who says nothing. */
  public void users(String... names) {
    users = List.of(names);
  }

  List<String> users() {
    return users;
  }

  /** Causerie stands beside its documents from now on. */
  public void margin(Margin beside) {
    margin = Optional.of(beside);
  }

  Optional<Margin> margin() {
    return margin;
  }

  Instant now() {
    return clock.instant();
  }

  /** All texts of an order are gone. */
  public void removeTexts(String order) {
    removeTexts("A_SalesOrderText", order);
  }

  /**
   * All texts of an object are gone.
   *
   * @param texts their set, such as {@code A_PurchaseOrderNote}
   */
  public void removeTexts(String texts, String object) {
    Edm.EntitySet set = setOf(texts);
    tables
        .all(set, Map.of(Texts.named(texts).key(), object))
        .forEach(row -> tables.remove(set, Tables.key(set, row)));
  }

  /** Another password is right from now on. */
  public void password(String other) {
    password = other;
  }

  /** Whether its user sees no entity, and no error either. */
  public void blind(boolean she) {
    tables.blind(she);
  }

  /** All tokens have timed out. */
  public void forgetTokens() {
    sessions.forget();
  }

  /** Method and path below the services of each request that was answered, in their order. */
  public List<String> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  /**
   * Somebody makes or changes an object: what it says is written over what is there, its time of
   * change is set, and an event tells of it.
   */
  public void put(String set, Map<String, @Nullable Object> values, String user) {
    Edm edm = edmOf(set);
    new Company().write(edm, edm.set(set), values, user);
  }

  /** Somebody writes a text of an order in a dialogue. */
  public void writeText(String order, String language, String id, String text, String user) {
    writeText("A_SalesOrderText", order, language, id, text, user);
  }

  /**
   * Somebody writes a text of an object in a dialogue.
   *
   * @param texts their set, such as {@code A_PurchaseOrderNote}
   */
  public void writeText(
      String texts, String object, String language, String id, String text, String user) {
    Texts called = Texts.named(texts);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put(called.key(), object);
    values.put("Language", language);
    values.put(called.id(), id);
    values.put(called.words(), text);
    put(texts, values, user);
  }

  /** A text of an order; empty where there is none. */
  public Optional<String> text(String order, String language, String id) {
    return text("A_SalesOrderText", order, language, id);
  }

  /** A text of an object; empty where there is none. */
  public Optional<String> text(String texts, String object, String language, String id) {
    Texts called = Texts.named(texts);
    return rows(texts).stream()
        .filter(
            row ->
                object.equals(row.get(called.key()))
                    && language.equals(row.get("Language"))
                    && id.equals(row.get(called.id())))
        .map(row -> String.valueOf(row.get(called.words())))
        .findFirst();
  }

  /** As it is kept, by property. */
  public List<Map<String, Object>> rows(String set) {
    return tables.all(edmOf(set).set(set), Map.of());
  }

  /** It is gone: nothing tells of it but a read that does not find it. */
  public void remove(String set, String key) {
    tables.remove(edmOf(set).set(set), "'" + key + "'");
  }

  Edm.EntitySet setOf(String set) {
    return edmOf(set).set(set);
  }

  private Edm edmOf(String set) {
    return services.values().stream()
        .map(Service::edm)
        .filter(edm -> edm.sets.containsKey(set))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no set " + set));
  }

  private final class Company implements Service.Company {
    @Override
    public boolean textsHaveEtag() {
      return textsHaveEtag;
    }

    @Override
    public void write(
        Edm edm, Edm.EntitySet set, Map<String, @Nullable Object> values, String user) {
      Map<String, @Nullable Object> all = new LinkedHashMap<>(values);
      Optional<Texts> texts = Texts.of(set);
      texts.ifPresent(called -> checkText(called, all));
      Map<String, Object> keyed = new LinkedHashMap<>();
      set.key()
          .forEach(name -> Optional.ofNullable(all.get(name)).ifPresent(v -> keyed.put(name, v)));
      String key = Tables.key(set, keyed);
      boolean isNew = !tables.isThere(set, key);
      stamp(set, all, isNew, user);
      all.replaceAll((name, value) -> value instanceof Instant at ? sevenDigits(at) : value);
      if (isNew && laterVisible && set.key().size() == 1) {
        tables.hide(set, key);
      }
      tables.put(set, all);
      if (texts.isPresent()) {
        changedAbove(edm, texts.get(), all, user);
      } else {
        events.happened(
            set.name(), String.valueOf(all.get(set.key().get(0))), isNew ? "Created" : "Changed");
      }
    }

    @Override
    public void remove(Edm edm, Edm.EntitySet set, String key, String user) {
      Optional<Map<String, Object>> row = tables.find(set, key);
      tables.remove(set, key);
      Optional<Texts> texts = Texts.of(set);
      if (row.isPresent() && texts.isPresent()) {
        changedAbove(edm, texts.get(), new LinkedHashMap<>(row.get()), user);
      }
    }

    /** A text is a part of its object. */
    private void changedAbove(
        Edm edm, Texts called, Map<String, @Nullable Object> text, String user) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put(called.key(), text.get(called.key()));
      write(edm, edm.set(called.above()), object, user);
    }
  }

  /** It keeps no more of a moment. */
  private static Instant sevenDigits(Instant moment) {
    return moment.minusNanos(moment.getNano() % 100);
  }

  private void checkText(Texts called, Map<String, @Nullable Object> text) {
    String id = String.valueOf(text.get(called.id()));
    if (!textIds.contains(id)) {
      throw new Refusal(400, "TD/600", "Text ID %s for object VBBK is not defined".formatted(id));
    }
    if (!String.valueOf(text.get("Language")).matches("[A-Z]{2}")) {
      throw new Refusal(400, "TD/604", "Language is not defined");
    }
    Object words = text.get(called.words());
    if (words != null) {
      // SAPscript keeps lines, and no blanks at their ends.
      text.put(called.words(), words.toString().replaceAll("[ \\t]+(?=\\n|$)", "").stripTrailing());
    }
  }

  private void stamp(
      Edm.EntitySet set, Map<String, @Nullable Object> values, boolean isNew, String user) {
    Instant now = clock.instant();
    LocalDateTime there = LocalDateTime.ofInstant(now, zone);
    Instant day = LocalDate.ofInstant(now, zone).atStartOfDay(ZoneOffset.UTC).toInstant();
    LocalTime time = there.toLocalTime().truncatedTo(ChronoUnit.SECONDS);
    Map<String, Object> stamps = new TreeMap<>();
    stamps.put("LastChangeDateTime", now);
    stamps.put("ServiceDocChangedDateTime", now.truncatedTo(ChronoUnit.SECONDS));
    if (isNew) {
      stamps.put("CreationDate", day);
      stamps.put("MfgOrderCreationDate", day);
      stamps.put("ServiceDocumentCreationDate", day);
      stamps.put("CreationTime", time);
      stamps.put("CreatedByUser", user);
      stamps.put("ServiceDocumentCreatedByUser", user);
    } else {
      stamps.put("LastChangeDate", day);
      stamps.put("ServiceDocumentChangedDate", day);
      stamps.put("LastChangeTime", time);
      stamps.put("LastChangedByUser", user);
      stamps.put("ServiceDocumentChangedByUser", user);
    }
    stamps.forEach(
        (name, value) -> {
          if (set.properties().containsKey(name)) {
            values.putIfAbsent(name, value);
          }
        });
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    String address = exchange.getRequestURI().toString();
    try {
      if (!address.startsWith(SERVICES)) {
        send(exchange, page.answer(Call.of(exchange.getRequestMethod(), address, headers, body)));
        return;
      }
      Call call =
          Call.of(exchange.getRequestMethod(), address.substring(SERVICES.length()), headers, body);
      String request = call.method() + " /" + call.path();
      asked.add(request);
      Optional<Reply> turned = turnedAway(call);
      if (turned.isPresent()) {
        send(exchange, turned.get());
        return;
      }
      Optional<Faults.What> fault = faults.of(request);
      if (fault.isPresent() && fails(exchange, call, fault.get())) {
        return;
      }
      if (call.writes()) {
        before.run();
      }
      send(exchange, served(call));
    } catch (RuntimeException e) {
      send(exchange, Reply.error(500, "SY/530", "A short dump: " + e));
    } finally {
      exchange.close();
    }
  }

  /** Whether that is all that is answered. */
  private boolean fails(HttpExchange exchange, Call call, Faults.What what) throws IOException {
    switch (what) {
      case SLOW -> await(new CountDownLatch(1), 2);
      case HANG -> await(faults.released(), 600);
      case ANSWER_LOST -> {
        served(call);
        return true;
      }
      case UNAVAILABLE -> {
        send(exchange, Reply.of(503, "text/html", "<html>Service cannot be reached</html>"));
        return true;
      }
      case BUSY -> {
        send(exchange, Reply.error(429, "RATE", "Too many requests").with("Retry-After", "7"));
        return true;
      }
      case REFUSED -> {
        send(exchange, Reply.error(400, "V1/042", "You have no authorization for that"));
        return true;
      }
      case LOCKED -> {
        String said = "Sales order 1 is currently being processed by user HMEIER";
        send(exchange, Reply.error(400, "VL/045", said));
        return true;
      }
      case BROKEN -> {
        send(exchange, Reply.of(500, "text/html", "<html>Runtime error</html>"));
        return true;
      }
    }
    return false;
  }

  private static void await(CountDownLatch latch, int seconds) {
    try {
      latch.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Who is nobody here, or has no token for what she writes. */
  private Optional<Reply> turnedAway(Call call) {
    String expected =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((USER + ":" + password).getBytes(StandardCharsets.UTF_8));
    boolean known = call.header("authorization").filter(expected::equals).isPresent();
    boolean here = call.option("sap-client").filter(client -> !client.equals(CLIENT)).isEmpty();
    return known && here
        ? sessions.refused(call)
        : Optional.of(
            Reply.of(401, "text/html", "<html>Logon failed</html>")
                .with("WWW-Authenticate", "Basic realm=\"SAP NetWeaver Application Server\""));
  }

  private Reply served(Call call) {
    int slash = call.path().indexOf('/');
    String name = (slash < 0 ? call.path() : call.path().substring(0, slash)).split(";")[0];
    Service service = services.get(name);
    if (service == null) {
      return Reply.error(
          403, "/IWFND/MED/170", "No service found for namespace '', name '%s'".formatted(name));
    }
    Call below =
        new Call(
            call.method(),
            slash < 0 ? "" : call.path().substring(slash + 1),
            call.query(),
            call.headers(),
            call.body());
    Reply reply =
        below.path().equals("$batch")
            ? new Batch(each -> service.answer(each, USER)).answer(below)
            : service.answer(below, USER);
    if (call.writes()) {
      after.run();
    }
    return sessions.answered(call, reply);
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    boolean none = reply.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(reply.status(), none ? -1 : reply.body().length);
    if (!none) {
      exchange.getResponseBody().write(reply.body());
    }
  }

  @Override
  public void close() {
    faults.release();
    events.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
