package io.causerie.webhook;

import static io.causerie.webhook.Doors.bytes;
import static io.causerie.webhook.Doors.event;
import static io.causerie.webhook.Doors.failure;
import static io.causerie.webhook.Doors.isIn;
import static io.causerie.webhook.Doors.request;
import static io.causerie.webhook.Doors.taken;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.model.SourceEvent;
import io.causerie.spi.Door;
import io.causerie.spi.StandardWebhooks;
import io.causerie.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may post, and what becomes of what is posted. */
class WebhookDoorTest {
  private static final String OPEN = "verify.none";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));

  private Door door(String... config) {
    return Doors.of(clock, config);
  }

  /** "Validating webhook deliveries" of GitHub's documentation. */
  @Test
  void githubsPublishedSignature() {
    Door door = door("verify.github.secrets", "another | It's a Secret to Everybody");
    String signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    assertThat(isIn(door, request("Hello, World!", "X-Hub-Signature-256", signature))).isTrue();
    assertThat(isIn(door, request("Hello, World?", "X-Hub-Signature-256", signature))).isFalse();
    assertThat(isIn(door, request("Hello, World!"))).isFalse();
    assertThat(isIn(door, request("Hello, World!", "X-Hub-Signature-256", signature.substring(7))))
        .isFalse();
  }

  /** "Verifying requests from Slack" of Slack's documentation. */
  @Test
  void slacksPublishedSignature() {
    clock.set(Instant.ofEpochSecond(1531420618));
    Door door = door("verify.slack.secrets", "8f742231b10e8888abcd99yyyzzz85a5");
    String body =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    String[] headers = {
      "Content-Type", "application/x-www-form-urlencoded",
      "X-Slack-Request-Timestamp", "1531420618",
      "X-Slack-Signature", "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    };

    assertThat(isIn(door, request(body, headers))).isTrue();
    clock.tick(Duration.ofSeconds(301));
    assertThat(isIn(door, request(body, headers))).as("too late").isFalse();
  }

  @Test
  void stripeSignsTimeAndBody() {
    Door door = door("verify.stripe.secrets", "whsec_old | whsec_new");
    String time = String.valueOf(clock.instant().getEpochSecond());
    String good = hex("whsec_new", time + ".{}");

    assertThat(isIn(door, request("{}", "Stripe-Signature", "t=" + time + ",v1=00,v1=" + good)))
        .isTrue();
    assertThat(isIn(door, request("{}", "Stripe-Signature", "t=" + time + ",v0=" + good)))
        .isFalse();
    assertThat(isIn(door, request("{}", "Stripe-Signature", "t=1,v1=" + hex("whsec_new", "1.{}"))))
        .isFalse();
  }

  private static String hex(String secret, String text) {
    return Signed.Encoding.HEX.of(Signed.sign("HmacSHA256", secret, bytes(text)));
  }

  private static String base64(String secret, String text) {
    return Signed.Encoding.BASE64.of(Signed.sign("HmacSHA256", secret, bytes(text)));
  }

  @Test
  void zendeskAndHubspotSignTheirTime() {
    Door zendesk = door("verify.zendesk.secrets", "abc");
    Door hubspot =
        door(
            "verify.hubspot.secrets", "abc", "verify.hubspot.url", "https://social.example.com/in");
    String iso = "2026-11-23T07:59:00Z";
    String millis = String.valueOf(clock.instant().toEpochMilli());

    assertThat(
            isIn(
                zendesk,
                request(
                    "{}",
                    "X-Zendesk-Webhook-Signature-Timestamp",
                    iso,
                    "X-Zendesk-Webhook-Signature",
                    base64("abc", iso + "{}"))))
        .isTrue();
    String signature = base64("abc", "POSThttps://social.example.com/in?a=1{}" + millis);
    assertThat(
            isIn(
                hubspot,
                request(
                    "a=1",
                    bytes("{}"),
                    "X-HubSpot-Request-Timestamp",
                    millis,
                    "X-HubSpot-Signature-v3",
                    signature)))
        .isTrue();
    assertThat(
            isIn(
                hubspot,
                request(
                    "a=2",
                    bytes("{}"),
                    "X-HubSpot-Request-Timestamp",
                    millis,
                    "X-HubSpot-Signature-v3",
                    signature)))
        .isFalse();
  }

  @Test
  void standardWebhooksAreThoseOfEveryKind() {
    byte[] key = bytes("a key of twenty-four byt");
    Door door =
        door("verify.standardWebhooks.secrets", "whsec_" + Base64.getEncoder().encodeToString(key));
    String time = String.valueOf(clock.instant().getEpochSecond());
    String signature =
        "v1,"
            + Base64.getEncoder()
                .encodeToString(StandardWebhooks.sign(key, "msg_1", time, bytes("{}")));

    assertThat(
            isIn(
                door,
                request(
                    "{}",
                    "webhook-id",
                    "msg_1",
                    "webhook-timestamp",
                    time,
                    "webhook-signature",
                    signature)))
        .isTrue();
  }

  @Test
  void anyHmacIsConfigured() {
    Door sha1 =
        door(
            "verify.hmac.secrets",
            "s",
            "verify.hmac.header",
            "X-Signature",
            "verify.hmac.algorithm",
            "sha1",
            "verify.hmac.encoding",
            "base64");
    Door timed =
        door(
            "verify.hmac.secrets",
            "s",
            "verify.hmac.header",
            "X-Signature",
            "verify.hmac.prefix",
            "v1=",
            "verify.hmac.timestamp",
            "X-Time",
            "verify.window",
            "PT1H");
    String signature = Signed.Encoding.BASE64.of(Signed.sign("HmacSHA1", "s", bytes("{}")));
    String time = "2026-11-23T07:10:00Z";

    assertThat(isIn(sha1, request("{}", "X-Signature", signature))).isTrue();
    assertThat(
            isIn(
                timed, request("{}", "X-Time", time, "X-Signature", "v1=" + hex("s", time + "{}"))))
        .isTrue();
    assertThat(isIn(timed, request("{}", "X-Signature", "v1=" + hex("s", "{}")))).isFalse();
  }

  @Test
  void sharedSecretsStandWhereTheyAreSaidToStand() {
    Door gitlab = door("verify.gitlab.secrets", "tok");
    Door query = door("verify.secret.secrets", "s1 | s2", "verify.secret.query", "key");
    Door basic = door("verify.basic.credentials", "desk:pass:word");

    assertThat(isIn(gitlab, request("{}", "X-Gitlab-Token", "tok"))).isTrue();
    assertThat(isIn(gitlab, request("{}", "X-Gitlab-Token", "toc"))).isFalse();
    assertThat(isIn(query, request("key=s2", bytes("{}")))).isTrue();
    assertThat(isIn(query, request("key=", bytes("{}")))).isFalse();
    assertThat(isIn(query, request("", bytes("{}"), "key", "s1"))).isFalse();
    assertThat(
            isIn(
                basic,
                request(
                    "{}",
                    "Authorization",
                    "basic " + Base64.getEncoder().encodeToString(bytes("desk:pass:word")))))
        .isTrue();
    assertThat(isIn(basic, request("{}", "Authorization", "Basic !!"))).isFalse();
  }

  @Property(tries = 300)
  void noChangedByteOfWhatWasSignedPasses(
      @ForAll @IntRange(min = 0, max = 29) int at, @ForAll @IntRange(min = 1, max = 255) int by) {
    SettableClock now = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));
    Door door = Doors.of(now, "verify.slack.secrets", "s");
    byte[] time = bytes(String.valueOf(now.instant().getEpochSecond()));
    byte[] body = bytes("{\"amount\":1000000}\n\n");
    String signature =
        "v0="
            + Signed.Encoding.HEX.of(
                Signed.sign("HmacSHA256", "s", bytes("v0:"), time, bytes(":"), body));
    byte[] which = at < time.length ? time : body;
    which[(at < time.length ? at : at - time.length) % which.length] ^= (byte) by;

    assertThat(
            isIn(
                door,
                request(
                    "",
                    body,
                    "X-Slack-Request-Timestamp",
                    new String(time, StandardCharsets.ISO_8859_1),
                    "X-Slack-Signature",
                    signature)))
        .isFalse();
  }

  @Test
  void oneWayOfVerifyingIsAskedFor() {
    assertThatThrownBy(() -> door("id", ".body.id")).hasMessageContaining("say who may send");
    assertThatThrownBy(() -> door(OPEN, "true", "verify.github.secrets", "s"))
        .hasMessageContaining("`github` and `none` stand beside each other");
    for (String key : List.of("verify.github.secrets", "verify.gitlab.secrets")) {
      assertThatThrownBy(() -> door(key, " ")).as(key).hasMessageContaining("something of each");
    }
    assertThatThrownBy(() -> door("verify.basic.credentials", "desk"))
        .hasMessageContaining("`user:password`");
    assertThatThrownBy(() -> door("verify.hmac.secrets", "s"))
        .hasMessageContaining("verify.hmac.header");
    assertThatThrownBy(() -> door("verify.secret.secrets", "s"))
        .hasMessageContaining("say either `header`, `query` or `path: true`");
    assertThatThrownBy(() -> door(OPEN, "true", "id", "now"))
        .as("what never ends, or gives something else each time")
        .hasMessageContaining("key=id");
  }

  @Test
  void eventIsMadeByExpressions() {
    Door door =
        door(
            OPEN,
            "true",
            "id",
            ".headers[\"x-delivery\"]",
            "type",
            "\"\\(.headers[\"x-event\"]).\\(.body.action)\"",
            "time",
            ".body.at",
            "subject",
            ".query.of");

    SourceEvent event =
        event(
            door,
            request(
                "of=7",
                bytes("\ufeff{\"action\":\"opened\",\"at\":1769940000000,\"amount\":600.00}"),
                "X-Delivery",
                "d1",
                "X-Event",
                "issue"));

    assertThat(event.id()).isEqualTo("d1");
    assertThat(event.type()).isEqualTo("issue.opened");
    assertThat(event.subject()).isEqualTo("7");
    assertThat(event.time()).isEqualTo(Instant.parse("2026-02-01T10:00:00Z"));
    assertThat(event.source()).isEqualTo("/desk/tickets");
    assertThat(new String(event.data(), StandardCharsets.UTF_8))
        .isEqualTo("{\"action\":\"opened\",\"at\":1769940000000,\"amount\":600.00}");
  }

  /** A second one could be what no signature was looked at for. */
  @Test
  void ofHeadersThatRepeatTheFirstCounts() {
    Door door = door(OPEN, "true", "id", ".headers[\"x-delivery\"]");
    Door.Request twice =
        new Door.Request("POST", Map.of("x-delivery", List.of("d1", "d2")), bytes("{}"), "", "");

    assertThat(event(door, twice).id()).isEqualTo("d1");
  }

  @Test
  void deliveryWithoutAnIdIsAnEventOfItsOwn() {
    Door door = door(OPEN, "true", "id", ".body.id");

    String first = event(door, request("{\"state\":\"open\"}")).id();

    assertThat(event(door, request("{\"state\":\"open\"}")).id())
        .as("opened, closed, opened again: the third is no repetition")
        .isNotEqualTo(first);
    assertThat(event(door, request("{\"id\":7}")).id()).isEqualTo("7");
  }

  @Test
  void elementsOfAListAreEventsAndABrokenOneHoldsUpNone() {
    Door door = door(OPEN, "true", "split", ".body.items", "id", ".item.id", "time", ".item.at");

    List<Door.Delivery> all =
        taken(
            door,
            request("{\"items\":[{\"id\":1},{\"id\":2,\"at\":\"soon\"},{\"id\":{}},{\"id\":4}]}"));

    assertThat(all).extracting(d -> d.fault() == null).containsExactly(true, false, false, true);
    assertThat(all.get(0).event().id()).isEqualTo("1");
    assertThat(new String(all.get(3).event().data(), StandardCharsets.UTF_8))
        .isEqualTo("{\"id\":4}");
    assertThat(requireNonNull(all.get(1).fault()).reason().text())
        .startsWith("`time` gives no time");
    assertThat(requireNonNull(all.get(2).fault()).reason().text()).isEqualTo("`id` gives no text");
    assertThat(
            taken(
                door,
                request(
                    "{\"items\":[{\"id\":\"a\",\"n\":1e10000},{\"id\":\"b\",\"n\":1e-10000},{\"id\":\"c\"}]}")))
        .as("a number beyond all use hurts nobody")
        .hasSize(3);
    assertThat(failure(door, request("{\"items\":5}"))).isEqualTo("`split` gives no list");
    assertThat(taken(door, request("{\"items\":[]}"))).isEmpty();
  }

  /** What no database keeps, and what no number can be made of. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"a\\u0000\"}",
        "{\"id\":\"a\\ud800\"}",
        "{\"id\":\"a\",\"type\":\"b\\u0000\"}",
        "{\"id\":\"a\",\"subject\":\"b\\ud800\"}"
      })
  void nameThatCannotBeKeptIsAFaultOfItsElementAlone(String bad) {
    Door one =
        door(OPEN, "true", "id", ".body.id", "type", ".body.type", "subject", ".body.subject");
    Door many =
        door(
            OPEN,
            "true",
            "split",
            ".body",
            "id",
            ".item.id",
            "type",
            ".item.type",
            "subject",
            ".item.subject");

    assertThat(taken(one, request(bad))).singleElement().matches(d -> d.fault() != null);
    assertThat(taken(many, request("[{\"id\":\"1\"}," + bad + ",{\"id\":\"3\"}]")))
        .extracting(d -> d.fault() == null)
        .containsExactly(true, false, true);
  }

  @Test
  void numberWithAnExponentWithoutEndIsKeptAsFailed() {
    Door door = door(OPEN, "true", "split", ".body", "id", ".item.id");

    assertThat(failure(door, request("[{\"id\":\"1\"},{\"id\":\"2\",\"n\":1e99999999999}]")))
        .isEqualTo("the body is not JSON: a number has an exponent without end");
  }

  @Test
  void formsAndXmlAreReadAsJson() {
    Door door = door(OPEN, "true");
    String form = "application/x-www-form-urlencoded";

    assertThat(data(door, request("a=1&b=x+y&a=%C3%A9", "Content-Type", form)))
        .isEqualTo("{\"a\":[\"1\",\"é\"],\"b\":\"x y\"}");
    assertThat(data(door, request("payload=%7B%22a%22%3A1%7D", "Content-Type", form)))
        .isEqualTo("{\"a\":1}");
    assertThat(
            data(
                door,
                request(
                    "<?xml version='1.0'?><n:order xmlns:n='urn:n' id='7'><n:line>a</n:line><line>b &amp; c</line><!-- x --><note>hi<b/></note></n:order>",
                    "Content-Type",
                    "text/xml; charset=utf-8")))
        .isEqualTo(
            "{\"order\":{\"@id\":\"7\",\"line\":[\"a\",\"b & c\"],\"note\":{\"b\":\"\",\"#text\":\"hi\"}}}");
    assertThat(
            data(
                door,
                request(
                    "",
                    "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1),
                    "Content-Type",
                    "application/json; charset=iso-8859-1")))
        .isEqualTo("{\"a\":\"é\"}");
  }

  private static String data(Door door, Door.Request request) {
    return new String(event(door, request).data(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;'>]><a>&y;</a>",
        "<a>&x;</a>",
        "<a><b></a>",
        "",
        "plain"
      })
  void xmlThatIsNoneIsKeptAsFailed(String body) {
    Door door = door(OPEN, "true");

    List<Door.Delivery> all = taken(door, request(body, "Content-Type", "application/xml"));

    assertThat(all).singleElement().satisfies(d -> assertThat(d.fault()).isNotNull());
    assertThat(all.get(0).event().data()).as("as it came").isEqualTo(bytes(body));
    assertThat(requireNonNull(all.get(0).fault()).reason().text()).doesNotContain("root:");
  }

  @Test
  void oddBodiesAreKeptWithTheirReason() {
    Door door = door(OPEN, "true");

    assertThat(failure(door, request(""))).isEqualTo("the body is empty");
    assertThat(failure(door, request("{\"a\":"))).startsWith("the body is not JSON: line 1");
    assertThat(failure(door, request("[".repeat(5000)))).startsWith("the body is not JSON");
    assertThat(failure(door, request("<a>".repeat(300), "Content-Type", "text/xml")))
        .contains("nested too deeply");
    assertThat(failure(door, request("", new byte[] {(byte) 0xff, 'a'}))).contains("UTF-8");
    assertThat(failure(door, request("{}", "Content-Type", "application/json; charset=nope")))
        .isEqualTo("there is no charset nope");
    assertThat(
            failure(
                door(OPEN, "true", "split", ".body"), request("[" + "1,".repeat(10_000) + "1]")))
        .startsWith("`split` gives more than 10000 events");
    assertThat(failure(door(OPEN, "true", "id", ".body.a + 1"), request("{\"a\":{}}")))
        .startsWith("`id` could not be worked out");
  }

  @Test
  void challengesAreAnswered() {
    Door slack = door("verify.gitlab.secrets", "tok");
    Door graph = door("verify.gitlab.secrets", "tok", "graph", "true");
    String challenge = "{\"type\":\"url_verification\",\"challenge\":\"abc<\"}";

    assertThat(slack.open(request(challenge, "X-Gitlab-Token", "tok")))
        .isEqualTo(Door.Reply.text("abc<"));
    assertThat(slack.open(request(challenge))).isEqualTo(Door.Reply.stranger());
    assertThat(graph.open(request("validationToken=a%20b", new byte[0])))
        .isEqualTo(Door.Reply.text("a b"));
    assertThat(slack.open(request("validationToken=a", new byte[0])))
        .isEqualTo(Door.Reply.stranger());
  }
}
