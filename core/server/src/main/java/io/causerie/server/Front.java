package io.causerie.server;

import io.causerie.server.api.Addresses;
import io.causerie.server.api.Refusals;
import io.causerie.server.api.Traces;
import io.causerie.server.api.files.FileRoutes;
import io.causerie.server.config.Configuration;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands between the network and the routes, so that a slow or rude client costs a socket and
 * no more: a body is read before a thread is given to its request, at a least rate, and only so
 * many at once; requests are worked on by threads of their own, and health is answered by others.
 */
final class Front extends Handler.Wrapper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Front.class);
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  /** Some routers take them for the method, and no guard looks at them. */
  private static final String[] OTHER_METHODS = {
    "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"
  };

  private static final int WORKERS = 200;
  private static final int WAITING = 1000;
  private static final int HEALTH_WORKERS = 2;
  private static final int BODIES = 512;
  private static final int BODIES_OF_AN_ADDRESS = 64;

  /** In each such time a body must come on by {@link #LEAST_BYTES}, or be whole. */
  private static final long PACE_SECONDS = 10;

  private static final long LEAST_BYTES = 4096;

  private static final String BODY = "causerie.body";
  static final Duration LONGEST_END = Duration.ofSeconds(10);

  private final Configuration.Server settings;
  private final ThreadPoolExecutor workers = pool("causerie-http", WORKERS, WAITING);
  private final ThreadPoolExecutor health = pool("causerie-health", HEALTH_WORKERS, 100);
  private final Places bodies = new Places(BODIES, BODIES_OF_AN_ADDRESS);
  private final Work work = new Work();
  private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
  private volatile @Nullable ServerConnector healthConnector;

  Front(Configuration.Server settings) {
    this.settings = settings;
    // One byte more than is allowed: the route itself says that it is too large.
    long most = Math.max(settings.maxEventSize(), 1 << 20) + 1L;
    setHandler(
        new EagerContentHandler(
            work, new EagerContentHandler.RetainedContentLoaderFactory(most, -1, false)));
  }

  /** On that connector health and metrics are answered, and nothing else. */
  void healthOn(ServerConnector connector) {
    healthConnector = connector;
  }

  private static ThreadPoolExecutor pool(String name, int threads, int waiting) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            60,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            task -> new Thread(task, name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Traces.came();
    String method = request.getMethod();
    if (!METHODS.contains(method)) {
      response.getHeaders().put(HttpHeader.ALLOW, String.join(", ", METHODS));
      return Refusals.method(response, callback);
    }
    for (String header : OTHER_METHODS) {
      if (request.getHeaders().contains(header)) {
        return Refusals.header(header, response, callback);
      }
    }
    String path = Request.getPathInContext(request);
    boolean ofHealth = path.startsWith("/health/") || path.equals("/metrics");
    if (ofHealth) {
      return dispatch(health, request, response, callback);
    }
    if (request.getConnectionMetaData().getConnector() == healthConnector) {
      Response.writeError(request, response, callback, 404);
      return true;
    }
    if (method.equals("POST") && path.equals(FileRoutes.PATH)) {
      return withFile(request, response, callback);
    }
    if (hasBody(request)) {
      return withBody(request, response, callback);
    }
    return super.handle(
        path.startsWith("/api/") ? new Unconditional(request) : request, response, callback);
  }

  /**
   * A request of the API that says nothing of what its sender has: an entity tag there is the
   * version of what was written, for {@code If-Match}; the answer tells more than that.
   */
  private static final class Unconditional extends Request.Wrapper {
    private final HttpFields headers;

    Unconditional(Request request) {
      super(request);
      headers =
          HttpFields.build(request.getHeaders()).remove(HttpHeader.IF_NONE_MATCH).asImmutable();
    }

    @Override
    public HttpFields getHeaders() {
      return headers;
    }
  }

  private static boolean hasBody(Request request) {
    return request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
        || request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > 0;
  }

  /**
   * A file is larger than is held in memory, and known to be wanted before it is read: its route
   * reads it as it comes, and no thread waits for it.
   */
  private boolean withFile(Request request, Response response, Callback callback) {
    Body body = new Body(request, address(request));
    return body.claim()
        ? dispatch(workers, body, response, body.ending(callback))
        : busy(response, callback);
  }

  private static boolean busy(Response response, Callback callback) {
    return Refusals.busy("too many requests are being sent at once", response, callback);
  }

  private boolean withBody(Request request, Response response, Callback callback) throws Exception {
    Body body = new Body(request, address(request));
    if (!body.claim()) {
      return busy(response, callback);
    }
    body.look();
    request.setAttribute(BODY, body);
    Callback ending = body.ending(callback);
    boolean handled = false;
    try {
      handled = super.handle(body, response, ending);
      return handled;
    } finally {
      if (!handled) {
        body.end();
      }
    }
  }

  private String address(Request request) {
    return Addresses.of(
        settings.forwarded(),
        request.getHeaders().getValuesList("X-Forwarded-For"),
        Request.getRemoteAddr(request));
  }

  /** A body on its way. */
  private final class Body extends Request.Wrapper {
    private final String address;
    private volatile long read;
    private long before;
    private volatile boolean ended;
    private volatile boolean watched;
    private volatile Scheduler.@Nullable Task pace;

    Body(Request request, String address) {
      super(request);
      this.address = address;
    }

    boolean claim() {
      return bodies.claim(address);
    }

    Callback ending(Callback callback) {
      return Callback.from(
          () -> {
            end();
            callback.succeeded();
          },
          failure -> {
            end();
            callback.failed(failure);
          });
    }

    private void look() {
      watched = true;
      pace =
          // Of the door: the server behind it may stop while a body is on its way.
          getComponents()
              .getScheduler()
              .schedule(
                  () -> {
                    if (ended) {
                      return;
                    }
                    if (read - before < LEAST_BYTES) {
                      close();
                    } else {
                      before = read;
                      look();
                    }
                  },
                  PACE_SECONDS,
                  TimeUnit.SECONDS);
    }

    private void close() {
      LOG.debug("a body from {} comes too slowly", address);
      Answer.cut(this, "the body comes too slowly");
    }

    @Override
    public Content.@Nullable Chunk read() {
      if (!watched) {
        look();
      }
      Content.Chunk chunk = super.read();
      if (chunk != null) {
        read += chunk.remaining();
        if (chunk.isLast()) {
          // What is done with it now takes the time that it takes.
          end();
        }
      }
      return chunk;
    }

    void end() {
      synchronized (this) {
        if (ended) {
          return;
        }
        ended = true;
      }
      Scheduler.Task waiting = pace;
      if (waiting != null) {
        waiting.cancel();
      }
      bodies.leave(address);
    }
  }

  /** Where a request gets a thread: its body is there. */
  private final class Work extends Handler.Wrapper {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (request.getAttribute(BODY) instanceof Body body) {
        body.end();
      }
      return dispatch(workers, request, response, callback);
    }

    boolean now(Request request, Response response, Callback callback) throws Exception {
      return super.handle(request, response, callback);
    }
  }

  private boolean dispatch(
      ThreadPoolExecutor pool, Request request, Response to, Callback callback) {
    Answer response = new Answer(request, to, PACE_SECONDS, LEAST_BYTES);
    Exchange exchange = new Exchange(request, response, callback);
    try {
      pool.execute(
          () -> {
            try {
              if (!work.now(request, response, exchange)) {
                Response.writeError(request, response, exchange, 404);
              }
            } catch (Throwable e) {
              Response.writeError(request, response, exchange, e);
            }
          });
    } catch (RejectedExecutionException e) {
      return pool.isShutdown()
          ? Refusals.later(Door.CHANGING, response, exchange)
          : Refusals.busy("more is asked than can be answered", response, exchange);
    }
    return true;
  }

  /**
   * A request until it is answered: that may be long after its thread has gone, when the answer
   * waits for a commit.
   */
  private final class Exchange extends Callback.Nested {
    private final Request request;
    private final Answer answer;

    Exchange(Request request, Answer answer, Callback callback) {
      super(callback);
      this.request = request;
      this.answer = answer;
      underWay.add(this);
    }

    @Override
    public void succeeded() {
      answer.end(Callback.from(super::succeeded, super::failed));
    }

    @Override
    public void completed() {
      underWay.remove(this);
      synchronized (underWay) {
        underWay.notifyAll();
      }
    }

    void cut() {
      Answer.cut(request, "the server stops");
    }
  }

  /** Takes nothing more, and lets what is under way come to its answer. */
  @Override
  public void close() {
    workers.shutdown();
    health.shutdown();
    long end = System.nanoTime() + LONGEST_END.toNanos();
    try {
      synchronized (underWay) {
        long left = LONGEST_END.toMillis();
        while (!underWay.isEmpty() && left > 0) {
          underWay.wait(left);
          left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!underWay.isEmpty()) {
      LOG.warn("{} requests have no answer in time; their connections are closed", underWay.size());
      underWay.forEach(Exchange::cut);
    }
  }
}
