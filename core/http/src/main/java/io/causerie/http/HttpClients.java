package io.causerie.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * Makes clients that share one dispatcher and one pool of connections: as many as there are systems
 * cost no more threads than one. Used by many threads.
 */
public final class HttpClients implements AutoCloseable {
  /** The folder that {@link #ofProcess} records into. */
  public static final String RECORDING = "causerie.http.record";

  private static final int IDLE = 20;
  private static final HttpClients OF_PROCESS = new HttpClients(recorderOfProcess());

  private final List<MeterRegistry> meters = new CopyOnWriteArrayList<>();
  private final Optional<Recorder> recorder;
  private final OkHttpClient base;

  private HttpClients(Optional<Recorder> recorder) {
    this(
        new OkHttpClient.Builder()
            .dispatcher(new Dispatcher())
            .connectionPool(new ConnectionPool(IDLE, 5, TimeUnit.MINUTES))
            .followRedirects(false)
            .followSslRedirects(false)
            .build(),
        recorder);
  }

  private HttpClients(OkHttpClient base, Optional<Recorder> recorder) {
    this.base = base;
    this.recorder = recorder;
  }

  /** Those that all kinds of this process share. */
  public static HttpClients ofProcess() {
    return OF_PROCESS;
  }

  /** Others, which nobody shares. */
  public static HttpClients apart() {
    return new HttpClients(Optional.empty());
  }

  private static Optional<Recorder> recorderOfProcess() {
    return Optional.ofNullable(System.getProperty(RECORDING)).map(Path::of).map(Recorder::new);
  }

  /** As these, with a record of each request and its answer. */
  public HttpClients recordingTo(Path folder) {
    return new HttpClients(base, Optional.of(new Recorder(folder)));
  }

  /** As these, trusting other certificates. */
  public HttpClients trusting(SSLSocketFactory sockets, X509TrustManager authorities) {
    return new HttpClients(
        base.newBuilder().sslSocketFactory(sockets, authorities).build(), recorder);
  }

  /** A client of one system, with cookies of its own. */
  public SystemClient client(ClientSettings settings, Authorization authorization, Clock clock) {
    OkHttpClient client =
        base.newBuilder()
            .cookieJar(new Cookies())
            .callTimeout(settings.timeout())
            .connectTimeout(settings.timeout())
            .readTimeout(settings.timeout())
            .writeTimeout(settings.timeout())
            .build();
    Masks masks = new Masks();
    masks.add(authorization.secrets());
    HttpFaults faults = new HttpFaults(settings.remedies(), masks, clock);
    return new SystemClient(new Wire(client, settings, faults, meters, recorder), authorization);
  }

  /** Counts requests there, too, until what is returned is closed. */
  public AutoCloseable count(MeterRegistry registry) {
    meters.add(registry);
    return () -> meters.remove(registry);
  }

  /** Ends what is under way, and every connection; called at the end of the process. */
  @Override
  public void close() {
    base.dispatcher().cancelAll();
    base.connectionPool().evictAll();
  }
}
