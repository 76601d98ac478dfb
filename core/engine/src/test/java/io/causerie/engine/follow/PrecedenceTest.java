package io.causerie.engine.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one rule of precedence, as a table; docs/following.md prints it. */
class PrecedenceTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  @ParameterizedTest
  @CsvSource({
    // post, record, person, type, system: what she said; told or not; what decides
    ",,,,, no,",
    ", follow,,,, told, record",
    ",, follow,,, told, person",
    ",,, follow,, told, type",
    ",,,, follow, told, system",
    // The nearest decides.
    ", follow,, mute,, told, record",
    ", mute,, follow,, no, record",
    ",, follow, mute,, told, person",
    ",, mute, follow,, no, person",
    ",,, follow, mute, told, type",
    ",,, mute, follow, no, type",
    "follow, mute, mute, mute, mute, told, post",
    "mute, follow, follow, follow, follow, no, post",
    // A record and a person are equally near: mute decides.
    ", follow, mute,,, no, person",
    ", mute, follow,,, no, record",
    ", follow, follow,,, told, record",
    // What was ended says nothing, and leaves what is farther away to decide.
    ", ended,, follow,, told, type",
    ", ended,,,, no,",
    // So does what has come to its end.
    ", follow-past,,,, no,",
    ", follow-past,, follow,, told, type",
    ", mute-past,, follow,, told, type",
    ", follow-later,,,, told, record",
    ", mute-later,, follow,, no, record",
    // Muted for a time, it is followed again afterwards.
    ", follow+mute-later,,,, no, record",
    ", follow+mute-past,,,, told, record",
    // A follow that is confined to something else says nothing; a mute is of all.
    ", follow-talk,,,, no,",
    ", follow-talk,, follow,, told, type",
    ", follow-changed,,,, told, record",
  })
  void nearestDecidesAndMuteAmongEquals(
      String post,
      String record,
      String person,
      String type,
      String system,
      String told,
      String by) {
    List<Stance> all = new ArrayList<>();
    say(all, TargetKind.POST, post);
    say(all, TargetKind.RECORD, record);
    say(all, TargetKind.PERSON, person);
    say(all, TargetKind.TYPE, type);
    say(all, TargetKind.SYSTEM, system);

    Precedence.Verdict verdict = Precedence.of(all, Set.of(Subtype.CHANGED), NOW);

    assertThat(verdict.tells()).isEqualTo(told.equals("told"));
    assertThat(verdict.by().map(stance -> stance.kind().word()).orElse(null)).isEqualTo(by);
  }

  private static void say(List<Stance> all, TargetKind kind, String said) {
    if (said == null) {
      return;
    }
    boolean follows = said.startsWith("follow");
    Instant muted =
        !said.contains("mute")
            ? null
            : said.endsWith("past")
                ? NOW.minus(Duration.ofDays(1))
                : said.endsWith("later") ? NOW.plus(Duration.ofDays(1)) : Stance.ALWAYS;
    Instant until =
        !follows || said.contains("mute")
            ? null
            : said.endsWith("past") ? NOW : said.endsWith("later") ? NOW.plusSeconds(1) : null;
    Set<Subtype> subtypes =
        said.endsWith("-talk") || said.endsWith("-changed")
            ? Set.of(
                Subtype.valueOf(said.substring(said.indexOf('-') + 1).toUpperCase(Locale.ROOT)))
            : Set.of();
    all.add(new Stance(1, kind, follows, FollowOrigin.ME, subtypes, until, muted, 0));
  }
}
