package io.causerie.server;

import com.zaxxer.hikari.HikariDataSource;
import io.causerie.engine.Causerie;
import io.causerie.engine.UnavailableException;
import io.causerie.engine.access.SourceDecisions;
import io.causerie.engine.delivery.DeliveryChannel;
import io.causerie.engine.find.FindReader;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Schema;
import io.causerie.http.HttpClients;
import io.causerie.http.Outward;
import io.causerie.runtime.ConnectorRuntime;
import io.causerie.server.api.Api;
import io.causerie.server.api.Contract;
import io.causerie.server.api.Feature;
import io.causerie.server.api.InForce;
import io.causerie.server.api.LiveRender;
import io.causerie.server.api.OutwardRender;
import io.causerie.server.api.Refusals;
import io.causerie.server.api.Renders;
import io.causerie.server.api.Traces;
import io.causerie.server.api.accounts.AccountRoutes;
import io.causerie.server.api.bookmarks.BookmarkRoutes;
import io.causerie.server.api.connectors.ConnectorRoutes;
import io.causerie.server.api.copies.CopyRoutes;
import io.causerie.server.api.deliveries.DeliveryRoutes;
import io.causerie.server.api.events.EventRoutes;
import io.causerie.server.api.files.FileRoutes;
import io.causerie.server.api.find.FindRoutes;
import io.causerie.server.api.home.FollowRoutes;
import io.causerie.server.api.home.HomeRoutes;
import io.causerie.server.api.mappings.MappingRoutes;
import io.causerie.server.api.notices.NoticeRoutes;
import io.causerie.server.api.people.MeRoutes;
import io.causerie.server.api.people.PeopleRoutes;
import io.causerie.server.api.people.PersonRoutes;
import io.causerie.server.api.preferences.PreferenceRoutes;
import io.causerie.server.api.setup.SetupRoutes;
import io.causerie.server.api.signin.SessionRoutes;
import io.causerie.server.api.talk.ActivityRoutes;
import io.causerie.server.api.talk.LiveRoutes;
import io.causerie.server.api.talk.NoteRoutes;
import io.causerie.server.api.talk.RecordRoutes;
import io.causerie.server.api.webhooks.WebhookRoutes;
import io.causerie.server.back.BackChannels;
import io.causerie.server.back.ConnectedAccounts;
import io.causerie.server.config.Configuration;
import io.causerie.server.config.FolderState;
import io.causerie.server.config.Sources;
import io.causerie.server.files.FileScanners;
import io.causerie.server.live.LiveStreams;
import io.causerie.server.pages.Pages;
import io.causerie.server.signin.EmbedTokens;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.causerie.server.signin.TokenStore;
import io.causerie.server.webhook.OutgoingWebhooks;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.server.LocalConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole server, started and stopped as one. */
public final class CauserieServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CauserieServer.class);
  private static final String STARTED = "started";

  /** Few, since each of them is a series for every route and status. */
  private static final Duration[] BUCKETS =
      Stream.of(5, 25, 100, 500, 2000, 10_000).map(Duration::ofMillis).toArray(Duration[]::new);

  private final Configuration configuration;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Causerie causerie;
  private final ConnectorRuntime runtime;
  private final TokenStore tokens;
  private final LiveStreams live;
  private final InForce inForce;
  private final Sources sources;
  private final ConnectedAccounts accounts;
  private final BackChannels back;
  private final OutwardRender letters;
  private final OutgoingWebhooks webhooks;
  private final EmbedTokens embeds;
  private final Front front;
  private final Door door;
  private final Javalin http;
  private final Timer reloads =
      Timer.builder("causerie.configuration.reload")
          .description("how long changed files took until they were in force")
          .register(meters);
  private volatile Supplier<FolderState> folder = () -> FolderState.IN_FORCE;
  private volatile BooleanSupplier watched = () -> true;

  /** So long a reader waits for a source that decides who sees its records. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** So long an endpoint outside may take for a message. */
  private static final Duration POSTING = Duration.ofSeconds(15);

  private CauserieServer(
      Configuration configuration, Clock clock, Map<String, SourceDecisions> decisions, Door door) {
    this.configuration = configuration;
    this.inForce = new InForce(configuration);
    this.door = door;
    try {
      Outward outward = register(Outward.within(POSTING, clock));
      Configuration.Store store = configuration.store();
      HikariDataSource writers =
          register(Pools.open(store, "causerie", store.poolSize() - store.poolSize() / 2));
      HikariDataSource readers = register(Pools.open(store, "causerie-read", store.poolSize() / 2));
      // Before the engine sets up the pool's sessions: a change of tables takes as long as it
      // takes.
      Schema.update(writers, "io/causerie/server/changelog.xml");
      this.causerie =
          register(
              Causerie.builder()
                  .dataSource(writers)
                  .readers(readers)
                  .clock(clock)
                  .configured(configuration.forEngine())
                  .decisions(decisions, PATIENCE)
                  .holdings(List.of(TokenStore.HOLDINGS, ConnectedAccounts.HOLDINGS))
                  .journalReaders(List.of(new FindReader()))
                  .files(FileScanners.keeping(configuration.files()))
                  .meters(meters)
                  .build());
      this.tokens = new TokenStore(Database.over(writers, readers), clock);
      people(configuration);
      retain(configuration);
      ConnectorRuntime.Builder routes =
          ConnectorRuntime.of(causerie)
              .clock(clock)
              .meters(meters)
              .plugins(configuration.plugins());
      // Closed after the connectors, which the runtime closes.
      this.sources = register(new Sources());
      Sources.Next connectors = sources.next(configuration.connectors().values());
      connectors.take();
      this.accounts =
          new ConnectedAccounts(
              Database.over(writers, readers),
              clock,
              () -> inForce.configuration().accountKeys(),
              sources::target,
              () -> URI.create(publicUrl() + "/preferences"));
      this.back =
          new BackChannels(
              causerie.copies(),
              sources::target,
              accounts,
              () -> inForce.configuration().server().language());
      this.letters = new OutwardRender(inForce, causerie, this::publicUrl);
      this.webhooks =
          new OutgoingWebhooks(causerie.webhooks(), outward, inForce::configuration, clock);
      causerie.serve(channels(configuration));
      connectors.installed().forEach(routes::install);
      configuration.routes().forEach(routes::routes);
      this.runtime = register(routes.start());
      this.live = new LiveStreams(causerie, tokens, new LiveRender(inForce));
      runtime.onChange(live::connectorsChanged);
      this.embeds =
          new EmbedTokens(
              configuration.hosts(),
              tokens,
              clock,
              this::publicUrl,
              person -> causerie.people().find(person).map(Person::groups).orElse(Set.of()));
      List<Feature> features = features(runtime, clock, embeds);
      Api api = new Api(inForce, features);
      Pages pages =
          new Pages(
              inForce::configuration,
              clock,
              () -> causerie.people().all(),
              Contract.of(features.stream().map(Feature::getClass).toList()));
      measure();
      housekeeping();
      this.front = new Front(configuration.server());
      this.http = javalin(api, pages);
    } catch (Throwable e) {
      // An Error too: what was started would hold the database and serve nobody.
      close();
      throw e;
    }
  }

  /**
   * Starts a server; it takes requests when this returns.
   *
   * @throws IllegalStateException if the port is taken, the database cannot be reached, or a route
   *     could lose an event; the message says what to do
   */
  public static CauserieServer start(Configuration configuration, Clock clock) {
    return start(configuration, clock, Map.of());
  }

  /** The same, with sources that decide themselves who sees their records, by system. */
  static CauserieServer start(
      Configuration configuration, Clock clock, Map<String, SourceDecisions> decisions) {
    Door door = new Door(configuration.server());
    try {
      CauserieServer server = start(configuration, clock, decisions, door);
      // The last that is closed: whoever asks meanwhile waits.
      server.started.addLast(door);
      return server;
    } catch (Throwable e) {
      door.close();
      throw e;
    }
  }

  /** As {@link #start(Configuration, Clock)}, behind a door that stays open afterwards. */
  static CauserieServer start(Configuration configuration, Clock clock, Door door) {
    return start(configuration, clock, Map.of(), door);
  }

  private static CauserieServer start(
      Configuration configuration, Clock clock, Map<String, SourceDecisions> decisions, Door door) {
    CauserieServer server = new CauserieServer(configuration, clock, decisions, door);
    try {
      server.http.start();
    } catch (Throwable e) {
      server.http.stop();
      server.close();
      throw e;
    }
    server.started.push(server.http::stop);
    server.started.push(server.front);
    // Before the requests they hang on are taken from under them.
    server.started.push(server.live);
    server.started.push(door::hold);
    door.lead(server.front);
    return server;
  }

  private List<Feature> features(ConnectorRuntime runs, Clock clock, EmbedTokens embedding) {
    Renders renders = new Renders(inForce);
    return List.of(
        new RecordRoutes(causerie, renders),
        new ActivityRoutes(causerie, renders),
        new NoteRoutes(causerie, renders),
        register(new FileRoutes(causerie)),
        new LiveRoutes(live, renders),
        new HomeRoutes(causerie, renders),
        new FollowRoutes(causerie, renders),
        new NoticeRoutes(causerie, renders),
        new MeRoutes(inForce, causerie, renders),
        new FindRoutes(causerie, renders),
        new PersonRoutes(causerie, renders),
        new BookmarkRoutes(causerie, renders),
        new PeopleRoutes(causerie),
        new SessionRoutes(inForce, causerie, tokens, embedding, clock),
        new EventRoutes(inForce, causerie, runs),
        new ConnectorRoutes(inForce, causerie, runs, renders, clock, () -> folder.get()),
        new MappingRoutes(inForce, causerie, runs),
        new DeliveryRoutes(causerie),
        new CopyRoutes(causerie),
        new AccountRoutes(inForce, causerie, accounts, renders),
        new PreferenceRoutes(causerie, renders),
        new WebhookRoutes(inForce, causerie, webhooks, letters),
        new SetupRoutes(inForce, causerie, runs, renders, clock));
  }

  private List<DeliveryChannel> channels(Configuration of) {
    List<DeliveryChannel> channels = new ArrayList<>(back.of(of));
    channels.add(webhooks.channel(letters));
    return channels;
  }

  /** Who people are. */
  private void people(Configuration next) {
    causerie.origins().says(Origin.PEOPLE_FILE, next.people());
  }

  /** Ends what of sessions this configuration would not have made: nothing brings them back. */
  private void retain(Configuration next) {
    tokens.retain(
        next.demo(),
        next.operators(),
        next.hosts().stream().map(Configuration.Host::name).toList());
  }

  /**
   * Lets another configuration come into force, but for what {@link Configuration#restarting} says.
   * What is configured as before is not touched: ports, streams, and the connectors that are the
   * same.
   *
   * @throws RuntimeException if it does not; the one before is in force as it was
   */
  void reload(Configuration wanted) {
    Configuration before = inForce.configuration();
    Configuration next = wanted.within(before);
    Sources.Next connectors = sources.next(next.connectors().values());
    try {
      runtime.change(
          connectors.installed(),
          next.routes(),
          new ConnectorRuntime.Between() {
            @Override
            public void make() {
              enter(next, before);
            }

            @Override
            public void takeBack() {
              enter(before, next);
            }
          });
    } catch (Throwable e) {
      connectors.drop();
      throw e;
    }
    connectors.take();
    causerie.serve(channels(next));
    live.connectorsChanged();
    retain(next);
  }

  private void enter(Configuration next, Configuration before) {
    embeds.trust(next.hosts());
    try {
      causerie.configure(next.forEngine(), () -> people(next), () -> people(before));
    } catch (Throwable e) {
      embeds.trust(before.hosts());
      throw e;
    }
    inForce.set(next);
  }

  private <T extends AutoCloseable> T register(T part) {
    started.push(part);
    return part;
  }

  private void measure() {
    new JvmMemoryMetrics().bindTo(meters);
    register(bound(new JvmGcMetrics()));
    register(HttpClients.ofProcess().count(meters));
    Gauge.builder("causerie.live.streams", live, LiveStreams::open)
        .description("open live streams")
        .register(meters);
    Gauge.builder("causerie.live.late", live, LiveStreams::late)
        .description("live streams whose readers do not take lines as fast as they come")
        .register(meters);
    Gauge.builder(
            "causerie.configuration.refused",
            this,
            s -> s.folder.get().refused().isPresent() ? 1 : 0)
        .description("1 while changed files of the configuration are refused")
        .register(meters);
    Gauge.builder("causerie.configuration.restart", this, s -> s.folder.get().restarting().size())
        .description("keys of the changed configuration that only a restart brings into force")
        .register(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
  }

  private JvmGcMetrics bound(JvmGcMetrics metrics) {
    metrics.bindTo(meters);
    return metrics;
  }

  private void housekeeping() {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(r -> new Thread(r, "causerie-housekeeping"));
    timer.scheduleWithFixedDelay(
        () -> {
          try {
            tokens.purge();
            accounts.purge();
            causerie.webhooks().purge();
          } catch (Throwable e) {
            LOG.warn(
                "old tokens, accounts and webhooks could not be removed; it is tried again", e);
          }
        },
        10,
        10,
        TimeUnit.MINUTES);
    started.push(timer::shutdownNow);
  }

  private Javalin javalin(Api api, Pages pages) {
    SignIn signIn = new SignIn(tokens, configuration.server().isSecure());
    return Javalin.create(
        config -> {
          config.startup.showJavalinBanner = false;
          config.startup.showOldJavalinVersionWarning = false;
          config.startup.startupWatcherEnabled = false;
          config.http.prefer405over404 = true;
          config.http.compressionStrategy = CompressionStrategy.NONE;
          config.http.asyncTimeout = 0;
          // One address for one thing: what looks at a path must not meet it in another form.
          config.router.ignoreTrailingSlashes = false;
          config.jetty.modifyServer(server -> front(server));
          // The ports are the door's; a server without any connector would open one.
          config.jetty.addConnector((server, http) -> new LocalConnector(server));
          RoutesConfig routes = config.routes;
          routes.before(
              context -> {
                context.attribute(STARTED, Timer.start(meters));
                pages.guard(context);
                requireOwnHost(context);
              });
          routes.beforeMatched(Traces::routed);
          routes.beforeMatched(signIn::check);
          routes.after(this::observe);
          api.register(routes);
          pages.register(routes);
          // Balancers ask for the status alone.
          routes.head("/health/live", this::alive, Scope.PUBLIC);
          routes.head("/health/ready", this::ready, Scope.PUBLIC);
          routes.get("/health/live", this::alive, Scope.PUBLIC);
          routes.get("/health/ready", this::ready, Scope.PUBLIC);
          routes.get(
              "/metrics",
              context ->
                  context
                      .contentType("text/plain; version=0.0.4; charset=utf-8")
                      .result(meters.scrape()),
              Scope.PUBLIC);
        });
  }

  private void front(org.eclipse.jetty.server.Server server) {
    server.setHandler(front);
    server.setErrorHandler((request, response, callback) -> Refusals.error(response, callback));
  }

  /** A demonstration lets anybody be anybody: no name of somebody else's may lead to it. */
  private void requireOwnHost(Context context) {
    if (configuration.demo()) {
      String host = String.valueOf(context.header("Host")).replaceFirst(":[0-9]+$", "");
      if (!List.of("127.0.0.1", "localhost", "[::1]", configuration.server().host())
          .contains(host)) {
        throw new BadRequestResponse(
            "a demonstration is asked as localhost or 127.0.0.1, not by another name");
      }
    }
  }

  private void observe(Context context) {
    Timer.Sample sample = context.attribute(STARTED);
    if (sample != null) {
      String route =
          context.endpoints().lastHttpEndpoint() == null
              ? "none"
              : context.endpoints().lastHttpEndpoint().path;
      sample.stop(
          Timer.builder("causerie.http")
              .description("how long requests took")
              .tags("method", context.req().getMethod())
              .tags("route", route)
              .tags("status", String.valueOf(context.statusCode()))
              .serviceLevelObjectives(BUCKETS)
              .register(meters));
    }
  }

  /** Fails for what only a restart brings back; whatever passes by itself is of {@link #ready}. */
  private void alive(Context context) {
    List<String> dead = dead();
    if (dead.isEmpty()) {
      context.result("alive");
    } else {
      context.status(503).result("a thread has ended: " + String.join(", ", dead));
    }
  }

  private List<String> dead() {
    List<String> dead = new ArrayList<>(causerie.dead());
    if (!runtime.isAlive()) {
      dead.add("connectors");
    }
    if (!live.isAlive()) {
      dead.add("live");
    }
    if (!watched.getAsBoolean()) {
      dead.add("configuration");
    }
    return dead;
  }

  private void ready(Context context) {
    try {
      causerie.ping();
    } catch (UnavailableException e) {
      context.status(503).header("Retry-After", "5").result("the database does not answer");
      return;
    }
    if (runtime.isReady()) {
      context.result("ready");
    } else {
      context.status(503).header("Retry-After", "5").result("a connector is not running");
    }
  }

  /** So long changed files took until they were in force. */
  void reloaded(Duration took) {
    reloads.record(took);
  }

  /** Where to ask how the files of the configuration stand to what is in force. */
  void folder(Supplier<FolderState> source) {
    folder = source;
  }

  /** Where to ask whether the configuration is still looked at. */
  void watched(BooleanSupplier source) {
    watched = source;
  }

  /** How browsers reach this server. */
  public String publicUrl() {
    String configured = configuration.server().publicUrl();
    return configured == null
        ? "http://" + configuration.server().host() + ":" + port()
        : configured;
  }

  /** Where it listens. */
  public String address() {
    return "http://" + configuration.server().host() + ":" + port();
  }

  /** The port it listens on. */
  public int port() {
    return door.port();
  }

  /** The engine, for whoever embeds this server. */
  public Causerie causerie() {
    return causerie;
  }

  /** The tokens, for whoever embeds this server. */
  public TokenStore tokens() {
    return tokens;
  }

  /** The accounts that people have connected, for whoever looks at them. */
  ConnectedAccounts accounts() {
    return accounts;
  }

  /** The open streams, for whoever looks at them. */
  LiveStreams live() {
    return live;
  }

  /** Takes no more requests, lets what is under way come to its end, then stops everything. */
  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Throwable e) {
        // An error too: what it leaves open would hold ports and locks of the next one.
        LOG.warn("a part did not stop as it should", e);
      }
    }
  }
}
