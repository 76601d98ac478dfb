package io.causerie.spi;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyTest {
  private static final Key<Duration> OVERLAP =
      Key.duration("overlap", ofMinutes(5)).atLeast(ZERO).help("How far back.");
  private static final Key<Integer> PAGE =
      Key.number("page", 1000).atLeast(1).atMost(5000).help("Rows at once.");
  private static final Key<String> VERSION =
      Key.word("version", "v4", "v2", "v4").help("The version.");
  private static final Key<ZoneId> ZONE = Key.zone("zone").help("The zone.");
  private static final Key<String> SET =
      Key.text("set").matching("\\w{1,8}", "the name of a set", "Orders").needed().help("The set.");

  private static SystemContext context(String... pair) {
    return new SystemContext(
        "erp",
        Clock.systemUTC(),
        pair.length == 0 ? Map.of() : Map.of(pair[0], List.of(pair[1])),
        Plugins.none());
  }

  @Test
  void leavingItOutMeansWhatItSays() {
    assertThat(OVERLAP.in(context())).isEqualTo(ofMinutes(5));
    assertThat(PAGE.in(context())).isEqualTo(1000);
    assertThat(ZONE.in(context())).isEqualTo(ZoneOffset.UTC);
    assertThat(List.of(OVERLAP, PAGE, VERSION, ZONE))
        .extracting(ConfigKey::fallback)
        .containsExactly("PT5M", "1000", "v4", "UTC");
    assertThat(OVERLAP.given(context())).isEmpty();
    assertThatThrownBy(() -> SET.in(context())).hasMessage("`set` was left out");
  }

  @Test
  void whatIsWrittenIsReadInItsType() {
    assertThat(OVERLAP.in(context("overlap", "PT1M"))).isEqualTo(ofMinutes(1));
    assertThat(PAGE.in(context("page", "7"))).isEqualTo(7);
    assertThat(VERSION.in(context("version", "v2"))).isEqualTo("v2");
    assertThat(ZONE.in(context("zone", "Europe/Paris"))).isEqualTo(ZoneId.of("Europe/Paris"));
    assertThat(Key.truth("delta").in(context("delta", "true"))).isTrue();
    assertThat(Key.texts("key").given(context("key", "a"))).contains(List.of("a"));
  }

  @Test
  void whatItMayNotBeIsSaid() {
    assertThat(OVERLAP.fault(List.of("PT-1S"))).contains("expected at least PT0S");
    assertThat(OVERLAP.fault(List.of("soon"))).contains("expected a duration such as PT30S");
    assertThat(PAGE.fault(List.of("0"))).contains("expected at least 1");
    assertThat(PAGE.fault(List.of("5001"))).contains("expected at most 5000");
    assertThat(VERSION.fault(List.of("v3"))).contains("expected `v2` or `v4`");
    assertThat(ZONE.fault(List.of("Paris"))).contains("expected a zone such as Europe/Paris");
    assertThat(SET.fault(List.of("a b"))).contains("expected the name of a set");
    assertThat(SET.fault(List.of("Orders"))).isEmpty();
    assertThat(SET.fault(List.of())).isEmpty();
  }

  @Test
  void schemaSaysTheSame() {
    assertThat(PAGE.shape().tree().toString())
        .contains("\"minimum\":1", "\"maximum\":5000", "Rows at once. Left out: `1000`.");
    assertThat(VERSION.shape().tree().toString()).contains("\"enum\":[\"v2\",\"v4\"]");
    assertThat(SET.shape().tree().toString())
        .contains("^(\\\\w{1,8})$|^\\\\$\\\\{(env|file):", "Orders");
  }

  @Test
  void secretIsSaidToBeOneAndNotShown() {
    Key<String> password = Key.text("password").matching("[!-~]+", "one word", "x").hidden();

    assertThat(password.shape().tree().toString()).contains("writeOnly", "A secret");
    assertThat(password.fault(List.of("two words"))).contains("expected one word");
  }
}
