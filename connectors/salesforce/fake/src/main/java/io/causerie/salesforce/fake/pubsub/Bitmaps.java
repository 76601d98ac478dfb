package io.causerie.salesforce.fake.pubsub;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a header names fields: a number in hexadecimal digits, whole bytes, whose lowest bit is the
 * first field of the schema. Parts of a compound field stand by themselves, behind its position.
 */
public final class Bitmaps {
  private Bitmaps() {}

  /** A field by its position, or a part of it. */
  public record Place(int position, int part) {
    static final int WHOLE = -1;

    public static Place of(int position) {
      return new Place(position, WHOLE);
    }
  }

  /** As the header has it. */
  public static List<String> of(Collection<Place> places) {
    List<String> bitmaps = new ArrayList<>();
    BigInteger top = BigInteger.ZERO;
    SortedMap<Integer, BigInteger> parts = new TreeMap<>();
    for (Place place : places) {
      if (place.part() == Place.WHOLE) {
        top = top.setBit(place.position());
      } else {
        BigInteger before = parts.getOrDefault(place.position(), BigInteger.ZERO);
        parts.put(place.position(), before.setBit(place.part()));
      }
    }
    if (top.signum() != 0) {
      bitmaps.add(hex(top));
    }
    for (Map.Entry<Integer, BigInteger> each : parts.entrySet()) {
      bitmaps.add(each.getKey() + "-" + hex(each.getValue()));
    }
    return bitmaps;
  }

  private static String hex(BigInteger bits) {
    String digits = bits.toString(16).toUpperCase(Locale.ROOT);
    return "0x" + (digits.length() % 2 == 0 ? "" : "0") + digits;
  }
}
