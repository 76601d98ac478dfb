package io.causerie.server.setup;

import io.causerie.server.gallery.Entry;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.SourceSystem;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Makes files of what somebody says of a system. What is typed is a value and nothing else: what
 * refers to variables and files of the server, and what the server would run, is refused. A secret
 * goes into a file of its own, and it is this class that refers to it.
 */
public final class Drafts {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{");
  private static final Pattern JDBC = Pattern.compile("(?i)^\\s*jdbc:");

  /** Ends of lines that some readers of YAML see and others do not, and what nobody sees. */
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]|[\\u0085\\u2028\\u2029\\ufeff]");

  private static final int LONGEST = 10_000;
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Offers offers;
  private final Clock clock;
  private final boolean byHand;

  private Drafts(Offers offers, Clock clock, boolean byHand) {
    this.offers = offers;
    this.clock = clock;
    this.byHand = byHand;
  }

  /** For somebody in a browser, wherever she sits. */
  public static Drafts ofConsole(Offers offers, Clock clock) {
    return new Drafts(offers, clock, false);
  }

  /** For somebody who can write the files herself. */
  public static Drafts ofCommandLine(Offers offers, Clock clock) {
    return new Drafts(offers, clock, true);
  }

  /**
   * Makes the files of a system.
   *
   * @throws Refused with what cannot be so
   */
  public Draft of(Wish wish) throws Refused {
    for (String group : wish.groups()) {
      requirePlain("audience", group);
    }
    if (wish.gallery() != null) {
      return copied(wish, offers.entry(wish.gallery()).orElseThrow(() -> noEntry(wish)));
    }
    ConnectorKind kind =
        offers
            .kind(String.valueOf(wish.kind()))
            .orElseThrow(() -> new Refused("kind", "there is no kind '" + wish.kind() + "'"));
    if (!byHand && Offers.isByHand(kind)) {
      throw new Refused(
          "kind",
          "systems of the kind '%s' are written by hand: a JDBC URL or a route is never taken from a browser. `causerie connector new %s` writes one on the server itself"
              .formatted(kind.name(), kind.name()));
    }
    if (!NAME.matcher(wish.system()).matches()) {
      throw new Refused(
          "system", "a system's name has lower-case letters, digits and hyphens, 63 at most");
    }
    requirePlain("title", wish.title());
    for (String path : wish.mask()) {
      requirePlain("mask", path);
    }
    return written(wish, kind);
  }

  private static Refused noEntry(Wish wish) {
    return new Refused("gallery", "the gallery has no system '" + wish.gallery() + "'");
  }

  private Draft copied(Wish wish, Entry entry) {
    SortedMap<String, String> files = new TreeMap<>(entry.copied());
    String file = "systems/" + entry.name() + ".yaml";
    files.computeIfPresent(
        file,
        (name, text) ->
            text.replaceFirst(
                "(?m)^audience: .*$",
                java.util.regex.Matcher.quoteReplacement(
                    "audience: " + SystemText.audience(wish.groups()))));
    SortedMap<String, String> secrets = new TreeMap<>();
    entry.secrets().forEach(path -> secrets.put(path, token()));
    return new Draft(entry.name(), entry.kind(), "events", files, secrets);
  }

  private Draft written(Wish wish, ConnectorKind kind) throws Refused {
    Map<String, ConfigKey> keys = new LinkedHashMap<>();
    kind.configKeys().forEach(key -> keys.put(key.name(), key));
    Map<ConfigKey, String> written = new LinkedHashMap<>();
    Map<String, List<String>> known = new LinkedHashMap<>();
    List<ConfigKey> open = new ArrayList<>();
    SortedMap<String, String> secrets = new TreeMap<>();
    for (Map.Entry<String, List<String>> given : wish.values().entrySet()) {
      ConfigKey key = keys.get(given.getKey());
      if (key == null) {
        throw new Refused(
            given.getKey(), "the kind '" + kind.name() + "' has no key '" + given.getKey() + "'");
      }
      if (!byHand && key.onServer()) {
        throw new Refused(
            key.name(),
            "what it names is on the server itself, and is never taken from a browser. Write it into the file by hand");
      }
      for (String value : given.getValue()) {
        requirePlain(key.name(), value);
      }
      known.put(key.name(), given.getValue());
      if (key.secret() && given.getValue().isEmpty()) {
        open.add(key);
      } else if (key.secret() && !refers(given.getValue())) {
        if (given.getValue().size() != 1 || given.getValue().get(0).lines().count() != 1) {
          throw new Refused(key.name(), "give one secret, on one line");
        }
        written.put(key, secret(wish, key, given.getValue().get(0), secrets));
      } else {
        written.put(key, value(key, given.getValue()));
      }
    }
    for (ConfigKey key : open) {
      String made = made(kind, key, wish, known);
      known.put(key.name(), List.of(made));
      written.put(key, secret(wish, key, made, secrets));
    }
    SortedMap<String, String> files = new TreeMap<>();
    files.put(
        "systems/" + wish.system() + ".yaml",
        SystemText.of(wish, kind.name(), inOrder(keys, written)));
    String address = kind.address(new ConnectorContext(wish.system(), wish.system(), clock, known));
    return new Draft(wish.system(), kind.name(), address, files, secrets);
  }

  private static Map<ConfigKey, String> inOrder(
      Map<String, ConfigKey> keys, Map<ConfigKey, String> written) {
    Map<ConfigKey, String> sorted = new LinkedHashMap<>();
    keys.values()
        .forEach(
            key ->
                java.util.Optional.ofNullable(written.get(key)).ifPresent(v -> sorted.put(key, v)));
    return sorted;
  }

  private boolean refers(List<String> values) {
    return byHand && values.stream().allMatch(value -> REFERENCE.matcher(value).find());
  }

  /** Puts a secret into a file of its own and gives what refers to it. */
  private static String secret(
      Wish wish, ConfigKey key, String secret, SortedMap<String, String> secrets) {
    String path = "secrets/" + wish.system();
    if (secrets.containsKey(path)) {
      path += "-" + key.name().toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
    secrets.put(path, secret);
    String reference = SystemText.quoted("${file:" + path + "}");
    return key.type() == ConfigKey.Type.TEXTS ? "[" + reference + "]" : reference;
  }

  private static String value(ConfigKey key, List<String> values) throws Refused {
    if (values.isEmpty()) {
      throw new Refused(key.name(), "give a value, or leave it out");
    }
    if (values.size() > 1 && key.type() != ConfigKey.Type.TEXTS) {
      throw new Refused(key.name(), "give one value; there are " + values.size());
    }
    String first = values.get(0).strip();
    return switch (key.type()) {
      case TEXTS -> SystemText.list(values);
      case TEXT, DURATION -> SystemText.quoted(values.get(0));
      case NUMBER -> {
        if (!first.matches("-?[0-9]{1,10}")) {
          throw new Refused(key.name(), "expected a whole number");
        }
        yield first;
      }
      case TRUTH -> {
        if (!first.equals("true") && !first.equals("false")) {
          throw new Refused(key.name(), "expected true or false");
        }
        yield first;
      }
    };
  }

  private void requirePlain(String field, String value) throws Refused {
    if (value.length() > LONGEST || UNSEEN.matcher(value).find()) {
      throw new Refused(
          field, "it may have %d characters, and none that cannot be seen".formatted(LONGEST));
    }
    if (!byHand && REFERENCE.matcher(value).find()) {
      throw new Refused(
          field,
          "${env:...} and ${file:...} are never taken from a browser: they would show what the server alone may read. Write them into the file by hand");
    }
    if (!byHand && JDBC.matcher(value).find()) {
      throw new Refused(
          field,
          "a JDBC URL is never taken from a browser: what it names is loaded and run. Write it into the file by hand");
    }
  }

  /** A new secret in the first form that the kind takes. */
  private String made(ConnectorKind kind, ConfigKey key, Wish wish, Map<String, List<String>> known)
      throws Refused {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    String base64 = Base64.getEncoder().encodeToString(bytes);
    List<Function<String, String>> forms =
        List.of(token -> token, token -> "whsec_" + base64, token -> "causerie:" + token);
    for (Function<String, String> form : forms) {
      String secret = form.apply(token());
      Map<String, List<String>> values = new LinkedHashMap<>(known);
      values.put(key.name(), List.of(secret));
      if (takes(kind, key, new ConnectorContext(wish.system(), wish.system(), clock, values))) {
        return secret;
      }
    }
    throw new Refused(key.name(), "no secret can be made up for it; give one");
  }

  private static boolean takes(ConnectorKind kind, ConfigKey key, ConnectorContext context) {
    try (SourceSystem system = kind.system(context);
        Connector connector = kind.connector(context.in(system))) {
      return connector != null;
    } catch (ConfigException e) {
      // What else is wrong is told of the whole file.
      return e.faults().stream().noneMatch(fault -> fault.key().equals(key.name()));
    } catch (Exception e) {
      return true;
    }
  }

  /** Has a character that Base64 has not, so that no kind takes it for something else by chance. */
  private static String token() {
    byte[] bytes = new byte[SECRET_BYTES];
    String token;
    do {
      RANDOM.nextBytes(bytes);
      token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    } while (!token.contains("-") && !token.contains("_"));
    return token;
  }
}
