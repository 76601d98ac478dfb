package io.causerie.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What must never be shown of a conversation: the secrets of the configuration, the tokens that
 * came of them, and whatever is named like one.
 */
final class Masks {
  static final String MASK = "***";

  /** A shorter one would only mask ordinary words. */
  private static final int SHORTEST = 4;

  /** Tokens come and go: the oldest is refused long before this many have come. */
  private static final int MOST = 200;

  private static final String NAMES =
      "[\\w.-]*(?:password|passwd|secret|token|assertion|api[_-]?key|private[_-]?key|session|sid|csrf)[\\w.-]*";
  private static final Pattern HEADER =
      Pattern.compile("(?i)(?:proxy-)?authorization|(?:set-)?cookie2?|" + NAMES);
  private static final Pattern JSON =
      Pattern.compile(
          "(?i)(\"" + NAMES + "\"\\s*:\\s*)(?:\"(?:[^\"\\\\]|\\\\.)*\"|-?[0-9][0-9.]*)");
  private static final Pattern FORM =
      Pattern.compile("(?i)((?:^|[?&])" + NAMES + "=)[^&\\s\"'<>]*");

  private final Set<String> values = new LinkedHashSet<>();

  synchronized void add(Collection<String> secrets) {
    for (String secret : secrets) {
      if (secret.length() >= SHORTEST) {
        values.add(secret);
        values.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        values.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
        values.add(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
      }
    }
    while (values.size() > MOST) {
      values.remove(values.iterator().next());
    }
  }

  private synchronized List<String> longestFirst() {
    return values.stream().sorted(Comparator.comparing(String::length).reversed()).toList();
  }

  /** Without the secrets that are known. */
  String hide(String text) {
    String hidden = text;
    for (String value : longestFirst()) {
      hidden = hidden.replace(value, MASK);
    }
    return hidden;
  }

  /** Without those, and without what is named like a secret, in JSON, a form or a query. */
  String hideAll(String text) {
    String hidden = JSON.matcher(hide(text)).replaceAll("$1\"" + MASK + "\"");
    return FORM.matcher(hidden).replaceAll("$1" + MASK);
  }

  /** The value of a header. */
  String header(String name, String value) {
    if (name.equalsIgnoreCase("Location")) {
      // A redirect carries what signs one in, under whatever name.
      return hide(Address.parse(value).map(Address::toString).orElse(MASK));
    }
    return HEADER.matcher(name).matches() ? MASK : hideAll(value);
  }
}
