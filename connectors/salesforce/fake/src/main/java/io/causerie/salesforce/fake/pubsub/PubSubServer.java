package io.causerie.salesforce.fake.pubsub;

import io.causerie.salesforce.fake.fault.Faults;
import io.causerie.salesforce.fake.rest.Sessions;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The Pub/Sub API on loopback, over TLS. */
public final class PubSubServer implements AutoCloseable {
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
  private final PubSub service;
  private final Server server;

  /**
   * Starts it.
   *
   * @param port 0 for any
   * @param address that of the instance, which callers must name
   * @param keepAlive after how long a quiet stream is told how far it is
   * @param grace how long a stream lives on which nothing is pending
   * @param takesLatest whether a stream may begin at the tip
   */
  public PubSubServer(
      int port,
      String address,
      EventBus bus,
      Sessions sessions,
      Faults faults,
      Duration keepAlive,
      Duration grace,
      boolean takesLatest) {
    Errors errors = new Errors(faults);
    this.service = new PubSub(bus, faults, sessions, errors, threads, grace, takesLatest);
    try {
      ServerCredentials credentials =
          TlsServerCredentials.newBuilder().keyManager(Tls.own().keyManagers()).build();
      this.server =
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), port), credentials)
              .intercept(new Gate(sessions, faults, errors, address))
              .addService(service)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var unused =
        threads.scheduleAtFixedRate(
            service::keepAlive, keepAlive.toMillis(), keepAlive.toMillis(), TimeUnit.MILLISECONDS);
  }

  public int port() {
    return server.getPort();
  }

  /** Tells quiet streams now how far they are. */
  public void keepAlive() {
    service.keepAlive();
  }

  /** How many streams are open. */
  public int open() {
    return service.open();
  }

  /** How many streams were begun. */
  public int begun() {
    return service.begun();
  }

  /** How many times a schema was asked for. */
  public int schemasAsked() {
    return service.schemasAsked();
  }

  /** All streams end: who is signed in must do so again. */
  public void endSessions() {
    service.sessions().endAll();
    service.end(Status.UNAUTHENTICATED, Errors.AUTH);
  }

  /** All streams end: come again. */
  public void endUnavailable() {
    service.end(Status.UNAVAILABLE, Errors.UNAVAILABLE);
  }

  /** All streams come to their end, as where nothing is pending. */
  public void complete() {
    service.complete();
  }

  /** All streams are cut, without a word. */
  public void cut() {
    service.cut();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
