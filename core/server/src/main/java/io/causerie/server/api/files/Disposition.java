package io.causerie.server.api.files;

import io.causerie.engine.InvalidInputException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of files in {@code Content-Disposition} (RFC 6266), in any script (RFC 8187). */
final class Disposition {
  static final String HEADER = "Content-Disposition";

  private static final Pattern EXTENDED =
      Pattern.compile("(?i);\\s*filename\\*\\s*=\\s*UTF-8'[^']*'([^;\\s]+)");
  private static final Pattern QUOTED =
      Pattern.compile("(?i);\\s*filename\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern BARE = Pattern.compile("(?i);\\s*filename\\s*=\\s*([^\";\\s]+)");

  /** What RFC 8187 lets stand as it is. */
  private static final String PLAIN = "!#$&+-.^_`|~";

  private Disposition() {}

  /** The name that a header says; empty where it says none. */
  static String name(@Nullable String header) {
    if (header == null) {
      return "";
    }
    Matcher extended = EXTENDED.matcher(header);
    if (extended.find()) {
      try {
        return URLDecoder.decode(extended.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw new InvalidInputException(
            HEADER, "filename* must be UTF-8''NAME, with %XX for what is no letter or digit");
      }
    }
    Matcher quoted = QUOTED.matcher(header);
    if (quoted.find()) {
      return quoted.group(1).replaceAll("\\\\(.)", "$1");
    }
    Matcher bare = BARE.matcher(header);
    return bare.find() ? bare.group(1) : "";
  }

  /** A header that has something saved under a name, and never shown. */
  static String attachment(String name) {
    StringBuilder ascii = new StringBuilder();
    name.codePoints()
        .map(c -> c < ' ' || c > '~' || "\"\\%".indexOf(c) >= 0 ? '_' : c)
        .forEach(ascii::appendCodePoint);
    StringBuilder extended = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) Byte.toUnsignedInt(b);
      boolean plain =
          (c >= '0' && c <= '9')
              || (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || PLAIN.indexOf(c) >= 0;
      extended.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return "attachment; filename=\"%s\"; filename*=UTF-8''%s".formatted(ascii, extended);
  }
}
