package com.example.rss;

import io.causerie.model.time.Written;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates as feeds write them; what Causerie reads everywhere, and the oddities of mail dates. */
final class Dates {
  /** Day of the week (often a wrong one), day, month (often whole), year (often two digits). */
  private static final Pattern MAIL =
      Pattern.compile(
          "(?:[\\p{L}.]+,? +)?([0-9]{1,2})[ -]([A-Za-z]{3})[a-z.]*[ -]([0-9]{2}|[0-9]{4}),? +"
              + "([0-9]{1,2}):([0-9]{2}(?::[0-9]{2})?)(?:[.][0-9]+)?(?: +(.*))?");

  /** Those of RFC 822, which no calendar of today knows. */
  private static final Map<String, String> ZONES =
      Map.ofEntries(
          Map.entry("UT", "+0000"),
          Map.entry("UTC", "+0000"),
          Map.entry("Z", "+0000"),
          Map.entry("GMT", "+0000"),
          Map.entry("EST", "-0500"),
          Map.entry("EDT", "-0400"),
          Map.entry("CST", "-0600"),
          Map.entry("CDT", "-0500"),
          Map.entry("MST", "-0700"),
          Map.entry("MDT", "-0600"),
          Map.entry("PST", "-0800"),
          Map.entry("PDT", "-0700"),
          Map.entry("CET", "+0100"),
          Map.entry("CEST", "+0200"));

  private Dates() {}

  private static final int LONGEST = 100;

  /** Nothing where nobody can say which moment is meant; without an offset it is UTC. */
  static Optional<Instant> read(String text) {
    String date = text.strip();
    if (date.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher mail = MAIL.matcher(date);
    return Written.instant(mail.matches() ? plain(mail) : date, ZoneOffset.UTC);
  }

  /** 6 July 26 9:05 EST as 6 Jul 2026 09:05 -0500. */
  private static String plain(Matcher mail) {
    String year = mail.group(3).length() == 2 ? "20" + mail.group(3) : mail.group(3);
    String hour = mail.group(4).length() == 1 ? "0" + mail.group(4) : mail.group(4);
    String zone = mail.group(6) == null ? "GMT" : mail.group(6).strip();
    return "%s %s %s %s:%s %s"
        .formatted(
            mail.group(1),
            mail.group(2),
            year,
            hour,
            mail.group(5),
            ZONES.getOrDefault(zone.toUpperCase(Locale.ROOT), zone).replace(":", ""));
  }
}
