package io.causerie.sap;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether an error says that somebody has the object open. Services answer 400 for it as for all
 * that they refuse for good, and none publishes its codes: known are messages of the dialogues,
 * whose words are looked at as well. A guess; where it is wrong, an attempt comes later in vain.
 */
final class Locks {
  /** A foreign lock; a sales order, a delivery and a purchase order that somebody processes. */
  private static final Set<String> CODES = Set.of("MC/601", "VL/045", "VL/046", "ME/006", "06/006");

  private static final Pattern WORDS =
      Pattern.compile(
          "\\b(being processed|already processing|(is|are|currently|object) locked|locked by"
              + "|gesperrt|in bearbeitung|wird.* bearbeitet|verrouill\u00e9|en cours de traitement)");

  private Locks() {}

  static boolean isOne(String code, String message) {
    return CODES.contains(code) || WORDS.matcher(message.toLowerCase(Locale.ROOT)).find();
  }
}
