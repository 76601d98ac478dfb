package io.causerie.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where something is posted to, and where never. */
class OutwardTest {
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
  private static final String HOST = "hooks.example.com";

  private final ConcurrentLinkedQueue<String> came = new ConcurrentLinkedQueue<>();
  private final Outward outward = Outward.within(Duration.ofSeconds(20), Systems.clock());
  private HttpServer receiver;

  @BeforeEach
  void open() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          came.add(
              exchange.getRequestURI().getPath()
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          if (exchange.getRequestURI().getPath().equals("/away")) {
            exchange.getResponseHeaders().add("Location", "/there");
            exchange.getResponseHeaders().add("Retry-After", "7");
            exchange.sendResponseHeaders(307, -1);
          } else {
            exchange.sendResponseHeaders(204, -1);
          }
          exchange.close();
        });
    receiver.start();
  }

  @AfterEach
  void close() {
    outward.close();
    receiver.stop(0);
  }

  private int port() {
    return receiver.getAddress().getPort();
  }

  private Outward.Place place(String... inside) {
    return new Outward.Place(HOST, port(), true, Arrays.stream(inside).map(Network::of).toList());
  }

  private Address address(String path) {
    return Address.of("http://" + HOST + ":" + port() + path);
  }

  /** A name that stands for these addresses, whoever asks. */
  private Outward resolving(String... addresses) {
    return outward.resolving(
        name -> {
          List<InetAddress> all = new ArrayList<>();
          for (String one : addresses) {
            all.add(InetAddress.getByName(one));
          }
          return all;
        });
  }

  private Outward.Reply post(Outward out, Outward.Place place, String path) throws Exception {
    return out.post(place, address(path), Map.of("webhook-id", "1"), BODY);
  }

  @Test
  void whatIsListedIsPostedTo() throws Exception {
    assertThat(post(resolving("127.0.0.1"), place("127.0.0.0/8"), "/x").status()).isEqualTo(204);
    assertThat(came).containsExactly("/x {}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "169.254.169.254",
        "10.0.0.1",
        "192.168.0.1",
        "0.0.0.0",
        "::1",
        "::ffff:127.0.0.1",
        "fd00::1",
        "fe80::1",
        "224.0.0.1"
      })
  void nameOfAnAddressOfThisHouseIsNotSpokenTo(String address) {
    Outward.NotPosted refused =
        catchThrowableOfType(
            Outward.NotPosted.class, () -> post(resolving(address), place(), "/x"));

    assertThat(refused.why().text()).contains(HOST).contains("`webhooks.hosts` does not list");
    assertThat(came).isEmpty();
  }

  @Test
  void addressInPlaceOfANameIsLookedAtTheSame() {
    Outward.Place place = new Outward.Place("127.0.0.1", port(), true, List.of());
    Address to = Address.of("http://127.0.0.1:" + port() + "/x");

    assertThatThrownBy(() -> outward.post(place, to, Map.of(), BODY))
        .isInstanceOf(Outward.NotPosted.class)
        .hasMessageContaining("127.0.0.1");
    assertThat(came).isEmpty();
  }

  @Test
  void whatOneHostMayBeAnotherMayNot() throws Exception {
    post(resolving("127.0.0.1"), place("127.0.0.1"), "/x");

    assertThatThrownBy(() -> post(resolving("127.0.0.1"), place("127.0.0.2"), "/y"))
        .isInstanceOf(Outward.NotPosted.class);
    assertThat(came).containsExactly("/x {}");
  }

  /** A name server that says something else each time it is asked. */
  @Test
  void anAddressThatANameTurnsToLaterIsRefusedAsWell() {
    AtomicInteger asked = new AtomicInteger();
    Dns turning =
        name ->
            List.of(
                asked.getAndIncrement() == 0
                    ? InetAddress.getByName("fd00::1")
                    : InetAddress.getByName("127.0.0.1"));
    Outward out = outward.resolving(turning);

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> post(out, place(), "/x")).isInstanceOf(Outward.NotPosted.class);
    }
    assertThat(asked).hasValue(3);
    assertThat(came).isEmpty();
  }

  @Test
  void ofSeveralAddressesOneThatMayBeSpokenToIsTaken() throws Exception {
    assertThat(post(resolving("127.0.0.2", "127.0.0.1"), place("127.0.0.1"), "/x").isTaken())
        .isTrue();
    assertThat(came).containsExactly("/x {}");
  }

  @Test
  void redirectIsToldAndNotFollowed() throws Exception {
    Outward.Reply reply = post(resolving("127.0.0.1"), place("127.0.0.1"), "/away");

    assertThat(reply).isEqualTo(new Outward.Reply(307, Duration.ofSeconds(7)));
    assertThat(came).containsExactly("/away {}");
  }

  @Test
  void hostThatIsNotThereIsTold() {
    Outward out =
        outward.resolving(
            name -> {
              throw new UnknownHostException(name);
            });

    assertThatThrownBy(() -> post(out, place(), "/x"))
        .isInstanceOf(Outward.NotPosted.class)
        .hasMessageContaining("there is no host " + HOST);
  }

  @Test
  void placeIsOneHostOnePortAndOneScheme() {
    Outward.Place place = new Outward.Place(HOST, 443, false, List.of());

    assertThat(place.holds(Address.of("https://hooks.example.com/a?b"))).isTrue();
    assertThat(place.holds(Address.of("https://HOOKS.example.com:443/"))).isTrue();
    assertThat(place.holds(Address.of("http://hooks.example.com:443/"))).isFalse();
    assertThat(place.holds(Address.of("https://hooks.example.com:8443/"))).isFalse();
    assertThat(place.holds(Address.of("https://a.hooks.example.com/"))).isFalse();
    assertThat(place.holds(Address.of("https://hooks.example.com.evil.example/"))).isFalse();
    assertThat(place.holds(Address.of("https://hooks.example.com@evil.example/"))).isFalse();
    assertThat(place.holds(Address.of("https://me:pw@hooks.example.com/"))).isFalse();
  }
}
