package io.causerie.salesforce;

import io.causerie.http.Answer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of the org's requests is used up, as each answer says it ({@code Sforce-Limit-Info:
 * api-usage=18/15000}); told once at each tenth above seven. Used by many threads.
 */
final class Limits {
  private static final Logger LOG = LoggerFactory.getLogger(Limits.class);
  private static final Pattern USAGE = Pattern.compile("api-usage=(\\d{1,15})/(\\d{1,15})");
  private static final int WARNED_FROM = 8;

  private final String system;
  private final AtomicInteger tenths = new AtomicInteger();
  private volatile String usage = "";

  Limits(String system) {
    this.system = system;
  }

  void seen(Answer answer) {
    Matcher said = USAGE.matcher(answer.header("Sforce-Limit-Info").orElse(""));
    if (!said.find()) {
      return;
    }
    long used = Long.parseLong(said.group(1));
    long most = Math.max(1, Long.parseLong(said.group(2)));
    usage = used + "/" + most;
    int now = (int) Math.min(99, used * 10 / most);
    int before = tenths.getAndSet(now);
    if (now > before && now >= WARNED_FROM) {
      LOG.warn("{}: {} of {} requests of the org's day are used up", system, used, most);
    }
  }

  /** {@code 18/15000}; empty before the first answer. */
  String usage() {
    return usage;
  }
}
