package io.causerie.webhook;

import static io.causerie.webhook.Doors.below;
import static io.causerie.webhook.Doors.event;
import static io.causerie.webhook.Doors.from;
import static io.causerie.webhook.Doors.isIn;
import static io.causerie.webhook.Doors.request;
import static io.causerie.webhook.Doors.taken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.causerie.spi.Door;
import io.causerie.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** One way of showing who sends, where it stands, and what of it is kept: nothing. */
class SendersTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));

  private Door door(String... config) {
    return Doors.of(clock, config);
  }

  private static String data(Door door, Door.Request request) {
    return event(door, request).id();
  }

  @Test
  void severalWaysAtOnceAreRefusedByName() {
    assertThatThrownBy(
            () ->
                door(
                    "verify.github.secrets", "s",
                    "verify.secret.secrets", "s",
                    "verify.secret.header", "x",
                    "verify.basic.credentials", "a:b"))
        .hasMessageContaining("key=verify,")
        .hasMessageContaining("`github`, `secret` and `basic` stand beside each other");
    assertThatThrownBy(() -> door("verify.github.secrets", "s", "verify.hmac.header", "x"))
        .as("a part of another is one too")
        .hasMessageContaining("`github` and `hmac` stand beside each other");
    assertThatThrownBy(() -> door("verify.hmac.header", "x"))
        .hasMessageContaining("verify.hmac.secrets")
        .hasMessageContaining("it is needed here");
    assertThatThrownBy(() -> door("verify.none", "false"))
        .hasMessageContaining("say who may send: verify by `github`");
  }

  @Test
  void secretStandsInThePathAndTheRestIsForTheExpressions() {
    Door door =
        door("verify.secret.secrets", "s1 | s2", "verify.secret.path", "true", "id", ".path");

    assertThat(data(door, below("s2/orders/7", "{}"))).isEqualTo("orders/7");
    assertThat(isIn(door, below("s1", "{}"))).isTrue();
    assertThat(isIn(door, below("s3/s1", "{}"))).isFalse();
    assertThat(isIn(door, below("", "{}"))).isFalse();
    assertThat(isIn(door, request("{}"))).isFalse();
    assertThatThrownBy(() -> door("verify.secret.secrets", "a/b", "verify.secret.path", "true"))
        .hasMessageContaining("has no slash");
    assertThatThrownBy(
            () ->
                door(
                    "verify.secret.secrets", "a",
                    "verify.secret.path", "true",
                    "verify.secret.query", "key"))
        .hasMessageContaining("say either");
  }

  @Test
  void pathIsReadWhateverSenderItIs() {
    Door door = door("verify.gitlab.secrets", "tok", "id", ".path");
    Map<String, List<String>> headers = new HashMap<>(Map.of("x-gitlab-token", List.of("tok")));

    assertThat(
            data(door, new Door.Request("POST", headers, Doors.bytes("{}"), "", "", "shop/7", "")))
        .isEqualTo("shop/7");
  }

  /** What an expression could read would stand in the event, and in what operators see of it. */
  @Test
  void noExpressionReadsTheSecret() {
    String all = "\"\\(.headers) \\(.query) \\(.path)\"";
    Door query = door("verify.secret.secrets", "geheim", "verify.secret.query", "key", "id", all);
    Door header = door("verify.secret.secrets", "geheim", "verify.secret.header", "K", "id", all);
    Door path = door("verify.secret.secrets", "geheim", "verify.secret.path", "true", "id", all);
    Door basic = door("verify.basic.credentials", "desk:geheim", "id", all);
    Door gitlab = door("verify.gitlab.secrets", "geheim", "id", all);

    assertThat(data(query, request("a=1&key=geheim&k%65y=geheim2", Doors.bytes("{}"))))
        .contains("\"a\":\"1\"")
        .doesNotContain("geheim");
    assertThat(data(header, request("{}", "k", "geheim"))).doesNotContain("geheim");
    assertThat(data(path, below("geheim/7", "{}"))).contains("7").doesNotContain("geheim");
    assertThat(data(basic, request("{}", "authorization", "Basic ZGVzazpnZWhlaW0=")))
        .doesNotContain("ZGVzazpnZWhlaW0");
    assertThat(data(gitlab, request("{}", "x-gitlab-token", "geheim"))).doesNotContain("geheim");
  }

  private static final String[] CERTIFICATE = {
    "verify.certificate.header", "X-Client-DN",
    "verify.certificate.names", "CN=erp,O=Example | CN=erp-new,O=Example",
    "verify.certificate.from", "10.1.2.0/29 | 2001:db8::/32"
  };

  @ParameterizedTest
  @CsvSource({
    "10.1.2.1, true",
    "10.1.2.7, true",
    "10.1.2.8, false",
    "11.1.2.1, false",
    "2001:db8:1::7, true",
    "2001:db9::7, false",
    "::ffff:10.1.2.3, true",
    "fe80::1%eth0, false",
    "localhost, false",
    "'', false"
  })
  void certificateCountsFromTheProxysAddressesAlone(String peer, boolean in) {
    Door door = door(CERTIFICATE);

    assertThat(isIn(door, from(peer, "x-client-dn", "CN=erp,O=Example"))).isEqualTo(in);
    assertThat(isIn(door, from(peer, "x-client-dn", "CN=other,O=Example"))).isFalse();
    assertThat(isIn(door, from(peer))).isFalse();
  }

  @Test
  void headerOfACertificateFromElsewhereIsSaidOnceAnAddress() {
    Logger log = (Logger) LoggerFactory.getLogger(Certificate.class);
    ListAppender<ILoggingEvent> heard = new ListAppender<>();
    heard.start();
    log.addAppender(heard);
    try {
      Door door = door(CERTIFICATE);
      for (int i = 0; i < 3; i++) {
        isIn(door, from("203.0.113.7", "x-client-dn", "CN=erp,O=Example"));
      }
      for (int i = 0; i < 500; i++) {
        isIn(door, from("198.51.100." + i % 256 + i, "x-client-dn", "CN=erp,O=Example"));
      }
    } finally {
      log.detachAppender(heard);
    }

    List<String> lines = heard.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    assertThat(lines)
        .hasSize(100)
        .first()
        .asString()
        .contains("tickets: refused the header x-client-dn from 203.0.113.7")
        .doesNotContain("CN=erp");
  }

  @Test
  void headerOfACertificateThatStandsTwiceIsNoProxys() {
    Door.Request twice =
        new Door.Request(
            "POST",
            Map.of("x-client-dn", List.of("CN=erp,O=Example", "CN=erp,O=Example")),
            Doors.bytes("{}"),
            "",
            "",
            "",
            "10.1.2.1");

    assertThat(isIn(door(CERTIFICATE), twice)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0/0",
        "::/0",
        "10.0.0.0/33",
        "proxy.example.com",
        "10.0.0",
        "",
        "10.0.0.1/"
      })
  void addressesOfEverybodyAndNoAddressesAreRefused(String from) {
    String[] config = CERTIFICATE.clone();
    config[5] = from;

    assertThatThrownBy(() -> door(config)).hasMessageContaining("verify.certificate.from");
  }

  @Test
  void everybodyIsAWarning() {
    var kind = new WebhookKind();

    assertThat(kind.warnings(Doors.context(clock, "verify.none", "true")))
        .singleElement()
        .asString()
        .startsWith("`verify.none`");
    assertThat(kind.warnings(Doors.context(clock, "verify.github.secrets", "s"))).isEmpty();
  }

  @Test
  void whoAsksBeforeSendingIsAnsweredWhereThatIsConfigured() {
    Door door =
        door(
            "verify.gitlab.secrets", "tok",
            "handshake.allowedOrigins", "events.example.com",
            "handshake.rate", "120");

    assertThat(door.open(Doors.options("WebHook-Request-Origin", "events.example.com")))
        .isEqualTo(
            new Door.Reply(
                200,
                Map.of(
                    "WebHook-Allowed-Origin", "events.example.com",
                    "WebHook-Allowed-Rate", "120",
                    "Allow", "OPTIONS, POST"),
                "",
                ""));
    assertThat(status(door, Doors.options("WebHook-Request-Origin", "else.example.com")))
        .isEqualTo(403);
    assertThat(status(door, Doors.options())).isEqualTo(400);
    assertThat(
            status(
                door("verify.gitlab.secrets", "tok"),
                Doors.options("WebHook-Request-Origin", "events.example.com")))
        .isEqualTo(405);
  }

  private static int status(Door door, Door.Request request) {
    return door.open(request).match(Door.Reply::status, taken -> 202);
  }

  /** When it tries again, an event has the name that it had. */
  @Test
  void sendersThatAreKnownNameWhatTheyDeliver() {
    String time = String.valueOf(clock.instant().getEpochSecond());
    String stripe = "t=" + time + ",v1=" + signed("s", time + ".{\"id\":\"evt_1\"}");
    String body = "{\"event_id\":\"Ev1\"}";
    String slack = "v0=" + signed("s", "v0:" + time + ":" + body);

    assertThat(
            data(
                door("verify.github.secrets", "s"),
                request(
                    "{}",
                    "X-Hub-Signature-256",
                    "sha256=" + signed("s", "{}"),
                    "X-GitHub-Delivery",
                    "d-1")))
        .isEqualTo("d-1");
    Door gitlab = door("verify.gitlab.secrets", "s");
    assertThat(
            data(
                gitlab,
                request(
                    "{}",
                    "X-Gitlab-Token",
                    "s",
                    "X-Gitlab-Event-UUID",
                    "u-1",
                    "Idempotency-Key",
                    "k-1")))
        .isEqualTo("k-1");
    assertThat(data(gitlab, request("{}", "X-Gitlab-Token", "s", "X-Gitlab-Event-UUID", "u-1")))
        .isEqualTo("u-1");
    assertThat(
            data(
                door("verify.stripe.secrets", "s"),
                request("{\"id\":\"evt_1\"}", "Stripe-Signature", stripe)))
        .isEqualTo("evt_1");
    assertThat(
            data(
                door("verify.slack.secrets", "s"),
                request(body, "X-Slack-Request-Timestamp", time, "X-Slack-Signature", slack)))
        .isEqualTo("Ev1");
    assertThat(data(gitlab, request("{}", "X-Gitlab-Token", "s")))
        .as("without a name each is its own")
        .isNotEqualTo(data(gitlab, request("{}", "X-Gitlab-Token", "s")));
  }

  @Test
  void nameOfAWholeIsNoneOfItsParts() {
    var kind = new WebhookKind();
    String[] split = {"verify.gitlab.secrets", "s", "split", ".body"};

    assertThat(kind.namesEvents(Doors.context(clock, split))).isTrue();
    for (int time = 1; time <= 2; time++) {
      assertThat(
              taken(door(split), request("[1,2]", "X-Gitlab-Token", "s", "Idempotency-Key", "k")))
          .extracting(d -> d.event().id())
          .as("sent for the %d. time", time)
          .containsExactly("k/1", "k/2");
    }
    assertThat(taken(door(split), request("[1,2]", "X-Gitlab-Token", "s")))
        .as("without a name each is its own")
        .extracting(d -> d.event().id())
        .doesNotHaveDuplicates()
        .noneMatch(id -> id.startsWith("k"));
    assertThat(kind.namesEvents(Doors.context(clock, "verify.gitlab.secrets", "s"))).isTrue();
    assertThat(kind.namesEvents(Doors.context(clock, "verify.stripe.secrets", "s"))).isTrue();
    assertThat(
            kind.namesEvents(Doors.context(clock, "verify.stripe.secrets", "s", "split", ".body")))
        .as("a list has no id")
        .isFalse();
    assertThat(kind.namesEvents(Doors.context(clock, "verify.zendesk.secrets", "s"))).isFalse();
  }

  @Test
  void elementsThatASenderOfOneNameSendsAreEachTheirOwn() {
    Door door =
        door(
            "verify.none", "true", "split", ".body", "id", ".item.id? // .headers[\"x-delivery\"]");

    assertThat(taken(door, request("[{\"id\":7},{},{\"id\":7},{}]", "X-Delivery", "d")))
        .extracting(d -> d.event().id())
        .containsExactly("7", "d/2", "7", "d/4");
  }

  @Test
  void nameThatASenderPutsWhereAListStandsBreaksNone() {
    String body = "[{\"type\":\"a\"},{\"type\":\"b\"}]";
    String time = String.valueOf(clock.instant().getEpochSecond());
    String signature = "t=%s,v1=%s".formatted(time, signed("s", time + "." + body));

    assertThat(
            taken(
                door("verify.stripe.secrets", "s", "split", ".body"),
                request(body, "Stripe-Signature", signature)))
        .allMatch(d -> d.fault() == null)
        .extracting(d -> d.event().id())
        .doesNotHaveDuplicates();
  }

  private static String signed(String secret, String text) {
    return Signed.Encoding.HEX.of(
        Signed.sign("HmacSHA256", secret, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A body of ten thousand events has no ten thousand budgets. */
  @Test
  void oneBudgetIsThatOfAllExpressionsOnARequest() {
    String costly = "\"\\([.body[]]|length)\"";
    Door one = door("verify.none", "true", "id", costly);
    Door many = door("verify.none", "true", "split", ".body", "id", costly);
    String body =
        IntStream.range(0, 3000)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(",", "[", "]"));

    assertThat(event(one, request(body)).id()).isEqualTo("3000");
    List<Door.Delivery> all = taken(many, request(body));
    assertThat(all).hasSize(3000);
    assertThat(all.get(0).fault()).isNull();
    assertThat(all.get(2999).fault()).as("past it nothing more is worked out").isNotNull();
  }

  @Test
  void patienceIsConfigured() {
    assertThat(door("verify.none", "true").patience()).isEqualTo(Duration.ofSeconds(9));
    assertThat(door("verify.none", "true", "patience", "PT2.5S").patience())
        .isEqualTo(Duration.ofMillis(2500));
    assertThatThrownBy(() -> door("verify.none", "true", "patience", "PT0S"))
        .hasMessageContaining("expected at least");
  }
}
