package io.causerie.model.proposal;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.model.time.Written;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The values at one path of several events. */
final class Sample {
  private static final int MOST_KEPT = 1_000;

  private final Set<String> distinct = new HashSet<>();
  private int filled;
  private int longest;
  private boolean numbers = true;
  private boolean truths = true;
  private boolean times = true;
  private boolean days = true;
  private boolean addresses = true;
  private boolean calls;

  void add(JsonNode value) {
    String text = value.asText().strip();
    if (value.isNull() || text.isEmpty()) {
      return;
    }
    filled++;
    longest = Math.max(longest, text.length());
    if (distinct.size() < MOST_KEPT) {
      distinct.add(text);
    }
    numbers &= value.isNumber();
    truths &= value.isBoolean();
    Optional<Written> written = written(value, text);
    times &= written.flatMap(w -> w.instant(ZoneOffset.UTC)).isPresent();
    days &= written.isPresent() && written.get().time() == null;
    addresses &= text.startsWith("https://") || text.startsWith("http://");
    calls |= text.contains("/api/") || text.contains("://api.") || text.contains("/rest/");
  }

  /** A short text or number is hardly ever meant as a time. */
  private static Optional<Written> written(JsonNode value, String text) {
    if (value.isIntegralNumber() && value.canConvertToLong() && text.length() >= 10) {
      return Written.of(value.longValue());
    }
    return value.isTextual() && text.length() >= 8 ? Written.read(text) : Optional.empty();
  }

  /** In how many events it is there, and not empty. */
  int filled() {
    return filled;
  }

  int distinct() {
    return distinct.size();
  }

  boolean has(String text) {
    return distinct.contains(text);
  }

  boolean isShort(int most) {
    return filled > 0 && longest <= most;
  }

  boolean isNumber() {
    return filled > 0 && numbers;
  }

  boolean isTruth() {
    return filled > 0 && truths;
  }

  boolean isTime() {
    return filled > 0 && times;
  }

  /** Whether none of them tells more than a day. */
  boolean isDay() {
    return filled > 0 && days;
  }

  /** Whether all of them are addresses of pages. */
  boolean isAddress() {
    return filled > 0 && addresses;
  }

  /** Whether one of them is the address of an interface for programs. */
  boolean isCalled() {
    return calls;
  }
}
