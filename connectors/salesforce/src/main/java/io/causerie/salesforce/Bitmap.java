package io.causerie.salesforce;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which fields of a schema a change event means: {@code 0x800000} are the fields whose bits are
 * set, the first one being bit 0; {@code 6-0x0180} are fields within field 6, a compound one.
 *
 * @param within the position of the compound field, or -1: fields of the event itself
 * @param fields positions, ascending
 */
record Bitmap(int within, List<Integer> fields) {
  private static final Pattern FORM = Pattern.compile("(?:(\\d{1,5})-)?0x([0-9A-Fa-f]{1,4096})");

  Bitmap {
    fields = List.copyOf(fields);
  }

  /**
   * @throws IllegalArgumentException if it is none
   */
  static Bitmap parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "not a bitmap of fields: " + text.length() + " characters");
    }
    BigInteger bits = new BigInteger(form.group(2), 16);
    List<Integer> fields = new ArrayList<>();
    for (int bit = bits.getLowestSetBit(); bit >= 0 && bit < bits.bitLength(); bit++) {
      if (bits.testBit(bit)) {
        fields.add(bit);
      }
    }
    return new Bitmap(form.group(1) == null ? -1 : Integer.parseInt(form.group(1)), fields);
  }
}
