package io.causerie.server;

import io.causerie.server.api.Refusals;
import io.causerie.server.config.Configuration;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports, which are open before and after what stands behind them. While that begins or ends,
 * requests wait, so long and no longer; then they are told when to come again. Health is answered
 * at once, all the time.
 */
final class Door implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  /** Idle ones are closed after half a minute; more wait to be accepted. */
  private static final int MOST_CONNECTIONS = 16_384;

  /** A quarter: one machine keeps nobody else out. Behind a proxy all come from one. */
  private static final int MOST_OF_AN_ADDRESS = 4096;

  /**
   * As many as the system keeps until they are accepted (it may be told to keep fewer): whoever
   * finds no room is tried again by her own system a second later, and a thousand margins that come
   * back together would need ten.
   */
  private static final int MOST_TO_BE_ACCEPTED = 4096;

  /** What the system keeps of answers that are not read yet, for each connection. */
  private static final int SENT_AHEAD = 256 << 10;

  /** Whoever looks after the process; one alone, often. */
  private static final int MOST_FOR_HEALTH = 256;

  /** A request that has begun must be there after three such times, but for its body. */
  private static final Duration PACE = Duration.ofSeconds(10);

  private static final int MOST_WAITING = 1000;

  /** Longer than what is under way may take to its end: who waits is let in after that. */
  private static final Duration LONGEST_WAIT = Front.LONGEST_END.plusSeconds(5);

  /** How long connections have at the end to be told that it is one. */
  private static final Duration LONGEST_END = Duration.ofSeconds(5);

  private static final Duration IDLE_AT_THE_END = Duration.ofMillis(200);
  static final String CHANGING = "the server begins or ends";

  private final Server server = new Server(new QueuedThreadPool(250, 8));
  private final Entrance entrance = new Entrance();
  private final ServerConnector requests;
  private final Connections connections;
  private final @Nullable ServerConnector health;
  private final Duration longestWait;
  private volatile BooleanSupplier watched = () -> true;

  /**
   * Opens the ports.
   *
   * @throws IllegalStateException if one is taken; the message says what to do
   */
  Door(Configuration.Server settings) {
    this(settings, new Limits(LONGEST_WAIT, PACE, MOST_CONNECTIONS, MOST_OF_AN_ADDRESS));
  }

  /**
   * What a door bears.
   *
   * @param longestWait how long a request waits while nothing stands behind it
   * @param pace of what comes before a body
   * @param connections in all
   * @param ofAnAddress connections of one address, where no proxy stands in front
   */
  record Limits(Duration longestWait, Duration pace, int connections, int ofAnAddress) {}

  Door(Configuration.Server settings, Limits limits) {
    this.longestWait = limits.longestWait();
    HttpConfiguration http = new HttpConfiguration();
    http.setUriCompliance(UriCompliance.LEGACY);
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    server.setHandler(entrance);
    server.setErrorHandler((request, response, callback) -> Refusals.error(response, callback));
    server.setStopTimeout(LONGEST_END.toMillis());
    requests = new ServerConnector(server, new HttpConnectionFactory(http));
    requests.setAcceptedSendBufferSize(SENT_AHEAD);
    requests.setAcceptQueueSize(MOST_TO_BE_ACCEPTED);
    requests.setShutdownIdleTimeout(IDLE_AT_THE_END.toMillis());
    requests.addBean(new NetworkConnectionLimit(limits.connections(), requests));
    requests.setHost(settings.host());
    requests.setPort(settings.port());
    connections =
        new Connections(
            server.getScheduler(),
            limits.pace(),
            settings.forwarded() ? null : new Places(limits.connections(), limits.ofAnAddress()));
    requests.addBean(connections);
    server.addConnector(requests);
    Integer port = settings.healthPort();
    try {
      server.start();
      health = port == null ? null : health(settings.host(), port, limits.pace());
    } catch (Exception e) {
      close();
      throw e instanceof IllegalStateException said && !isTaken(e)
          ? said
          : new IllegalStateException(
              "port %d on %s is taken; end what listens there, or choose another with server.port or --port"
                  .formatted(settings.port(), settings.host()),
              e);
    }
  }

  /** Beside the limits and the threads of the other connector: it answers when that one cannot. */
  private ServerConnector health(String host, int port, Duration pace) {
    ServerConnector connector =
        new ServerConnector(
            server, new QueuedThreadPool(8), null, null, 1, 1, new HttpConnectionFactory());
    connector.setHost(host);
    connector.setPort(port);
    connector.setShutdownIdleTimeout(IDLE_AT_THE_END.toMillis());
    Places places = new Places(MOST_FOR_HEALTH, MOST_FOR_HEALTH);
    connector.addBean(new Connections(server.getScheduler(), pace, places));
    server.addConnector(connector);
    try {
      connector.start();
    } catch (Exception e) {
      throw new PortInUseException(
          "port %d on %s is taken; choose another with server.healthPort".formatted(port, host), e);
    }
    return connector;
  }

  private static final class PortInUseException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    PortInUseException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private static boolean isTaken(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof PortInUseException) {
        return false;
      }
      if (t instanceof BindException) {
        return true;
      }
    }
    return false;
  }

  int port() {
    return requests.getLocalPort();
  }

  /** Where to ask whether the process is alive while nothing stands behind the door. */
  void watched(BooleanSupplier source) {
    watched = source;
  }

  /** Lets requests in, those that wait first. */
  void lead(Front to) {
    ServerConnector beside = health;
    if (beside != null) {
      to.healthOn(beside);
    }
    entrance.lead(to);
  }

  /** Lets requests wait from now on. */
  void hold() {
    entrance.hold();
  }

  /** How many requests wait. */
  int waiting() {
    return entrance.count();
  }

  /** One that waits. */
  private final class Waiting {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private Scheduler.@Nullable Task end;
    private boolean settled;

    Waiting(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    /** Whether it is the caller's to answer. */
    synchronized boolean claim() {
      boolean mine = !settled;
      settled = true;
      Scheduler.Task waiting = end;
      if (waiting != null) {
        waiting.cancel();
      }
      return mine;
    }

    synchronized void untilTooLong() {
      end =
          server
              .getScheduler()
              .schedule(this::tooLong, longestWait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tooLong() {
      if (claim()) {
        entrance.forget(this);
        Refusals.later(CHANGING, response, callback);
      }
    }

    void goIn(Front to) {
      if (claim()) {
        try {
          if (!to.handle(request, response, callback)) {
            Response.writeError(request, response, callback, 404);
          }
        } catch (Throwable e) {
          Response.writeError(request, response, callback, e);
        }
      }
    }
  }

  /** Who leads in changes under requests. */
  private final class Entrance extends Handler.Abstract {
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private @Nullable Front to;
    private boolean ended;

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      connections.begun(request);
      Front now;
      Waiting one = null;
      boolean isHealth =
          isHealth(request) || request.getConnectionMetaData().getConnector() == health;
      synchronized (this) {
        now = to;
        if (now == null && !isHealth && !ended && waiting.size() < MOST_WAITING) {
          one = new Waiting(request, response, callback);
          waiting.add(one);
        }
      }
      if (now != null) {
        return now.handle(request, response, callback);
      }
      if (one != null) {
        one.untilTooLong();
        return true;
      }
      return isHealth
          ? health(request, response, callback)
          : Refusals.later(CHANGING, response, callback);
    }

    private static boolean isHealth(Request request) {
      String path = Request.getPathInContext(request);
      return path.startsWith("/health/") || path.equals("/metrics");
    }

    private boolean health(Request request, Response response, Callback callback) {
      boolean live = Request.getPathInContext(request).equals("/health/live");
      boolean well = live && watched.getAsBoolean();
      response.setStatus(well ? 200 : 503);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
      if (!live) {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
      }
      String text = live ? well ? "alive" : "a thread has ended: configuration" : CHANGING;
      Content.Sink.write(response, true, text, callback);
      return true;
    }

    void lead(Front in) {
      List<Waiting> first;
      synchronized (this) {
        to = in;
        first = new ArrayList<>(waiting);
        waiting.clear();
      }
      first.forEach(one -> one.goIn(in));
    }

    synchronized void hold() {
      to = null;
    }

    synchronized int count() {
      return waiting.size();
    }

    /** Nobody comes whom they could wait for. */
    void end() {
      List<Waiting> last;
      synchronized (this) {
        ended = true;
        last = new ArrayList<>(waiting);
      }
      last.forEach(Waiting::tooLong);
    }

    synchronized void forget(Waiting one) {
      waiting.remove(one);
    }
  }

  /** Takes no more connections; those that are open end. */
  @Override
  public void close() {
    entrance.end();
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("the ports were not closed as they should", e);
    }
  }
}
