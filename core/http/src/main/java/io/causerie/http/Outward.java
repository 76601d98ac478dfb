package io.causerie.http;

import io.causerie.model.phrase.Phrase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Dns;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Posts to addresses that people gave, at hosts that an operator listed and nowhere else. Whether
 * an address of the network may be spoken to is decided by the socket that connects to it, so what
 * a name resolved to before, or resolves to later, changes nothing. No redirect is followed, no
 * proxy asked, no cookie kept, and nothing of an answer is read but its status and {@code
 * Retry-After}. Used by many threads.
 */
public final class Outward implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final MediaType JSON = MediaType.get("application/json");
  private static final int IDLE = 5;

  /**
   * A host that is listed.
   *
   * @param host its name, or its address
   * @param port the one port
   * @param plain whether it is spoken to without TLS
   * @param inside addresses that are no others' in the internet, and that it may have all the same
   */
  public record Place(String host, int port, boolean plain, List<Network> inside) {
    public Place {
      inside = List.copyOf(inside);
    }

    /** Whether an address leads there. */
    public boolean holds(Address address) {
      return address.url().host().equalsIgnoreCase(host)
          && address.url().port() == port
          && address.isEncrypted() != plain
          && !address.hasUser();
    }

    private boolean mayBe(InetAddress address) {
      return Network.isOutside(address) || inside.stream().anyMatch(one -> one.holds(address));
    }
  }

  /**
   * What came back.
   *
   * @param retryAfter when the host wants to be asked again, where it says so
   */
  public record Reply(int status, @Nullable Duration retryAfter) {
    /** Whether it was taken. */
    public boolean isTaken() {
      return status >= 200 && status < 300;
    }
  }

  /** It has not been taken, as far as anybody can tell. */
  public static final class NotPosted extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Phrase why;

    NotPosted(Phrase why, Throwable cause) {
      super(why.text(), cause);
      this.why = why;
    }

    public Phrase why() {
      return why;
    }
  }

  private final OkHttpClient base;
  private final HttpFaults faults;
  private final Map<Place, OkHttpClient> clients = new ConcurrentHashMap<>();

  private Outward(OkHttpClient base, HttpFaults faults) {
    this.base = base;
    this.faults = faults;
  }

  /**
   * @param timeout of a whole request
   */
  public static Outward within(Duration timeout, Clock clock) {
    return new Outward(
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(IDLE, 1, TimeUnit.MINUTES))
            .followRedirects(false)
            .followSslRedirects(false)
            .cookieJar(CookieJar.NO_COOKIES)
            .proxy(Proxy.NO_PROXY)
            .connectTimeout(CONNECT)
            .callTimeout(timeout)
            .readTimeout(timeout)
            .writeTimeout(timeout)
            .build(),
        new HttpFaults(Map.of(), new Masks(), clock));
  }

  /** As this, trusting other certificates. */
  public Outward trusting(SSLSocketFactory sockets, X509TrustManager authorities) {
    return new Outward(base.newBuilder().sslSocketFactory(sockets, authorities).build(), faults);
  }

  /** As this, where names are looked up otherwise. */
  Outward resolving(Dns names) {
    return new Outward(base.newBuilder().dns(names).build(), faults);
  }

  /**
   * Posts JSON.
   *
   * @throws NotPosted if no answer came; it may have arrived all the same
   */
  public Reply post(Place place, Address to, Map<String, String> headers, byte[] json)
      throws NotPosted {
    if (!place.holds(to)) {
      throw new IllegalArgumentException(to.host() + " is not the place that was looked up");
    }
    okhttp3.Request.Builder request = new okhttp3.Request.Builder().url(to.url());
    headers.forEach(request::header);
    request.header("User-Agent", "Causerie").post(RequestBody.create(json, JSON));
    try (Response response = client(place).newCall(request.build()).execute()) {
      return new Reply(
          response.code(),
          faults.retryAfter(Optional.ofNullable(response.header("Retry-After"))).orElse(null));
    } catch (Inside e) {
      throw new NotPosted(HttpWording.INSIDE.with(to.host(), e.address()), e);
    } catch (IOException e) {
      throw new NotPosted(why(to, e), e);
    }
  }

  private Phrase why(Address to, IOException e) {
    for (Throwable hidden : e.getSuppressed()) {
      if (hidden instanceof Inside inside) {
        return HttpWording.INSIDE.with(to.host(), inside.address());
      }
    }
    return faults.broken(to, e).message();
  }

  private OkHttpClient client(Place place) {
    return clients.computeIfAbsent(
        place, p -> base.newBuilder().socketFactory(new Guarded(p)).build());
  }

  /** That an address may not be spoken to. */
  private static final class Inside extends IOException {
    private static final long serialVersionUID = 1;

    private final String address;

    Inside(InetAddress address) {
      super(address.getHostAddress() + " is an address of this house, and not listed");
      this.address = address.getHostAddress();
    }

    String address() {
      return address;
    }
  }

  /** Makes sockets that connect to what a place may be, and to nothing else. */
  private static final class Guarded extends SocketFactory {
    private final Place place;

    Guarded(Place place) {
      this.place = place;
    }

    @Override
    public Socket createSocket() {
      return new Socket(Proxy.NO_PROXY) {
        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
          InetAddress address =
              endpoint instanceof InetSocketAddress internet ? internet.getAddress() : null;
          if (address == null) {
            throw new IOException("no address of a network: " + endpoint);
          }
          if (!place.mayBe(address)) {
            throw new Inside(address);
          }
          super.connect(endpoint, timeout);
        }
      };
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw unexpected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
      throw unexpected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw unexpected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      throw unexpected();
    }

    private static UnsupportedOperationException unexpected() {
      return new UnsupportedOperationException("sockets are made first, and connected then");
    }
  }

  /** Ends what is under way, and every connection. */
  @Override
  public void close() {
    base.dispatcher().cancelAll();
    base.connectionPool().evictAll();
  }
}
