package io.causerie.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open connections, of which one address has only so many, and whose requests must come on: a
 * body is the {@link Front}'s, what comes before it is held to a pace here. One that is silent is
 * Jetty's to end.
 */
final class Connections implements Connection.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  /** How often bytes may have come since the last request, without there being another. */
  private static final int LATEST = 2;

  private final Scheduler scheduler;
  private final Duration pace;
  private final @Nullable Places places;
  private final Map<Connection, Held> open = new ConcurrentHashMap<>();

  /**
   * @param pace how often is looked whether a request is there
   * @param places how many connections an address may have; absent where all of them come from one
   */
  Connections(Scheduler scheduler, Duration pace, @Nullable Places places) {
    this.scheduler = scheduler;
    this.pace = pace;
    this.places = places;
  }

  @Override
  public void onOpened(Connection connection) {
    String address =
        connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress remote
            ? remote.getAddress().getHostAddress()
            : "";
    if (places != null && !places.claim(address)) {
      LOG.debug("{} has as many connections as it may have", address);
      connection.getEndPoint().close();
      return;
    }
    Held held = new Held(connection, address);
    open.put(connection, held);
    held.look();
  }

  @Override
  public void onClosed(Connection connection) {
    Held held = open.remove(connection);
    if (held != null) {
      held.end();
    }
  }

  /** A request is whole but for its body; how long it takes now is not the other end's doing. */
  void begun(Request request) {
    Held held = open.get(request.getConnectionMetaData().getConnection());
    if (held != null) {
      held.count(1);
      Request.addCompletionListener(request, failure -> held.count(-1));
    }
  }

  private final class Held {
    private final Connection connection;
    private final String address;
    private long read;
    private long requests;
    private int late;
    private int underWay;
    private boolean ended;
    private Scheduler.@Nullable Task next;

    Held(Connection connection, String address) {
      this.connection = connection;
      this.address = address;
    }

    synchronized void count(int more) {
      underWay += more;
      late = 0;
    }

    synchronized void look() {
      if (ended) {
        return;
      }
      long nowRead = connection.getBytesIn();
      long nowRequests = connection.getMessagesIn();
      if (underWay > 0 || nowRequests != requests) {
        late = 0;
      } else if (nowRead != read) {
        late++;
      }
      read = nowRead;
      requests = nowRequests;
      if (late < LATEST) {
        next = scheduler.schedule(this::look, pace.toMillis(), TimeUnit.MILLISECONDS);
      } else {
        LOG.debug("a request from {} comes too slowly", address);
        connection.getEndPoint().close(new TimeoutException("the request comes too slowly"));
      }
    }

    synchronized void end() {
      ended = true;
      Scheduler.Task waiting = next;
      if (waiting != null) {
        waiting.cancel();
      }
      if (places != null) {
        places.leave(address);
      }
    }
  }
}
