package io.causerie.idoc;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.model.Sha256;
import io.causerie.model.time.Written;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an IDoc says of itself, by which it is known.
 *
 * @param client MANDT: each has numbers of its own; may be empty
 * @param sender SNDPRN; may be empty
 * @param type MESTYP
 * @param number DOCNUM as it is written; empty where it has none
 */
record ControlRecord(
    String client, String sender, String type, String number, Optional<Instant> created) {
  private static final int LONGEST = 64;
  private static final int LONGEST_KEY = 360;

  /**
   * @param zone of its times, which have none
   * @throws NoIDocException if it does not say what it is
   */
  static ControlRecord of(JsonNode idoc, ZoneId zone) throws NoIDocException {
    JsonNode control = idoc.path(IDocReader.CONTROL);
    if (!control.isObject()) {
      throw new NoIDocException(IDocWording.NO_CONTROL.with());
    }
    String type = field(control, "MESTYP");
    if (type.isEmpty()) {
      throw new NoIDocException(IDocWording.NO_TYPE.with());
    }
    return new ControlRecord(
        field(control, "MANDT"),
        field(control, "SNDPRN"),
        type,
        number(field(control, "DOCNUM")),
        created(field(control, "CREDAT"), field(control, "CRETIM"), zone));
  }

  private static String field(JsonNode control, String name) throws NoIDocException {
    String text = control.path(name).asText("");
    if (text.length() > LONGEST) {
      throw new NoIDocException(IDocWording.LONG_FIELD.with(name, LONGEST));
    }
    return text;
  }

  /** Zeros are how SAP writes that there is none. */
  private static String number(String text) {
    return text.chars().allMatch(c -> c == '0') ? "" : text;
  }

  private static Optional<Instant> created(String day, String time, ZoneId zone) {
    String clock = time.matches("[0-9]{6}") ? time : "";
    return day.matches("[0-9]{8}") ? Written.instant(day + clock, zone) : Optional.empty();
  }

  boolean hasNumber() {
    return !number.isEmpty();
  }

  /**
   * What it is called, the same whenever it comes: client, sender, message type and number.
   *
   * @param name in place of a number
   */
  String key(String name) {
    String key =
        Stream.of(client, sender, type, name)
            .map(part -> part.replace("%", "%25").replace("/", "%2F").replace("#", "%23"))
            .collect(Collectors.joining("/"));
    return key.length() <= LONGEST_KEY ? key : "long " + Sha256.hex(key);
  }
}
